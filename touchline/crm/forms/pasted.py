"""Quotas pasted from a spreadsheet: what was understood, and what was not."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from touchline.crm.amounts import NotAnAmount, read_cell, read_share
from touchline.crm.forms.headings import read_period
from touchline.crm.forms.naming import finder
from touchline.measures.periods import Period
from touchline.people.models import Person

NAMES = {"name", "rep", "person", "owner", "sales rep", "salesperson", "sales agent", "e-mail", "email", "seller"}
PERIODS = {"period", "quarter", "month"}
AMOUNTS = {"quota", "amount", "target", "value"}
SHARES = {"share", "ramp", "part", "ramp share"}
MOST_ROWS = 5_000
Row = tuple[int, list[str]]
"""A row of the table that is not empty: the line it stands on, and its cells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell that was understood: the quota of a person in a period, in major units."""

    line: int
    person: Person
    period: Period
    amount: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a pasted table says; `problems` name the cell they stand in."""

    entries: list[Entry] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    name: str
    heading: str
    period: Period
    text: str
    share: str = ""


def read_quotas(
    text: str, *, people: Iterable[Person], shown: tuple[Period, ...], year: int, fiscal_year_starts: int
) -> Reading:
    """Read a table of names and amounts, in a grid (a column per period) or a list (a row per person and period).

    Without a heading the columns are taken to be the periods `shown`.
    """
    rows = [(line, row) for line, row in enumerate(_rows(text), start=1) if any(cell.strip() for cell in row)]
    reading = Reading()
    if len(rows) > MOST_ROWS:
        reading.problems.append(f"There are {len(rows):,} rows. Paste at most {MOST_ROWS:,} at a time.")
        return reading
    find = finder(people)
    for cell in _cells(rows, shown, year, fiscal_year_starts, reading):
        _understand(cell, find(cell.name), reading)
    _refuse_twice(reading)
    return reading


def _rows(text: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=head.count) if "\t" not in head else "\t"
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _cells(
    rows: Sequence[Row], shown: tuple[Period, ...], year: int, fiscal_year_starts: int, reading: Reading
) -> Iterator[_Cell]:
    if not rows:
        return
    heading = [cell.strip() for cell in rows[0][1]]
    words = [cell.casefold() for cell in heading]
    if set(words) & PERIODS and set(words) & AMOUNTS:
        yield from _list_cells(rows[1:], words, year, fiscal_year_starts, reading)
        return
    periods = [read_period(cell, year=year, fiscal_year_starts=fiscal_year_starts) for cell in heading[1:]]
    has_heading = any(periods) or words[0] in NAMES
    if has_heading:
        reading.problems.extend(
            f"The heading “{cell}” is not a period. Write it like {shown[0].label}."
            for cell, period in zip(heading[1:], periods, strict=True)
            if cell and period is None
        )
        rows = rows[1:]
    else:
        periods, heading = list(shown), ["", *(period.label for period in shown)]
    for line, row in rows:
        yield from _grid_cells(line, row, heading, periods, reading)


def _grid_cells(
    line: int, row: list[str], heading: list[str], periods: Sequence[Period | None], reading: Reading
) -> Iterator[_Cell]:
    if len(row) > len(periods) + 1 and any(cell.strip() for cell in row[len(periods) + 1 :]):
        reading.problems.append(
            f"Line {line} has {len(row) - 1} amounts for {len(periods)} periods. "
            "Put an amount that holds a comma in quotes."
        )
        return
    for name, period, text in zip(heading[1:], periods, row[1:], strict=False):
        if period is not None:
            yield _Cell(line, row[0].strip(), name, period, text.strip())


def _list_cells(
    rows: Sequence[Row], words: list[str], year: int, fiscal_year_starts: int, reading: Reading
) -> Iterator[_Cell]:
    def column(known: set[str]) -> int:
        return next((place for place, word in enumerate(words) if word in known), 0)

    who, when, much = column(NAMES), column(PERIODS), column(AMOUNTS)
    part = column(SHARES) if SHARES & set(words) else None
    for line, row in rows:
        row = row + [""] * (len(words) - len(row))
        period = read_period(row[when], year=year, fiscal_year_starts=fiscal_year_starts)
        if period is None:
            reading.problems.append(f"Line {line}: “{row[when].strip()}” is not a period. Write it like Q1 {year}.")
            continue
        share = row[part].strip() if part is not None else ""
        yield _Cell(line, row[who].strip(), period.label, period, row[much].strip(), share)


def _understand(cell: _Cell, found: set[Person], reading: Reading) -> None:
    where = f"Line {cell.line}, {cell.name}, {cell.heading}"
    if cell.text in {"", "-", "–"}:
        return
    if not found:
        if (cell.line, cell.name) not in reading.unknown:
            reading.unknown.append((cell.line, cell.name))
        return
    if len(found) > 1:
        reading.problems.append(f"{where}: {len(found)} people have that name. Write the e-mail address instead.")
        return
    try:
        amount, share = read_cell(cell.text)
        share = read_share(cell.share) if cell.share else share
    except NotAnAmount as error:
        reading.problems.append(f"{where}: {error}")
        return
    reading.entries.append(Entry(cell.line, next(iter(found)), cell.period, amount, share))


def _refuse_twice(reading: Reading) -> None:
    lines: dict[tuple[Person, Period], list[int]] = defaultdict(list)
    for entry in reading.entries:
        lines[entry.person, entry.period].append(entry.line)
    reading.problems.extend(
        f"{person.name} has {period.label} on lines {' and '.join(map(str, on))}. Keep one of them."
        for (person, period), on in lines.items()
        if len(on) > 1
    )
