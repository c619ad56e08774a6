"""One import: how far it is, what it asks, what it would change or did, and what was set aside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from touchline.crm.importing.mending import LINE, REASON, WHICH, theirs
from touchline.crm.importing.proposing import propose
from touchline.crm.importing.staging import Folder
from touchline.crm.importing.vocabulary import FIELDS
from touchline.crm.models import Import, ImportFile, SetAside, Stage
from touchline.crm.queries.imports import changes_of, files_named
from touchline.people.models import User

SHOWN_ASIDE = 50
SHOWN_PEOPLE = 40
SHOWN_CELLS = 6
KINDS = {
    "deals": "Deals",
    "history": "History of deals",
    "people": "People",
    "accounts": "Accounts",
    "products": "Products",
    "activities": "Activities",
    "": "Nothing to import",
}
BECOMES = {
    "key": "Id",
    "name": "Name",
    "account": "Account",
    "account_key": "Account id",
    "owner": "Rep",
    "owner_key": "Rep’s id",
    "owner_email": "Rep’s e-mail",
    "stage": "Stage",
    "outcome": "Open, won or lost",
    "is_closed": "Is it closed",
    "is_won": "Is it won",
    "is_deleted": "Is it deleted",
    "amount": "Value",
    "currency": "Currency",
    "created_on": "Created",
    "close_on": "Close date",
    "won_on": "Won on",
    "lost_on": "Lost on",
    "next_step": "Next step",
    "next_step_on": "Next step due",
    "product": "Product",
    "kind": "Kind",
    "probability": "Probability (not used)",
    "snapshot": "Seen at",
    "modified": "Last changed",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "manager": "Leader",
    "manager_key": "Leader’s id",
    "manager_email": "Leader’s e-mail",
    "team": "Team",
    "title": "Title",
    "is_active": "Is it active",
    "zone": "Time zone",
    "started_on": "Started",
    "sector": "Sector",
    "country": "Country",
    "price": "Price",
    "series": "Series",
    "subject": "Subject",
    "deal_key": "Deal’s id",
    "on": "Day",
    "at": "Time",
    "done": "Is it done",
    "status": "Status",
    "all_day": "Is it all day",
}
ORDERS = {"dmy": "Day first", "mdy": "Month first", "ymd": "Year first"}
MARKS = {"decimal mark ,": "Decimal comma"}
DATES = {"created_on", "close_on", "won_on", "lost_on", "next_step_on", "snapshot", "modified", "started_on", "on"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file and what it becomes; `becomes` is empty where it is not used."""

    header: str
    field: str
    becomes: str
    why: str
    sample: str
    form: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or file: what it holds and what its columns become."""

    file_id: int
    number: int
    name: str
    sheet: str
    rows: int
    holds: str
    holds_words: str
    columns: tuple[Column, ...]
    unused: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"table-{self.file_id}-{self.number}"


@dataclass(frozen=True, slots=True)
class Kind:
    """How many of one kind are new, changed and the same; None where that cannot be."""

    name: str
    new: int
    changed: int | None
    unchanged: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stage was taken to mean; `key` is the question it answers, empty where the source knows it already."""

    stage: str
    outcome: str
    key: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that was set aside: where it stands, why, and its first cells."""

    file: str
    line: int
    reason: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AsideFile:
    pk: int
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    batch: Import
    files: str
    changes: str
    tables: tuple[Table, ...]
    kinds: tuple[Kind, ...]
    stages: tuple[Meaning, ...]
    new_people: tuple[str, ...]
    new_people_n: int
    unmatched: tuple[str, ...]
    aside: tuple[Aside, ...]
    aside_files: tuple[AsideFile, ...]
    can_be_undone: bool
    proposals: tuple[str, ...]
    left_out: tuple[str, ...]
    may_confirm: bool

    @property
    def aside_n(self) -> int:
        return sum(file.n for file in self.aside_files)

    @property
    def can_be_mended(self) -> bool:
        return self.batch.state in {Import.State.PREVIEWED, Import.State.APPLIED}

    @property
    def ready(self) -> int:
        return max(0, self.batch.rows - self.aside_n)

    @property
    def share_done(self) -> int | None:
        """How much of it is read, in percent; None while that is not known."""
        return round(100 * self.batch.rows_done / self.batch.rows) if self.batch.rows else None

    @property
    def is_open_to_correction(self) -> bool:
        return self.batch.state in {Import.State.NEEDS_ANSWER, Import.State.PREVIEWED} and not self.batch.is_moving


def import_page(batch: Import, user: User) -> ImportPage:
    """Answer how far an import is, what it changes, and what of it `user` may do."""
    files = list(batch.files.order_by("pk"))
    people, unmatched, stages = _planned(batch)
    proposals, left_out = _proposed(batch)
    return ImportPage(
        batch,
        files_named([file.name for file in files]),
        changes_of(batch),
        tuple(table for file in files for table in tables_of(file)),
        _kinds(batch.counts),
        stages,
        tuple(people[:SHOWN_PEOPLE]),
        len(people),
        tuple(unmatched),
        _set_aside(batch),
        _aside_files(batch),
        batch.can_be_undone and batch.can_undo(user.person),
        proposals,
        left_out,
        user.person.is_administrator,
    )


def _proposed(batch: Import) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The seats and roles an import would give, before it is applied, or which wait to be confirmed, after."""
    folder = Folder(batch)
    if batch.state == Import.State.APPLIED or not _is_planned(batch, folder):
        return tuple(entry["says"] for entry in batch.proposals), ()
    found = propose(folder.load_json("people"), batch.source.workspace)
    return tuple(proposal.says for proposal in found.proposals), found.left_out


