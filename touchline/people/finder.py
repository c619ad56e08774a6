"""Find one row for somebody: 404 where they may not know of it, 403 where they may see it but not act on it."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from touchline.people.models import Person

Row = TypeVar("Row", bound=Model)


def found(rows: QuerySet[Row], by: Person, *, may: str, **where: Any) -> Row:
    """The row of `rows` with `where`, for somebody whom its `can_<may>` lets act.

    Raises Http404 where it is not among the rows, PermissionDenied where `by` may see it and no more.
    """
    row = get_object_or_404(rows, **where)
    if not getattr(row, f"can_{may}")(by):
        raise PermissionDenied
    return row


def row_or_404(rows: QuerySet[Row]) -> Row:
    """The first of `rows`, which are read as they are; Http404 where there is none."""
    for row in rows:
        return row
    raise Http404
