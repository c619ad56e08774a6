"""The rhythms of a whole team on one page: what runs, and a sensible start where nothing does."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypedDict

from touchline.oneonones.models import Rhythm
from touchline.people.models import Person

IN_RAMP = timedelta(weeks=26)
FIRST_HOUR = 9


class Begin(TypedDict):
    """What the form of a rhythm begins with, by its fields."""

    every: int
    weekday: int
    at_time: time
    minutes: int


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """One rep, the rhythm that runs (or None), and what the form begins with."""

    rep: Person
    rhythm: Rhythm | None
    initial: Begin


def rhythm_rows(leader: Person, *, today: date) -> tuple[RhythmRow, ...]:
    """Every rep of `leader` with the rhythm that runs or the one to begin with; two queries."""
    reps = list(Person.objects.reporting_to(leader).here().select_related("workspace").order_by("name"))
    running = {r.rep_id: r for r in Rhythm.objects.running().filter(leader=leader, rep__in=[rep.pk for rep in reps])}
    return tuple(
        RhythmRow(
            rep, running.get(rep.pk), _running(running[rep.pk]) if rep.pk in running else _to_begin(i, rep, today)
        )
        for i, rep in enumerate(reps)
    )


def _running(rhythm: Rhythm) -> Begin:
    return Begin(every=rhythm.every, weekday=rhythm.weekday, at_time=rhythm.at_time, minutes=rhythm.minutes)


def _to_begin(place: int, rep: Person, today: date) -> Begin:
    """Weekly in ramp, else every two weeks; one a day from Monday on, then the next hour."""
    tenure = rep.tenure(today=today)
    every = Rhythm.Every.WEEK if tenure is not None and tenure < IN_RAMP else Rhythm.Every.FORTNIGHT
    return Begin(every=every, weekday=place % 5, at_time=time(FIRST_HOUR + place // 5 % 8), minutes=30)
