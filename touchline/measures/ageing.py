"""Which open deals are older than deals that were won? Age in stage against won deals' time in that stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

LEAST_WINS = 10


class Age(StrEnum):
    OK = "ok"
    WATCH = "watch"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Norm:
    """How long won deals stayed in a stage, in days; `is_pooled` when the stage alone had fewer than ten wins."""

    median: float
    watch: float
    stale: float
    n: int
    is_pooled: bool


@dataclass(frozen=True, slots=True)
class Ageing:
    """One age per open deal, in order, and the norm of each stage they were held against."""

    ages: tuple[Age, ...]
    norms: Mapping[str, Norm]
    stale: int
    watch: int
    n: int
    enough: bool


def ageing(won_days: Mapping[str, Sequence[float]], open_days: Sequence[tuple[str, float | None]]) -> Ageing:
    """Answer which open deals have been in their stage for longer than deals that were later won.

    Watch above the 75th percentile, stale above the 90th (type 7) of won deals in that stage; a stage with fewer than
    ten wins borrows all stages together, and with fewer than ten in all nothing can be said. Source: standard 3.7.
    """
    pooled = [d for days in won_days.values() for d in days]
    stages = dict.fromkeys(stage for stage, _ in open_days)
    norms = {stage: norm for stage in stages if (norm := _norm(won_days.get(stage, ()), pooled))}
    ages = tuple(_age(norms.get(stage), days) for stage, days in open_days)
    known = len(ages) - ages.count(Age.UNKNOWN)
    return Ageing(ages, norms, ages.count(Age.STALE), ages.count(Age.WATCH), known, enough=bool(known))


def _norm(own: Sequence[float], pooled: Sequence[float]) -> Norm | None:
    days = own if len(own) >= LEAST_WINS else pooled
    if len(days) < LEAST_WINS:
        return None
    middle, watch, stale = (float(v) for v in np.percentile(days, [50, 75, 90]))
    return Norm(middle, watch, stale, len(days), is_pooled=days is pooled)


def _age(norm: Norm | None, days: float | None) -> Age:
    if norm is None or days is None:
        return Age.UNKNOWN
    if days > norm.stale:
        return Age.STALE
    return Age.WATCH if days > norm.watch else Age.OK
