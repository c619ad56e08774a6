"""Open workbooks: every sheet becomes a table; formulas are never run, only their stored results read."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from touchline.crm.opening.shapes import LINE, MAX_COLUMNS, RefusedError, Table, header_row, trimmed, unique_headers

MAX_UNPACKED = 1 << 30
MAX_RATIO = 100
SMALL = 50 << 20


def open_workbook(path: Path, folder: Path) -> list[Table]:
    """Turn each sheet with at least two rows into a table in `folder`."""
    refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise RefusedError("This workbook cannot be opened. Save it again as XLSX or CSV.") from error
    tables = [as_table(name, rows, folder, n) for n, (name, rows) in enumerate(sheets) if len(rows) > 1]
    if not tables:
        raise RefusedError("The workbook has no sheet with a header row and rows under it.")
    return tables


def refuse_bombs(path: Path) -> None:
    """Look at the zip's own list before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise RefusedError("This is not a workbook, whatever its name says. Touchline expects XLSX or CSV.") from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise RefusedError(
            f"Unpacked, this file would be {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB. That is not an export."
        )
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise RefusedError("This is a zip archive, not a workbook. Unpack it and choose the CSV files in it.")


def as_table(name: str, rows: Sequence[Sequence[object]], folder: Path, number: int) -> Table:
    text = [[as_text(cell) for cell in row] for row in rows]
    at = header_row(text[:20])
    width = len(trimmed(text[at])) or 1
    if width > MAX_COLUMNS:
        raise RefusedError(f"Sheet {name} has {width:,} columns; an export has at most {MAX_COLUMNS:,}.")
    headers = unique_headers(text[at][:width])
    kept = [[line, *row[:width]] for line, row in enumerate(text[at + 1 :], at + 2) if any(row[:width])]
    schema = {LINE: pl.UInt32, **dict.fromkeys(headers, pl.String)}
    frame = pl.DataFrame(kept, schema=schema, orient="row")
    arrow = folder / f"sheet-{number}-text.arrow"
    frame.with_columns(pl.col(header).replace("", None) for header in headers).write_ipc(arrow)
    return Table(name, headers, frame.height, str(arrow), "xlsx", "", at + 1)


def as_text(cell: object) -> str:
    """Write a cell as an export would: whole numbers without a point, days and instants in ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
