"""What webhooks are told: names of the two and a time, never a topic, a note or what was promised.

Everything is read from the state, not caught as it happens: what was taken back before anybody was told is never told,
and what was stored is told however often the server was killed in between.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from touchline.oneonones.models import Commitment, OneOnOne, Topic
from touchline.people.models import Notice, Reach, Webhook
from touchline.people.offers import Announced

LOOKS_AHEAD = timedelta(days=12)
LOOKS_BACK = timedelta(days=4)
TOMORROW, DUE, OVERDUE, TOPIC = "tomorrow", "due", "overdue", "topic"


def _meetings(webhook: Webhook, reach: Reach, at: datetime) -> Iterator[Notice]:
    """One-on-ones of tomorrow, or of a day before which nobody can be told any later."""
    today = reach.day(at)
    coming = OneOnOne.objects.of(webhook.person.user).open().starting_within(at, at + LOOKS_AHEAD)
    for one in coming.select_related("leader", "rep").order_by("starts_at", "pk"):
        day = reach.day(one.starts_at)
        if reach.last_day_by(day - timedelta(days=1)) <= today < day:
            when = one.starts_at.astimezone(reach.zone)
            text = f"{one.leader.name} and {one.rep.name} meet on {when:%A, %-d %B at %-H:%M}."
            # Another time is another thing to tell.
            about = f"{one.pk} {one.starts_at.astimezone(UTC):%Y%m%d%H%M}"
            yield _notice(webhook, TOMORROW, about, text, _page_of(one), at)


def _due(webhook: Webhook, reach: Reach, at: datetime) -> Iterator[Notice]:
    today = webhook.person.workspace.today(at)
    for promise in _promises(webhook, since=today, until=today + LOOKS_AHEAD):
        if reach.last_day_by(promise.due_on) <= today:
            text = f"A promise of {promise.owner.name} to {promise.to.name} is due on {promise.due_on:%A, %-d %B}."
            yield _notice(webhook, DUE, f"{promise.pk} {promise.due_on}", text, reverse(LIST), at)


def _overdue(webhook: Webhook, reach: Reach, at: datetime) -> Iterator[Notice]:
    today = webhook.person.workspace.today(at)
    for promise in _promises(webhook, since=today - LOOKS_BACK, until=today - timedelta(days=1)):
        text = f"A promise of {promise.owner.name} to {promise.to.name} was due on {promise.due_on:%A, %-d %B}."
        yield _notice(webhook, OVERDUE, f"{promise.pk} {promise.due_on}", text, reverse(LIST), at)


def _topics(webhook: Webhook, reach: Reach, at: datetime) -> Iterator[Notice]:
    """Topics the other one added since this webhook is there."""
    since = max(at - LOOKS_BACK, webhook.added_at)
    topics = Topic.objects.visible_to(webhook.person.user).open().filter(raised_at__gte=since)
    for topic in topics.exclude(author=webhook.person).select_related("leader", "rep", "author"):
        text = f"{topic.author.name} added a topic to the one-on-one of {topic.leader.name} and {topic.rep.name}."
        yield _notice(webhook, TOPIC, str(topic.pk), text, reverse("oneonones:index"), at)


def _promises(webhook: Webhook, *, since: date, until: date) -> QuerySet[Commitment]:
    """Open promises of the person due in these days; what was overdue before the webhook was there is not told."""
    added_on = webhook.person.workspace.today(webhook.added_at)
    mine = Commitment.objects.open().filter(owner=webhook.person, due_on__range=(max(since, added_on), until))
    return mine.select_related("owner", "to").order_by("due_on", "pk")


def _page_of(one: OneOnOne) -> str:
    return reverse("oneonones:show", args=[one.pk])


def _notice(webhook: Webhook, event: str, about: str, text: str, path: str, at: datetime) -> Notice:
    url = settings.SITE_URL + path
    return Notice(webhook=webhook, event=event, about=about, text=text[:400], url=url, lined_up_at=at)


LIST = "oneonones:commitments"
ANNOUNCES = (
    Announced(TOMORROW, "A one-on-one is the next day", _meetings),
    Announced(DUE, "A promise of yours is due", _due),
    Announced(OVERDUE, "A promise of yours is overdue", _overdue),
    Announced(TOPIC, "A topic was added for you", _topics),
)
