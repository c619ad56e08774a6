"""Open text files: encoding, delimiter, header row, and rows that lost their shape."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from charset_normalizer import from_bytes

from touchline.crm.opening.shapes import LINE, MAX_COLUMNS, Damaged, RefusedError, Table, header_row, unique_headers

SAMPLE = 1 << 20
BLOCK = 1 << 22
CHUNK = 50_000
DELIMITERS = (",", ";", "\t", "|")
KNOWN_BINARIES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
}
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(slots=True)
class Scan:
    """What one pass over the bytes tells: encoding, and how many lines there are."""

    encoding: str
    lines: int


def open_text(path: Path, folder: Path) -> Table:
    """Turn a delimited text file into one table in `folder`."""
    seen = scan(path)
    if seen.encoding not in {"utf-8", "utf-8-sig"}:
        path = transcoded(path, seen.encoding, folder)
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(SAMPLE)
    delimiter = find_delimiter(sample)
    rows = sample_rows(sample, delimiter)
    at = header_row(rows)
    headers = unique_headers(rows[at])
    arrow = folder / f"{path.stem[:40]}-text.arrow"
    table = Table("", headers, 0, str(arrow), seen.encoding, delimiter, at + 1)
    if at or not read_fast(path, table, seen.lines):
        read_carefully(path, table)
    return table


def scan(path: Path) -> Scan:
    """Walk over the bytes once, in blocks: which encoding, how many lines."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        if not head.strip():
            raise RefusedError("The file is empty. Touchline expects an export with a header row and a row per deal.")
        refuse_binary(head)
        bom = next((name for mark, name in BOMS.items() if head.startswith(mark)), None)
        if bom == "utf-16":
            return Scan(bom, -1)
        decoder, lines, block = codecs.getincrementaldecoder("utf-8")(), 0, head
        try:
            while block:
                decoder.decode(block)
                lines += block.count(b"\n")
                last, block = block[-1:], file.read(BLOCK)
        except UnicodeDecodeError:
            return Scan(guessed_encoding(head), -1)
    return Scan(bom or "utf-8", lines + (last != b"\n"))


def refuse_binary(head: bytes) -> None:
    for mark, what in KNOWN_BINARIES.items():
        if head.startswith(mark):
            raise RefusedError(f"This is {what}, whatever its name says. Touchline expects a CSV, TSV or XLSX export.")
    if b"\x00" in head[:65536] and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RefusedError("This is not text: it holds zero bytes. Touchline expects a CSV, TSV or XLSX export.")


def guessed_encoding(head: bytes) -> str:
    """Western single bytes unless the text looks Cyrillic or Japanese; the western encodings differ in a few signs."""
    best = from_bytes(head[:65536], cp_isolation=["cp1252", "cp1251", "shift_jis"]).best()
    return best.encoding if best and best.encoding in {"cp1251", "shift_jis"} else "cp1252"


def transcoded(path: Path, encoding: str, folder: Path) -> Path:
    """Write the file again as UTF-8; bytes the encoding does not know become the replacement sign."""
    target = folder / f"{path.stem[:40]}-utf8.csv"
    with path.open(encoding=encoding, errors="replace", newline="") as old, target.open("w", newline="") as new:
        while text := old.read(BLOCK):
            new.write(text)
    return target


def find_delimiter(sample: str) -> str:
    """Choose the sign that splits most lines into the same number of cells, more than one."""
    first = sample[: sample.find("\n")] if "\n" in sample else sample
    if (widest := max(first.count(sign) for sign in DELIMITERS)) > MAX_COLUMNS:
        raise RefusedError(
            f"The first row has more than {min(widest, 10**7):,} columns; an export has at most {MAX_COLUMNS:,}."
        )

    def evenness(sign: str) -> float:
        widths = Counter(len(row) for row in sample_rows(sample, sign)[:200] if row)
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        return 0 if width < 2 else times / widths.total() * min(width, 12)

    best = max(DELIMITERS, key=evenness)
    if evenness(best) == 0:
        raise RefusedError("No columns were found. Touchline expects a table with a header row and a row per deal.")
    return best


def sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(1 << 24)
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind("\n") + 1] or sample
    rows = []
    for row in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter):
        rows.append(row)
        if len(rows) == 200:
            break
    return rows or [[]]


def read_fast(path: Path, table: Table, lines: int) -> bool:
    """Let polars read a file in which every line is a row of the same width; say no when it is not one."""
    schema = dict.fromkeys(table.headers, pl.String)
    frame = pl.scan_csv(
        path,
        separator=table.delimiter,
        schema=schema,
        has_header=True,
        glob=False,
        missing_columns="insert",
        extra_columns="raise",
        row_index_name=LINE,
        row_index_offset=2,
    )
    try:
        frame.sink_ipc(table.arrow)
        kept = pl.scan_ipc(table.arrow, glob=False)
        first, rest = table.headers[0], table.headers[1:]
        collapsed = pl.all_horizontal(pl.col(rest).is_null()) & pl.col(first).str.contains(
            table.delimiter, literal=True
        )
        counts = kept.select(pl.len().alias("rows"), collapsed.sum().alias("collapsed")).collect().row(0)
    except (pl.exceptions.PolarsError, OSError):
        return False
    table.rows = counts[0]
    return bool(counts[1] == 0 and counts[0] + 1 == lines)


def read_carefully(path: Path, table: Table) -> None:
    """Read record by record: exact line numbers, repaired rows, and those without a shape set aside."""
    width, frames, chunk, line = len(table.headers), [], [], 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=table.delimiter)
        for number, row in enumerate(reader):
            starts, line = line + 1, reader.line_num
            if number < table.header_line or not any(row):
                continue
            if (whole := shaped(row, width, table)) is None:
                found = f"{len(row)} columns where {width} are expected" if len(row) > 1 else "one cell for a whole row"
                table.damaged.append(Damaged(starts, f"This row has {found}.", row[:200]))
                continue
            chunk.append([starts, *whole])
            if len(chunk) == CHUNK:
                frames.append(as_frame(chunk, table.headers))
                chunk = []
    frames.append(as_frame(chunk, table.headers))
    frame = pl.concat(frames)
    table.rows = frame.height
    frame.write_ipc(table.arrow)


def shaped(row: list[str], width: int, table: Table) -> list[str] | None:
    """Return the row in `width` cells: padded, mended when it collapsed into one cell, or None."""
    if len(row) == 1 and table.delimiter in row[0]:
        again = next(csv.reader([row[0]], delimiter=table.delimiter), [])
        if len(again) != width:
            return None
        table.repaired += 1
        return again
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        return None
    return (row + [""] * (width - len(row)))[:width]


def as_frame(rows: list[list[Any]], headers: list[str]) -> pl.DataFrame:
    schema = {LINE: pl.UInt32, **dict.fromkeys(headers, pl.String)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.col(header).replace("", None) for header in headers)
