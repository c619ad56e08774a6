"""How is the work on skills going? The readings D1 to D8 of the standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from touchline.measures.agreement import Agreement
from touchline.measures.indicators.skills import SKILLS as INDICATORS
from touchline.measures.intervals import Estimate
from touchline.measures.one_on_ones import Tally
from touchline.measures.standard import Band, Range, Reading, Reason, judge

MOST_HOURS = 5.0
HOURS_ENOUGH = 2.0
ENOUGH_REPS = Range(low=0.75)
RATED_TWICE = Range(low=0.10)
LEAST_FOR_A_MIDDLE = 5


@dataclass(frozen=True, slots=True)
class Coached:
    """One rep's minutes that count, of `months` with the leader: observed with feedback and not led by the leader.

    `timely` are those of them written down within 48 hours, None for all.
    """

    minutes: float
    months: float
    timely: float | None = None

    @property
    def hours(self) -> float:
        """Hours a month; no credit above five."""
        return self._hours(self.minutes)

    @property
    def timely_hours(self) -> float:
        return self._hours(self.minutes if self.timely is None else self.timely)

    def _hours(self, minutes: float) -> float:
        return min(MOST_HOURS, minutes / 60 / self.months) if self.months else 0.0


def focused(seen: Tally) -> Reading:
    """Answer D1: in how many months did a rep work on one thing, or two?"""
    return _share("D1", seen)


def complete(seen: Tally) -> Reading:
    """Answer D2: how many of the focuses begun say what changes, how one would know, and when?"""
    return _share("D2", seen)


def hours(reps: Sequence[Coached]) -> tuple[Reading, Reading]:
    """Answer D3: the median rep's hours a month, and the share of reps with two.

    The median is withheld where fewer than three quarters of the reps have two, and not world-class with a rep at
    none. Somebody who was not with the leader for any part of a month is left out.
    """
    here = [rep for rep in reps if rep.months > 0]
    found, timely = _median([rep.hours for rep in here]), _median([rep.timely_hours for rep in here])
    reached = Tally(_reached([r.hours for r in here]), len(here), _reached([r.timely_hours for r in here]), len(here))
    of_reps = _share("D3.share", reached)
    typical = judge(INDICATORS["D3"], found, timely=timely)
    if typical.band not in (Band.GOOD, Band.WORLD_CLASS):
        return typical, of_reps
    if not ENOUGH_REPS.holds(of_reps.value):
        return typical.with_band(Band.WITHHELD, Reason.TIME_NOT_SPREAD), of_reps
    if typical.band is Band.WORLD_CLASS and not all(rep.timely_hours for rep in here):
        return typical.with_band(Band.GOOD, Reason.REP_WITHOUT), of_reps
    return typical, of_reps


def told_in_time(seen: Tally) -> Reading:
    """Answer D4: how many observations ended in feedback within 48 hours, on a behaviour and with a next try?"""
    return _share("D4", seen)


def spaced(seen: Tally) -> Reading:
    """Answer D5: how many focuses older than six weeks were practised in three of their first six?"""
    return _share("D5", seen)


def moved(seen: Tally) -> Reading:
    """Answer D6: how many closed focuses rated twice gained more than the reliable change?"""
    return _share("D6", seen)


def agreed(found: Agreement, *, observations: int) -> Reading:
    """Answer D7: do two raters agree? Says nothing under 20 pairs, or where fewer than a tenth were rated twice."""
    least = INDICATORS["D7"].least
    reading = judge(INDICATORS["D7"], Estimate(found.kappa, None, None, found.n, enough=found.n >= least))
    few = not RATED_TWICE.holds(found.n / observations if observations else None)
    if reading.band is not Band.TOO_LITTLE and few:
        return reading.with_band(Band.TOO_LITTLE, Reason.FEW_RATED_TWICE)
    return reading


def core(middle: Sequence[float], others: Sequence[float]) -> Reading:
    """Answer D8.core: which share of the minutes went to the middle? Both sequences hold the minutes of each rep."""
    total, n = sum(middle) + sum(others), len(middle) + len(others)
    part = sum(middle) / total if total else None
    return judge(INDICATORS["D8.core"], Estimate(part, None, None, n, enough=n >= INDICATORS["D8.core"].least))


def gained(seen: Tally) -> Reading:
    """Answer D8.stagnation: how many reps of a year or more got reliably better at anything within it?"""
    return _share("D8.stagnation", seen)


def middle(performance: Sequence[float]) -> frozenset[int]:
    """Answer who is in the middle three fifths, as places in `performance`; nobody where there are fewer than five.

    The performance is the shrunk one, or this year's middle is last quarter's luck. Whoever equals the last of the
    middle belongs to it.
    """
    fifth = len(performance) // LEAST_FOR_A_MIDDLE
    if not fifth:
        return frozenset()
    ordered = sorted(performance)
    low, high = ordered[fifth], ordered[-fifth - 1]
    return frozenset(place for place, value in enumerate(performance) if low <= value <= high)


def _share(indicator: str, seen: Tally) -> Reading:
    least = INDICATORS[indicator].least
    return judge(INDICATORS[indicator], seen.seen(least), timely=seen.timely(least))


def _median(values: Sequence[float]) -> Estimate:
    typical = median(values) if values else None
    return Estimate(typical, None, None, len(values), enough=len(values) >= INDICATORS["D3"].least)


def _reached(values: Sequence[float]) -> int:
    return sum(value >= HOURS_ENOUGH for value in values)
