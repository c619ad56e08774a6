"""What a file turns into: tables of text, or a sentence that says why not."""

from dataclasses import dataclass, field

MAX_COLUMNS = 2000
LINE = "__line"


class RefusedError(Exception):
    """The file is not something to import; the message says what was expected and what was found."""


@dataclass(slots=True)
class Damaged:
    """A row that could not be read as a row: its line in the file, why, and its cells."""

    line: int
    reason: str
    row: list[str]


@dataclass(slots=True)
class Table:
    """One sheet or one text file: `arrow` holds a text column per header and the line each row stands on."""

    sheet: str
    headers: list[str]
    rows: int
    arrow: str
    encoding: str = "utf-8"
    delimiter: str = ""
    header_line: int = 1
    repaired: int = 0
    damaged: list[Damaged] = field(default_factory=list)


def unique_headers(cells: list[str]) -> list[str]:
    """Name every column once: blanks by their position, repeats by their count."""
    headers: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(str(cell).split()) or f"Column {number}"
        again = name
        count = 2
        while again in headers:
            again, count = f"{name} ({count})", count + 1
        headers.append(again)
    return headers


def header_row(rows: list[list[str]]) -> int:
    """Find the row that names the columns: the first that is wide, without numbers and without repeats."""
    width = max((len(trimmed(row)) for row in rows), default=0)
    for number, row in enumerate(rows):
        cells = trimmed(row)
        named = [cell for cell in cells if cell.strip()]
        if len(named) < 2 or len(named) < 0.6 * width or len(set(named)) < len(named):
            continue
        if not any(is_number(cell) for cell in named):
            return number
    return 0


def trimmed(row: list[str]) -> list[str]:
    """Leave off the empty cells at the end."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", ""))
    except ValueError:
        return False
    return True
