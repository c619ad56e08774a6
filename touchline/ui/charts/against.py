"""A value against what good looks like, on a scale where good and world-class begin at one place in every row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from touchline.ui.charts.across import Span
from touchline.ui.charts.scale import Mark, Pair, Say

GOOD_AT, WORLD_CLASS_AT, TOO_MUCH_AT, END = 36.0, 70.0, 90.0, 100.0
Sides = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Against:
    """One row: the shaded ranges, the limits under their edges, and the value with its interval where both are known.

    `beyond` says at which end the value lies outside the scale: "low", "high" or nowhere.
    """

    label: str
    good: Span
    world_class: Span | None
    limits: tuple[Mark, ...]
    dot: float | None
    start: float | None
    stop: float | None
    beyond: str


def against(
    value: float | None,
    *,
    interval: Pair | None = None,
    good: Sides,
    world_class: Sides | None = None,
    ends: Sides = (0, 1),
    say: Say,
    label: str,
) -> Against:
    """Draw `value` against ranges from their lower to their upper limit; None leaves a side open.

    `ends` are the lowest and the highest value there can be; where there is none, the scale ends at twice the limit.
    The better end is always on the right, so that a scale on which less is better is flipped.
    """
    knots = _knots(good, world_class, ends)
    upper = TOO_MUCH_AT if any(x == TOO_MUCH_AT for _, x in knots) else END
    span = None if value is None or interval is None else sorted(_along(at, knots) for at in interval)
    return Against(
        label=label,
        good=_span(GOOD_AT, upper if good[0] is not None and good[1] is not None else END),
        world_class=_span(WORLD_CLASS_AT, upper) if world_class else None,
        limits=tuple(Mark(x, 0, say(at)) for at, x in knots[1:-1]),
        dot=None if value is None else _along(value, knots),
        start=span[0] if span else None,
        stop=span[1] if span else None,
        beyond="" if value is None else _beyond(value, knots),
    )


def _knots(good: Sides, world_class: Sides | None, ends: Sides) -> list[Pair]:
    """Values and where they stand, from the worse end to the better one; between two of them the scale is even."""
    low, high = good
    better, most = world_class or (None, None)
    if low is None and high is not None:
        inner = [(high, GOOD_AT), (most, WORLD_CLASS_AT)]
        ends = (2 * high if ends[1] is None else ends[1], ends[0])
    else:
        inner = [(low or 0.0, GOOD_AT), (better, WORLD_CLASS_AT), (high if most is None else most, TOO_MUCH_AT)]
    known = [(at, x) for at, x in inner if at is not None]
    best = 2 * known[-1][0] if ends[1] is None else ends[1]
    return [(ends[0] or 0.0, 0.0), *known, (best, END)]


def _along(value: float, knots: Sequence[Pair]) -> float:
    sign = 1 if knots[0][0] <= knots[-1][0] else -1
    for (before, left), (after, right) in pairwise(knots):
        if sign * value <= sign * after:
            share = 1.0 if before == after else (value - before) / (after - before)
            return round(left + max(share, 0.0) * (right - left), 2)
    return END


def _beyond(value: float, knots: Sequence[Pair]) -> str:
    sign = 1 if knots[0][0] <= knots[-1][0] else -1
    if sign * value < sign * knots[0][0]:
        return "low"
    return "high" if sign * value > sign * knots[-1][0] else ""


def _span(start: float, stop: float) -> Span:
    return Span(start, round(stop - start, 2))
