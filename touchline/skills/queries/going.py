"""The page How coaching is going: each reading in words, and the list behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page
from django.urls import reverse

from touchline.measures.indicators.skills import SKILLS
from touchline.measures.standard import VERSION, Band, Reading
from touchline.people.models import Person
from touchline.skills.models import Focus
from touchline.skills.queries.indicators import Going, Judged, going
from touchline.ui.readings import Line, Row, amount, listed
from touchline.ui.templatetags.fmt import day_in_text, number, percent, plural

HEADLINES = ("D1", "D3", "D3.share", "D4", "D5", "D2", "D8.core", "D8.stagnation", "D6", "D7")
# The others count reps, who are there before any work is.
FILLED_BY_WORK = {"D2", "D4", "D5", "D6", "D7"}
SENTENCES = {
    "D1": "Your reps had a focus in {hits} of {n} months",
    "D2": "{hits} of {n} focuses begun were worked out in full",
    "D3": "The median rep got {value} of your coaching a month",
    "D3.share": "{hits} of {n} reps got two hours a month",
    "D4": "{hits} of {n} observations ended in feedback within two days",
    "D5": "{hits} of {n} focuses were practised in three weeks or more",
    "D6": "{hits} of {n} closed focuses rose by more than raters err",
    "D7": "You and a second rater agree by a kappa of {kappa}",
    "D8.core": "{share} of your coaching time went to the middle of the team",
    "D8.stagnation": "{hits} of {n} reps got better at something in a year",
}
UNKNOWN = {
    "D1": "No rep was with you for a full month yet",
    "D2": "No focus was begun",
    "D3": "No rep was with you for a month yet",
    "D3.share": "No rep was with you for a month yet",
    "D4": "No observation is old enough to tell",
    "D5": "No focus is six weeks old yet",
    "D6": "No closed focus was rated twice",
    "D7": "Too little was rated by two to say whether you agree",
    "D8.core": "No coaching time is counted yet",
    "D8.stagnation": "No rep has been here for a year",
}


@dataclass(frozen=True, slots=True)
class GoingPage:
    """The work on skills of one leader against the standard."""

    leader: Person
    finding: str
    rows: tuple[Row, ...]
    reps: int
    last: date
    version: str = VERSION

    @property
    def has_begun(self) -> bool:
        return any(row.reading.n for row in self.rows if row.reading.id in FILLED_BY_WORK)

    @property
    def lede(self) -> str:
        return "Each answer stands alone: there is no total, and it is never used for pay or rank."


@dataclass(frozen=True, slots=True)
class BehindPage:
    row: Row
    lines: Page[Line]
    reps: int
    today: date


def going_page(leader: Person, *, as_of: datetime) -> GoingPage:
    """What `leader` sees of the own coaching; nine queries."""
    found = going(leader, as_of=as_of)
    rows = tuple(row_of(found, reading) for reading in found.readings)
    return GoingPage(leader, finding(found, rows), rows, len(found.reported), found.last)


def behind_page(leader: Person, id: str, *, as_of: datetime, page: int) -> BehindPage | None:
    """What the reading `id` of `leader` rests on, the newest first; None where there is no such list."""
    if id not in LISTS:
        return None
    found = going(leader, as_of=as_of)
    names = {one.person.pk: one.person.name for one in found.reported}
    lines = listed(LISTS[id](found, names), page=page)
    return BehindPage(row_of(found, found.reading(id)), lines, len(found.reported), found.last)


def row_of(found: Going, reading: Reading) -> Row:
    first, last = found.window_of(reading.id)
    url = reverse("skills:going-behind", args=[reading.id]) if reading.n else ""
    return Row(SKILLS[reading.id], reading, says(found, reading), first, last, url)


def says(found: Going, reading: Reading) -> str:
    """A reading as a sentence."""
    if reading.value is None:
        return UNKNOWN[reading.id]
    value = reading.value
    told = SENTENCES[reading.id].format(
        hits=number(round(value * reading.n)),
        n=number(reading.n),
        value=plural(round(value * 60), "minute") if value < 1 else amount(SKILLS["D3"], value),
        kappa=number(value, 2),
        share=percent(value, 1),
    )
    if reading.id != "D7":
        return told
    exact = found.counts.agreement.exact
    return f"{told}, on the same level in {percent(exact.mid)} of {plural(reading.n, 'pair')}"


def finding(found: Going, rows: tuple[Row, ...]) -> str:
    """The headline: whose time a median hides, else what is furthest up the list and below good, else the first."""
    if not found.reported:
        return "No one reported to you in this year"
    by_id = {row.reading.id: row for row in rows}
    if by_id["D3"].reading.band is Band.WITHHELD:
        return by_id["D3.share"].says
    below = next((by_id[id] for id in HEADLINES if by_id[id].reading.band is Band.BELOW), None)
    if below:
        return below.says
    if by_id["D1"].reading.band is Band.TOO_LITTLE:
        return "It is too early to say how your coaching is going"
    return by_id["D1"].says


def _months(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for month in found.counts.months:
        told = f"A focus on {month.days} of 30 days from {day_in_text(month.first, found.last)}"
        yield Line(month.last, names[month.rep], told, month.hit)


def _begun(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.begun:
        told = "everything is there" if one.hit else f"no {' and no '.join(_missing(one.focus))}"
        yield _line(found, names, one, told)


def _missing(focus: Focus) -> list[str]:
    parts = {
        "behaviour": focus.behaviour,
        "metric": focus.metric,
        "baseline": focus.baseline_n,
        "target": focus.target,
        "if-then plan": focus.if_then,
    }
    return [name for name, there in parts.items() if not there]


def _hours(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.times:
        told = f"{plural(one.minutes, 'minute')} that count in {number(one.months)} months"
        yield Line(None, names[one.rep], told, one.coached.hours >= 2)


def _told(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.told:
        seen = one.observation
        if one.hit:
            told = "feedback within two days, with a behaviour and a next try"
        elif one.hit is None:
            told = "feedback can still be given in time"
        elif not seen.is_told:
            told = "no feedback"
        else:
            told = "feedback without a next try" if seen.was_told_in_time else "feedback after more than two days"
        url = reverse("skills:observation", args=[seen.pk]) if found.reports_now(one.rep) else ""
        yield Line(seen.on, names[one.rep], f"{seen.get_kind_display()}: {told}", one.hit, url)


def _spaced(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.spaced:
        told = "practised in three weeks of its first six" if one.hit else "practised in fewer than three weeks"
        yield _line(found, names, one, told)


def _moved(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.moved:
        yield _line(found, names, one, f"from level {one.levels[0]} to level {one.levels[-1]}")


def _pairs(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for seen, second in found.counts.pairs:
        rep = seen.focus.person_id
        url = reverse("skills:observation", args=[seen.pk]) if found.reports_now(rep) else ""
        told = f"{seen.get_kind_display()}: you gave level {seen.level}, the second rater {second}"
        yield Line(seen.on, names[rep], told, seen.level == second, url)


def _core(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.times:
        if one.is_middle is not None:
            where = "middle three fifths" if one.is_middle else "either end"
            yield Line(None, names[one.rep], f"{plural(one.minutes, 'minute')}, {where}", one.is_middle)


def _gains(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one in found.counts.gains:
        told = "Rose by more than raters err on a skill" if one.hit else "No such gain in twelve months"
        yield Line(None, names[one.rep], told, one.hit)


def _line(found: Going, names: dict[int, str], one: Judged, told: str) -> Line:
    """A line about a focus; what it was about is not the leader's to read once the rep has another one."""
    rep = one.focus.person_id
    if not found.reports_now(rep):
        return Line(one.on, names[rep], f"A focus: {told}", one.hit)
    url = reverse("skills:focus", args=[one.focus.pk])
    return Line(one.on, names[rep], f"{one.focus.skill.name}: {told}", one.hit, url)


LISTS: dict[str, Callable[[Going, dict[int, str]], Iterator[Line]]] = {
    "D1": _months,
    "D2": _begun,
    "D3": _hours,
    "D3.share": _hours,
    "D4": _told,
    "D5": _spaced,
    "D6": _moved,
    "D7": _pairs,
    "D8.core": _core,
    "D8.stagnation": _gains,
}
