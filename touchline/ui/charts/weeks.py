"""What took place and what did not, week by week: a dot each, the newest on the right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

APART = 3.2


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    state: str


@dataclass(frozen=True, slots=True)
class Weeks:
    label: str
    dots: tuple[Dot, ...]


def weeks(states: Iterable[tuple[int, str]], *, of: int, label: str) -> Weeks:
    """Draw a dot for each (week, state) of weeks 0 to `of` - 1; several of one week stand beside each other.

    A state is full, half, none, or needs_you for none that asks for something.
    """
    before: Counter[int] = Counter()
    dots = []
    for week, state in states:
        dots.append(Dot(round((week + 0.5) / of * 100 + before[week] * APART, 2), state))
        before[week] += 1
    return Weeks(label, tuple(dots))
