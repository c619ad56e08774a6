"""Do deals close when they were said to? Close dates pushed out of the period."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import gammaln

from touchline.measures.intervals import Estimate, share

SERIAL = 2


class Fate(StrEnum):
    """What became of a deal that was due in the period."""

    WON = "won"
    LOST = "lost"
    PUSHED = "pushed"
    OPEN_SAME = "open_same"


@dataclass(frozen=True, slots=True)
class Due:
    """A deal whose close date at the start of the period lay in it; `value` None when unknown.

    Deals of one fate may be given as one: `n` of them, and their value together.
    """

    fate: Fate
    value: float | None
    pushes: int = 0
    n: int = 1


@dataclass(frozen=True, slots=True)
class Slippage:
    """`count` with its Wilson 90% interval, `value` by amount; serial are those pushed twice or more."""

    count: Estimate
    value: float | None
    serial: int
    serial_value: float | None
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Fisher:
    """Two shares, and the chance that luck alone gives a difference at least as unlikely (two-sided, exact)."""

    first: float | None
    second: float | None
    p: float | None


def slippage(due: Sequence[Due]) -> Slippage:
    """Answer which share of the deals due in the period is still open with a later date, by count and by value.

    Source: standard 3.4. A deal still open with the same date has not slipped; it is overdue.
    """
    slipped = [d for d in due if d.fate is Fate.PUSHED]
    serial = [d for d in due if d.pushes >= SERIAL]
    total = sum(d.value or 0 for d in due)
    count = share(sum(d.n for d in slipped), sum(d.n for d in due))
    return Slippage(
        count=count,
        value=sum(d.value or 0 for d in slipped) / total if total else None,
        serial=sum(d.n for d in serial),
        serial_value=sum(d.value or 0 for d in serial) / total if total else None,
        n=count.n,
        enough=count.enough,
    )


def fisher(wins_first: int, n_first: int, wins_second: int, n_second: int) -> Fisher:
    """Answer whether two win rates differ by more than luck, by Fisher's exact test."""
    first = wins_first / n_first if n_first else None
    second = wins_second / n_second if n_second else None
    if first is None or second is None:
        return Fisher(first, second, None)
    wins, total = wins_first + wins_second, n_first + n_second
    low, high = max(0, wins - n_second), min(n_first, wins)
    splits = np.arange(low, high + 1)
    logs = _log_choose(n_first, splits) + _log_choose(n_second, wins - splits) - _log_choose(total, wins)
    chances = np.exp(logs)
    seen = chances[wins_first - low]
    return Fisher(first, second, float(min(1.0, chances[chances <= seen * (1 + 1e-7)].sum())))


def _log_choose(n: int, k: np.ndarray | int) -> np.ndarray:
    logs: np.ndarray = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return logs
