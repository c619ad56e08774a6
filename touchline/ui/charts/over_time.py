"""Series over time: the sparkline of a row, the line of a skill, and where a period will land."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchline.ui.charts.scale import (
    Band,
    Mark,
    Pair,
    Say,
    Scale,
    Values,
    band_of,
    column_marks,
    last_mark,
    last_value,
    path_of,
    points_of,
    row_marks,
    spread,
)
from touchline.ui.templatetags.fmt import percent


@dataclass(frozen=True, slots=True)
class Spark:
    """One rep's line in a table row."""

    label: str
    path: str
    end: Mark | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A line over time with whatever belongs to its question: target band, others' line, plan, events, fan."""

    label: str
    height: int
    path: str
    end: Mark | None
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    sides: tuple[Mark, ...] = ()
    band: Band | None = None
    others: str = ""
    plan: str = ""
    fan: str = ""
    likely: str = ""
    events: tuple[Mark, ...] = ()


def spark(values: Values, *, low: float, high: float, label: str, band: Pair | None = None) -> Spark:
    """Draw a series as small as a word; the end dot keeps 4 per cent to its right."""
    scale = Scale(low, high)
    points = points_of(values, scale, width=96)
    return Spark(label, path_of(points), last_mark(points), band_of(band, scale))


def line(
    values: Values,
    *,
    low: float,
    high: float,
    label: str,
    columns: Sequence[str] = (),
    say: Say = percent,
    note: str = "",
    band: Pair | None = None,
    band_text: str = "",
    others: Values = (),
    others_text: str = "",
    events: Iterable[tuple[int, str]] = (),
    height: int = 252,
) -> Plot:
    """Draw a series over time; `columns` names the places of time (blank where none), `events` marks indexes."""
    scale = Scale(low, high)
    points = points_of(values, scale)
    team = points_of(others, scale)
    target = band_of(band, scale, band_text)
    end = _side(points, values, say, note=note)
    side = _side(team, others, say, before=f"{others_text} ")
    return Plot(
        label=label,
        height=height,
        path=path_of(points),
        end=end,
        rows=row_marks(scale, say, height, under=target),
        columns=column_marks(columns),
        sides=spread([mark for mark in (end, side) if mark], height),
        band=target,
        others=path_of(team),
        events=tuple(_event(point, text) for index, text in events if (point := points[index])),
    )


def landing(
    actual: Sequence[float],
    *,
    plan: Sequence[float],
    likely: float,
    low: float,
    high: float,
    label: str,
    say: Say,
    columns: Sequence[str] = (),
    height: int = 236,
    words: tuple[str, str, str] = ("Quota", "Likely", "Low"),
) -> Plot:
    """Draw what has been won so far, the plan beside it, and where the period may end; all cumulative, from zero."""
    scale = Scale(0, max([*actual, *plan, high]) * 1.06 or 1)
    steps = len(plan)
    won = points_of([*actual, *[None] * (steps - len(actual))], scale)
    now = last_mark(won)
    ends = [
        Mark(100, scale.down(plan[-1]), f"{words[0]} {say(plan[-1])}"),
        Mark(100, scale.down(likely), f"{words[1]} {say(likely)}", is_strong=True),
        Mark(100, scale.down(low), f"{words[2]} {say(low)}"),
    ]
    return Plot(
        label=label,
        height=height,
        path=path_of(won),
        end=Mark(now.x, now.y, f"{say(actual[-1])} won") if now else None,
        rows=row_marks(scale, say, height),
        columns=column_marks(columns),
        sides=spread(ends, height),
        plan=path_of(points_of(plan, scale)),
        fan=path_of([(now.x, now.y), (100, scale.down(high)), (100, scale.down(low))]) + "z" if now else "",
        likely=path_of([(now.x, now.y), (100, scale.down(likely))]) if now else "",
    )


def _side(points: Sequence[Pair | None], values: Values, say: Say, *, before: str = "", note: str = "") -> Mark | None:
    value = last_value(values)
    return None if value is None else last_mark(points, f"{before}{say(value)}", note, is_strong=not before)


def _event(point: Pair, text: str) -> Mark:
    x, y = point
    return Mark(x, y, text, anchor="start" if x < 12 else "end" if x > 88 else "middle")
