"""The rhythms of a whole team on one page: what runs, and a sensible start where nothing does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import product
from typing import TypedDict

from django.db.models import Q

from touchline.crm.queries.pace import paces
from touchline.measures.attainment import Pace
from touchline.oneonones.models import Rhythm
from touchline.people.models import Person

IN_RAMP = timedelta(weeks=26)
# Below nine tenths of an even pace; in the first quarter of the period nobody is judged by it. Our conventions.
BELOW_PLAN, TOO_EARLY = 0.9, 0.25
HOURS = range(9, 17)
WORKDAYS = range(5)
USUAL_MINUTES = 30


class Begin(TypedDict):
    """What the form of a rhythm begins with, by its fields."""

    every: int
    weekday: int
    at_time: time
    minutes: int
    zone: str
    agenda: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """How often the two might meet, and why."""

    every: Rhythm.Every
    why: str


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """One rep, the rhythm that runs (or None), what is proposed, and what the form begins with."""

    rep: Person
    rhythm: Rhythm | None
    proposal: Proposal
    initial: Begin

    @property
    def differs(self) -> bool:
        """Whether another rhythm than the one that runs is proposed."""
        return self.rhythm is not None and self.rhythm.every != self.proposal.every


def rhythm_rows(leader: Person, *, today: date) -> tuple[RhythmRow, ...]:
    """Every rep of `leader` with the rhythm that runs or the one to begin with; four queries."""
    reps = list(Person.objects.reporting_to(leader).here().select_related("workspace").order_by("name"))
    mine = running_with(leader)
    running = {rhythm.rep_id: rhythm for rhythm in mine if rhythm.leader_id == leader.pk}
    pace, free = paces(reps, today=today), _free_hours(mine)
    return tuple(_row(rep, running.get(rep.pk), proposal(rep, pace.get(rep.pk), today=today), free) for rep in reps)


def running_with(person: Person) -> list[Rhythm]:
    """The rhythms that take time of `person`, as a leader or with the own leader; one query."""
    mine = Rhythm.objects.running().filter(Q(leader=person) | Q(rep=person))
    return list(mine.select_related("leader__workspace", "rep"))


def proposal(rep: Person, pace: Pace | None, *, today: date) -> Proposal:
    """Weekly in ramp or below plan, else every two weeks; never rarer than every four."""
    tenure = rep.tenure(today=today)
    if tenure is not None and tenure < IN_RAMP:
        return Proposal(Rhythm.Every.WEEK, f"in ramp, {max(tenure.days // 7, 0)} weeks after starting")
    if pace is None:
        return Proposal(Rhythm.Every.FORTNIGHT, "out of ramp, and no quota to compare with")
    if pace.elapsed < TOO_EARLY:
        return Proposal(Rhythm.Every.FORTNIGHT, "out of ramp, and too early in the quarter to judge its pace")
    if pace.ratio is not None and pace.ratio < BELOW_PLAN:
        return Proposal(Rhythm.Every.WEEK, f"below plan, at {pace.ratio:.0%} of an even pace this quarter")
    return Proposal(Rhythm.Every.FORTNIGHT, f"out of ramp, at {pace.ratio or 0:.0%} of an even pace this quarter")


def _row(rep: Person, running: Rhythm | None, proposed: Proposal, free: Iterator[tuple[int, int]]) -> RhythmRow:
    return RhythmRow(rep, running, proposed, _running(running) if running else _to_begin(proposed, *next(free)))


def _running(rhythm: Rhythm) -> Begin:
    return Begin(
        every=rhythm.every,
        weekday=rhythm.weekday,
        at_time=rhythm.at_time,
        minutes=rhythm.minutes,
        zone=rhythm.zone,
        agenda=rhythm.agenda,
    )


def _to_begin(proposed: Proposal, hour: int, weekday: int) -> Begin:
    return Begin(every=proposed.every, weekday=weekday, at_time=time(hour), minutes=USUAL_MINUTES, zone="", agenda="")


def _free_hours(running: list[Rhythm]) -> Iterator[tuple[int, int]]:
    """Hours and weekdays no rhythm takes yet: one a day from Monday on, then the next hour; at last any."""
    taken = {(rhythm.at_time.hour, rhythm.weekday) for rhythm in running}
    yield from (hour for hour in product(HOURS, WORKDAYS) if hour not in taken)
    while True:
        yield HOURS[0], WORKDAYS[0]
