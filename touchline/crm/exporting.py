"""Write tables that a spreadsheet opens without running anything in them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import StreamingHttpResponse

# A spreadsheet reads the wide signs of East Asian keyboards too.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CONTROLS = ("\t", "\r", "\x00")
BLANK = " \t\r\n\x00\x0b\x0c\u00a0\ufeff"


def safe(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would take for a formula; numbers and dates stay as they are."""
    if isinstance(cell, str) and (cell.lstrip(BLANK).startswith(SIGNS) or cell.startswith(CONTROLS)):
        return f"'{cell}"
    return cell


def csv_response(name: str, heading: list[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Answer with a CSV file that is written while it is read; it opens as UTF-8 in a spreadsheet."""
    response = StreamingHttpResponse(_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """What a csv writer writes to; it hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def _lines(heading: list[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in chain([heading], rows):
        yield writer.writerow([safe(cell) for cell in row])
