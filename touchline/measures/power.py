"""What rise could these volumes show at all? Told when a focus is chosen, before anybody hopes."""

from functools import lru_cache
from math import exp, lgamma

import numpy as np
from scipy.special import bdtrc, gammaln, xlog1py, xlogy

SURE = 0.95
OFTEN_ENOUGH = 0.80
STEP = 5
MOST = 40
PSEUDO_EVENTS = 4.0
_EXTREME = 0.02
_NEVER_SEEN = 1e-9


def power(n_before: int, n_after: int, *, rate: float, points: float) -> float:
    """Answer how likely a true rise of `points` per hundred from `rate` would be seen with so many events each side.

    Seen is a chance above 95% that the rate after is the higher one, with a beta of four events at `rate` before both.
    At a rise of 0 this is the share of false alarms. Source: standard 5.1, appendix 5.A.
    Raises ValueError for a rate outside 0..1 or events below none.
    """
    if n_before < 0 or n_after < 0 or not 0 <= rate <= 1:
        raise ValueError(f"{n_before} and {n_after} events at a rate of {rate} cannot be")
    hits = np.arange(n_before + 1)
    ways = gammaln(n_before + 1) - gammaln(hits + 1) - gammaln(n_before - hits + 1)
    chances = np.exp(ways + xlogy(hits, rate) + xlog1py(n_before - hits, -rate))
    likely = hits[chances > _NEVER_SEEN]
    needed = np.array(_needed(n_before, n_after, rate, int(likely[0]), int(likely[-1])))
    seen = bdtrc(np.maximum(needed - 1, 0), n_after, min(1.0, rate + points / 100))
    return float(chances[likely] @ np.where(needed == 0, 1.0, np.where(needed > n_after, 0.0, seen)))


def detectable(n_before: int, n_after: int, rate: float) -> int | None:
    """Answer the smallest rise, in steps of 5 points, that would be seen in 80 of 100 cases; None where 40 would not.

    A rise beyond 100% cannot be and is not offered.
    """
    steps = [points for points in range(STEP, MOST + 1, STEP) if rate + points / 100 <= 1]
    return next((p for p in steps if power(n_before, n_after, rate=rate, points=p) >= OFTEN_ENOUGH), None)


@lru_cache(maxsize=64)
def _needed(n_before: int, n_after: int, rate: float, first: int, last: int) -> tuple[int, ...]:
    """Return the hits after that it takes to be sure, for each number of hits before from `first` to `last`.

    The chance that one beta exceeds another changes by a known amount when a parameter grows by one, so it is walked
    from two equal betas, where it is one half: exact, and without an integral.
    """
    mean = min(1 - _EXTREME, max(_EXTREME, rate))
    won, lost = PSEUDO_EVENTS * mean, PSEUDO_EVENTS * (1 - mean)
    a, b = won, lost + n_after
    c, d = won + first, lost + n_before - first
    chance = 0.5 - sum(_overlap(won + k, d, c, d) / (won + k) for k in range(first))
    for k in range(n_after - n_before + first):
        chance -= _overlap(a, d + k, c, d) / (d + k)
    for k in range(1, n_before - first - n_after + 1):
        chance += _overlap(a, d - k, c, d) / (d - k)
    hits, found = 0, []
    for before in range(first, last + 1):
        while hits <= n_after and chance <= SURE:
            if hits < n_after:
                chance += _overlap(a, b, c, d) / a + _overlap(a + 1, b - 1, c, d) / (b - 1)
                a, b = a + 1, b - 1
            hits += 1
        found.append(hits)
        if before < last:
            chance -= _overlap(a, b, c, d) / c + _overlap(a, b, c + 1, d - 1) / (d - 1)
            c, d = c + 1, d - 1
    return tuple(found)


def _overlap(a: float, b: float, c: float, d: float) -> float:
    """Return B(a+c, b+d) / (B(a, b) B(c, d)): by this over a the chance grows with a."""
    return exp(_log_beta(a + c, b + d) - _log_beta(a, b) - _log_beta(c, d))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
