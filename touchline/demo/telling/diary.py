"""The hours of one leader: on which days somebody is there, and when there is room to sit in on a call."""

from datetime import date, datetime, timedelta
from random import Random

from touchline.demo.meetings import is_closed
from touchline.demo.telling.conversations import meeting_time
from touchline.demo.telling.leave import days_away
from touchline.demo.telling.people import Company, moment
from touchline.people.models import Person

HOURS = (9, 10, 11, 13, 14, 15)


class Diary:
    """Knows the days of a leader and their reps, and fills up as hours are taken."""

    def __init__(self, told: Company, key: str) -> None:
        self.leader = told[key]
        self.away: dict[int, set[date]] = {}
        met = (meeting_time(told.today, part.meets) for part in told.story.cast if part.leader == key)
        self.meets = {(weekday, at.hour + add) for weekday, at in met for add in (0, 1)}
        self.taken: set[datetime] = set()

    def is_open(self, day: date, *people: Person) -> bool:
        """Say whether it is a working day on which the leader and these people are there."""
        is_off = day.weekday() > 4 or is_closed(day) or bool(self.leader.holiday_on(day))
        return not is_off and not any(day in self._days_away(person) for person in (self.leader, *people))

    def open_before(self, day: date, *people: Person) -> date:
        """Return the last open day before `day`."""
        return self._nearest(day, -1, people)

    def open_from(self, day: date, *people: Person) -> date:
        """Return `day` or the first open day after it."""
        return self._nearest(day - timedelta(days=1), 1, people)

    def book(self, days: list[date], dice: Random, *people: Person) -> datetime | None:
        """Take a free hour on one of the open days among `days`; None where there is no room."""
        free = [
            at
            for day in days
            if self.is_open(day, *people)
            for hour in HOURS
            if (day.weekday(), hour) not in self.meets and (at := moment(day, hour)) not in self.taken
        ]
        if not free:
            return None
        at = dice.choice(free)
        self.taken.add(at)
        return at

    def _nearest(self, day: date, step: int, people: tuple[Person, ...]) -> date:
        day += timedelta(days=step)
        while not self.is_open(day, *people):
            day += timedelta(days=step)
        return day

    def _days_away(self, person: Person) -> set[date]:
        if person.pk not in self.away:
            self.away[person.pk] = days_away((person,))
        return self.away[person.pk]
