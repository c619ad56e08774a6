"""The page on which somebody says how they are reached."""

from calendar import day_name
from dataclasses import dataclass
from datetime import datetime

from touchline.people.mailing import is_mail_sent
from touchline.people.models import Person, Reach, Webhook
from touchline.people.offers import announced
from touchline.ui.words import opening, some

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """One webhook as its owner sees it; the address itself is never shown again."""

    pk: int
    kind: str
    host: str
    says: str
    events: tuple[tuple[str, str, bool], ...]
    problem: str
    is_paused: bool
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReachPage:
    finding: str
    lede: str
    email: str
    sent: tuple[datetime, ...]
    webhooks: tuple[WebhookRow, ...]
    can_add: bool
    is_mail_set_up: bool


def reach_page(person: Person) -> ReachPage:
    """How `person` is reached, and what was sent lately; three queries."""
    reach = Reach.of(person)
    digests = person.digests.exclude(sent_at=None).order_by("-sent_on")[:MOST_SHOWN]
    webhooks = tuple(_row(webhook) for webhook in person.webhooks.order_by("pk"))
    return ReachPage(
        finding=_finding(reach),
        lede=_lede(reach, len(webhooks)),
        email=person.email,
        sent=tuple(digest.sent_at for digest in digests if digest.sent_at),
        webhooks=webhooks,
        can_add=len(webhooks) < Webhook.MOST,
        is_mail_set_up=is_mail_sent(),
    )


def _finding(reach: Reach) -> str:
    if not reach.wants_digest:
        return "You get no digest"
    if reach.quiet_from == reach.quiet_to:
        return "At most one mail a day and three a week"
    return f"At most one mail a day and three a week, never before {reach.quiet_to:%-H:%M}"


def _lede(reach: Reach, webhooks: int) -> str:
    quiet = ", ".join([*(day_name[day] for day in reach.quiet_days), "public holidays"])
    posted = f" {opening(some(webhooks, 'channel'))} {'is' if webhooks == 1 else 'are'} told too."
    return f"Nothing on {quiet} and days you are away.{posted if webhooks else ''}"


def _row(webhook: Webhook) -> WebhookRow:
    known = announced()
    chosen = [known[event].label for event in webhook.events if event in known]
    says = ", or when ".join(f"{label[:1].lower()}{label[1:]}" for label in chosen)
    return WebhookRow(
        pk=webhook.pk,
        kind=webhook.get_kind_display(),
        host=webhook.host,
        says=f"Posts when {says}",
        events=tuple((one.key, one.label, one.key in webhook.events) for one in known.values()),
        problem=webhook.problem,
        is_paused=webhook.paused_at is not None,
        posted_at=webhook.posted_at,
    )
