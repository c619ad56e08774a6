from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from touchline.people.models.acting import Scoped, verb
from touchline.people.models.person import Person


class AbsenceQuerySet(Scoped["Absence"]):
    def seen_by(self, me: Person) -> Q:
        """One's own, and those of one's direct reports."""
        return Q(person=me) | Q(person__in=Person.objects.reporting_to(me))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def touching(self, start: date, end: date) -> Self:
        """Those with at least one day in start..end, both included."""
        return self.filter(from_on__lte=end, to_on__gte=start)


class Absence(models.Model):
    """Days on which somebody is away, first and last included; of the reason only this much: leave or illness."""

    class Kind(models.TextChoices):
        LEAVE = "leave", "Leave"
        ILLNESS = "illness", "Illness"

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LEAVE)
    from_on = models.DateField()
    to_on = models.DateField()
    uid = models.CharField(max_length=255, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(to_on__gte=F("from_on"))),
            models.UniqueConstraint(
                fields=["person", "uid"], name="absence_once_per_entry", condition=~Q(uid="") & Q(withdrawn_at=None)
            ),
        ]
        indexes = [models.Index(fields=["person", "from_on"], name="absence_by_person")]

    def __str__(self) -> str:
        return f"{self.person} away from {self.from_on} to {self.to_on}"

    @classmethod
    def can_enter(cls, by: Person, person: Person) -> bool:
        """Everybody enters their own days away."""
        return by == person

    def can_withdraw(self, by: Person) -> bool:
        return by.pk == self.person_id

    @classmethod
    @verb("enter")
    def enter(
        cls,
        person: Person,
        *,
        from_on: date,
        to_on: date,
        by: Person,
        at: datetime,
        kind: str = Kind.LEAVE,
        uid: str = "",
    ) -> "Absence":
        """Write down days away; `uid` names the calendar entry it was read from, where it was."""
        if to_on < from_on:
            raise ValidationError(f"The last day must be {from_on:%-d %B %Y} or later.")
        return cls.objects.create(
            person=person, from_on=from_on, to_on=to_on, kind=kind, uid=uid, entered_by=by, entered_at=at
        )

    @verb("withdraw")
    def withdraw(self, *, by: Person, at: datetime) -> None:
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])
