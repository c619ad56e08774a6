"""What the invented CRM would export: the history of every deal, this week's deals, and the activities. Pure."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import StringIO
from itertools import chain
from random import Random

from touchline.demo.company import email
from touchline.demo.plot import Part
from touchline.demo.selling import Deal, Snapshot
from touchline.demo.story import Story

DEAL_COLUMNS = (
    "deal_id",
    "deal",
    "account",
    "owner",
    "owner_email",
    "stage",
    "amount",
    "created_date",
    "close_date",
    "next_step",
    "next_step_date",
    "type",
)
ACTIVITY_COLUMNS = ("activity_id", "type", "subject", "deal_id", "owner", "owner_email", "date", "status")
ACTIVITY_WEEKS = 26
# What fills a rep's week between meetings: of sixteen activities, nine e-mails and seven calls.
KINDS = ("Email",) * 9 + ("Call",) * 7
SUBJECTS = {
    "Email": ("Summary of our call", "The figures you asked for", "Proposal and dates", "Following up on Tuesday"),
    "Call": ("Check-in", "Question list", "Price and terms", "Next step agreed"),
    "Meeting": ("Demo", "Site visit", "Proposal walk-through", "Review with the finance director"),
}


def history(story: Story) -> str:
    """Return the deals' history up to last Monday as CSV: one row for each day on which a deal changed."""
    until = story.monday - timedelta(days=7)
    rows = (
        (*_deal_row(deal, shown, people), shown.on)
        for people, deal in _deals(story)
        for shown in deal.history
        if shown.on <= until
    )
    return _written((*DEAL_COLUMNS, "snapshot_date"), rows)


def this_week(story: Story) -> str:
    """Return the export of this Monday as CSV: every deal that is open or was decided this quarter, as it is now."""
    since = story.quarters[-1].starts_on
    rows = (
        _deal_row(deal, deal.history[-1], people)
        for people, deal in _deals(story)
        if deal.decided_on is None or deal.decided_on >= since
    )
    return _written(DEAL_COLUMNS, rows)


def activities(story: Story) -> str:
    """Return half a year of calls and e-mails, and the meetings planned in sixty weeks, held or not, as CSV."""
    return _written(ACTIVITY_COLUMNS, chain(_activity_rows(story), _meeting_rows(story)))


def _deals(story: Story) -> Iterator[tuple[dict[str, Part], Deal]]:
    people = {part.key: part for part in story.cast}
    for deals in story.deals.values():
        for deal in deals:
            yield people, deal


def _deal_row(deal: Deal, shown: Snapshot, people: dict[str, Part]) -> tuple[object, ...]:
    owner = people[shown.owner].name
    return (
        deal.key,
        deal.name,
        deal.account,
        owner,
        email(owner),
        shown.stage,
        shown.amount,
        deal.created_on,
        shown.close_on,
        shown.next_step,
        shown.next_step_on or "",
        deal.kind,
    )


def _activity_rows(story: Story) -> Iterator[tuple[object, ...]]:
    dice = Random(f"activities {story.seed}")
    first = story.monday - timedelta(weeks=ACTIVITY_WEEKS)
    number = 0
    for people, deal in _deals(story):
        owner = people[deal.owner]
        ends = deal.decided_on or story.monday
        # A rep who keeps next steps also keeps in touch; a dead deal gets the odd e-mail.
        rate = 0.1 if deal.is_dead else 0.28 + owner.skill.next_steps * 0.4
        for day in _weeks(max(deal.created_on, first), ends):
            if dice.random() < rate:
                on = day + timedelta(days=dice.randrange(5))
                if on >= story.monday:
                    continue
                number += 1
                kind = dice.choice(KINDS)
                subject = dice.choice(SUBJECTS[kind])
                yield f"A{number:05}", kind, subject, deal.key, owner.name, email(owner.name), on, "Completed"


def _meeting_rows(story: Story) -> Iterator[tuple[object, ...]]:
    """Each meeting is about one of the deals on the table that day; somebody new may have none yet."""
    dice, number = Random(f"meetings {story.seed}"), 0
    for part in story.cast:
        for meeting in story.meetings[part.key]:
            number += 1
            deals = story.open_on(part, meeting.on)
            key = dice.choice(deals).key if deals else ""
            subject, who = dice.choice(SUBJECTS["Meeting"]), (part.name, email(part.name))
            yield f"M{number:05}", "Meeting", subject, key, *who, meeting.on, meeting.status


def _weeks(start: date, end: date) -> Iterator[date]:
    day = start
    while day < end:
        yield day
        day += timedelta(days=7)


def _written(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
