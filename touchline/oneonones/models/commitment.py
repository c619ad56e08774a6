from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person, User
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record, recorded_together


class CommitmentQuerySet(Scoped["Commitment"]):
    def seen_by(self, me: Person) -> Q:
        """A commitment is for the two of it, and for whoever its one-on-one was handed over to."""
        return Q(owner=me) | Q(to=me) | Q(one_on_one__in=OneOnOne.objects.known_to(me))

    def of(self, user: User | None) -> Self:
        """Those somebody made or was made; only these two change them."""
        me = getattr(user, "person", None)
        return self.filter(Q(owner=me) | Q(to=me)) if me else self.none()

    def between(self, one: Person, other: Person) -> Self:
        return self.filter(Q(owner=one, to=other) | Q(owner=other, to=one))

    def open(self) -> Self:
        return self.filter(state=Commitment.State.OPEN)

    def due_by(self, day: date) -> Self:
        return self.filter(due_on__lte=day)


class Commitment(models.Model):
    """A promise: who, what, by when, and how it ended."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        KEPT = "kept", "Kept"
        MISSED = "missed", "Missed"
        DROPPED = "dropped", "Dropped"

    class Difficulty(models.IntegerChoices):
        EASY = 1, "Easy"
        FAIR = 2, "Fair"
        HARD = 3, "Hard"

    owner = models.ForeignKey(Person, models.CASCADE, related_name="commitments")
    to = models.ForeignKey(Person, models.CASCADE, related_name="commitments_received")
    one_on_one = models.ForeignKey(OneOnOne, models.SET_NULL, null=True, related_name="commitments")
    what = models.CharField(max_length=240)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    due_on = models.DateField()
    first_due_on = models.DateField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    renegotiated_at = models.DateTimeField(null=True)
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    dropped_why = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(null=True, unique=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="commitment_to_another", condition=~Q(owner=models.F("to"))),
            models.CheckConstraint(
                name="commitment_settled_has_a_day",
                condition=Q(state="open", settled_on=None) | (~Q(state="open") & Q(settled_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="commitment_by_owner"),
            models.Index(fields=["to", "state", "due_on"], name="commitment_by_receiver"),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_kept(self) -> bool:
        return self.state == self.State.KEPT

    @property
    def was_kept_late(self) -> bool:
        return self.is_kept and self.settled_on > self.due_on

    def days_late(self, today: date) -> int:
        """Days past due while still open, or when it was kept; 0 in time."""
        return max(((self.settled_on or today) - self.due_on).days, 0)

    @classmethod
    def can_make(cls, by: Person, owner: Person, to: Person) -> bool:
        """One of the two writes it down."""
        return by in (owner, to)

    def can_change(self, by: Person) -> bool:
        return by.pk in (self.owner_id, self.to_id)

    def can_grade(self, by: Person) -> bool:
        """The other one says how hard a promise is; nobody grades their own."""
        return by.pk == self.to_id

    @classmethod
    def can_settle_all(cls, by: Person, commitments: "Iterable[Commitment]") -> bool:
        return all(commitment.can_change(by) for commitment in commitments)

    @classmethod
    @verb("make", once=True)
    def make(cls, what, *, owner, to, due_on, by, at, one_on_one=None, number=None, unit="", key=None):
        """Write a promise down; the same key twice makes one commitment."""
        commitment = cls(
            owner=owner,
            to=to,
            what=what,
            due_on=due_on,
            first_due_on=due_on,
            made_by=by,
            made_at=at,
            one_on_one=one_on_one,
            number=number,
            unit=unit,
            key=key,
        )
        commitment._refuse_to_make()
        commitment.save(force_insert=True)
        commitment._record("made", "Commitment made", by=by, at=at)
        return commitment

    @classmethod
    @transaction.atomic
    def bring_in(cls, commitments):
        """Store many of the past at once, graded and settled as they are, with the events the verbs would have left.

        The grade is taken as given when the promise was made.
        """
        for one in commitments:
            one._refuse_to_make()
            if not one.is_open and one.settled_at < one.made_at:
                raise ValidationError("A promise is made before it is settled.")
        cls.objects.bulk_create(commitments)
        with recorded_together():
            for one in commitments:
                one._record("made", "Commitment made", by=one.made_by, at=one.made_at)
                if one.difficulty:
                    one._record("graded", "Commitment graded", by=one.to, at=one.made_at)
                if not one.is_open:
                    one._record_ending()

    @verb("grade")
    def grade(self, difficulty, *, by, at):
        """The other party says how hard it is; one does not grade one's own promise."""
        self.difficulty = difficulty
        self.save(update_fields=["difficulty"])
        self._record("graded", "Commitment graded", by=by, at=at)

    @verb("change")
    def keep(self, *, by, at, on=None):
        """It was done on the day `on` (today where nothing else is said); late if that is after it was due."""
        today = self.owner.workspace.today(at)
        if on and on > today:
            raise ValidationError(f"The day it was kept must be {today:%-d %B %Y} or earlier.")
        self._settle(self.State.KEPT, by=by, at=at, on=on or today)

    @verb("change")
    def miss(self, *, by, at):
        self._settle(self.State.MISSED, by=by, at=at, on=self.owner.workspace.today(at))

    @verb("change")
    def drop(self, *, why, by, at):
        """No longer wanted, with the reason."""
        if not why.strip():
            raise ValidationError("Write why it is dropped.")
        self._settle(self.State.DROPPED, by=by, at=at, on=self.owner.workspace.today(at))
        self.dropped_why = why
        self.save(update_fields=["dropped_why"])

    @classmethod
    @verb("settle_all")
    def settle_all(cls, commitments, state, *, by, at):
        """Keep or miss several at once, today; all of them or, where one is refused, none."""
        for commitment in commitments:
            commitment.keep(by=by, at=at) if state == cls.State.KEPT else commitment.miss(by=by, at=at)

    @classmethod
    @verb("settle_all")
    def reopen_all(cls, commitments, *, by, at):
        for commitment in commitments:
            commitment.reopen(by=by, at=at)

    @verb("change")
    def reopen(self, *, by, at):
        """Take the ending back."""
        self.state, self.settled_on, self.settled_at, self.settled_by = self.State.OPEN, None, None, None
        self.dropped_why = ""
        self.save(update_fields=["state", "settled_on", "settled_at", "settled_by", "dropped_why"])
        self._record("reopened", "Commitment open again", by=by, at=at)

    @verb("change")
    def renegotiate(self, due_on, *, by, at):
        """Agree on a later day, once and before the first day has come."""
        if not self.is_open:
            raise ValidationError(f"It was settled as {self.get_state_display().lower()}. Take that back first.")
        if self.renegotiated_at:
            raise ValidationError("The day was changed once already. Keep it, miss it or drop it.")
        if self.owner.workspace.today(at) >= self.due_on:
            raise ValidationError("It is due, so the day can no longer be changed. Keep it, miss it or drop it.")
        if due_on <= self.due_on:
            raise ValidationError(f"Choose a day after {self.due_on:%-d %B %Y}.")
        self.due_on, self.renegotiated_at = due_on, at
        self.save(update_fields=["due_on", "renegotiated_at"])
        self._record("renegotiated", f"Commitment due on {due_on:%-d %b} instead", by=by, at=at)

    @transaction.atomic
    def _settle(self, state, *, by, at, on):
        if self.state == state:
            return
        if not self.is_open:
            raise ValidationError(f"It was settled as {self.get_state_display().lower()}. Take that back first.")
        self.state, self.settled_on, self.settled_at, self.settled_by = state, on, at, by
        self.save(update_fields=["state", "settled_on", "settled_at", "settled_by"])
        self._record_ending()

    def _refuse_to_make(self):
        if self.one_on_one:
            self.one_on_one.refuse_when_locked(self.made_at)
        today = self.owner.workspace.today(self.made_at)
        if self.first_due_on < today:
            raise ValidationError(f"The day must be {today:%-d %B %Y} or later.")

    def _record_ending(self):
        label = f"Commitment {self.get_state_display().lower()}"
        self._record(self.state, label, by=self.settled_by, at=self.settled_at)

    def _record(self, verb, label, *, by, at):
        """Labels carry no words of the promise: events reach more people than promises do."""
        record(f"commitment.{verb}", by=by, about=self.owner, label=label, at=at, commitment=self.pk)
