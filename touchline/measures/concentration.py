"""Does the number rest on one deal? How the won value is spread over the deals."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_DEALS = 5
LOOK_WITHOUT_TOP = 0.85
LOOK_DEALS_TO_MISS = 1


@dataclass(frozen=True, slots=True)
class Concentration:
    """Shares of the won value; `look` is our convention (standard 3.1) and None without a quota.

    Look: without the largest deal less than 85% of the quota is left, and at most one deal decides whether it is made.
    Below quota there is less to claim, so the 85% is of what was won.

    `deals_to_miss` counts the largest deals whose loss drops the total below quota: 0 when it is below already.
    """

    total: float
    hhi: float | None
    effective_deals: float | None
    top1: float | None
    top3: float | None
    gini: float | None
    gini_corrected: float | None
    without_top: float | None
    deals_to_miss: int | None
    look: bool | None
    n: int
    enough: bool


def concentration(values: Sequence[float], *, quota: float | None = None) -> Concentration:
    """Answer how few deals carry the total. Values of zero or less are left out.

    Source: Herfindahl and Gini as written out in standard 3.1.
    """
    largest = sorted((v for v in values if v > 0), reverse=True)
    n, total = len(largest), float(sum(largest))
    misses = deals_to_miss(largest, quota) if quota else None
    without_top = (total - largest[0]) / quota if quota and largest else None
    if not largest:
        return Concentration(0.0, None, None, None, None, None, None, None, misses, None, 0, enough=False)
    shares = [v / total for v in largest]
    uneven = gini(largest)
    hhi = sum(s * s for s in shares)
    return Concentration(
        total=total,
        hhi=hhi,
        effective_deals=1 / hhi,
        top1=shares[0],
        top3=sum(shares[:3]),
        gini=uneven,
        gini_corrected=uneven * n / (n - 1) if n > 1 else None,
        without_top=without_top,
        deals_to_miss=misses,
        look=_look(total, quota, without_top, misses),
        n=n,
        enough=n >= LEAST_DEALS,
    )


def expected_hhi(n: int, variation: float) -> float | None:
    """Return the concentration that `n` deals show anyway when sizes scatter by this coefficient of variation.

    There is no absolute cut-off for a Herfindahl index: hold it against this, with the scatter of one's own history.
    """
    return (1 + variation**2) / n if n else None


def gini(values: Sequence[float]) -> float:
    """Return 0 when all values are the same, towards 1 when one holds everything."""
    ordered = sorted(values)
    n, total = len(ordered), sum(ordered)
    if not total:
        return 0.0
    return max(0.0, sum((2 * i - n - 1) * v for i, v in enumerate(ordered, start=1)) / (n * total))


def deals_to_miss(values: Sequence[float], quota: float) -> int | None:
    """Return how many of the largest deals must be lost to fall below quota; None when even none left is enough."""
    left = float(sum(values))
    for count, value in enumerate([*sorted(values, reverse=True), 0.0]):
        if left < quota:
            return count
        left -= value
    return None


def _look(total: float, quota: float | None, without_top: float | None, misses: int | None) -> bool | None:
    if not quota or without_top is None or misses is None:
        return None
    return without_top * quota < LOOK_WITHOUT_TOP * min(total, quota) and misses <= LOOK_DEALS_TO_MISS
