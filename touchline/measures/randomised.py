"""Did the metric move with starts drawn by chance? The test that asks only that the draw was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, prod

import numpy as np

LEAST_WEEKS = 5
LEVEL = 0.05
MOST_SUMS = 1_000_000
_STEP = 1e-4
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Course:
    """One rep's weeks in order of time: hits of n in each, and `start`, the place of the first week with the focus.

    `eligible` are the places the draw could have given.
    """

    hits: tuple[int, ...]
    n: tuple[int, ...]
    start: int
    eligible: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rise in rate, summed over reps; `p` is the share of all `of` possible draws with at least as large a rise.

    `smallest` is the smallest p these draws could give. All but it and `of` are None where a rep had no event before
    or after a start that could have been drawn. `enough` says whether a p of .05 could be reached.
    """

    statistic: float | None
    p: float | None
    smallest: float
    of: int
    n: int
    enough: bool

    @property
    def as_large(self) -> int | None:
        return None if self.p is None else round(self.p * self.of)


def eligible(weeks: int, *, keep: int = LEAST_WEEKS) -> range:
    """Return the places a start may be drawn from, with `keep` weeks left before and after it."""
    return range(keep, weeks - keep + 1)


def weeks_needed(reps: int, *, level: float = LEVEL) -> int:
    """Answer how many weeks each of `reps` needs to draw from so that p can reach `level`: 20, 5, 3 for 1, 2, 3."""
    if reps < 1:
        raise ValueError("a draw needs a rep")
    return next(weeks for weeks in range(1, ceil(1 / level) + 1) if weeks**reps * level >= 1 - _SLACK)


def randomised(courses: Sequence[Course]) -> Drawn:
    """Answer whether the rates rose with the starts that were drawn, more than with those that could have been.

    Each rep's statistic is the pooled rate from the start on less the one before; p is the share of all combinations
    of eligible starts whose sum is at least the one drawn. Exact as far as each half of the reps has a million
    combinations; beyond, sums are kept in steps of a ten-thousandth, rounded so that p is never too small.
    Source: standard 5.3 (Edgington; Bulté & Onghena 2008). Raises ValueError for a start that could not be drawn: a
    start that was moved voids the test.
    """
    for course in courses:
        if course.start not in course.eligible or len(course.hits) != len(course.n):
            raise ValueError(f"a start in week {course.start} could not be drawn")
    of = prod(len(course.eligible) for course in courses)
    tables = [[_rise(course, start) for start in course.eligible] for course in courses]
    known = [[rise for rise in table if rise is not None] for table in tables]
    if not courses or any(len(some) < len(table) for some, table in zip(known, tables, strict=True)):
        return Drawn(None, None, 1 / of, of, len(courses), enough=False)
    seen = [table[course.eligible.index(course.start)] for table, course in zip(known, courses, strict=True)]
    p = _share_at_least(known, seen)
    return Drawn(sum(seen), p, 1 / of, of, len(courses), enough=1 / of <= LEVEL + _SLACK)


def _rise(course: Course, start: int) -> float | None:
    before, after = sum(course.n[:start]), sum(course.n[start:])
    if not before or not after:
        return None
    return sum(course.hits[start:]) / after - sum(course.hits[:start]) / before


def _share_at_least(tables: Sequence[Sequence[float]], seen: Sequence[float]) -> float:
    """Return the share of sums, one of each table, that are at least the sum of `seen`."""
    ordered = sorted(tables, key=len, reverse=True)
    halves = ordered[::2], ordered[1::2]
    if max(prod(map(len, half)) for half in halves) > MOST_SUMS:
        return _share_on_lattice(tables, seen)
    first, second = (_sums(half) for half in halves)
    second.sort()
    below = np.searchsorted(second, sum(seen) - first - _SLACK)
    total = len(first) * len(second)
    return (total - int(below.sum())) / total


def _sums(tables: Sequence[Sequence[float]]) -> np.ndarray:
    sums = np.zeros(1)
    for table in tables:
        sums = np.add.outer(sums, np.array(table)).ravel()
    return sums


def _share_on_lattice(tables: Sequence[Sequence[float]], seen: Sequence[float]) -> float:
    """The same by convolution, with every sum rounded up and the one seen rounded down."""
    weights = np.ones(1)
    target = sum(floor(rise / _STEP) for rise in seen)
    for table in tables:
        places = [ceil(rise / _STEP) for rise in table]
        lowest = min(places)
        wider = np.zeros(len(weights) + max(places) - lowest)
        for place in places:
            wider[place - lowest : place - lowest + len(weights)] += weights / len(table)
        weights, target = wider, target - lowest
    return float(min(1.0, weights[max(0, target) :].sum()))
