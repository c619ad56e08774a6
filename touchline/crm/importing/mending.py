"""Rows that an import set aside, mended in a spreadsheet and imported again: which rows they are, and when."""

from datetime import datetime

import polars as pl

from touchline.crm.models import Import, SetAside
from touchline.people.models import Person

LINE, REASON, WHICH = OURS = ("Line", "Reason", "Set aside")
"""The columns we add to a download of set-aside rows; the last holds the key of the row."""


def theirs(headers: list[str]) -> list[str]:
    """The headers of an export without the columns we added to its set-aside rows."""
    return [header for header in headers if header not in OURS] if set(OURS) <= set(headers) else headers


def rows_mended(frame: pl.DataFrame) -> list[int]:
    """Return the keys of the set-aside rows that the usable rows of a mended file stand for."""
    if not set(OURS) <= set(frame.columns):
        return []
    return frame[WHICH].cast(pl.Int64, strict=False).drop_nulls().unique().to_list()


def mend(batch: Import, rows: list[int], *, by: Person | None, at: datetime) -> None:
    """Note that this import, applied at `at`, mends rows that earlier imports of its source set aside.

    `rows` are the keys written in the file, where anybody can type any number: a leader mends only rows of their own
    imports, and other keys are ignored.
    """
    aside = SetAside.objects.filter(batch__source=batch.source, mended_at=None)
    if by is not None and not by.is_administrator:
        aside = aside.filter(batch__by=by)
    for start in range(0, len(rows), 500):
        aside.filter(pk__in=rows[start : start + 500]).exclude(batch=batch).update(mended_at=at)


def unmend(batch: Import) -> None:
    """The import is undone, so the rows it mended wait to be mended again."""
    SetAside.objects.filter(batch__source=batch.source, mended_at=batch.applied_at).update(mended_at=None)
