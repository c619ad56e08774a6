"""Is the price given away, and is it given away at the end? Discount, hockey stick and mix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_DEALS = 10
LOOK_GAP = 0.05
LOOK_TIMES_EVEN = 3


@dataclass(frozen=True, slots=True)
class Sale:
    """A won deal: what was paid, what the list says (None where unknown), and in which week of the period it closed."""

    net: float
    list: float | None
    week: int


@dataclass(frozen=True, slots=True)
class Discount:
    """Discounts are weighted by list value; `last_week_share` is the share of net value closed in the last week."""

    weighted: float | None
    last_week: float | None
    rest: float | None
    gap: float | None
    last_week_share: float | None
    even_share: float
    look: bool | None
    n: int
    enough: bool


def discount(sales: Sequence[Sale], *, weeks: int = 13) -> Discount:
    """Answer how much of the list price is given away, and whether more of it in the last week.

    `look` (our convention, standard 3.5): the last week's discount is 5 points deeper and its share 3 times even pace.
    Source: Larkin (2014) for the practice.
    """
    total = sum(s.net for s in sales)
    late = [s for s in sales if s.week >= weeks]
    early = [s for s in sales if s.week < weeks]
    deep, flat = _given(late), _given(early)
    last_share = sum(s.net for s in late) / total if total else None
    gap = deep - flat if deep is not None and flat is not None else None
    look = None
    if gap is not None and last_share is not None:
        look = gap >= LOOK_GAP and last_share >= LOOK_TIMES_EVEN / weeks
    return Discount(_given(sales), deep, flat, gap, last_share, 1 / weeks, look, len(sales), len(sales) >= LEAST_DEALS)


def mix(values_by_kind: Mapping[str, float]) -> dict[str, float]:
    """Answer which share each kind of business has in the total; empty when there is no value."""
    total = sum(values_by_kind.values())
    return {kind: value / total for kind, value in values_by_kind.items()} if total > 0 else {}


def _given(sales: Sequence[Sale]) -> float | None:
    priced = [(s.net, s.list) for s in sales if s.list]
    listed = sum(of for _, of in priced)
    return 1 - sum(net for net, _ in priced) / listed if listed else None
