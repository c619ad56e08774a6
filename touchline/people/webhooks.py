"""Post to the webhooks people gave: in the form Slack or Teams takes, as slowly as they ask, by `outgoing.call`.

What waits for one webhook goes out as one message, so that a busy morning is one message and never a burst.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from touchline.people.models import Notice, Reach, Webhook
from touchline.people.offers import announced
from touchline.people.outgoing import Answer, Call, CallRefused, call

SECONDS = 8.0
MOST_BYTES = 100_000
MOST_LINES = 20
# A minute, where somebody asks for patience without saying how long.
PATIENCE = timedelta(minutes=1)
GONE = {401, 403, 404, 410}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message and the page of ours it leads to."""

    text: str
    url: str


def announce(*, at: datetime) -> None:
    """Line up what every webhook is to be told at `at`, once each; people in their quiet hours are left alone."""
    known = announced()
    for webhook in Webhook.objects.working().select_related("person__workspace", "person__user"):
        reach = Reach.of(webhook.person)
        if not reach.is_quiet(at):
            told = [known[key] for key in webhook.events if key in known]
            Notice.line_up([notice for one in told for notice in one.notices(webhook, reach, at)])


def post_waiting(*, at: datetime) -> int:
    """Post what waits for every webhook whose person is not to be left alone now; returns how many took it."""
    webhooks = Webhook.objects.with_something_to_post(at).select_related("person__workspace").order_by("pk")
    return sum(_post_waiting(webhook, at=at) for webhook in webhooks if not Reach.of(webhook.person).is_quiet(at))


def _post_waiting(webhook: Webhook, *, at: datetime) -> bool:
    notices = list(webhook.notices.waiting(at).order_by("pk")[:MOST_LINES])
    if not post(webhook, [Line(notice.text, notice.url) for notice in notices], at=at):
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(posted_at=at)
    return True


def post(webhook: Webhook, lines: list[Line], *, at: datetime) -> bool:
    """Post these lines as one message; where that fails, the webhook keeps why."""
    body = json.dumps(PAYLOADS[Webhook.Kind(webhook.kind)](lines)).encode()
    asked = Call(webhook.address, method="POST", body=body, headers={"Content-Type": "application/json"})
    try:
        answer = call(asked, most_bytes=MOST_BYTES, seconds=SECONDS)
    except CallRefused as refusal:
        webhook.could_not_post(str(refusal), at=at)
        return False
    return _is_taken(webhook, answer, at=at)


def _is_taken(webhook: Webhook, answer: Answer, *, at: datetime) -> bool:
    if 200 <= answer.status < 300:
        webhook.was_posted(at=at)
        return True
    if answer.status == 429:
        webhook.must_wait(patience(answer.headers.get("retry-after", ""), at=at), at=at)
    elif answer.status in GONE:
        why = f"{webhook.host} no longer takes messages at this address (answer {answer.status})."
        webhook.could_not_post(why, at=at, is_gone=True)
    else:
        webhook.could_not_post(f"{webhook.host} did not take the message (answer {answer.status}).", at=at)
    return False


def patience(asked: str, *, at: datetime) -> timedelta:
    """How long a Retry-After header asks to wait: seconds, or an instant (RFC 9110)."""
    if asked.strip().isdecimal():
        return timedelta(seconds=min(int(asked), 86_400))
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return PATIENCE
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - at


def _slack(lines: list[Line]) -> dict[str, object]:
    return {"text": "\n".join(f"{_escaped(line.text)} <{line.url}|Open>" for line in lines)}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(lines: list[Line]) -> dict[str, object]:
    body = [{"type": "TextBlock", "text": f"{_plain(line.text)} [Open]({line.url})", "wrap": True} for line in lines]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _plain(text: str) -> str:
    """A name is no markdown."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]()#" else letter for letter in text)


PAYLOADS = {Webhook.Kind.SLACK: _slack, Webhook.Kind.TEAMS: _teams}
