"""Was it practised, spread over weeks? And when to ask for the next try."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import pairwise

LEAST_WEEKS = 3
WITHIN = timedelta(weeks=6)
PROMPTS = (2, 7, 14, 28, 56)
LAST_DAY = 90


def is_spaced(days: Iterable[date], *, starts_on: date) -> bool:
    """Answer whether a focus was practised at least three times in three different ISO weeks within six of its start.

    Days before the start or after the six weeks do not count, nor does a second time in the same week.
    Source: standard D5 (Latimier, Peyre & Ramus 2021: spaced beats massed, the pattern hardly matters).
    """
    inside = (day for day in days if starts_on <= day < starts_on + WITHIN)
    return len({day.isocalendar()[:2] for day in inside}) >= LEAST_WEEKS


def is_over(starts_on: date, *, today: date) -> bool:
    """Answer whether the six weeks are over, so that the focus counts for D5."""
    return today >= starts_on + WITHIN


def prompt_due(starts_on: date, *, today: date, practised: Collection[date], skipped: Collection[int]) -> int | None:
    """Answer which prompt to practise is due today, as its day after the start; None when none is.

    A prompt is open from its day until the next one's, the last until day 90. It passes when the focus is practised
    in that time, or when it is skipped; one that was let go by is not asked again, so at most one is ever due.
    """
    since = (today - starts_on).days
    for opens, closes in pairwise((*PROMPTS, LAST_DAY + 1)):
        if opens <= since < closes:
            done = any(opens <= (day - starts_on).days <= since for day in practised)
            return None if done or opens in skipped else opens
    return None
