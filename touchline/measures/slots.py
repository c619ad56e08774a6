"""Which of the one-on-ones that fell due were held in time, and how long was it silent?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

DAYS_BEFORE = 2
DAYS_AFTER = 5
LEAST_MINUTES = 20
_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Talk:
    """One one-on-one that was held on the day `on`; `slot` is the slot it was planned for, None for one apart.

    `goals` reviewed and `promises` made in it are counts; `is_late` was written down more than 48 hours afterwards;
    `confirmed` is None while the rep can still say so.
    """

    slot: int | None
    on: date
    minutes: int
    goals: int = 0
    promises: int = 0
    is_late: bool = False
    confirmed: bool | None = None

    @property
    def counts(self) -> bool:
        """Twenty minutes at least and a goal or milestone reviewed; a word in passing is none (standard O1)."""
        return self.minutes >= LEAST_MINUTES and self.goals > 0

    @property
    def is_tied(self) -> bool:
        """A goal or milestone compared with what is recorded, and a promise with owner and day (standard O4)."""
        return self.goals > 0 and self.promises > 0

    @property
    def is_status_only(self) -> bool:
        """Nothing but where the deals are: no goal or milestone reviewed, nothing promised."""
        return not self.goals and not self.promises


@lru_cache(maxsize=4096)
def working_days_from(day: date, days: int) -> date:
    """Return the day that many working days, Monday to Friday, after `day`; before it where `days` is negative."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= day.weekday() < _WEEKDAYS
    return day


def is_in_time(day: date, due_on: date) -> bool:
    """Answer whether a one-on-one due on `due_on` was held in time: from two working days before to five after."""
    return working_days_from(due_on, -DAYS_BEFORE) <= day <= last_day_for(due_on)


def last_day_for(due_on: date) -> date:
    """Return the last day on which a one-on-one due on `due_on` is held in time (standard O1)."""
    return working_days_from(due_on, DAYS_AFTER)


def fill(due: Mapping[int, date], talks: Iterable[Talk]) -> dict[int, Talk]:
    """Answer which slots were held in time, and by which one-on-one; each fills one slot at most.

    A slot takes its own first. What is left over fills the slots left open, the earliest first.
    """
    filled: dict[int, Talk] = {}
    spare = []
    for talk in talks:
        if talk.slot is not None and talk.slot in due and is_in_time(talk.on, due[talk.slot]):
            filled[talk.slot] = talk
        else:
            spare.append(talk)
    spare.sort(key=lambda talk: talk.on)
    for slot in sorted(due.keys() - filled.keys(), key=lambda slot: (due[slot], slot)):
        taken = next((talk for talk in spare if is_in_time(talk.on, due[slot])), None)
        if taken:
            filled[slot] = taken
            spare.remove(taken)
    return filled


def longest_silence(days: Sequence[date], *, since: date, until: date) -> int:
    """Answer the largest number of days between two one-on-ones held on `days`; the running silence counts too.

    `since` is the last one-on-one before, or the day from which there could have been one.
    """
    inside = sorted(day for day in days if since <= day <= until)
    marks = [since, *inside, max(until, since)]
    return max((after - before).days for before, after in pairwise(marks))
