"""Which step of the funnel holds a rep back, and is it more than luck?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from scipy.special import bdtr, bdtrc

from touchline.measures.intervals import LEAST_FOR_A_RATE, Estimate
from touchline.measures.winrate import FunnelPoint, Record, funnel, shrink


class Standing(StrEnum):
    """Where a rep's count lies against the limits luck leaves at the rate of the whole team."""

    TOO_LITTLE = "too_little"
    WITHIN = "within"
    LOOK = "look"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how often it went well for the rep and for each of the others of the team.

    A hit is always the better end: a deal won, a close date kept, a stage passed.
    """

    name: str
    rep: Record
    others: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a step came to. `team` is the rate of all, the rep included; `limits` the hits luck leaves at it.

    `shrunk` is the rate the rep most likely has, and what to expect next with nothing done. `tail` is how often luck
    alone gives a count as far out on this side.
    """

    name: str
    rep: Record
    team: float | None
    limits: FunnelPoint | None
    shrunk: Estimate
    tail: float | None
    standing: Standing
    is_below: bool | None

    @property
    def for_nothing(self) -> float | None:
        """The change in rate to expect with nothing done: regression to the mean (standard 3.9)."""
        return None if self.rep.rate is None or self.shrunk.mid is None else self.shrunk.mid - self.rep.rate

    @property
    def is_beyond(self) -> bool:
        return self.standing in (Standing.LOOK, Standing.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every step, those beyond the limits, and the likely lever: None is “can’t tell”.

    `by_luck` is how often luck alone puts at least one of the steps that could be judged beyond its limits.
    """

    steps: tuple[Found, ...]
    beyond: tuple[Found, ...]
    lever: Found | None
    by_luck: float | None
    n: int
    enough: bool


def diagnose(steps: Sequence[Step]) -> Diagnosis:
    """Answer which steps lie beyond what luck leaves, and which one below is the least likely to be luck.

    Limits are exact binomial ones at the team's rate: a look beyond 95%, outside beyond 99.8%. A step with fewer than
    20 decided is not judged, whatever it shows. Source: standard 3.3.6 and 3.9; product 4.2.
    """
    found = tuple(_found(step) for step in steps)
    judged = [one for one in found if one.standing is not Standing.TOO_LITTLE]
    beyond = tuple(one for one in judged if one.is_beyond)
    below = [one for one in beyond if one.is_below]
    return Diagnosis(
        steps=found,
        beyond=beyond,
        lever=min(below, key=lambda one: (one.tail, -one.rep.n), default=None),
        by_luck=1 - prod(_chance_within(one) for one in judged) if judged else None,
        n=sum(one.rep.n for one in found),
        enough=bool(judged),
    )


def _found(step: Step) -> Found:
    records = [step.rep, *step.others]
    shrunk = shrink(records).rates[0]
    n = sum(record.n for record in records)
    if not n:
        return Found(step.name, step.rep, None, None, shrunk, None, Standing.TOO_LITTLE, None)
    rate = sum(record.wins for record in records) / n
    (limits,) = funnel([step.rep], pooled=rate)
    below = step.rep.n > 0 and step.rep.wins < rate * step.rep.n
    return Found(
        name=step.name,
        rep=step.rep,
        team=rate,
        limits=limits,
        shrunk=shrunk,
        tail=_tail(step.rep, rate, below=below),
        standing=_standing(limits),
        is_below=below if limits.look else None,
    )


def _standing(limits: FunnelPoint) -> Standing:
    if limits.n < LEAST_FOR_A_RATE:
        return Standing.TOO_LITTLE
    if limits.is_outside:
        return Standing.OUTSIDE
    return Standing.LOOK if limits.look else Standing.WITHIN


def _tail(record: Record, rate: float, *, below: bool) -> float:
    if below:
        return float(bdtr(record.wins, record.n, rate))
    return float(bdtrc(record.wins - 1, record.n, rate)) if record.wins else 1.0


def _chance_within(found: Found) -> float:
    if found.limits is None or found.team is None:
        return 1.0
    low = float(bdtr(found.limits.low95 - 1, found.rep.n, found.team)) if found.limits.low95 else 0.0
    return float(bdtr(found.limits.high95, found.rep.n, found.team)) - low
