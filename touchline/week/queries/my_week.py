"""My week: who needs the leader and why, the next thing, five days, promises both ways, three things worth saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from touchline.crm.queries.standing import everyone_below
from touchline.measures.periods import Period
from touchline.oneonones.models import Commitment, OneOnOne
from touchline.oneonones.queries.team import meetings_of, promises_with
from touchline.people.findings import Act, Finding, TeamAt
from touchline.people.models import Person
from touchline.ui.words import few, opening, some
from touchline.week.attention import PageFinding
from touchline.week.queries.team import TeamRow, team_finding, team_rows

if TYPE_CHECKING:
    from touchline.oneonones.queries.team import Met

MOST_NUDGES = 3
MOST_PROMISES = 6


@dataclass(frozen=True, slots=True)
class Meeting:
    """One one-on-one as a line of the week, at the reader's own clock."""

    one_on_one: Met
    person: Person
    at: datetime
    says: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    is_today: bool
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing that is next: a one-on-one, when, and what waits in it."""

    meeting: Meeting
    minutes_away: int
    is_today: bool
    says: str


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something worth doing, with its evidence and one act: a topic for the agenda, or something to do on a page."""

    row: TeamRow
    who: str
    says: str
    act: Act

    @property
    def one_on_one(self) -> OneOnOne | None:
        """The one-on-one whose agenda the topic can go on."""
        return self.row.next if self.act.topic else None


@dataclass(frozen=True, slots=True)
class Promises:
    """Open promises in one direction, overdue first; `due_this_week` counts all of them."""

    shown: tuple[Commitment, ...]
    due_this_week: int
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of setting up, for as long as there is one to do."""

    name: str
    says: str
    url_name: str
    act: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    me: Person
    today: date
    now: datetime
    period: Period
    currency: str
    week_of_period: int
    weeks_in_period: int
    finding: PageFinding
    next: Next | None
    unconfirmed: tuple[OneOnOne, ...]
    days: tuple[Day, ...]
    mine: Promises
    theirs: Promises
    nudges: tuple[Nudge, ...]
    rows: tuple[TeamRow, ...]
    steps: tuple[Step, ...]
    facts_as_of: datetime | None

    @property
    def open_step(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def my_week(me: Person, people: Sequence[Person], *, now: datetime) -> WeekPage:
    """The week of a leader with the direct reports `people`, at the instant `now`."""
    workspace = me.workspace
    today = workspace.today(now)
    period = Period.containing(today, fiscal_year_starts=workspace.fiscal_year_starts)
    team = TeamAt(tuple(people), me, me, now, below=everyone_below(people))
    rows, promises, as_of = team_rows(team), team.read(promises_with), workspace.facts_as_of
    one_on_ones = team.read(meetings_of).one_on_ones
    meetings = [_meeting(one, people, me, now) for one in one_on_ones]
    return WeekPage(
        me=me,
        today=today,
        now=now,
        period=period,
        currency=workspace.currency,
        week_of_period=min((today - period.starts_on).days // 7 + 1, round(period.days / 7)),
        weeks_in_period=round(period.days / 7),
        finding=_finding(me, rows, as_of),
        next=_next(meetings, promises, now, today),
        unconfirmed=tuple(OneOnOne.objects.to_confirm(me, at=now).select_related("leader")),
        days=_days(meetings, today),
        mine=_promises([p for p in promises if p.owner_id == me.pk], today),
        theirs=_promises([p for p in promises if p.to_id == me.pk], today),
        nudges=tuple(_nudges(rows)),
        rows=tuple(rows[:40]),
        steps=_steps(people, as_of, has_begun=bool(one_on_ones)),
        facts_as_of=as_of,
    )


def _finding(me: Person, rows: list[TeamRow], as_of: datetime | None) -> PageFinding:
    if not rows:
        return PageFinding("Add the people who report to you", "Then Touchline can say who needs you, and why.")
    if as_of is None:
        says = "One export from your CRM is enough for Touchline to say who needs you, and why."
        return PageFinding("Bring in your deals to see who needs you", says)
    return team_finding(me, rows, is_own=True)


def _meeting(one: Met, people: Sequence[Person], me: Person, now: datetime) -> Meeting:
    person = next(person for person in people if person.pk == one.rep_id)
    at = one.starts_at.astimezone(me.own_zone)
    says, tag = "One-on-one", ""
    if not one.is_open:
        says = f"One-on-one, {one.get_outcome_display().lower()}"
    elif one.is_over(now):
        tag = "Held or missed?"
    elif one.topics_waiting:
        says = f"One-on-one, {some(one.topics_waiting, 'topic')}"
    return Meeting(one, person, at, says, tag)


def _next(meetings: list[Meeting], promises: Sequence[Commitment], now: datetime, today: date) -> Next | None:
    coming = [m for m in meetings if m.one_on_one.is_open and m.at > now - timedelta(hours=1)]
    if not coming:
        return None
    first = min(coming, key=lambda m: m.at)
    name, waiting = first.person.first_name, first.one_on_one.topics_waiting
    told = ["Brief ready."]
    if waiting:
        told.append(f"{name} added {some(waiting, 'topic')}.")
    if due := sum(1 for p in promises if p.owner_id == first.person.pk and p.due_on <= first.at.date()):
        told.append(f"{opening(some(due, 'promise'))} of {name}’s {'is' if due == 1 else 'are'} due by then.")
    mine = [p for p in promises if p.to_id == first.person.pk and p.due_on <= first.at.date()]
    if mine:
        told.append(f"You owe {name} {few(len(mine))}.")
    minutes = int((first.at - now).total_seconds() // 60)
    return Next(first, minutes, first.at.date() == today, " ".join(told))


def _days(meetings: list[Meeting], today: date) -> tuple[Day, ...]:
    """Monday to Friday of this week; from Saturday on, of the week to come."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if today.weekday() > 4 else 0)
    days = [monday + timedelta(days=i) for i in range(5)]
    return tuple(Day(day, day == today, tuple(m for m in meetings if m.at.date() == day)) for day in days)


def _promises(promises: list[Commitment], today: date) -> Promises:
    week_ends = today + timedelta(days=6 - today.weekday())
    due = sum(1 for promise in promises if promise.due_on <= week_ends)
    return Promises(tuple(promises[:MOST_PROMISES]), due, len(promises))


def _nudges(rows: list[TeamRow]) -> Iterator[Nudge]:
    """At most three, one per person, heaviest first: only findings that name something to do."""
    worth = [(row, found, found.act) for row in rows for found in row.reasons if found.act]
    seen: set[int] = set()
    for row, found, act in sorted(worth, key=lambda one: -one[1].weight):
        if row.person.pk not in seen and len(seen) < MOST_NUDGES:
            seen.add(row.person.pk)
            yield Nudge(row, _called(row, found), found.evidence or found.says, act)


def _called(row: TeamRow, found: Finding) -> str:
    return row.person.first_name if found.is_between else row.standing.called


def _steps(people: Sequence[Person], as_of: datetime | None, *, has_begun: bool) -> tuple[Step, ...]:
    steps = (
        Step("Create your workspace", "", "people:settings", "Settings", True),
        Step(
            "Add your reps", "By hand, or from the owners in your export.", "people:people", "Add people", bool(people)
        ),
        Step("Bring in your deals", "Upload an export of your CRM.", "crm:import-new", "Import deals", bool(as_of)),
        Step(
            "Set the rhythm of your one-on-ones",
            "Once for the whole team.",
            "oneonones:rhythms",
            "Set rhythms",
            has_begun,
        ),
    )
    return () if all(step.is_done for step in steps) else steps
