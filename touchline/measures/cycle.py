"""How long does a deal take and how large is it? Medians with intervals that assume no distribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from touchline.measures.intervals import Estimate, median


@dataclass(frozen=True, slots=True)
class Comparison:
    """A median now and before. `differs` is None while either is too thin; else whether their intervals are apart."""

    now: Estimate
    before: Estimate
    differs: bool | None
    n: int
    enough: bool


def cycle_time(lives: Sequence[tuple[date | None, date | None]]) -> Estimate:
    """Answer how many days a deal takes from created to decided, as a median. A deal with a day missing is left out.

    Won and lost deals take different times: pass one outcome only. Source: order-statistic interval of the median.
    """
    return median([(end - start).days for start, end in lives if start and end and end >= start])


def deal_size(values: Sequence[float | None]) -> Estimate:
    """Answer how large a typical won deal is, as a median; a deal without an amount is left out."""
    return median([v for v in values if v is not None])


def compare(now: Estimate, before: Estimate) -> Comparison:
    """Answer whether a median has moved: only when the two intervals do not touch. Our convention, and a strict one."""
    n = min(now.n, before.n)
    if not (now.enough and before.enough and now.bounds and before.bounds):
        return Comparison(now, before, None, n, enough=False)
    (low, high), (low_before, high_before) = now.bounds, before.bounds
    return Comparison(now, before, low > high_before or high < low_before, n, enough=True)
