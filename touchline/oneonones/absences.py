"""Days away and what they do to one-on-ones, as one change: nobody enters leave without its slots being excused."""

from datetime import date, datetime

from django.db import transaction

from touchline.oneonones.models import OneOnOne
from touchline.people.models import Absence, Person
from touchline.timeline.models import record


@transaction.atomic
def enter_absence(
    person: Person,
    *,
    from_on: date,
    to_on: date,
    by: Person,
    at: datetime,
    kind: str = Absence.Kind.LEAVE,
    uid: str = "",
) -> tuple[Absence, int]:
    """Write days away down and excuse the open one-on-ones they touch; returns the absence and how many."""
    absence = Absence.enter(person, from_on=from_on, to_on=to_on, by=by, at=at, kind=kind, uid=uid)
    record("absence.entered", by=by, about=person, label="Days away entered", at=at, absence=absence.pk)
    return absence, OneOnOne.objects.touching(absence).excuse_where_away(at)


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Person, at: datetime) -> None:
    """Take days away back: the one-on-ones they excused and that are to come are open again. Twice is once."""
    if absence.withdrawn_at:
        return
    absence.withdraw(by=by, at=at)
    record("absence.withdrawn", by=by, about=absence.person, label="Days away taken back", at=at, absence=absence.pk)
    OneOnOne.objects.all().open_where_back(absence, by=by, at=at)
