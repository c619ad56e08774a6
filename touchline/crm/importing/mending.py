"""Rows that were set aside, mended outside and brought in again: which ones they are, and since when."""

from datetime import datetime

import polars as pl

from touchline.crm.models import Import, SetAside
from touchline.people.models import Person

LINE, REASON, WHICH = OURS = ("Line", "Reason", "Set aside")
"""The columns we add to a download of set-aside rows; the last says which row it is, so that it is known again."""


def theirs(headers: list[str]) -> list[str]:
    """The headers of an export without the columns we added to its set-aside rows."""
    return [header for header in headers if header not in OURS] if set(OURS) <= set(headers) else headers


def rows_mended(frame: pl.DataFrame) -> list[int]:
    """Which rows set aside earlier these usable rows are."""
    if not set(OURS) <= set(frame.columns):
        return []
    return frame[WHICH].cast(pl.Int64, strict=False).drop_nulls().unique().to_list()


def mend(batch: Import, rows: list[int], *, by: Person | None, at: datetime) -> None:
    """Rows of earlier imports of this source are mended from the instant the import with them is applied.

    A leader mends rows of their own imports; the number of a row of somebody else's says nothing.
    """
    aside = SetAside.objects.filter(batch__source=batch.source, mended_at=None)
    if by is not None and not by.is_administrator:
        aside = aside.filter(batch__by=by)
    for start in range(0, len(rows), 500):
        aside.filter(pk__in=rows[start : start + 500]).exclude(batch=batch).update(mended_at=at)


def unmend(batch: Import) -> None:
    """The import is undone, and with it what it mended."""
    SetAside.objects.filter(batch__source=batch.source, mended_at=batch.applied_at).update(mended_at=None)
