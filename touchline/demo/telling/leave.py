"""Who is away when: a week in spring, in summer and in autumn, and the house closed between the years."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from touchline.demo.meetings import CLOSED_FROM
from touchline.demo.quarters import WEEK, monday_of
from touchline.demo.telling.people import Company, moment, started_on
from touchline.oneonones.absences import enter_absence
from touchline.people.models import Absence, Person

# The weeks of the year somebody takes one of off, away from holidays, and how likely they do.
SEASONS = ((range(6, 12), 1.0), (range(27, 34), 1.0), (range(40, 46), 0.5))
KNOWN_AHEAD = timedelta(days=40)
# Nobody is away around the day of the demo, or its week would be empty.
QUIET_BEFORE, QUIET_AFTER = timedelta(days=31), timedelta(days=13)


def take_leave(told: Company, key: str) -> None:
    """Enter every leave of one person, known weeks ahead."""
    person, since = told[key], told.story.quarters[0].starts_on
    for from_on, to_on in _leave(told, key):
        if max(started_on(person), since) + KNOWN_AHEAD <= from_on and not (person.left_on and to_on >= person.left_on):
            enter_absence(person, from_on=from_on, to_on=to_on, by=person, at=moment(from_on - KNOWN_AHEAD, 15))


def days_away(people: tuple[Person, ...]) -> set[date]:
    """Return the days on which one of these people is away."""
    absences = Absence.objects.standing().filter(person__in=people)
    return {
        absence.from_on + timedelta(days=n)
        for absence in absences
        for n in range((absence.to_on - absence.from_on).days + 1)
    }


def _leave(told: Company, key: str) -> Iterator[tuple[date, date]]:
    dice, today = Random(f"leave {told.story.seed} {key}"), told.today
    years = range(told.story.quarters[0].starts_on.year, today.year + 1)
    for year in years:
        weeks = [dice.choice(weeks) for weeks, chance in SEASONS if dice.random() < chance]
        starts = [monday_of(date(year, 1, 4)) + (week - 1) * WEEK for week in weeks]
        spans = [(start, start + timedelta(days=4)) for start in starts]
        closed = date(year, *CLOSED_FROM)
        for from_on, to_on in (*spans, (closed, date(year, 12, 31))):
            if to_on < today - QUIET_BEFORE or from_on > today + QUIET_AFTER:
                yield from_on, to_on
