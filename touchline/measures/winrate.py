"""Who wins more, and how much of that is luck? Win rates of small groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.special import bdtr, bdtrik, betaincinv, chdtrc, gammaln

from touchline.measures.intervals import LEAST_FOR_A_RATE, Estimate

_MEANS = np.round(np.arange(0.02, 0.985, 0.01), 2)
_STRENGTHS = 5 * 400 ** (np.arange(41) / 40)
_ALPHA = _MEANS[:, None] * _STRENGTHS[None, :]


@dataclass(frozen=True, slots=True)
class Record:
    """Deals won out of deals decided."""

    wins: int
    n: int

    @property
    def rate(self) -> float | None:
        return self.wins / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Deals created together: won of decided, and the low..high the rate can reach whatever the open ones do."""

    decided: float | None
    low: float | None
    high: float | None
    open_share: float | None
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """Is the spread of rates more than luck? `luck_share` is 1 when luck alone explains all of it."""

    pooled: float | None
    q: float | None
    df: int
    p: float | None
    luck_share: float | None
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Moments:
    """Kleinman's estimate of how alike the members are: `strength` is infinite when no real spread shows."""

    pooled: float
    rho: float
    strength: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates pulled towards the group as far as their own evidence is thin; `strength` is worth so many deals."""

    mean: float | None
    sd: float | None
    strength: float | None
    rates: tuple[Estimate, ...]
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """Wins that luck leaves at the pooled rate, by exact binomial limits; `is_outside` only beyond 99.8%."""

    wins: int
    n: int
    low95: int
    high95: int
    low998: int
    high998: int

    @property
    def look(self) -> bool:
        return not self.low95 <= self.wins <= self.high95

    @property
    def is_outside(self) -> bool:
        return not self.low998 <= self.wins <= self.high998


@dataclass(frozen=True, slots=True)
class LuckSpread:
    """Best and worst rate that identical members would show on average."""

    best: float
    worst: float

    @property
    def spread(self) -> float:
        return self.best - self.worst


def cohort(*, created: int, won: int, lost: int) -> Cohort:
    """Answer what the win rate of deals created together can be while some are still open. Source: standard 3.3.1."""
    if won + lost > created:
        raise ValueError("more deals decided than created")
    if not created:
        return Cohort(None, None, None, None, 0, enough=False)
    decided = won + lost
    return Cohort(
        decided=won / decided if decided else None,
        low=won / created,
        high=(created - lost) / created,
        open_share=(created - decided) / created,
        n=decided,
        enough=decided >= LEAST_FOR_A_RATE,
    )


def spread(records: Sequence[Record]) -> Spread:
    """Answer whether rates differ by more than luck: chi-square of the rates and the share of variance luck explains.

    Members without a decided deal are left out. Source: standard 3.3.3 and 3.3.4.
    """
    counted = [r for r in records if r.n]
    total, pooled = sum(r.n for r in counted), _pooled(counted)
    if pooled is None or len(counted) < 2 or pooled in (0.0, 1.0):
        return Spread(pooled, None, max(0, len(counted) - 1), None, None, total, enough=False)
    rates = np.array([r.wins / r.n for r in counted])
    counts = np.array([r.n for r in counted], dtype=float)
    noise = pooled * (1 - pooled)
    q = float((counts * (rates - pooled) ** 2).sum() / noise)
    seen = float(rates.var(ddof=1))
    return Spread(
        pooled=pooled,
        q=q,
        df=len(counted) - 1,
        p=float(chdtrc(len(counted) - 1, q)),
        luck_share=min(1.0, float((noise / counts).mean()) / seen) if seen > 1e-15 else 1.0,
        n=total,
        enough=sum(r.n >= LEAST_FOR_A_RATE for r in counted) >= 2,
    )


def moments(records: Sequence[Record]) -> Moments | None:
    """Estimate the beta-binomial by Kleinman's (1973) moments with weights n; None for fewer than two members.

    Shown beside the grid only: with eight reps it finds no spread in a quarter of teams that have one (standard 3.3.5).
    """
    counted = [r for r in records if r.n]
    pooled = _pooled(counted)
    if pooled is None or len(counted) < 2 or pooled in (0.0, 1.0):
        return None
    total = sum(r.n for r in counted)
    noise = pooled * (1 - pooled)
    seen = sum(r.n * (r.wins / r.n - pooled) ** 2 for r in counted)
    a = sum(r.n * (1 - r.n / total) for r in counted)
    b = sum(1 - r.n / total for r in counted)
    if a - b <= 0:
        return None
    rho = (seen - noise * b) / (noise * (a - b))
    return Moments(pooled, rho, 1 / rho - 1 if rho > 0 else inf)


def shrink(records: Sequence[Record], *, confidence: float = 0.9) -> Shrunk:
    """Answer what each member's rate most likely is, given the others: posterior means over a grid of groups.

    Group means .02 to .98 by .01 and 41 strengths from 5 to 2,000 evenly in the logarithm, all equally likely before.
    Each rate carries a 90% interval of a beta with the mixture's mean and variance. One answer per record, in order;
    a record without decided deals gets the group's rate. Source: standard 3.3.5.
    """
    total = sum(r.n for r in records)
    if not total:
        return Shrunk(None, None, None, tuple(Estimate(None, None, None, 0, enough=False) for _ in records), 0, False)
    weights = _grid_weights([r for r in records if r.n])
    mean = float((weights.sum(axis=1) * _MEANS).sum())
    sd = float((weights * np.sqrt(_MEANS[:, None] * (1 - _MEANS[:, None]) / (_STRENGTHS[None, :] + 1))).sum())
    strength = float((weights.sum(axis=0) * _STRENGTHS).sum())
    kept = weights > weights.max() * 1e-9
    rates = _posteriors(records, weights[kept], _ALPHA[kept], np.broadcast_to(_STRENGTHS, kept.shape)[kept], confidence)
    return Shrunk(mean, sd, strength, rates, total, enough=total >= LEAST_FOR_A_RATE)


def moment_rates(records: Sequence[Record]) -> tuple[float, ...] | None:
    """Return the rates shrunk by the moment estimate alone, to compare with the grid."""
    found = moments(records)
    if found is None:
        return None
    return tuple(expected_next(r, mean=found.pooled, strength=found.strength) for r in records)


def expected_next(record: Record, *, mean: float, strength: float) -> float:
    """Answer what to expect next time when nothing is done: the rate regressed to the group's mean.

    `mean + n / (n + strength) (rate - mean)`: what any claim that coaching helped is judged against (standard 3.9).
    """
    if not record.n or strength == inf:
        return mean
    return mean + record.n / (record.n + strength) * (record.wins / record.n - mean)


def funnel(records: Sequence[Record], *, pooled: float | None = None) -> tuple[FunnelPoint, ...]:
    """Answer who lies outside what luck leaves at the pooled rate (Spiegelhalter 2005, exact binomial limits)."""
    rate = _pooled(records) if pooled is None else pooled
    return tuple(
        FunnelPoint(r.wins, r.n, *(_wins_at(q, r.n, rate) for q in (0.025, 0.975, 0.001, 0.999)))
        for r in records
        if rate is not None
    )


def luck_spread(members: int, n: int, p: float) -> LuckSpread:
    """Answer how far apart the best and the worst of identical members look on average, by exact order statistics."""
    if members < 1 or n < 1:
        raise ValueError("luck needs at least one member and one deal")
    below = bdtr(np.arange(n), n, p)
    best = float((1 - below**members).sum()) / n
    worst = float(((1 - below) ** members).sum()) / n
    return LuckSpread(best, worst)


def _pooled(records: Sequence[Record]) -> float | None:
    total = sum(r.n for r in records)
    return sum(r.wins for r in records) / total if total else None


def _wins_at(quantile: float, n: int, p: float) -> int:
    """Return the smallest number of wins with at least `quantile` of the binomial at or below it."""
    if n == 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    wins = int(np.clip(np.ceil(bdtrik(quantile, n, p)), 0, n))
    return wins - 1 if wins and bdtr(wins - 1, n, p) >= quantile else wins


def _grid_weights(records: Sequence[Record]) -> np.ndarray:
    """Return the posterior weight of every (mean, strength), summing to 1.

    The means are symmetric about one half, so beta = alpha read backwards and one table of log-gammas serves both.
    """
    wins = np.array([r.wins for r in records])
    losses = np.array([r.n - r.wins for r in records])
    counts, times_won = np.unique(wins, return_counts=True)
    missed, times_lost = np.unique(losses, return_counts=True)
    tries, times = np.unique(wins + losses, return_counts=True)
    log_weight = _log_gamma_sum(_ALPHA, counts, times_won) + _log_gamma_sum(_ALPHA, missed, times_lost)[::-1]
    log_weight += len(records) * (gammaln(_STRENGTHS) - gammaln(_ALPHA) - gammaln(_ALPHA[::-1]))
    log_weight -= gammaln(_STRENGTHS[:, None] + tries) @ times
    weights: np.ndarray = np.exp(log_weight - log_weight.max())
    weights /= weights.sum()
    return weights


def _log_gamma_sum(grid: np.ndarray, counts: np.ndarray, times: np.ndarray) -> np.ndarray:
    sums: np.ndarray = gammaln(grid[:, :, None] + counts) @ times
    return sums


def _posteriors(
    records: Sequence[Record], weights: np.ndarray, alpha: np.ndarray, strength: np.ndarray, confidence: float
) -> tuple[Estimate, ...]:
    wins = np.array([r.wins for r in records])[:, None]
    n = np.array([r.n for r in records])[:, None]
    means = (alpha + wins) / (strength + n)
    mids = means @ weights
    squares = (means * (1 - means) / (strength + n + 1) + means**2) @ weights
    size = mids * (1 - mids) / np.maximum(squares - mids**2, 1e-12) - 1
    tail = (1 - confidence) / 2
    lows = betaincinv(mids * size, (1 - mids) * size, tail)
    highs = betaincinv(mids * size, (1 - mids) * size, 1 - tail)
    return tuple(
        Estimate(float(mid), float(low), float(high), r.n, enough=r.n >= LEAST_FOR_A_RATE)
        for mid, low, high, r in zip(mids, lows, highs, records, strict=True)
    )
