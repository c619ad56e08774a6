"""The page How my one-on-ones are going: each reading in words, with what it rests on and why it is called that."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.standard import VERSION, Band, Reading
from touchline.oneonones.queries.indicators import Adherence, Going, going
from touchline.oneonones.queries.practice import silence_says
from touchline.people.models import Person
from touchline.ui.readings import Row
from touchline.ui.templatetags.fmt import number, percent

NOT_LISTED = "O7.useful"
HEADLINES = ("O1", "O3", "O4", "O5.leader", "O2", "O5.rep", "O7.useful", "O6", "O7", "O8")


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
    """One reading in words; what reps said in confidence has no list behind it."""
    first, last = found.window_of(reading.id)
    opens = reading.n > 0 and reading.id != NOT_LISTED
    return Row(
        indicator=ONE_ON_ONES[reading.id],
        reading=reading,
        says=says(found, reading),
        first=first,
        last=last,
        url=reverse("oneonones:going-behind", args=[reading.id]) if opens else "",
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
