"""Is there enough pipeline to make it? What the open deals could bring, and how likely that closes the gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, gcd, sqrt

import numpy as np
from scipy.special import bdtrc, ndtr

MOST_STEPS = 2_000_000
COARSE_CELLS = 2_000
MANY_DEALS = 150
LEAST_FOR_A_CHANCE = 3


@dataclass(frozen=True, slots=True)
class Chance:
    """An open deal: what it is worth and how likely it is to be won."""

    value: float
    p: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every sum the open deals could bring and its probability; sums ascend."""

    sums: np.ndarray
    weights: np.ndarray
    is_exact: bool

    def at_least(self, target: float) -> float:
        """Return the probability of reaching `target`, target included."""
        slack = 1e-9 * max(1.0, abs(target))
        return float(min(1.0, self.weights[self.sums >= target - slack].sum()))

    def quantile(self, share: float) -> float:
        reached = np.cumsum(self.weights)
        return float(self.sums[min(len(self.sums) - 1, int(np.searchsorted(reached, share - 1e-12)))])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Pipeline against a gap: `ratio` raw, `weighted` by probability, and `p_hit` the chance to close the gap."""

    pipeline: float
    weighted: float
    sd: float
    gap: float | None
    ratio: float | None
    weighted_ratio: float | None
    p_hit: float | None
    low: float
    high: float
    n: int
    enough: bool


def coverage(deals: Sequence[Chance], *, gap: float | None) -> Coverage:
    """Answer whether the open deals cover `gap`, and how likely they close it.

    `low` and `high` bracket the sum won in 80 of 100 cases. Deals are taken as independent. A gap of zero or
    less is already closed: p_hit is 1. Without a gap (no quota) the ratios and p_hit are None.
    Source: standard 3.6. Raises ValueError for a negative value or a probability outside 0..1.
    """
    _check(deals)
    pipeline = float(sum(d.value for d in deals))
    weighted = float(sum(d.value * d.p for d in deals))
    found = outcomes(deals)
    open_gap = gap if gap is not None and gap > 0 else None
    return Coverage(
        pipeline=pipeline,
        weighted=weighted,
        sd=sqrt(sum(d.value**2 * d.p * (1 - d.p) for d in deals)),
        gap=gap,
        ratio=pipeline / open_gap if open_gap else None,
        weighted_ratio=weighted / open_gap if open_gap else None,
        p_hit=None if gap is None else 1.0 if gap <= 0 else found.at_least(gap),
        low=found.quantile(0.1),
        high=found.quantile(0.9),
        n=len(deals),
        enough=len(deals) >= LEAST_FOR_A_CHANCE,
    )


def outcomes(deals: Sequence[Chance]) -> Outcomes:
    """Convolve the deals: exactly on the lattice of their common divisor, else on one of about 2,000 steps.

    Beyond 150 deals that do not fit the lattice the sum is as good as normal.
    """
    wholes = [round(d.value) for d in deals]
    is_whole = all(abs(d.value - whole) < 1e-9 for d, whole in zip(deals, wholes, strict=True))
    step: float = reduce(gcd, wholes, 0) or 1
    is_exact = is_whole and sum(wholes) / step * len(deals) <= MOST_STEPS
    if not is_exact and len(deals) > MANY_DEALS:
        return _normal(deals)
    if not is_exact:
        step = (sum(d.value for d in deals) or 1.0) / COARSE_CELLS
    places = [round(d.value / step) for d in deals]
    weights = np.zeros(sum(places) + 1)
    weights[0] = 1.0
    top = 0
    for deal, place in zip(deals, places, strict=True):
        won = weights[: top + 1] * deal.p
        weights[: top + 1] *= 1 - deal.p
        top += place
        weights[place : top + 1] += won
    return Outcomes(np.arange(len(weights)) * step, weights, is_exact)


def required(win_rate: float, wins_needed: int, *, confidence: float = 0.8) -> float | None:
    """Answer how many times the gap must be in the pipeline, with equal deals, to close it with `confidence`.

    The smallest n with P(Bin(n, win_rate) >= wins_needed) >= confidence, over wins_needed. None when it cannot be said.
    """
    if wins_needed < 1 or not 0 < win_rate <= 1:
        return None
    low = wins_needed - 1
    high = wins_needed
    while bdtrc(wins_needed - 1, high, win_rate) < confidence:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if bdtrc(wins_needed - 1, middle, win_rate) >= confidence:
            high = middle
        else:
            low = middle
    return high / wins_needed


def wins_needed(gap: float, typical_size: float) -> int:
    """Return how many typical deals close the gap."""
    return max(0, ceil(gap / typical_size))


def _normal(deals: Sequence[Chance]) -> Outcomes:
    mean = sum(d.value * d.p for d in deals)
    sd = sqrt(sum(d.value**2 * d.p * (1 - d.p) for d in deals)) or 1e-9
    edges = np.linspace(0.0, float(sum(d.value for d in deals)), COARSE_CELLS + 1)
    weights = np.diff(ndtr((edges - mean) / sd), prepend=0.0)
    weights[-1] += 1 - weights.sum()
    return Outcomes(edges, weights, is_exact=False)


def _check(deals: Sequence[Chance]) -> None:
    for deal in deals:
        if deal.value < 0 or not 0 <= deal.p <= 1:
            raise ValueError(f"a deal of {deal.value} at probability {deal.p} cannot be")
