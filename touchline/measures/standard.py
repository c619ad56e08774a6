"""What does good look like? The limits of the standard, and how a value is held against them.

Every reading carries the version of the standard, so that a change of the standard is never read as a change of
the leader. Grades: A meta-analysis or causal study, B large survey, C practitioners' consensus, D our convention.
"""

from dataclasses import dataclass
from enum import StrEnum

from touchline.measures.intervals import Estimate

VERSION = "2026.1"
WEEKS = 13
LEEWAY = 0.10
_ROUNDING = 1e-9


class Band(StrEnum):
    """How a value stands against the standard; withheld where a pooled figure hides somebody who is left out."""

    WORLD_CLASS = "world_class"
    GOOD = "good"
    PROMISING = "promising"
    BELOW = "below"
    WITHHELD = "withheld"
    TOO_LITTLE = "too_little"


class Reason(StrEnum):
    """Why a reading has the band it has, where the value alone does not say it."""

    THIN = "thin"
    TOO_FEW = "too_few"
    LATE_ENTRIES = "late_entries"
    WORST_REP = "worst_rep"
    NO_REP_TO_JUDGE = "no_rep_to_judge"
    UNCONFIRMED = "unconfirmed"
    OVER_A_MONTH = "over_a_month"
    TOO_EASY = "too_easy"
    NOT_GRADED = "not_graded"
    NOT_RELEASED = "not_released"
    FOUND_OF_LITTLE_USE = "found_of_little_use"
    HEAPED = "heaped"
    UNNAMED = "unnamed"
    TIME_NOT_SPREAD = "time_not_spread"
    REP_WITHOUT = "rep_without"
    FEW_RATED_TWICE = "few_rated_twice"


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high`, both included; None leaves that side open."""

    low: float | None = None
    high: float | None = None

    def holds(self, value: float | None) -> bool:
        if value is None:
            return False
        return (self.low is None or value >= self.low - _ROUNDING) and (
            self.high is None or value <= self.high + _ROUNDING
        )

    def bears(self, found: Estimate) -> bool:
        """Is the interval no more than ten points outside? Where there is no interval the value alone decides."""
        if found.bounds is None:
            return True
        low, high = found.bounds
        from_below = self.low is None or low >= self.low - LEEWAY - _ROUNDING
        from_above = self.high is None or high <= self.high + LEEWAY + _ROUNDING
        return from_below and from_above


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of the standard: its formula, its limits, how well each is grounded, and how it is gamed.

    `least` is the smallest number of `counted` a band is given for; `unit` is share, days, hours, ratio, kappa or
    rating.
    """

    id: str
    practice: str
    name: str
    asks: str
    formula: str
    unit: str
    counted: str
    least: int
    good: Range
    world_class: Range | None
    practice_grade: str
    target_grade: str
    source: str
    caveat: str
    guard: str
    weeks: int = WEEKS


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator came to: value and interval (None where unknown), what it rests on, and the band."""

    id: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    band: Band
    reasons: tuple[Reason, ...] = ()
    standard: str = VERSION

    def with_band(self, band: Band, reason: Reason) -> "Reading":
        """The same reading with another band, and why."""
        return Reading(self.id, self.value, self.low, self.high, self.n, band, (*self.reasons, reason), self.standard)


def judge(indicator: Indicator, found: Estimate, *, timely: Estimate | None = None) -> Reading:
    """Answer how `found` stands against the standard: the highest band its value meets and its interval bears.

    `timely` is the same without what was written down more than 48 hours afterwards: world-class has to hold
    without it. Source: standard 0.3.
    """
    band, reasons = _band(indicator, found, timely or found)
    return Reading(indicator.id, found.mid, found.low, found.high, found.n, band, reasons)


def _band(indicator: Indicator, found: Estimate, timely: Estimate) -> tuple[Band, tuple[Reason, ...]]:
    if found.mid is None or not found.enough:
        return Band.TOO_LITTLE, (Reason.TOO_FEW,)
    reasons: tuple[Reason, ...] = ()
    if indicator.world_class and _meets(indicator.world_class, found):
        if _meets(indicator.world_class, timely):
            return Band.WORLD_CLASS, ()
        reasons = (Reason.LATE_ENTRIES,)
    if _meets(indicator.good, found):
        return Band.GOOD, reasons
    if indicator.good.holds(found.mid):
        return Band.PROMISING, (Reason.THIN,)
    return Band.BELOW, ()


def _meets(limits: Range, found: Estimate) -> bool:
    return limits.holds(found.mid) and limits.bears(found)
