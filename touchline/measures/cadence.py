"""Are one-on-ones held and promises kept? And does the low performer get the same time?"""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.measures.intervals import Estimate, share

LEAST_DUE = 6
LEAST_COMMITMENTS = 10
PER_REP_FLOOR = 0.75


@dataclass(frozen=True, slots=True)
class Kept:
    """One rep's slots of a window."""

    due: int
    held: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """`pooled` over all reps with its Wilson 90% interval; `worst_rep` only over reps with at least one slot due."""

    pooled: Estimate
    worst_rep: float | None
    reps_at_floor: int
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Commitments:
    """`strict` counts kept on time; `fair` also those renegotiated before they were due and then kept."""

    strict: float | None
    fair: Estimate
    n: int
    enough: bool


def cadence(reps: Sequence[Kept]) -> Cadence:
    """Answer which share of the one-on-ones due was held, pooled and for the worst-off rep. Source: standard O1."""
    due, held = sum(r.due for r in reps), sum(r.held for r in reps)
    rates = [r.held / r.due for r in reps if r.due]
    pooled = share(held, due, least=LEAST_DUE)
    at_floor = sum(rate >= PER_REP_FLOOR for rate in rates)
    return Cadence(pooled, min(rates, default=None), at_floor, due, enough=pooled.enough)


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
