"""Is it worth a look already? Successes and failures added up one by one, while a focus is under way.

An alert and never a verdict: watching every week finds more by luck, which a cumulative sum allows for and
`coaching.verdict` does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf, log

import numpy as np

LIMIT = 2.5
ODDS = 2.0
STATES = 1200
MOST_EVENTS = 5_000
EVEN_EVENTS = 10
_EVEN = 1e-13


@dataclass(frozen=True, slots=True)
class Steps:
    """What one success and one failure add to the sum."""

    win: float
    loss: float


@dataclass(frozen=True, slots=True)
class Watched:
    """Both sums after each event, and the number of the first event at which each reached the limit, if any did."""

    up: tuple[float, ...]
    down: tuple[float, ...]
    up_at: int | None
    down_at: int | None

    @property
    def n(self) -> int:
        return len(self.up)


def steps(p0: float, p1: float) -> Steps:
    """Return the steps that tell a rate of `p1` from `p0`; with p1 below p0 the sum grows with failures.

    Source: Reynolds & Stoumbos (1999). Raises ValueError unless both lie between 0 and 1 and differ.
    """
    if not (0 < p0 < 1 and 0 < p1 < 1) or p0 == p1:
        raise ValueError(f"{p0} and {p1} are not two rates between 0 and 1")
    return Steps(log(p1 / p0), log((1 - p1) / (1 - p0)))


def shifted(rate: float, odds: float) -> float:
    """Return the rate with so many times the odds: twice the odds of 25% are 40%, half of them 14%."""
    return odds * rate / (1 - rate + odds * rate)


def path(outcomes: Sequence[bool], by: Steps) -> tuple[float, ...]:
    """Return the sum after each event: never below zero, so that good luck long ago hides nothing that changes now."""
    sums = accumulate((by.win if won else by.loss for won in outcomes), lambda s, w: max(0.0, s + w), initial=0.0)
    return tuple(sums)[1:]


def first_signal(sums: Sequence[float], *, limit: float = LIMIT) -> int | None:
    """Return the number, from 1, of the first event at which the sum reached the limit."""
    return next((place for place, value in enumerate(sums, 1) if value >= limit), None)


def watch(outcomes: Sequence[bool], *, baseline: float, odds: float = ODDS, limit: float = LIMIT) -> Watched:
    """Answer whether a run of events is worth a look: towards `odds` times the odds of `baseline`, or its mirror.

    The baseline is the shrunk rate before the focus, not the raw one. Source: standard 5.4.
    """
    up = path(outcomes, steps(baseline, shifted(baseline, odds)))
    down = path(outcomes, steps(baseline, shifted(baseline, 1 / odds)))
    return Watched(up, down, first_signal(up, limit=limit), first_signal(down, limit=limit))


def run_length(p: float, by: Steps, *, limit: float = LIMIT, states: int = STATES) -> float:
    """Answer how many events it takes on average to reach the limit at a true rate `p`; infinite where it never does.

    A Markov chain over `states` equal steps of the sum up to the limit, followed until those that have not reached it
    die out at an even rate. At p0 this is how rarely it calls for nothing. Source: standard 5.4.
    """
    moves = [(chance, round(step * states / limit)) for chance, step in ((p, by.win), (1 - p, by.loss))]
    waiting = np.zeros(states)
    waiting[0], events, kept, even = 1.0, 0.0, 1.0, 0
    for _ in range(MOST_EVENTS):
        events += float(waiting.sum())
        after = _moved(waiting, moves)
        left = float(after.sum()) / float(waiting.sum())
        even = even + 1 if left < 1 - _EVEN and abs(left - kept) < _EVEN else 0
        if left <= 0 or even == EVEN_EVENTS:
            return events + float(after.sum()) / (1 - left)
        waiting, kept = after, left
    return inf


def _moved(waiting: np.ndarray, moves: Sequence[tuple[float, int]]) -> np.ndarray:
    """Return where the sum is after one more event, with what reached the limit left out."""
    after = np.zeros_like(waiting)
    for chance, shift in moves:
        if shift >= 0:
            after[shift:] += chance * waiting[: len(waiting) - shift]
        else:
            after[:shift] += chance * waiting[-shift:]
            after[0] += chance * float(waiting[:-shift].sum())
    return after
