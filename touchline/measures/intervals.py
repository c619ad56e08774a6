"""How sure is it? An estimate with its interval and its denominator."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import bdtr

Z90 = 1.6448536269514722
Z95 = 1.959963984540054
LEAST_FOR_A_SHARE = 10
LEAST_FOR_A_MEDIAN = 10
LEAST_FOR_A_RATE = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the interval it may lie in; all None when there is nothing to estimate from."""

    mid: float | None
    low: float | None
    high: float | None
    n: int
    enough: bool

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Low and high together, None where there is no interval."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def share(hits: int, n: int, *, z: float = Z90, least: int = LEAST_FOR_A_SHARE) -> Estimate:
    """Answer which share of `n` are hits, with its Wilson score interval.

    Source: Wilson (1927); limits of standard 0.3. Raises ValueError when hits are not within 0..n.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n} is not a share")
    if n == 0:
        return Estimate(None, None, None, 0, enough=False)
    rate = hits / n
    shrink = 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / shrink
    half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / shrink
    low, high = centre - half if hits else 0.0, centre + half if hits < n else 1.0
    return Estimate(rate, max(0.0, low), min(1.0, high), n, enough=n >= least)


def median(values: Sequence[float], *, confidence: float = 0.9, least: int = LEAST_FOR_A_MEDIAN) -> Estimate:
    """Answer what a typical value is: the median, with the order statistics that bracket it.

    The interval holds the true median in at least `confidence` of samples, whatever the distribution;
    below five values no pair of order statistics can promise 90%, and the interval is None.
    """
    ordered = sorted(values)
    n = len(ordered)
    if n == 0:
        return Estimate(None, None, None, 0, enough=False)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    cut = _ranks_outside(n, (1 - confidence) / 2)
    if cut == 0:
        return Estimate(middle, None, None, n, enough=n >= least)
    return Estimate(middle, ordered[cut - 1], ordered[n - cut], n, enough=n >= least)


def _ranks_outside(n: int, tail: float) -> int:
    """Return the largest rank r with P(Bin(n, 1/2) < r) <= tail, 0 when there is none."""
    low, high = 0, n // 2
    while low < high:
        rank = (low + high + 1) // 2
        if bdtr(rank - 1, n, 0.5) <= tail:
            low = rank
        else:
            high = rank - 1
    return low
