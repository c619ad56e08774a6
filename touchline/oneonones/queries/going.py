"""The page How my one-on-ones are going: each reading in words, with what it rests on and why it is called that."""

from dataclasses import dataclass
from datetime import date, datetime

from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.standard import VERSION, Band, Indicator, Range, Reading, Reason
from touchline.oneonones.queries.indicators import Adherence, Going, going
from touchline.oneonones.queries.practice import silence_says
from touchline.people.models import Person
from touchline.ui.templatetags.fmt import number, percent, plural

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
}
NOT_LISTED = "O7.useful"
HEADLINES = ("O1", "O3", "O4", "O5.leader", "O2", "O5.rep", "O7.useful", "O6", "O7", "O8")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on the page: what it came to in words, and everything needed to doubt it."""

    indicator: Indicator
    reading: Reading
    says: str
    interval: str
    counted: str
    first: date
    last: date

    @property
    def band(self) -> str:
        return BANDS[self.reading.band]

    @property
    def needs_you(self) -> bool:
        return self.reading.band in (Band.BELOW, Band.WITHHELD)

    @property
    def is_good(self) -> bool:
        return self.reading.band in (Band.GOOD, Band.WORLD_CLASS)

    @property
    def why(self) -> tuple[str, ...]:
        return tuple(said for reason in self.reading.reasons if (said := REASONS[reason]))

    @property
    def limits(self) -> str:
        good = f"Good is {span(self.indicator, self.indicator.good)}"
        if self.indicator.world_class is None:
            return good
        return f"{good}, world-class {span(self.indicator, self.indicator.world_class)}"

    @property
    def is_our_starting_line(self) -> bool:
        return self.indicator.target_grade == "D"

    @property
    def opens(self) -> bool:
        """Is there a list behind it? What reps said in confidence has none."""
        return self.reading.n > 0 and self.reading.id != NOT_LISTED


@dataclass(frozen=True, slots=True)
class GoingPage:
    """The one-on-ones of one leader over thirteen weeks; of the leaders below only how many were held."""

    leader: Person
    finding: str
    lede: str
    rows: tuple[Row, ...]
    below: tuple[Adherence, ...]
    reps: int
    last: date
    version: str = VERSION

    @property
    def has_begun(self) -> bool:
        return any(row.reading.n for row in self.rows)


def going_page(leader: Person, *, as_of: datetime) -> GoingPage:
    """What `leader` sees of the own one-on-ones; nine queries at most."""
    found = going(leader, as_of=as_of, below=True)
    rows = tuple(row_of(found, reading) for reading in found.readings)
    return GoingPage(
        leader=leader,
        finding=finding(found, rows),
        lede=lede(rows),
        rows=rows,
        below=found.below,
        reps=len(found.reported),
        last=found.window.last,
    )


def row_of(found: Going, reading: Reading) -> Row:
    indicator = ONE_ON_ONES[reading.id]
    first, last = found.window_of(reading.id)
    return Row(
        indicator=indicator,
        reading=reading,
        says=says(found, reading),
        interval=interval(indicator, reading),
        counted=f"{number(reading.n)} {indicator.counted}",
        first=first,
        last=last,
    )


def finding(found: Going, rows: tuple[Row, ...]) -> str:
    """The headline: who is left out, else what is furthest up the list and below good, else how many were held."""
    if not found.reported:
        return "No one reported to you in these thirteen weeks"
    by_id = {row.reading.id: row for row in rows}
    if by_id["O1"].reading.band is Band.WITHHELD:
        return by_id["O1.worst"].says
    below = next((by_id[id] for id in HEADLINES if by_id[id].reading.band is Band.BELOW), None)
    if below:
        return below.says
    if by_id["O1"].reading.band is Band.TOO_LITTLE:
        return "It is too early to say how your one-on-ones are going"
    return by_id["O1"].says


def lede(rows: tuple[Row, ...]) -> str:
    """How far two people stand behind the record, and what the answers are not."""
    by_id = {row.reading.id: row.reading for row in rows}
    share = by_id["O8"].value
    told = "" if share is None else f"Your reps confirmed {percent(share)} of those written down. "
    return f"{told}Each answer stands alone: there is no total, and it is never used for pay or rank."


def says(found: Going, reading: Reading) -> str:
    """A reading as a sentence, with names where a name is what it is about."""
    if reading.id == "O7.useful":
        return useful_says(reading)
    if reading.value is None:
        return UNKNOWN[reading.id]
    n = number(reading.n)
    hits = number(round(reading.value * reading.n))
    if reading.id == "O1.worst":
        return f"{_least_met(found, reading)} met you in {hits} of {n} one-on-ones due"
    if reading.id == "O3":
        silent = max(found.silences, key=lambda rep: found.silences[rep])
        name = next(one.person.first_name for one in found.reported if one.person.pk == silent)
        return f"{name} went {silence_says(int(reading.value))} without a one-on-one"
    if reading.id == "O6":
        return f"The lowest third gets {number(reading.value)} times the minutes of the others"
    return SENTENCES[reading.id].format(hits=hits, n=n)


SENTENCES = {
    "O1": "{hits} of {n} one-on-ones held when due",
    "O2": "You called off {hits} of {n} one-on-ones due",
    "O4": "{hits} of {n} one-on-ones were tied to goals",
    "O5.rep": "Your reps kept {hits} of {n} promises",
    "O5.leader": "You kept {hits} of {n} promises",
    "O7": "Your reps wrote {hits} of {n} topics",
    "O8": "Your reps confirmed {hits} of {n} one-on-ones",
}
UNKNOWN = {
    "O1": "No one-on-one fell due yet",
    "O1.worst": "No rep had six one-on-ones due",
    "O2": "No one-on-one fell due yet",
    "O3": "No one-on-one fell due yet",
    "O4": "No one-on-one is written down yet",
    "O5.rep": "No promise to you fell due",
    "O5.leader": "No promise of yours fell due",
    "O6": "Too few deals were decided to draw the thirds",
    "O7": "No topic was raised",
    "O8": "No one-on-one is written down yet",
}


def useful_says(reading: Reading) -> str:
    """What reps said, as a figure, as a band, or not at all; five answers never make a figure."""
    if reading.value is not None:
        return f"Your reps rate their use {number(reading.value)} of 5"
    told = {Band.GOOD: "Your reps find them useful", Band.BELOW: "Your reps find them of mixed use"}
    return told.get(reading.band, "What your reps think of them is not shown yet")


def _least_met(found: Going, reading: Reading) -> str:
    kept = {rep: kept for rep, kept in found.kept_by_rep.items() if kept.due == reading.n}
    worst = min(kept, key=lambda rep: kept[rep].held)
    return next(one.person.first_name for one in found.reported if one.person.pk == worst)


def interval(indicator: Indicator, reading: Reading) -> str:
    if reading.low is None or reading.high is None:
        return ""
    return f"{percent(reading.value)}, between {percent(reading.low)} and {percent(reading.high)}"


def span(indicator: Indicator, limits: Range) -> str:
    """Limits in words: at least 80%, at most 10%, 40% to 75%."""
    low, high = (None if at is None else amount(indicator, at) for at in (limits.low, limits.high))
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def amount(indicator: Indicator, value: float) -> str:
    if indicator.unit == "share":
        return percent(value)
    return plural(int(value), "day") if indicator.unit == "days" else number(value)
