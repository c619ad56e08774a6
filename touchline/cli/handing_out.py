"""Write what a company or one person has here into a folder that a stranger can read."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Model, QuerySet

from touchline.cli.inventory import kept
from touchline.crm.exporting import safe
from touchline.crm.models import ImportFile
from touchline.measures.money import spelled
from touchline.people.kept import Kept
from touchline.people.models import Person, Workspace
from touchline.ui.templatetags.fmt import plural

BYTES_OF_A_BOM = "\ufeff"
NEVER = (
    "Nothing in this folder opens anything: passwords, links, calendar and webhook addresses, second factors and "
    "sessions are left out."
)


@dataclass(frozen=True, slots=True)
class Written:
    """One table as it was written: its name, what it is, how many rows, and its columns."""

    name: str
    says: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Everything a folder holds, and what is left out of it and why."""

    tables: tuple[Written, ...]
    left_out: tuple[tuple[str, str], ...]
    files: int


def hand_out(folder: Path, workspace: Workspace, person: Person | None, *, now: datetime) -> HandedOut:
    """Write one CSV and one JSON file for each table, the uploads that are still here, and a README.txt."""
    written, left_out, files = [], [], 0
    name_of = _Names(workspace)
    with at_one_instant():
        for table in kept():
            reason = table.withheld or ("" if person else table.own_only)
            rows = table.of(person) if person else table.in_workspace(workspace)
            if reason:
                left_out.append((table.name, reason))
            elif not person or rows.exists():
                written.append(_write(folder, table, rows, name_of))
            if table.model is ImportFile:
                files = sum(_copy(file, folder / "files" / str(file.batch_id)) for file in rows)
    handed = HandedOut(tuple(written), tuple(left_out), files)
    (folder / "README.txt").write_text(_readme(handed, workspace, person, now=now), encoding="utf-8")
    return handed


@contextmanager
def at_one_instant() -> Iterator[None]:
    """Read everything as it was when it began, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


class _Names:
    """What rows of one company are called, read once for each table that is pointed to."""

    def __init__(self, workspace: Workspace) -> None:
        self._tables = {table.model: table.in_workspace(workspace) for table in kept()}
        self._known: dict[type[Model], dict[Any, str]] = {}

    def of(self, model: type[Model], key: object) -> str | None:
        if model not in self._known:
            rows = self._tables[model].select_related().iterator(chunk_size=2000) if model in self._tables else ()
            self._known[model] = {row.pk: str(row) for row in rows}
        return self._known[model].get(key)

    def pointed_to(self, row: Model, column: "ForeignKey[Any, Any]") -> str | None:
        return self.of(column.related_model, getattr(row, column.attname))


def _write(folder: Path, table: Kept, rows: QuerySet[Any], name_of: _Names) -> Written:
    columns = _columns(table, name_of)
    related = [column.name for column in table.model._meta.concrete_fields if column.is_relation] if table.shows else []
    n, headings = 0, list(columns)
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as as_csv,
        (folder / f"{table.name}.json").open("w", encoding="utf-8") as as_json,
    ):
        as_csv.write(BYTES_OF_A_BOM)
        as_json.write("[")
        sheet = csv.writer(as_csv)
        for row in rows.select_related(*related).order_by("pk").iterator(chunk_size=2000):
            said = {name: value for name, tell in columns.items() for value in [tell(row)]}
            said |= table.shows(row) if table.shows else {}
            if not n:
                headings = list(said)
                sheet.writerow(headings)
            sheet.writerow([safe(_cell(value)) for value in said.values()])
            as_json.write(("," if n else "") + "\n" + json.dumps(said, ensure_ascii=False))
            n += 1
        if not n:
            sheet.writerow(headings)
        as_json.write("\n]\n")
    return Written(table.name, table.says, n, tuple(headings))


def _columns(table: Kept, name_of: _Names) -> dict[str, Callable[[Any], object]]:
    """How each column of a table is told, by its heading: a foreign key as two, a key and a name."""
    columns: dict[str, Callable[[Any], object]] = {}
    for column in table.model._meta.concrete_fields:
        if column.name in table.machine:
            continue
        if column.primary_key:
            columns["key"] = attrgetter("pk")
        elif isinstance(column, ForeignKey):
            columns[f"{column.name}_key"] = attrgetter(column.attname)
            columns[column.name] = partial(name_of.pointed_to, column=column)
        elif column.name.endswith("_minor"):
            columns[column.name.removesuffix("_minor")] = partial(_money, at=column.attname)
        else:
            columns[column.name] = partial(_told, column=column)
    return columns


def _money(row: Any, at: str) -> str | None:
    minor = getattr(row, at)
    return None if minor is None else spelled(minor, row.currency)


def _told(row: Any, column: Field[Any, Any]) -> object:
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    value = getattr(row, column.attname)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _copy(file: ImportFile, to: Path) -> bool:
    """Copy an upload that is still here; what the command line read lies where it was read."""
    path = Path(file.path)
    if not file.path or not path.is_relative_to(settings.MEDIA_ROOT) or not path.is_file():
        return False
    to.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to / path.name)
    return True


def _readme(handed: HandedOut, workspace: Workspace, person: Person | None, *, now: datetime) -> str:
    whose = (
        f"what Touchline keeps of {person.name} in {workspace.name}" if person else f"everything of {workspace.name}"
    )
    lines = [
        f"This is {whose}, as it was on {now:%-d %B %Y} at {now:%H:%M} UTC.",
        "",
        "Each table is here twice with the same rows: as CSV for a spreadsheet and as JSON for a program.",
        "The column key is the number of a row. A column that points to another row is there twice: as the key of",
        "that row, and as its name. Amounts are in major units beside their currency. Days are YYYY-MM-DD, instants",
        "ISO 8601 with their offset. In CSV an apostrophe stands before text a spreadsheet would take for a formula.",
        "",
    ]
    if person:
        lines += [
            "It holds what is about them or names them as far as they may read it here, and whatever they wrote, their",
            "own private notes too: hand it to them alone. What others noted for themselves is not in it.",
            "",
        ]
    for table in handed.tables:
        lines += [f"{table.name}.csv, {table.name}.json ({plural(table.rows, 'row')})", f"    {table.says}"]
        lines += [f"    Columns: {', '.join(table.columns)}", ""]
    lines += [f"files: {plural(handed.files, 'upload')}, in a folder for each import by its key.", "", "Left out:"]
    lines += [f"    {name}: {why}" for name, why in handed.left_out]
    return "\n".join([*lines, f"    {NEVER}", ""])
