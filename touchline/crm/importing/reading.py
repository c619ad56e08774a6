"""Read the files of an import into frames, ask what cannot be guessed, and write the plan into its folder."""

from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Protocol

import polars as pl

from touchline.crm.importing import activities as acts
from touchline.crm.importing import planning
from touchline.crm.importing.asking import Asking
from touchline.crm.importing.cells import Cells
from touchline.crm.importing.deals import read_deals
from touchline.crm.importing.guessing import Guess, guess, headers_hash, is_quotas, match_columns
from touchline.crm.importing.mending import rows_mended
from touchline.crm.importing.roster import Member, read_roster
from touchline.crm.importing.staging import Folder
from touchline.crm.importing.values import cleaned
from touchline.crm.models import Import, ImportFile, SetAside
from touchline.crm.opening.shapes import LINE, RefusedError

__all__ = ["RefusedError", "base_of", "read_into"]
EXPECTED = (
    "Touchline expects an export with a header row and one row per deal, with at least a stage and an amount, a close "
    "date or an owner; or accounts, people, or activities"
)
SAMPLES = 3


class Progress(Protocol):
    """Says which step an import is at, and how many rows are done."""

    def __call__(self, step: str, rows_done: int = 0) -> None: ...


@dataclass(slots=True)
class Part:
    """One table of one file and what was made of it."""

    file: ImportFile
    table: dict[str, Any]
    guess: Guess
    frame: pl.DataFrame | None = None
    exact: bool = False

    @property
    def name(self) -> str:
        return f"{self.file.name}, sheet {self.table['sheet']}" if self.table["sheet"] else self.file.name


@dataclass(slots=True)
class Reading:
    """Everything read from the files of one import, before it is compared with what is known."""

    batch: Import
    asking: Asking
    deals: list[tuple[Part, pl.DataFrame]] = field(default_factory=list)
    accounts: list[pl.DataFrame] = field(default_factory=list)
    activities: list[pl.DataFrame] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rows: int = 0


def read_into(batch: Import, folder: Folder, *, progress: Progress) -> None:
    """Fill in rows, counts, questions and notes of the import, its set-aside rows, and the plan in its folder."""
    found = Reading(batch, Asking(answers=batch.answers))
    found.parts = open_parts(batch, folder, found.asking, progress)
    known = dict(batch.source.stages.values_list("name", "outcome"))
    for part in found.parts:
        progress(f"Reading {part.name}", found.rows)
        read_part(found, part, known=known)
        found.rows += part.table["rows"]
    keep_set_aside(found)
    describe(found)
    progress("Comparing with what is here", found.rows)
    counts = planning.plan(found, folder)
    folder.save_json("mended", found.mended)
    batch.rows, batch.rows_done = found.rows, found.rows
    batch.questions, batch.notes = found.asking.questions, found.asking.notes
    batch.counts = {
        **counts,
        "set_aside": len(found.aside),
        "base": base_of(batch),
        "as_of_given": batch.counts.get("as_of_given", False),
    }


