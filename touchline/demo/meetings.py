"""The meetings each rep planned with customers, and whether they were held. Pure and deterministic from the seed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from touchline.demo.coaching import PLANTED, Work
from touchline.demo.plot import Part
from touchline.demo.quarters import WEEK

WEEKS = 60
A_WEEK = (5, 7)
HELD = (0.50, 0.60)
CLOSED_FROM = (12, 24)
NOT_HELD = ("Canceled", "Canceled", "No show")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting planned for a day, and how it ended: in the words of the CRM, and whether it was held."""

    on: date
    held: bool
    status: str


def plan(part: Part, works: Iterable[Work], *, seed: int, monday: date) -> list[Meeting]:
    """Return the meetings of one rep over sixty weeks up to `monday`; a focus that takes effect gets more held."""
    dice = Random(f"meetings {seed} {part.key}")
    usual, held = dice.uniform(*A_WEEK), dice.uniform(*HELD)
    begun = max((work.begun for work in works if work.rep == part.key and work.takes_effect), default=0)
    meetings = []
    for weeks_ago in range(WEEKS, 0, -1):
        share = held + PLANTED if weeks_ago <= begun else held
        first = monday - weeks_ago * WEEK
        n = int(usual + dice.random()) + dice.choice((-1, 0, 0, 1))
        for _ in range(n if part.is_here(weeks_ago) else 0):
            on = first + timedelta(days=dice.randrange(5))
            is_held = dice.random() < share
            status = "Completed" if is_held else dice.choice(NOT_HELD)
            if not is_closed(on):
                meetings.append(Meeting(on, is_held, status))
    return sorted(meetings, key=lambda meeting: meeting.on)


def is_closed(day: date) -> bool:
    """Say whether the house is closed, as it is between the years."""
    return (day.month, day.day) >= CLOSED_FROM
