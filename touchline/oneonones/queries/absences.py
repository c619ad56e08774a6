"""Who is away when: one's own days and those of one's reports."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchline.oneonones.models import OneOnOne
from touchline.people.models import Absence, Person
from touchline.ui.words import opening, some

LOOKS_BACK = timedelta(days=90)
LISTED = 60


@dataclass(frozen=True, slots=True)
class AwayRow:
    """Days away, both included, and how many one-on-ones they excuse."""

    pk: int
    person: Person
    kind: str
    from_on: date
    to_on: date
    excuses: int


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """`holidays` is the country or region whose public holidays count for the reader, empty where none is set."""

    today: date
    mine: tuple[AwayRow, ...]
    reports: tuple[AwayRow, ...]
    holidays: str

    @property
    def finding(self) -> str:
        """Whether the reader is away, or when next."""
        current = [row for row in self.mine if row.from_on <= self.today <= row.to_on]
        coming = [row for row in self.mine if row.from_on > self.today]
        if current:
            return f"You are away until {max(row.to_on for row in current):%-d %B}"
        if coming:
            first = min(coming, key=lambda row: row.from_on)
            return f"Your next days away begin in {some((first.from_on - self.today).days, 'day')}"
        return opening("no days away are entered")


def absences_page(reader: Person, *, now: datetime) -> AbsencesPage:
    """Days away of the last three months and to come, of `reader` and the people who report to them; one query."""
    today = reader.day_of(now)
    excused = OneOnOne.objects.filter(absence=OuterRef("pk"), by_itself=True).order_by().values("absence")
    counted = Coalesce(Subquery(excused.annotate(n=Count("pk")).values("n")), 0)
    standing = Absence.objects.visible_to(reader.user).standing().filter(to_on__gte=today - LOOKS_BACK)
    found: QuerySet[Any] = (
        standing.select_related("person").annotate(excuses=counted).order_by("from_on", "pk")[:LISTED]
    )
    rows = [AwayRow(row.pk, row.person, row.get_kind_display(), row.from_on, row.to_on, row.excuses) for row in found]
    return AbsencesPage(
        today=today,
        mine=tuple(row for row in rows if row.person == reader),
        reports=tuple(row for row in rows if row.person != reader and row.to_on >= today),
        holidays=reader.holidays or reader.workspace.holidays,
    )
