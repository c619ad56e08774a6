from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record


def may_plan(person: Person, whose: Person) -> bool:
    """The rep and the rep's own leader agree on what the rep is to reach; those above only read it."""
    return person == whose or person.leads(whose)


class GoalQuerySet(Scoped["Goal"]):
    def seen_by(self, me: Person) -> Q:
        """A goal is for the rep it belongs to and for everyone above the rep."""
        return Q(person__in=Person.objects.known_to(me))

    def active(self) -> Self:
        return self.filter(parked_at=None, closed_at=None)

    def running(self, day: date) -> Self:
        return self.active().filter(starts_on__lte=day, due_on__gte=day)


class Goal(models.Model):
    """A number a rep is to reach by a day, measured by the CRM or noted by hand."""

    class Measure(models.TextChoices):
        HAND = "hand", "Noted by hand"
        WON_AMOUNT = "won_amount", "Won, from the CRM"
        WON_DEALS = "won_deals", "Deals won, from the CRM"
        CREATED_AMOUNT = "created_amount", "Pipeline created, from the CRM"
        CREATED_DEALS = "created_deals", "Deals created, from the CRM"
        NEXT_STEPS = "next_steps", "Share of open deals with a dated next step, from the CRM"

    class Unit(models.TextChoices):
        MONEY = "money", "Money"
        COUNT = "count", "Number"
        PERCENT = "percent", "Percent"

    person = models.ForeignKey(Person, models.CASCADE, related_name="goals")
    name = models.CharField(max_length=120)
    why = models.CharField(max_length=240, blank=True)
    measure = models.CharField(max_length=16, choices=Measure, default=Measure.HAND)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.COUNT)
    is_learning = models.BooleanField(default=False)
    start = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))
    target = models.DecimalField(max_digits=16, decimal_places=2)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    starts_on = models.DateField()
    due_on = models.DateField()
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    key = models.UUIDField(null=True, unique=True)
    reviewed_at = models.DateTimeField(null=True)
    revised_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="goal_due_after_it_starts", condition=Q(due_on__gt=F("starts_on"))),
            models.CheckConstraint(name="goal_goes_somewhere", condition=~Q(target=F("start"))),
        ]
        indexes = [models.Index(fields=["person", "due_on"], name="goal_by_person")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def can_agree(cls, by: Person, person: Person) -> bool:
        return may_plan(by, person)

    def can_change(self, by: Person) -> bool:
        return may_plan(by, self.person)

    @classmethod
    @verb("agree", once=True)
    def agree(
        cls,
        person: Person,
        *,
        name: str,
        measure: str,
        unit: str,
        target: Decimal,
        starts_on: date,
        due_on: date,
        by: Person,
        at: datetime,
        start: Decimal = Decimal(0),
        why: str = "",
        is_learning: bool = False,
        key: UUID | None = None,
    ) -> "Goal":
        """Set a goal with a rep, of what to reach or of what to learn; the same key twice makes one."""
        if due_on <= starts_on:
            raise ValidationError(f"The goal must be due after {starts_on:%-d %B %Y}.")
        if target == start:
            raise ValidationError("The target must differ from where the goal starts.")
        goal = cls.objects.create(
            person=person,
            name=name,
            measure=measure,
            unit=unit,
            start=start,
            target=target,
            starts_on=starts_on,
            due_on=due_on,
            set_by=by,
            set_at=at,
            why=why,
            is_learning=is_learning,
            key=key,
        )
        record("goal.agreed", by=by, about=person, label=f"Goal set: {name}", at=at, goal=goal.pk)
        return goal

    @verb("change")
    def revise(
        self, *, name: str, why: str, target: Decimal, due_on: date, by: Person, at: datetime, because: str = ""
    ) -> None:
        """Agree on another wording, target or day; what is measured stays. The timeline keeps what it was and why."""
        if due_on <= self.starts_on:
            raise ValidationError(f"The goal must be due after {self.starts_on:%-d %B %Y}.")
        if target == self.start:
            raise ValidationError("The target must differ from where the goal starts.")
        was = {"name": self.name, "target": str(self.target), "due_on": self.due_on.isoformat()}
        self.name, self.why, self.target, self.due_on, self.revised_at = name, why, target, due_on, at
        self.save(update_fields=["name", "why", "target", "due_on", "revised_at"])
        label = f"Goal changed: {name}"
        facts: dict[str, Any] = {"goal": self.pk, "was": was, "because": because}
        record("goal.revised", by=by, about=self.person, label=label, at=at, **facts)

    @verb("change")
    def note(self, value: Decimal, *, by: Person, at: datetime) -> None:
        """Write down where a goal noted by hand stands."""
        if self.measure != self.Measure.HAND:
            raise ValidationError(f"“{self.name}” is read from the CRM, so it is not noted by hand.")
        CheckIn.objects.create(goal=self, value=value, by=by, at=at)
        self.value = value
        self.save(update_fields=["value"])
        record("goal.noted", by=by, about=self.person, label=f"{self.name}: {value}", at=at, goal=self.pk)

    @verb("change")
    def park(self, *, by: Person, at: datetime, because: str = "") -> None:
        self.parked_at = at
        self.save(update_fields=["parked_at"])
        self._record("parked", "Goal parked", by=by, at=at, because=because)

    @verb("change")
    def resume(self, *, by: Person, at: datetime) -> None:
        self.parked_at = None
        self.save(update_fields=["parked_at"])
        record("goal.resumed", by=by, about=self.person, label=f"Goal taken up again: {self.name}", at=at, goal=self.pk)

    @verb("change")
    def close(self, *, by: Person, at: datetime, because: str = "") -> None:
        self.closed_at = at
        self.save(update_fields=["closed_at"])
        self._record("closed", "Goal closed", by=by, at=at, because=because)

    @verb("change")
    def reopen(self, *, by: Person, at: datetime) -> None:
        self.closed_at = None
        self.save(update_fields=["closed_at"])
        record("goal.reopened", by=by, about=self.person, label=f"Goal opened again: {self.name}", at=at, goal=self.pk)

    def _record(self, verb: str, label: str, *, by: Person, at: datetime, because: str) -> None:
        label = f"{label}: {self.name}"
        facts: dict[str, Any] = {"goal": self.pk, "because": because}
        record(f"goal.{verb}", by=by, about=self.person, label=label, at=at, **facts)


class CheckIn(models.Model):
    """Where a goal noted by hand stood at an instant."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="check_ins")
    value = models.DecimalField(max_digits=16, decimal_places=2)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.goal}: {self.value}"


class MilestoneQuerySet(Scoped["Milestone"]):
    def seen_by(self, me: Person) -> Q:
        """A milestone is for the rep it belongs to and for everyone above the rep."""
        return Q(person__in=Person.objects.known_to(me))

    def open(self) -> Self:
        return self.filter(reached_at=None)

    def standing(self, as_of: datetime | None = None) -> Self:
        """Those nobody has dropped, by the instant `as_of` where one is given."""
        return self.filter(Q(dropped_at=None) | Q(dropped_at__gt=as_of) if as_of else Q(dropped_at=None))


class Milestone(models.Model):
    """A dated step of a rep, on the way to a goal or for its own sake."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="milestones")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    key = models.UUIDField(null=True, unique=True)
    reached_at = models.DateTimeField(null=True)
    reached_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_reached_at_and_by_together",
                condition=Q(reached_at=None, reached_by=None) | Q(reached_at__isnull=False, reached_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "due_on"], name="milestone_by_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_reached(self) -> bool:
        return self.reached_at is not None

    @classmethod
    def can_agree(cls, by: Person, person: Person) -> bool:
        return may_plan(by, person)

    def can_change(self, by: Person) -> bool:
        return may_plan(by, self.person)

    @classmethod
    @verb("agree", once=True)
    def agree(
        cls,
        person: Person,
        *,
        title: str,
        due_on: date,
        by: Person,
        at: datetime,
        goal: Goal | None = None,
        key: UUID | None = None,
    ) -> "Milestone":
        """Set a dated step with a rep; the same key twice makes one."""
        milestone = cls.objects.create(
            person=person, title=title, due_on=due_on, goal=goal, set_by=by, set_at=at, key=key
        )
        record("milestone.agreed", by=by, about=person, label=f"Milestone set: {title}", at=at, milestone=milestone.pk)
        return milestone

    @verb("change")
    def revise(self, *, title: str, due_on: date, by: Person, at: datetime, because: str) -> None:
        """Agree on other words or another day; the timeline keeps what it was and why."""
        was = {"title": self.title, "due_on": self.due_on.isoformat()}
        self.title, self.due_on = title, due_on
        self.save(update_fields=["title", "due_on"])
        label = f"Milestone changed: {title}"
        facts: dict[str, Any] = {"milestone": self.pk, "was": was, "because": because}
        record("milestone.revised", by=by, about=self.person, label=label, at=at, **facts)

    @verb("change")
    def drop(self, *, by: Person, at: datetime, because: str) -> None:
        """It is no longer wanted, and why."""
        self.dropped_at = at
        self.save(update_fields=["dropped_at"])
        label = f"Milestone dropped: {self.title}"
        facts: dict[str, Any] = {"milestone": self.pk, "because": because}
        record("milestone.dropped", by=by, about=self.person, label=label, at=at, **facts)

    @verb("change")
    def restore(self, *, by: Person, at: datetime) -> None:
        """Take the dropping back."""
        self.dropped_at = None
        self.save(update_fields=["dropped_at"])
        label = f"Milestone wanted again: {self.title}"
        record("milestone.restored", by=by, about=self.person, label=label, at=at, milestone=self.pk)

    @verb("change")
    def reach(self, *, by: Person, at: datetime) -> None:
        self.reached_by, self.reached_at = by, at
        self.save(update_fields=["reached_by", "reached_at"])
        record(
            "milestone.reached",
            by=by,
            about=self.person,
            label=f"Milestone reached: {self.title}",
            at=at,
            milestone=self.pk,
        )

    @verb("change")
    def reopen(self, *, by: Person, at: datetime) -> None:
        self.reached_by = self.reached_at = None
        self.save(update_fields=["reached_by", "reached_at"])
        record(
            "milestone.reopened",
            by=by,
            about=self.person,
            label=f"Milestone open again: {self.title}",
            at=at,
            milestone=self.pk,
        )
