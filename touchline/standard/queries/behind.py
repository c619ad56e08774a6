"""What is behind one reading: every figure opens to what it counts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page

from touchline.people.models import Person
from touchline.standard.practice import PracticeDefinition
from touchline.standard.queries.going import row_of
from touchline.standard.readings import Line, Row, listed


@dataclass(frozen=True, slots=True)
class BehindPage:
    """One reading and a page of the list under it."""

    practice: PracticeDefinition
    row: Row
    lines: Page[Line]
    reps: int
    today: date


def behind_page(
    practice: PracticeDefinition, leader: Person, id: str, *, as_of: datetime, page: int
) -> BehindPage | None:
    """What the reading `id` of `leader` rests on, the newest first; None where there is no such list."""
    behind = practice.lists.get(id)
    if behind is None:
        return None
    found = practice.find(leader, as_of=as_of)
    row = row_of(practice, found, found.reading(id))
    return BehindPage(practice, row, listed(behind(found), page=page), len(found.reported), found.last)
