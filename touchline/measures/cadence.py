"""Are one-on-ones held and promises kept? And does the low performer get the same time?"""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.measures.intervals import Estimate, share

LEAST_DUE = 6
LEAST_COMMITMENTS = 10
PER_REP_FLOOR = 0.75


@dataclass(frozen=True, slots=True)
class Kept:
    """How many one-on-ones with one rep fell due in a window, and how many of them were held."""

    due: int
    held: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """`pooled` over all reps with its Wilson 90% interval; `worst` only of reps with enough slots to be judged."""

    pooled: Estimate
    worst: Estimate
    reps_at_floor: int
    n: int
    enough: bool

    @property
    def worst_rep(self) -> float | None:
        return self.worst.mid


@dataclass(frozen=True, slots=True)
class Commitments:
    """`strict` counts kept on time; `fair` also those renegotiated before they were due and then kept."""

    strict: float | None
    fair: Estimate
    n: int
    enough: bool


def cadence(reps: Sequence[Kept], *, least: int = LEAST_DUE) -> Cadence:
    """Answer which share of the one-on-ones due was held, pooled and for the worst-off rep with `least` due.

    Source: standard O1. Of reps with the same share the worst-off is the one with more slots due, because more
    is known there.
    """
    due, held = sum(r.due for r in reps), sum(r.held for r in reps)
    pooled = share(held, due, least=least)
    judged = [share(r.held, r.due, least=least) for r in reps if r.due >= least]
    worst = min(judged, key=lambda rate: (rate.mid, -rate.n), default=share(0, 0, least=least))
    at_floor = sum(r.held / r.due >= PER_REP_FLOOR for r in reps if r.due)
    return Cadence(pooled, worst, at_floor, due, enough=pooled.enough)


def commitments(*, kept: int, renegotiated_kept: int, late: int, missed: int) -> Commitments:
    """Answer which share of the commitments due was kept. What is not due yet is not counted. Source: standard O5."""
    due = kept + renegotiated_kept + late + missed
    fair = share(kept + renegotiated_kept, due, least=LEAST_COMMITMENTS)
    return Commitments(kept / due if due else None, fair, due, enough=fair.enough)


def low_performer_ratio(bottom: Sequence[float], others: Sequence[float]) -> float | None:
    """Answer how one-on-one time per rep in the bottom third compares with the others' (1: the same). Source: O6."""
    if not bottom or not others or not sum(others):
        return None
    return (sum(bottom) / len(bottom)) / (sum(others) / len(others))


def bottom_third(performance: Sequence[float]) -> frozenset[int]:
    """Answer who is in the bottom third, as places in `performance`; nobody where there are fewer than three.

    The line is computed, so that no leader can put somebody below it by choice. Whoever does as well as the first
    person above the line is not below it.
    """
    third = len(performance) // 3
    if not third:
        return frozenset()
    line = sorted(performance)[third]
    return frozenset(place for place, value in enumerate(performance) if value < line)
