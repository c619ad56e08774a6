"""Which days the story is told on: the Monday it is anchored to and the fiscal quarters around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

COMPLETE_QUARTERS = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A fiscal quarter, first and last day included."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def monday_of(day: date) -> date:
    """Return the Monday of the week `day` is in."""
    return day - timedelta(days=day.weekday())


def fiscal_year_starts(monday: date) -> int:
    """Return the month (1 to 3) the demo company's year starts in, so that `monday` is always mid-quarter.

    A demo opened in the first week of a quarter would have nothing to say about the quarter.
    """
    return (monday.month - 2) % 3 + 1


def quarters(monday: date, *, complete: int = COMPLETE_QUARTERS) -> tuple[Quarter, ...]:
    """Return so many complete quarters before `monday` and the one it is in, oldest first."""
    first = _month(monday, -1)
    starts = [_month(first, 3 * n) for n in range(-complete, 2)]
    return tuple(Quarter(start, after - timedelta(days=1)) for start, after in pairwise(starts))


def years_before(quarter: Quarter, last: Quarter) -> int:
    """Return how many whole years lie between two quarters."""
    return (last.starts_on - quarter.starts_on).days // 365


def _month(day: date, ahead: int) -> date:
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)
