"""What may still be said about a past one-on-one: amendments, the rep's rating, and who else may read it."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record


class AmendmentQuerySet(Scoped["Amendment"]):
    def seen_by(self, me: Person) -> Q:
        """An amendment is for whoever may see the one-on-one."""
        return Q(one_on_one__in=OneOnOne.objects.known_to(me))


class Amendment(models.Model):
    """Something added to a one-on-one after its words were locked, shown with its author and day."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="amendments")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()
    key = models.UUIDField(null=True, unique=True)

    objects = AmendmentQuerySet.as_manager()

    def __str__(self):
        return self.text[:60]

    @classmethod
    def can_add(cls, by: Person, one_on_one: OneOnOne) -> bool:
        """Only the two of a one-on-one add to it."""
        return one_on_one.can_change(by)

    @classmethod
    @verb("add", once=True)
    def add(cls, one_on_one, text, *, by, at, key=None):
        """Add to a locked one-on-one; the same key twice makes one."""
        if not one_on_one.is_locked(at):
            raise ValidationError("It can still be changed, so write it in the notes.")
        amendment = cls.objects.create(one_on_one=one_on_one, author=by, text=text, at=at, key=key)
        record(
            "one_on_one.amended",
            by=by,
            about=one_on_one.rep,
            label="One-on-one amended",
            at=at,
            one_on_one=one_on_one.pk,
        )
        return amendment


class Usefulness(models.Model):
    """How useful the rep found one one-on-one, 1 to 5. No leader ever reads a row: only released medians leave here."""

    one_on_one = models.OneToOneField(OneOnOne, models.CASCADE, related_name="+", related_query_name="rating")
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="usefulness_one_to_five", condition=Q(score__range=(1, 5)))]

    def __str__(self):
        return "A rating only its rep knows"

    @classmethod
    def can_rate(cls, by: Person, one_on_one: OneOnOne) -> bool:
        """Only the rep rates a one-on-one."""
        return one_on_one.can_confirm(by)

    @classmethod
    @verb("rate")
    def rate(cls, one_on_one, score, *, by, at):
        """The rep rates it, and may rate it anew within the seven days for confirming. It leaves no event."""
        cls(one_on_one=one_on_one, at=at)._refuse_out_of_time()
        cls.objects.update_or_create(one_on_one=one_on_one, defaults={"score": score, "at": at})

    @classmethod
    @transaction.atomic
    def bring_in(cls, ratings):
        """Store many of the past at once, each given within its seven days."""
        for rating in ratings:
            rating._refuse_out_of_time()
        cls.objects.bulk_create(ratings)

    def _refuse_out_of_time(self):
        one = self.one_on_one
        if not one.is_held or self.at > one.recorded_at + one.CONFIRMS_WITHIN:
            raise ValidationError("It could be rated within seven days of being written down.")


class HandoverQuerySet(Scoped["Handover"]):
    def seen_by(self, me: Person) -> Q:
        """For the rep, the former leader, and the leader the earlier one-on-ones were shared with."""
        return Q(rep=me) | Q(former=me) | Q(to=me)

    def reaching(self, leader: Person) -> Self:
        return self.filter(to=leader, withdrawn_at=None)


class Handover(models.Model):
    """The rep or the former leader lets a new leader read the shared part of the one-on-ones held before."""

    rep = models.ForeignKey(Person, models.CASCADE, related_name="handovers")
    former = models.ForeignKey(Person, models.CASCADE, related_name="+")
    to = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rep", "former", "to"], name="handover_once", condition=Q(withdrawn_at=None)
            )
        ]

    def __str__(self):
        return f"{self.rep}: from {self.former} to {self.to}"

    @classmethod
    def can_give(cls, by: Person, rep: Person, former: Person) -> bool:
        """Only the rep or the former leader can share these one-on-ones."""
        return by in (rep, former)

    @classmethod
    @verb("give")
    def give(cls, rep, *, former, by, at):
        """Open the shared history of `rep` with `former` to the leader the rep has now. Twice is once."""
        seat = rep.seats.current().select_related("leader").first()
        if seat is None or seat.leader is None or seat.leader == former:
            raise ValidationError(f"{rep.name} has no other leader to share them with.")
        handover, made = cls.objects.get_or_create(
            rep=rep, former=former, to=seat.leader, withdrawn_at=None, defaults={"by": by, "at": at}
        )
        if made:
            record("handover.given", by=by, about=rep, label="Earlier one-on-ones shared", at=at, handover=handover.pk)
        return handover

    def can_withdraw(self, by: Person) -> bool:
        """Whoever gave it, and the rep in any case."""
        return by.pk in (self.by_id, self.rep_id)

    @verb("withdraw")
    def withdraw(self, *, by, at):
        """Close what was opened. Twice is once."""
        if self.withdrawn_at:
            return
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])
        record("handover.withdrawn", by=by, about=self.rep, label="Sharing taken back", at=at, handover=self.pk)
