"""How are the one-on-ones going? The readings O1 to O8 of the standard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.special import bdtrc

from touchline.measures.cadence import LEAST_DUE, Commitments, Kept, cadence, commitments, low_performer_ratio
from touchline.measures.indicators.one_on_ones import ONE_ON_ONES as INDICATORS
from touchline.measures.intervals import Estimate, share
from touchline.measures.release import Released
from touchline.measures.standard import Band, Range, Reading, Reason, judge

MONTH = 31
TOO_GOOD = 0.97
FAIRLY_HARD = 2.0
NO_REP_BELOW_FOR_GOOD = Range(low=0.60)
NO_REP_BELOW_FOR_WORLD_CLASS = Range(low=0.80)
CONFIRMED_ENOUGH = Range(low=0.85)
LEAST_REPS_FOR_THIRDS = 3
HEAPED_TAIL = 0.01


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits of n, and the same without what was written down more than 48 hours afterwards."""

    hits: int
    n: int
    timely_hits: int
    timely_n: int

    def seen(self, least: int) -> Estimate:
        return share(self.hits, self.n, least=least)

    def timely(self, least: int) -> Estimate:
        return share(self.timely_hits, self.timely_n, least=least)

    @classmethod
    def of(cls, hits: int, n: int) -> "Tally":
        """A tally of nothing but timely entries."""
        return cls(hits, n, hits, n)


@dataclass(frozen=True, slots=True)
class Promised:
    """How the commitments due in a window ended; `grades` are the difficulties the other party gave them."""

    kept: int = 0
    renegotiated_kept: int = 0
    late: int = 0
    missed: int = 0
    kept_entered_late: int = 0
    grades: tuple[int, ...] = ()

    def found(self) -> Commitments:
        return commitments(kept=self.kept, renegotiated_kept=self.renegotiated_kept, late=self.late, missed=self.missed)

    def timely(self) -> Estimate:
        found = self.found()
        return share(self.kept + self.renegotiated_kept - self.kept_entered_late, found.n)

    @property
    def are_hard(self) -> bool | None:
        """Fairly hard on average; None while fewer than half have been graded."""
        if 2 * len(self.grades) < self.found().n:
            return None
        return sum(self.grades) >= FAIRLY_HARD * len(self.grades)


def adherence(reps: Sequence[Kept], *, timely: Sequence[Kept] | None = None) -> tuple[Reading, Reading]:
    """Answer O1: were the one-on-ones due held, over all reps and for the worst-off one?

    The pooled band is withheld where a rep is below the floor, and not given where no rep has six due.
    """
    found, strict = cadence(reps), cadence(reps if timely is None else timely)
    pooled = judge(INDICATORS["O1"], found.pooled, timely=strict.pooled)
    worst = judge(INDICATORS["O1.worst"], found.worst, timely=strict.worst)
    if pooled.band in (Band.BELOW, Band.TOO_LITTLE):
        return pooled, worst
    if found.worst.mid is None:
        return pooled.with_band(Band.TOO_LITTLE, Reason.NO_REP_TO_JUDGE), worst
    if not NO_REP_BELOW_FOR_GOOD.holds(found.worst.mid):
        return pooled.with_band(Band.WITHHELD, Reason.WORST_REP), worst
    if pooled.band is Band.WORLD_CLASS and not NO_REP_BELOW_FOR_WORLD_CLASS.holds(strict.worst.mid):
        return pooled.with_band(Band.GOOD, Reason.WORST_REP), worst
    return pooled, worst


def cancelled(seen: Tally, *, unnamed: int = 0) -> Reading:
    """Answer O2: how often did the leader call one off, or not appear, and not make up for it within five days?

    `unnamed` were missed and nobody said by whom; world-class has to hold even if all of them were the leader's.
    """
    reading = judge(INDICATORS["O2"], seen.seen(LEAST_DUE), timely=seen.timely(LEAST_DUE))
    if reading.band is not Band.WORLD_CLASS or not unnamed:
        return reading
    worst = judge(INDICATORS["O2"], share(min(seen.hits + unnamed, seen.n), seen.n, least=LEAST_DUE))
    return reading if worst.band is Band.WORLD_CLASS else reading.with_band(Band.GOOD, Reason.UNNAMED)