def _is_planned(batch: Import, folder: Folder) -> bool:
    return batch.state in {Import.State.NEEDS_ANSWER, Import.State.PREVIEWED} and folder.path.exists()


def _set_aside(batch: Import) -> tuple[Aside, ...]:
    found = batch.set_aside_rows.filter(mended_at=None).select_related("file").order_by("file", "line")
    return tuple(_aside(row) for row in found[:SHOWN_ASIDE])


def _aside(row: SetAside) -> Aside:
    cells = tuple((header, value) for header, value in row.row.items() if value)[:SHOWN_CELLS]
    return Aside(row.file.name, row.line, row.reason, cells)


def _aside_files(batch: Import) -> tuple[AsideFile, ...]:
    counted = (
        batch.set_aside_rows.filter(mended_at=None)
        .values_list("file", "file__name")
        .annotate(n=Count("pk"))
        .order_by("file")
    )
    return tuple(AsideFile(*file) for file in counted)


def stage_questions(stages: tuple[Meaning, ...]) -> list[dict[str, Any]]:
    """Ask again what the stages mean that are new to the source, for those who want to correct it."""
    choices = list(Stage.Outcome.values)
    return [{"key": s.key, "text": s.stage, "choices": choices, "answer": s.outcome} for s in stages if s.key]


def rows_set_aside(file: ImportFile) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the headers of a file's set-aside rows not mended yet, and the rows: line, reason, cells, which it is."""
    found = file.set_aside_rows.filter(mended_at=None).order_by("line")
    tables = file.found.get("tables") or [{"headers": []}]
    headers = list(dict.fromkeys(header for table in tables for header in theirs(table["headers"])))
    rows = (
        [row.line, row.reason, *(row.row.get(header) for header in headers), row.pk]
        for row in found.iterator(chunk_size=2000)
    )
    return [LINE, REASON, *headers, WHICH], rows


def tables_of(file: ImportFile) -> list[Table]:
    """Read what the engine wrote down about a file as tables of columns."""
    return [_table(file, number, found) for number, found in enumerate(file.found.get("tables", []))]


def _table(file: ImportFile, number: int, found: dict[str, Any]) -> Table:
    fields = {header: field for field, header in found["columns"].items()}
    columns = tuple(
        _column(found, header, fields[header]) for header in found["headers"] if fields.get(header) in BECOMES
    )
    used = {column.header for column in columns}
    name = f"{file.name}, sheet {found['sheet']}" if found["sheet"] else file.name
    unused = tuple(header for header in found["headers"] if header not in used)
    words = KINDS.get(found["holds"], found["holds"])
    return Table(file.pk, number, name, found["sheet"], found["rows"], found["holds"], words, columns, unused)


def _column(found: dict[str, Any], header: str, field: str) -> Column:
    formats = found.get("formats") or {}
    written = ORDERS.get(formats.get("dates", ""), "") if field in DATES else MARKS.get(formats.get(field, ""), "")
    becomes = "Deal" if (found["holds"], field) == ("deals", "name") else BECOMES[field]
    sample = next(iter(found["samples"].get(header, [])), "")
    return Column(header, field, becomes, found["why"].get(field, ""), str(sample), written)


def fields_for(holds: str) -> list[tuple[str, str]]:
    """List what a column of a table that holds deals, people … may become."""
    return [(name, BECOMES[name]) for name in FIELDS.get(holds, {}) if name in BECOMES]


def _kinds(counts: dict[str, Any]) -> tuple[Kind, ...]:
    tallies = {key: counts.get(key, {}) for key in ("deals", "accounts", "activities")}
    kinds = [
        Kind(KINDS[key], tally["new"], tally["changed"], tally["unchanged"])
        for key, tally in tallies.items()
        if any(tally.get(name) for name in ("new", "changed", "unchanged"))
    ]
    people = counts.get("people", {})
    if people.get("new") or people.get("matched"):
        kinds.append(Kind("People", people["new"], None, people["matched"]))
    return tuple(kinds)


def _planned(batch: Import) -> tuple[list[str], list[str], tuple[Meaning, ...]]:
    """What the plan in the import's folder says of people and stages; nothing once it is applied or given up."""
    folder = Folder(batch)
    if not _is_planned(batch, folder):
        return [], [], ()
    people, stages = folder.load_json("people"), folder.load_json("stages")
    known = set(batch.source.stages.values_list("name", flat=True))
    new = sorted(human["name"] for human in people["humans"] if human["pk"] is None)
    unmatched = sorted(people["named"][key][0] or key for key, number in people["owners"].items() if number is None)
    meant = sorted(stages.items(), key=lambda pair: (["open", "won", "lost"].index(pair[1]), pair[0]))
    return new, unmatched, tuple(Meaning(s, o, "" if s in known else f"stage:{s}") for s, o in meant)
