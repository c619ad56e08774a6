"""Where marks go: scales, paths and labels that keep clear of each other. Every position is in per cent of the plot."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Say = Callable[[float], str]
Pair = tuple[float, float]
Values = Sequence[float | None]

PAD_BELOW = 26
LABEL_PX = 17
NOTE_PX = 15
ROUND_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value sits between `low` and `high`, in per cent."""

    low: float
    high: float

    def along(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0
        return round(min(max(share, 0), 1) * 100, 2)

    def down(self, value: float) -> float:
        return round(100 - self.along(value), 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the plot with the words beside it."""

    x: float
    y: float
    text: str = ""
    note: str = ""
    anchor: str = "middle"
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The range that counts as good: its upper edge and its height."""

    y: float
    height: float
    text: str = ""

    @property
    def edge(self) -> float:
        return round(self.y + self.height, 2)


def round_steps(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Return at most `most` round values above `low` and up to `high`: 0, 90 gives 25, 50, 75."""
    if high <= low:
        return ()
    power = 10 ** math.floor(math.log10((high - low) / most))
    step = next(step * power for step in ROUND_STEPS if (high - low) / (step * power) <= most)
    first = math.floor(low / step) + 1
    return tuple(round(index * step, 10) for index in range(first, math.floor(high / step + 1e-9) + 1))


def points_of(values: Values, scale: Scale, width: float = 100) -> list[Pair | None]:
    last = max(len(values) - 1, 1)
    return [
        None if value is None else (round(index / last * width, 2), scale.down(value))
        for index, value in enumerate(values)
    ]


def path_of(points: Sequence[Pair | None]) -> str:
    path, is_down = "", False
    for point in points:
        if point:
            path += f"{'L' if is_down else 'M'}{point[0]:g},{point[1]:g}"
        is_down = point is not None
    return path


def last_mark(points: Sequence[Pair | None], text: str = "", note: str = "", *, is_strong: bool = True) -> Mark | None:
    known = [point for point in points if point]
    return Mark(*known[-1], text, note, is_strong=is_strong) if known else None


def last_value(values: Values) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def band_of(band: Pair | None, scale: Scale, text: str = "") -> Band | None:
    if band is None:
        return None
    top, bottom = scale.down(band[1]), scale.down(band[0])
    return Band(top, round(bottom - top, 2), text)


def row_marks(scale: Scale, say: Say, height: int, under: Band | None = None) -> tuple[Mark, ...]:
    """Return the grid's lines; one whose label would leave the plot or run into the target band is left out."""
    highest = LABEL_PX * 100 / (height - PAD_BELOW) + (under.edge if under else 0)
    rows = (Mark(0, scale.down(value), say(value)) for value in round_steps(scale.low, scale.high))
    return tuple(row for row in rows if highest <= row.y < 100)


def column_marks(words: Sequence[str]) -> tuple[Mark, ...]:
    last = max(len(words) - 1, 1)
    return tuple(
        Mark(
            round(index / last * 100, 2),
            100,
            word,
            anchor="start" if index == 0 else "end" if index == last else "middle",
        )
        for index, word in enumerate(words)
        if word
    )


def spread(marks: list[Mark], height: int) -> tuple[Mark, ...]:
    """Move labels at the right edge apart so that none covers another."""
    pixel = 100 / (height - PAD_BELOW)
    placed: list[Mark] = []
    floor = -math.inf
    for mark in sorted(marks, key=lambda mark: mark.y):
        y = round(max(mark.y, floor), 2)
        placed.append(Mark(mark.x, y, mark.text, mark.note, is_strong=mark.is_strong))
        floor = y + (LABEL_PX + NOTE_PX * bool(mark.note)) * pixel
    return tuple(placed)