def base_of(batch: Import) -> int | None:
    """The newest applied import of the source: what a preview compared itself with."""
    return (
        batch.source.imports.filter(state=Import.State.APPLIED)
        .order_by("-applied_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )


def open_parts(batch: Import, folder: Folder, asking: Asking, progress: Progress) -> list[Part]:
    """Open every file and guess what its tables hold; refuse when none of them is of any use."""
    parts, apart = [], []
    for file in batch.files.order_by("pk"):
        progress(f"Opening {file.name}")
        report = folder.opened(file)
        if report["refused"]:
            apart.append(f"{file.name}: {report['refused']}")
            continue
        corrected = file.found.get("corrected", {})
        tables = [Part(file, table, guessed(batch, table, corrected)) for table in report["tables"]]
        useful = [part for part in tables if part.guess.holds]
        apart += [f"{part.name} is set apart: {unlike(part.table)}" for part in tables if not part.guess.holds]
        parts += one_sheet_of_deals(useful, asking)
    if not parts:
        raise RefusedError(refusal(apart))
    for sentence in apart:
        asking.note(sentence)
    return parts


def guessed(batch: Import, table: dict[str, Any], corrected: dict[str, Any]) -> Guess:
    """What was corrected, else what was remembered for these headers, else a guess."""
    headers = table["headers"]
    first = guess(headers)
    if columns := corrected.get(table["sheet"]):
        return Guess(columns.get("holds", first.holds or "deals"), {k: v for k, v in columns.items() if v in headers})
    kept = batch.source.mappings.filter(headers_hash=headers_hash(headers)).first()
    if kept and kept.corrected_by_id:
        return Guess(kept.holds, kept.columns, dict.fromkeys(kept.columns, "As you said last time."))
    return first


def one_sheet_of_deals(parts: list[Part], asking: Asking) -> list[Part]:
    """A workbook with several sheets of deals is asked about; its other sheets are taken as they are."""
    sheets = [part for part in parts if part.guess.holds in {"deals", "history"}]
    if len(sheets) < 2:
        return parts
    names = [part.table["sheet"] for part in sheets]
    choice = asking.choose("sheet", f"Several sheets of {sheets[0].file.name} hold deals. Which one counts?", names)
    return [part for part in parts if part not in sheets or part.table["sheet"] == (choice or names[0])]


def unlike(table: dict[str, Any]) -> str:
    if is_quotas(table["headers"]):
        return "it holds quotas, not facts of a CRM. Bring them in on the page Quotas, under Paste or upload."
    headers = ", ".join(f"“{header[:30]}”" for header in table["headers"][:4])
    more = f" and {len(table['headers']) - 4} more" if len(table["headers"]) > 4 else ""
    return f"its columns {headers}{more} are neither deals, accounts, people nor activities."


def refusal(apart: list[str]) -> str:
    return f"{EXPECTED}. Found: {' '.join(apart)}"


def read_part(found: Reading, part: Part, *, known: dict[str, str]) -> None:
    """Read one table into the frames of its kind, and note the rows that cannot be used."""
    frame = pl.read_ipc(part.table["arrow"])
    cells = Cells(frame, part.guess.columns, found.asking, found.batch.as_of.astimezone(UTC), name=part.name)
    aside = None
    if part.guess.holds in {"deals", "history"}:
        part.exact = part.guess.holds == "history" and "created" in part.guess.columns.get("snapshot", "").lower()
        deals, aside = read_deals(cells, known=known)
        found.deals.append((part, deals))
    elif part.guess.holds == "accounts":
        accounts, aside = acts.read_accounts(cells)
        found.accounts.append(accounts)
    elif part.guess.holds == "activities":
        rows, aside = acts.read_activities(cells, zone=found.batch.source.workspace.zone)
        found.activities.append(rows)
    elif part.guess.holds == "people":
        found.members += read_roster(cells)
    elif part.guess.holds == "products":
        found.products += cells.text("name", 120).drop_nulls().to_list()
    part.table["formats"] = cells.formats
    gather_aside(found, part, frame, aside)
    usable = frame if aside is None else frame.join(aside, left_on=LINE, right_on="line", how="anti")
    found.mended += rows_mended(usable)
    if repaired := part.table["repaired"]:
        found.asking.note(f"{repaired:,} rows of {part.name} had collapsed into one cell and were mended.")


def gather_aside(found: Reading, part: Part, frame: pl.DataFrame, aside: pl.DataFrame | None) -> None:
    for damaged in part.table["damaged"]:
        row = dict(zip([*part.table["headers"], *map(str, range(200))], damaged["row"], strict=False))
        found.aside.append(
            SetAside(batch=found.batch, file=part.file, line=damaged["line"], reason=damaged["reason"], row=row)
        )
    if aside is None or aside.is_empty():
        return
    reasons = dict(aside.iter_rows())
    for row in frame.filter(pl.col(LINE).is_in(list(reasons))).iter_rows(named=True):
        line = row.pop(LINE)
        found.aside.append(SetAside(batch=found.batch, file=part.file, line=line, reason=reasons[line][:200], row=row))


def keep_set_aside(found: Reading) -> None:
    found.batch.set_aside_rows.all().delete()
    SetAside.objects.bulk_create(sorted(found.aside, key=lambda row: (row.file_id, row.line)), batch_size=1000)


def describe(found: Reading) -> None:
    """Write down, per file, what was found and why, for the mapping page."""
    by_file: dict[int, list[Part]] = {}
    for part in found.parts:
        by_file.setdefault(part.file.pk, []).append(part)
    for parts in by_file.values():
        file = parts[0].file
        file.holds, file.sheet = parts[0].guess.holds, parts[0].table["sheet"][:120]
        file.rows = sum(part.table["rows"] for part in parts)
        file.found = {**file.found, "tables": [described(part) for part in parts]}
        file.save(update_fields=["holds", "sheet", "rows", "found"])


def described(part: Part) -> dict[str, Any]:
    head = pl.scan_ipc(part.table["arrow"], glob=False).head(50).collect()
    samples = {
        h: cleaned(head[h]).drop_nulls().unique(maintain_order=True).head(SAMPLES).to_list()
        for h in part.table["headers"]
    }
    keys = ("sheet", "headers", "rows", "encoding", "delimiter", "header_line", "repaired", "formats")
    return {
        **{key: part.table[key] for key in keys},
        "holds": part.guess.holds,
        "columns": part.guess.columns,
        "why": part.guess.why or match_columns(part.table["headers"], part.guess.holds).why,
        "samples": samples,
    }
