"""How much of the number is in, is that on pace, and where will the period land?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from touchline.measures.coverage import Chance, outcomes


@dataclass(frozen=True, slots=True)
class Attainment:
    """Won against quota, None without one; `gap` is what is still missing, below 0 when past it."""

    won: float
    quota: float | None
    ratio: float | None
    gap: float | None
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a straight line from 0 to the quota stands today, and how far off that line the won value is."""

    expected: float
    won: float
    ahead: float
    ratio: float | None
    elapsed: float


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the period ends if nothing else is created: 8 cases of 10 in low..high; `p_hit` reaches the quota."""

    won: float
    low: float
    mid: float
    high: float
    quota: float | None
    p_hit: float | None
    n: int
    enough: bool


def attainment(won_values: Sequence[float], *, quota: float | None) -> Attainment:
    """Answer how much of the quota is won; a quota of nothing gives no ratio."""
    won = sum(won_values)
    return Attainment(
        won=won,
        quota=quota,
        ratio=won / quota if quota else None,
        gap=quota - won if quota is not None else None,
        n=len(won_values),
        enough=bool(quota),
    )


def pace(won: float, *, quota: float, starts_on: date, ends_on: date, today: date) -> Pace:
    """Answer whether the won value keeps up with a straight line through the period, both days included.

    Our convention: the line is straight. A team that closes everything in the last week of a quarter is
    therefore behind for twelve weeks.
    """
    days = (ends_on - starts_on).days + 1
    elapsed = min(1.0, max(0.0, ((today - starts_on).days + 1) / days))
    expected = quota * elapsed
    return Pace(expected, won, won - expected, won / expected if expected else None, elapsed)


def landing(won: float, open_deals: Sequence[Chance], *, quota: float | None, decided: int) -> Landing:
    """Answer where the period will land: won so far and every open deal at its chance by own history.

    `decided` is the number of decided deals the chances were learnt from; below 20 it is too little to say (standard
    0.3). Deals not yet created are not in it, so early in a period it is low. Source: standard 3.6.
    """
    found = outcomes(open_deals)
    return Landing(
        won=won,
        low=won + found.quantile(0.1),
        mid=won + sum(d.value * d.p for d in open_deals),
        high=won + found.quantile(0.9),
        quota=quota,
        p_hit=found.at_least(quota - won) if quota is not None else None,
        n=len(open_deals),
        enough=decided >= 20,
    )
