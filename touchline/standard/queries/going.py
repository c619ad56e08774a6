"""How a practice is going: the finding, the weeks by rep, and every reading under a plain question."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from touchline.measures.standard import VERSION, WEEKS, Band, Reading
from touchline.people.models import Person
from touchline.standard.practice import Finding, Found, PracticeDefinition, Strip, StripRow
from touchline.standard.readings import Row
from touchline.ui import charts
from touchline.ui.charts.weeks import Weeks

MOST_REPS = 15


@dataclass(frozen=True, slots=True)
class Answers:
    """One plain question and the readings that answer it."""

    asks: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """The weeks of one rep, drawn."""

    person: Person
    url: str
    weeks: Weeks
    end: str


@dataclass(frozen=True, slots=True)
class DotsByRep:
    """The weeks of the reps shown, and of how many there are."""

    strip: Strip
    rows: tuple[Dots, ...]
    reps: int
    weeks: int = WEEKS


@dataclass(frozen=True, slots=True)
class GoingPage:
    """One practice of one leader against the standard."""

    practice: PracticeDefinition
    finding: Finding
    answers: tuple[Answers, ...]
    strip: DotsByRep | None
    has_begun: bool
    reps: int
    last: date
    version: str = VERSION


def going_page(practice: PracticeDefinition, leader: Person, *, as_of: datetime) -> GoingPage:
    """What `leader` sees of their own practice, as known at `as_of`."""
    found = practice.find(leader, as_of=as_of)
    rows = {reading.id: row_of(practice, found, reading) for reading in found.readings}
    return GoingPage(
        practice=practice,
        finding=finding(practice, found),
        answers=tuple(Answers(one.asks, tuple(rows[id] for id in one.ids)) for one in practice.questions),
        strip=_dots(practice.strip(found)) if practice.strip else None,
        has_begun=practice.has_begun(found),
        reps=len(found.reported),
        last=found.last,
    )


def row_of(practice: PracticeDefinition, found: Found[Any], reading: Reading) -> Row:
    """One reading in words; its list opens where it counts anything and has a list at all."""
    first, last = found.windows[reading.id]
    opens = bool(reading.n) and practice.lists[reading.id] is not None
    return Row(
        indicator=practice.indicators[reading.id],
        reading=reading,
        says=practice.says(found, reading),
        first=first,
        last=last,
        url=reverse("standard:behind", args=[practice.slug, reading.id]) if opens else "",
    )


def finding(practice: PracticeDefinition, found: Found[Any]) -> Finding:
    """Choose the headline of a page.

    First whoever a withheld figure would hide, then the first of the practice's `headlines` that is below good, then
    what the practice notices by itself, then the first of the headlines as it stands.
    """
    if not found.reported:
        return Finding(practice.nobody)
    bands = {one.id: one.band for one in found.readings}
    hidden = [shown for id, shown in practice.withheld.items() if bands[id] is Band.WITHHELD]
    worst = next((id for id in (*hidden, *_below(practice, bands))), None)
    if worst:
        return Finding(_says(practice, found, worst), _lede(practice, found, but=worst), practice.act(found, worst))
    if bands[practice.headlines[0]] is Band.TOO_LITTLE:
        return Finding(practice.too_early, _lede(practice, found, but=""))
    first = practice.headlines[0]
    return practice.notices(found) or Finding(_says(practice, found, first), _lede(practice, found, but=first))


def _below(practice: PracticeDefinition, bands: dict[str, Band]) -> list[str]:
    return [id for id in practice.headlines if bands[id] is Band.BELOW]


def _says(practice: PracticeDefinition, found: Found[Any], id: str) -> str:
    return practice.says(found, found.reading(id))


def _lede(practice: PracticeDefinition, found: Found[Any], *, but: str) -> str:
    ids = [id for id in practice.ledes if id != but and found.reading(id).value is not None]
    return " ".join(f"{_says(practice, found, id)}." for id in ids)


def _dots(strip: Strip) -> DotsByRep:
    """All reps by name, or where they are many those who need it most, the lowest share first."""
    rows = list(strip.rows)
    if len(rows) > MOST_REPS:
        rows = sorted(rows, key=lambda row: (not _needs_you(row), row.hits / row.due if row.due else 1))[:MOST_REPS]
    return DotsByRep(strip, tuple(_drawn(row) for row in rows), len(strip.rows))


def _needs_you(row: StripRow) -> bool:
    return any(state == "needs_you" for _, state in row.states)


def _drawn(row: StripRow) -> Dots:
    end = f"{row.hits} of {row.due}" if row.due else "None due"
    return Dots(row.person, row.url, charts.weeks(row.states, of=WEEKS, label=f"{row.person.name}: {end}"), end)
