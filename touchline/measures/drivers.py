"""What moved the number? A change split exactly over the factors whose product the number is."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

LEAST_WINS = 10


@dataclass(frozen=True, slots=True)
class Split:
    """The change from one period to the next; `parts` sum to `delta`. None when a factor is zero on either side."""

    before: float
    after: float
    delta: float
    parts: Mapping[str, float] | None
    n: int
    enough: bool


def split(before: Mapping[str, float], after: Mapping[str, float], *, n: int | None = None) -> Split:
    """Answer how much of a change each factor carries, by the logarithmic mean (LMDI): exact, additive, no order.

    Both mappings hold the same factors, for bookings: decided deals, win rate, deal size. `n` is the smaller number of
    wins behind the two sides. Source: standard 3.10; Ang (2005).
    """
    if before.keys() != after.keys():
        raise ValueError("both sides need the same factors")
    old, new = _product(before), _product(after)
    parts = None
    if all(v > 0 for v in (*before.values(), *after.values())):
        weight = old if abs(new - old) <= 1e-12 * old else (new - old) / log(new / old)
        parts = {name: weight * log(after[name] / before[name]) for name in before}
    count = 0 if n is None else n
    return Split(old, new, new - old, parts, count, enough=parts is not None and (n is None or n >= LEAST_WINS))


def _product(factors: Mapping[str, float]) -> float:
    result = 1.0
    for value in factors.values():
        result *= value
    return result
