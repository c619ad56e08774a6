"""Why two people do not meet on a day: one of them is away, or it is a public holiday where one of them works."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from touchline.people.models import Absence, Person

if TYPE_CHECKING:
    from touchline.oneonones.models.oneonone import OneOnOne


@dataclass(frozen=True, slots=True)
class Away:
    """Days away of one of the two, or, where `absence` is None, a public holiday; `why` is kept with the outcome."""

    why: str
    person: Person
    absence: Absence | None = None

    @property
    def says(self) -> str:
        """How a sentence begins that refuses the day."""
        return (
            f"{self.person.name} is away" if self.absence else f"{self.person.name} has a public holiday, {self.why},"
        )

    @classmethod
    def of(cls, leader: Person, rep: Person, day: date) -> "Away | None":
        """Why these two do not meet on `day`, or None."""
        absences = Absence.objects.standing().filter(person__in=(leader, rep)).touching(day, day)
        return _reason((leader, rep), day, absences.select_related("person"))


def away_on(ones: Sequence["OneOnOne"]) -> list[Away | None]:
    """For each one-on-one why the two do not meet on its day, or None; one query for all of them."""
    if not ones:
        return []
    days = [one.day for one in ones]
    people = {person for one in ones for person in (one.leader_id, one.rep_id)}
    standing = Absence.objects.standing().filter(person__in=people).touching(min(days), max(days))
    by_person = defaultdict(list)
    for absence in standing.select_related("person__workspace"):
        by_person[absence.person_id].append(absence)
    return [
        _reason((one.leader, one.rep), day, by_person[one.leader_id] + by_person[one.rep_id])
        for one, day in zip(ones, days, strict=True)
    ]


def _reason(two: tuple[Person, Person], day: date, absences: Sequence[Absence]) -> Away | None:
    """The absence entered first, so that the reason stays the same; else the holiday of either."""
    touching = [absence for absence in absences if absence.from_on <= day <= absence.to_on]
    if touching:
        first = min(touching, key=lambda absence: (absence.entered_at, absence.pk))
        return Away(first.get_kind_display(), first.person, first)
    return next((Away(name, person) for person in two if (name := person.holiday_on(day))), None)
