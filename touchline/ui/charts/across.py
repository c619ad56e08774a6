"""Figures beside each other: goals, promises, estimates with their intervals, bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchline.ui.charts.scale import Mark, Pair, Say, Scale, round_steps
from touchline.ui.templatetags.fmt import percent


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the axis."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bullet:
    """How far along a goal is: bar, track, and where the pace line stands."""

    label: str
    width: float
    pace: float | None
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Promise:
    x: float
    state: str


@dataclass(frozen=True, slots=True)
class Promises:
    """A dot for each promise, newest on the right."""

    label: str
    width: float
    dots: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with how sure we are; `limits` is what chance alone would allow for its n at its own `reference`."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""
    limits: Pair | None = None
    reference: float | None = None
    enough: bool = True
    needs_you: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One estimate drawn on a shared axis."""

    name: str
    text: str
    note: str
    url: str
    dot: float | None
    start: float | None
    stop: float | None
    limits: Span | None
    reference: float | None
    mark: str
    label: str

    @property
    def is_known(self) -> bool:
        return self.dot is not None


@dataclass(frozen=True, slots=True)
class Lanes:
    """Estimates under each other on one axis."""

    rows: tuple[Lane, ...]
    axis: tuple[Mark, ...]
    reference: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    text: str
    note: str
    x: float
    width: float
    needs_you: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from one zero line; what is below zero goes to its left."""

    rows: tuple[Bar, ...]
    zero: float


def bullet(value: float, *, top: float, label: str, pace: float | None = None, is_behind: bool | None = None) -> Bullet:
    """Draw a zero-based bar against its goal; behind is below the pace line unless the caller knows better."""
    scale = Scale(0, max(top, value, pace or 0))
    behind = pace is not None and value < pace if is_behind is None else is_behind
    return Bullet(label, scale.along(value), None if pace is None else scale.along(pace), behind)


def promises(states: Sequence[str], *, who: str = "", step: float = 11.4) -> Promises:
    """Draw kept, late, missed and open promises in order; the label counts them in words."""
    words = {"kept": "kept", "late": "kept late", "missed": "missed", "open": "open"}
    counts = [f"{states.count(state)} {word}" for state, word in words.items() if state in states]
    said = ", ".join(counts) or "No promises yet"
    dots = tuple(Promise(round(6 + index * step, 1), state) for index, state in enumerate(states))
    return Promises(f"{who}: {said}" if who else said, round(12 + max(len(states) - 1, 0) * step, 1), dots)


def dots(
    estimates: Iterable[Estimate],
    *,
    low: float,
    high: float,
    reference: float | None = None,
    say: Say = percent,
    least: str = "Too little to say",
) -> Lanes:
    """Draw estimates with their intervals on one axis from `low` to `high`, around a `reference` such as the team."""
    scale = Scale(low, high)
    at = None if reference is None else scale.along(reference)
    rows = tuple(_lane(estimate, scale, at, say, least) for estimate in estimates)
    axis = tuple(Mark(scale.along(value), 0, say(value)) for value in round_steps(low, high))
    return Lanes(rows, axis, at)


def bars(estimates: Iterable[Estimate], *, say: Say, top: float | None = None) -> Bars:
    """Draw horizontal bars that share one zero; `top` widens the scale beyond the largest of them."""
    rows = list(estimates)
    values = [row.value or 0 for row in rows]
    scale = Scale(min([0, *values]), max([0, *values, *([top] if top else [])]))
    zero = scale.along(0)
    return Bars(tuple(_bar(row, scale, zero, say) for row in rows), zero)


def _lane(estimate: Estimate, scale: Scale, reference: float | None, say: Say, least: str) -> Lane:
    def at(value: float | None) -> float | None:
        return None if value is None else scale.along(value)

    text = least if estimate.value is None else say(estimate.value)
    span = "" if estimate.low is None or estimate.high is None else f", {say(estimate.low)} to {say(estimate.high)}"
    return Lane(
        name=estimate.name,
        text=text,
        note=estimate.note,
        url=estimate.url,
        dot=at(estimate.value),
        start=at(estimate.low),
        stop=at(estimate.high),
        limits=_span(estimate.limits, scale),
        reference=reference if estimate.reference is None else at(estimate.reference),
        mark="m-attn" if estimate.needs_you else "m-record" if estimate.enough else "m-thin",
        label=f"{estimate.name}: {text}{span}",
    )


def _bar(estimate: Estimate, scale: Scale, zero: float, say: Say) -> Bar:
    if estimate.value is None:
        return Bar(estimate.name, "Too little to say", estimate.note, zero, 0, needs_you=False, is_known=False)
    end = scale.along(estimate.value)
    x, width = min(zero, end), round(abs(end - zero), 2)
    return Bar(estimate.name, say(estimate.value), estimate.note, x, width, estimate.needs_you)


def _span(limits: Pair | None, scale: Scale) -> Span | None:
    if limits is None:
        return None
    start, stop = scale.along(limits[0]), scale.along(limits[1])
    return Span(start, round(stop - start, 2))