def silence(gaps: Sequence[int], *, due: int, timely: Sequence[int] | None = None) -> Reading:
    """Answer O3: what is the longest time, in days, any rep went without a one-on-one? Rests on the slots due."""
    strict = gaps if timely is None else timely
    reading = judge(INDICATORS["O3"], _longest(gaps, due), timely=_longest(strict, due))
    if reading.value is not None and reading.value > MONTH and reading.band is Band.BELOW:
        return reading.with_band(Band.BELOW, Reason.OVER_A_MONTH)
    return reading


def tied(seen: Tally) -> Reading:
    """Answer O4: how many of those held compared a goal with its value and ended in a promise with a day?"""
    return _share("O4", seen)


def promises_kept(promised: Promised, *, whose: str) -> Reading:
    """Answer O5 for `whose` promises ("rep" or "leader"): kept on time, or moved once before the day and then kept.

    Above 97% it is world-class only where the promises were fairly hard, as graded by those they were made to.
    """
    reading = judge(INDICATORS[f"O5.{whose}"], promised.found().fair, timely=promised.timely())
    too_good = reading.value is not None and reading.value > TOO_GOOD
    if reading.band is Band.WORLD_CLASS and too_good and not promised.are_hard:
        return reading.with_band(Band.GOOD, Reason.NOT_GRADED if promised.are_hard is None else Reason.TOO_EASY)
    return reading


def parity(bottom: Sequence[float], others: Sequence[float], *, timely: float | None = None) -> Reading:
    """Answer O6: minutes per rep in the bottom third over the others'; `timely` the same without late entries."""
    n = len(bottom) + len(others)
    ratio = low_performer_ratio(bottom, others)
    strict = ratio if timely is None else timely
    enough = n >= LEAST_REPS_FOR_THIRDS
    return judge(
        INDICATORS["O6"],
        Estimate(ratio, None, None, n, enough=enough),
        timely=Estimate(strict, None, None, n, enough=enough),
    )


def voice(seen: Tally, *, useful: Reading) -> Reading:
    """Answer O7: who sets the agenda? Good takes a released median of at least four too, where one is released."""
    reading = _share("O7", seen)
    if useful.band is Band.TOO_LITTLE:
        return reading.with_band(reading.band, Reason.NOT_RELEASED)
    if useful.band is Band.BELOW and reading.band in (Band.GOOD, Band.PROMISING):
        return reading.with_band(Band.BELOW, Reason.FOUND_OF_LITTLE_USE)
    return reading


def useful(released: Released) -> Reading:
    """Answer O7.useful: what reps think of it, as far as standard 2.5 lets it be known; never with an interval."""
    if released.is_met is None:
        return Reading("O7.useful", None, None, None, released.n, Band.TOO_LITTLE, (Reason.NOT_RELEASED,))
    band = Band.GOOD if released.is_met else Band.BELOW
    return Reading("O7.useful", released.value, None, None, released.n, band)


def confirmed(seen: Tally) -> Reading:
    """Answer O8: how many of those written down did the rep say took place, within the seven days there are?"""
    return _share("O8", seen)


def capped(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings with none better than good where too few one-on-ones were confirmed (O8)."""
    readings = list(readings)
    confirming = next((reading for reading in readings if reading.id == "O8"), None)
    if confirming is None or confirming.value is None or CONFIRMED_ENOUGH.holds(confirming.value):
        return readings
    return [
        reading.with_band(Band.GOOD, Reason.UNCONFIRMED) if reading.band is Band.WORLD_CLASS else reading
        for reading in readings
    ]


def is_heaped(last: int, n: int) -> bool:
    """Answer whether more of a window's `n` entries lie in its last tenth than chance would put there (below 1%)."""
    return n > 0 and last > 0 and float(bdtrc(last - 1, n, 0.1)) < HEAPED_TAIL


def _share(indicator: str, seen: Tally) -> Reading:
    least = INDICATORS[indicator].least
    return judge(INDICATORS[indicator], seen.seen(least), timely=seen.timely(least))


def _longest(gaps: Sequence[int], due: int) -> Estimate:
    longest = max(gaps, default=None) if due else None
    return Estimate(longest, None, None, due, enough=due >= LEAST_DUE and longest is not None)
