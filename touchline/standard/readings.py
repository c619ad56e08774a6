"""A reading of the standard as a page shows it: in words, with what it rests on and why it is called that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from touchline.measures.standard import Band, Indicator, Range, Reading, Reason
from touchline.ui import charts
from touchline.ui.charts.against import Against, Sides
from touchline.ui.templatetags.fmt import number, percent, plural

PER_PAGE = 25
BANDS = {
    Band.WORLD_CLASS: "World-class",
    Band.GOOD: "Good",
    Band.PROMISING: "Promising, too few to be sure",
    Band.BELOW: "Below good",
    Band.WITHHELD: "Withheld",
    Band.TOO_LITTLE: "Too little to say",
}
REASONS = {
    Reason.THIN: "The value is good; the range is still too wide to call it so.",
    Reason.TOO_FEW: "",
    Reason.LATE_ENTRIES: "World-class only with what was written down more than 48 hours afterwards, so good.",
    Reason.WORST_REP: "One rep is left behind the others, and the figure of the whole team would hide it.",
    Reason.NO_REP_TO_JUDGE: "No rep had six due yet.",
    Reason.UNCONFIRMED: "Too few are confirmed by the rep to call it better than good.",
    Reason.OVER_A_MONTH: "Over 31 days, the one limit with evidence behind it.",
    Reason.TOO_EASY: "Nearly all kept, and they were graded easy. Hard promises do more.",
    Reason.NOT_GRADED: "Nearly all kept, and fewer than half were graded. Hard promises do more.",
    Reason.NOT_RELEASED: "",
    Reason.FOUND_OF_LITTLE_USE: "The share is good; your reps find the one-on-ones of little use.",
    Reason.UNNAMED: "Some were missed without a word about whose doing it was, so it is called good.",
    Reason.HEAPED: "Many were written down in the last days of the window, more than chance would put there.",
    Reason.TIME_NOT_SPREAD: "Fewer than three of four reps get two hours, and the median would hide it.",
    Reason.REP_WITHOUT: "One rep gets none of it, so it is called good.",
    Reason.FEW_RATED_TWICE: "Fewer than one observation in ten was rated by two.",
}

ONE = {
    "focuses": "focus",
    "observations": "observation",
    "pairs": "pair",
    "promises": "promise",
    "rep-months": "rep-month",
    "reps": "rep",
    "topics": "topic",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on a page: what it came to in words, and everything needed to doubt it.

    `url` opens the list of what is behind it; it is empty where there is none.
    """

    indicator: Indicator
    reading: Reading
    says: str
    first: date
    last: date
    url: str = ""

    @property
    def band(self) -> str:
        """The band in words; where good ends on both sides, what misses it is outside rather than below."""
        is_outside = self.reading.band is Band.BELOW and self.indicator.good.high is not None
        return "Outside good" if is_outside and self.indicator.good.low is not None else BANDS[self.reading.band]

    @property
    def needs_you(self) -> bool:
        return self.reading.band in (Band.BELOW, Band.WITHHELD)

    @property
    def drawing(self) -> Against:
        """The value among the limits; none is drawn where there is too little to say."""
        one, found = self.indicator, self.reading
        is_known = found.band is not Band.TOO_LITTLE
        said = (self.says, self.band, self.interval if is_known else "", self.limits)
        return charts.against(
            found.value if is_known else None,
            interval=None if found.low is None or found.high is None else (found.low, found.high),
            good=(one.good.low, one.good.high),
            world_class=(one.world_class.low, one.world_class.high) if one.world_class else None,
            ends=UNITS[one.unit].ends,
            say=UNITS[one.unit].say,
            label=". ".join(part for part in said if part),
        )

    @property
    def why(self) -> tuple[str, ...]:
        return tuple(said for reason in self.reading.reasons if (said := REASONS[reason]))

    @property
    def interval(self) -> str:
        return interval(self.indicator, self.reading)

    @property
    def counted(self) -> str:
        words = self.indicator.counted.split()
        noun = " ".join(ONE.get(word, word) for word in words) if self.reading.n == 1 else self.indicator.counted
        return f"{number(self.reading.n)} {noun}"

    @property
    def limits(self) -> str:
        good = f"Good is {span(self.indicator, self.indicator.good)}"
        if self.indicator.world_class is None:
            return good
        return f"{good}, world-class {span(self.indicator, self.indicator.world_class)}"

    @property
    def is_our_starting_line(self) -> bool:
        return self.indicator.target_grade == "D"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a reading counts: `hit` says whether it is among those the reading is about, None where all are."""

    day: date | None
    who: str
    says: str
    hit: bool | None
    url: str = ""


def listed(lines: Iterable[Line], *, page: int) -> Page[Line]:
    """A page of the lines behind a reading, the newest first."""
    ordered = sorted(lines, key=lambda line: (line.day or date.max, line.who), reverse=True)
    return Paginator(ordered, PER_PAGE).get_page(page)


def interval(indicator: Indicator, reading: Reading) -> str:
    """The value of a reading between its bounds, empty where it has none."""
    if reading.low is None or reading.high is None or reading.value is None:
        return ""
    value, low, high = (amount(indicator, at) for at in (reading.value, reading.low, reading.high))
    return f"{value}, between {low} and {high}"


def span(indicator: Indicator, limits: Range) -> str:
    """Limits in words: at least 80%, at most 10%, 40% to 75%."""
    low, high = (None if at is None else amount(indicator, at) for at in (limits.low, limits.high))
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def amount(indicator: Indicator, value: float) -> str:
    """A value of an indicator with its unit."""
    return UNITS[indicator.unit].say(value)


@dataclass(frozen=True, slots=True)
class Unit:
    """How a value is said, and the lowest and highest there can be."""

    say: Callable[[float], str]
    ends: Sides = (0, None)


UNITS = {
    "share": Unit(percent, (0, 1)),
    "days": Unit(lambda value: plural(int(value), "day")),
    "hours": Unit(lambda value: f"{number(value)} {'hour' if value == 1 else 'hours'}"),
    "kappa": Unit(lambda value: number(value, 2), (0, 1)),
    "rating": Unit(number, (1, 5)),
    "ratio": Unit(number),
}
