from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.rhythm import Rhythm
from touchline.people.models import Person, User
from touchline.plans.models import Goal
from touchline.timeline.models import record


class OneOnOneQuerySet(models.QuerySet["OneOnOne"]):
    def visible_to(self, user: User | None) -> Self:
        """A one-on-one is for the rep in it and for the leader while the rep reports to them; for nobody above."""
        me = getattr(user, "person", None)
        if me is None:
            return self.none()
        return self.filter(Q(rep=me) | Q(leader=me, rep__in=Person.objects.reporting_to(me)))

    def between(self, leader: Person, rep: Person) -> Self:
        return self.filter(leader=leader, rep=rep)

    def open(self) -> Self:
        return self.filter(outcome="")

    def held(self) -> Self:
        return self.filter(outcome=OneOnOne.Outcome.HELD)

    def untouched(self) -> Self:
        """Those nothing was written, promised, reviewed or rearranged in."""
        return self.filter(
            moved_at=None, notes=None, privatenotes=None, commitments=None, topics_settled=None, goal_reviews=None
        )

    def starting_within(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class OneOnOne(models.Model):
    """One conversation of a leader and a rep, due on a day and ending in exactly one outcome."""

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        HELD = "held", "Held"
        MISSED = "missed", "Missed"
        EXCUSED = "excused", "Excused"

    class Side(models.TextChoices):
        LEADER = "leader", "The leader"
        REP = "rep", "The rep"

    LATE_ENTRY = timedelta(hours=48)
    CONFIRMS_WITHIN = timedelta(days=7)
    LOCKS_AFTER = timedelta(days=14)
    ENDING = [
        "outcome",
        "outcome_at",
        "outcome_by",
        "outcome_why",
        "missed_by",
        "recorded_at",
        "talked_minutes",
        "confirmed_at",
    ]

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rhythm = models.ForeignKey(Rhythm, models.SET_NULL, null=True, related_name="one_on_ones")
    leader = models.ForeignKey(Person, models.CASCADE, related_name="one_on_ones_led")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="one_on_ones")
    due_on = models.DateField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    sequence = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    moved_why = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome_why = models.CharField(max_length=200, blank=True)
    missed_by = models.CharField(max_length=6, choices=Side, blank=True)
    recorded_at = models.DateTimeField(null=True)
    talked_minutes = models.PositiveSmallIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    objects = OneOnOneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rhythm", "due_on"], name="one_on_one_once_per_slot", condition=~Q(rhythm=None)
            ),
            models.CheckConstraint(
                name="one_on_one_outcome_has_a_time",
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
            ),
            models.CheckConstraint(name="one_on_one_of_two", condition=~Q(leader=models.F("rep"))),
        ]
        indexes = [
            models.Index(fields=["leader", "starts_at"], name="one_on_one_by_leader"),
            models.Index(fields=["rep", "starts_at"], name="one_on_one_by_rep"),
        ]

    def __str__(self):
        return f"{self.leader} and {self.rep}, {self.due_on:%-d %b %Y}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_held(self) -> bool:
        return self.outcome == self.Outcome.HELD

    @property
    def was_logged_late(self) -> bool:
        """Entered more than 48 hours after it happened."""
        return bool(self.recorded_at and self.outcome_at and self.recorded_at - self.outcome_at > self.LATE_ENTRY)

    @property
    def lasted(self) -> int:
        """Minutes it took; as planned where nobody said otherwise."""
        return self.minutes if self.talked_minutes is None else self.talked_minutes

    def is_locked(self, now) -> bool:
        """Fourteen days after it ended its words stand; what is added from then on is an amendment."""
        return bool(self.recorded_at and now > self.recorded_at + self.LOCKS_AFTER)

    def can_change(self, person) -> bool:
        return person.pk in (self.leader_id, self.rep_id)

    def can_lead(self, person) -> bool:
        """Brief and outcome are for the leader in it; `visible_to` has checked that the rep still reports to them."""
        return person.pk == self.leader_id

    def happened_at(self, now) -> datetime:
        """When it took place if it is finished `now`: now, or its own time once that day is over."""
        today = self.leader.workspace.today
        return self.starts_at if today(self.starts_at) < today(now) else now

    @classmethod
    @transaction.atomic
    def plan(cls, leader, rep, *, starts_at, by, at, minutes=30, key=None):
        """Arrange a one-on-one outside the rhythm; the same key twice makes one."""
        if key and (there := cls.objects.filter(key=key).first()):
            return there
        if starts_at <= at:
            raise ValidationError("Choose a time that is still to come, or log it as held.")
        one_on_one = cls._between(leader, rep, starts_at=starts_at, minutes=minutes, key=key)
        one_on_one._record("planned", "One-on-one planned", by=by, at=at)
        return one_on_one

    @classmethod
    @transaction.atomic
    def log(cls, leader, rep, *, held_at, by, at, minutes=30, key=None):
        """Write down a one-on-one that took place without the app; the same key twice makes one."""
        if key and (there := cls.objects.filter(key=key).first()):
            return there
        if held_at > at:
            raise ValidationError("Choose a time that has passed, or plan it instead.")
        one_on_one = cls._between(leader, rep, starts_at=held_at, minutes=minutes, key=key)
        one_on_one.hold(by=by, at=held_at, recorded_at=at)
        return one_on_one

    @transaction.atomic
    def hold(self, *, by, at, recorded_at=None, minutes=None):
        """It happened at `at` and took `minutes`; `recorded_at` is later when it is logged afterwards. Twice is once.

        A rep who says so has confirmed it with that.
        """
        if self.is_held:
            return
        self.talked_minutes = minutes
        if by.pk == self.rep_id:
            self.confirmed_at = recorded_at or at
        self._end(self.Outcome.HELD, by=by, at=at, recorded_at=recorded_at or at, label="One-on-one held")

    @transaction.atomic
    def confirm(self, *, by, at):
        """The rep says that it took place, within seven days of its being written down. Twice is once."""
        if by.pk != self.rep_id:
            raise ValidationError("Only the rep confirms a one-on-one.")
        if not self.is_held:
            raise ValidationError("It is not marked as held.")
        if self.confirmed_at:
            return
        if at > self.recorded_at + self.CONFIRMS_WITHIN:
            raise ValidationError("It could be confirmed within seven days of being written down.")
        self.confirmed_at = at
        self.save(update_fields=["confirmed_at"])
        self._record("confirmed", "One-on-one confirmed", by=by, at=at)

    @transaction.atomic
    def miss(self, *, by, at, why="", whose=""):
        """It did not take place; `whose` is the side that could not, where that is known."""
        self._refuse_when_held()
        self.missed_by = whose
        self._end(self.Outcome.MISSED, by=by, at=at, recorded_at=at, why=why, label="One-on-one missed")

    @transaction.atomic
    def excuse(self, *, why, by, at):
        """Leave, a holiday, illness: it was not held, for a reason that counts for nobody."""
        self._refuse_when_held()
        if not why.strip():
            raise ValidationError("Write why it is excused.")
        self._end(self.Outcome.EXCUSED, by=by, at=at, recorded_at=at, why=why, label="One-on-one excused")

    @transaction.atomic
    def reopen(self, *, by, at):
        """Take the outcome back, and with it what was said about it."""
        self.outcome, self.outcome_at, self.outcome_by, self.outcome_why, self.recorded_at = "", None, None, "", None
        self.missed_by, self.talked_minutes, self.confirmed_at = "", None, None
        self.save(update_fields=self.ENDING)
        self._record("reopened", "One-on-one opened again", by=by, at=at)

    @transaction.atomic
    def move(self, to, *, by, at, why=""):
        """Give it another time, once."""
        self._refuse_when_held()
        if self.moved_at:
            raise ValidationError("It was moved once already. Hold it, miss it, or excuse it.")
        if to <= at:
            raise ValidationError("Choose a time that is still to come.")
        self.starts_at, self.moved_at, self.moved_by, self.moved_why = to, at, by, why
        self.sequence += 1
        self.save(update_fields=["starts_at", "moved_at", "moved_by", "moved_why", "sequence"])
        self._record("moved", f"One-on-one moved to {self.leader.workspace.today(to):%-d %b}", by=by, at=at)

    @classmethod
    def _between(cls, leader, rep, *, starts_at, minutes, key):
        if not leader.leads(rep):
            raise ValidationError(f"{rep.name} does not report to {leader.name}.")
        due_on = leader.workspace.today(starts_at)
        return cls.objects.create(leader=leader, rep=rep, due_on=due_on, starts_at=starts_at, minutes=minutes, key=key)

    def _end(self, outcome, *, by, at, recorded_at, label, why=""):
        self.outcome, self.outcome_at, self.outcome_by = outcome, at, by
        self.outcome_why, self.recorded_at = why, recorded_at
        self.save(update_fields=self.ENDING)
        self._record(outcome, label, by=by, at=at, recorded_at=recorded_at)

    def _record(self, verb, label, *, by, at, recorded_at=None):
        record(
            f"one_on_one.{verb}",
            by=by,
            about=self.rep,
            label=label,
            at=at,
            recorded_at=recorded_at,
            one_on_one=self.pk,
        )

    def _refuse_when_held(self):
        if self.is_held:
            raise ValidationError("It was held. Take that back first.")


class GoalReview(models.Model):
    """A goal was looked at together in a one-on-one."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="goal_reviews")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one_on_one", "goal"], name="goal_reviewed_once_per_one_on_one")]

    def __str__(self):
        return f"{self.goal} in {self.one_on_one}"

    @classmethod
    @transaction.atomic
    def tick(cls, one_on_one, goal, *, by, at):
        review, _ = cls.objects.get_or_create(one_on_one=one_on_one, goal=goal, defaults={"by": by, "at": at})
        goal.reviewed_at = at
        goal.save(update_fields=["reviewed_at"])
        return review

    @classmethod
    @transaction.atomic
    def untick(cls, one_on_one, goal):
        cls.objects.filter(one_on_one=one_on_one, goal=goal).delete()
        latest = goal.reviews.order_by("-at").first()
        goal.reviewed_at = latest.at if latest else None
        goal.save(update_fields=["reviewed_at"])
