from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.skills.models.skill import Edition, Metric, Skill
from touchline.timeline.models import record

if TYPE_CHECKING:
    from touchline.skills.models.draw import Draw


@dataclass(frozen=True, slots=True)
class Terms:
    """What a leader and a rep agree on: the behaviour, what it should move from where to where, the plan, the days.

    `baseline` is (hits, of how many) before it, `target` in percent, `minutes` what the leader promises a week.
    """

    skill: Skill
    behaviour: str
    starts_on: date
    ends_on: date
    metric: str = ""
    baseline: tuple[int, int] = (0, 0)
    target: int | None = None
    cue: str = ""
    then: str = ""
    minutes: int = 0


class TooManyFocusesError(ValidationError):
    """The rep works on two already; which of them is closed, and with what verdict, is asked."""


class FocusQuerySet(Scoped["Focus"]):
    def seen_by(self, me: Person) -> Q:
        """A focus is for the rep it belongs to and for the leader the rep reports to now."""
        return Q(person=me) | Q(person__in=Person.objects.reporting_to(me))

    def active(self) -> Self:
        """Those that hold one of the rep's two places: not closed, begun or about to begin."""
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)


class Focus(models.Model):
    """One rep working on one skill: the behaviour in words, what it should move, an if-then plan, and an end."""

    class Cue(models.TextChoices):
        """What the CRM or the calendar shows when it is time to act; the words follow “If”."""

        NEW_DEAL = "new_deal", "a new deal is opened"
        MEETING = "meeting", "a meeting stands in the calendar for tomorrow"
        STAGE = "stage", "a deal moves to another stage"
        DATE = "date", "a close date is about to be moved"
        NO_STEP = "no_step", "a deal has no next step on Friday"
        LOST = "lost", "a deal is lost"

    MOST_DAYS = 90
    PLACES = (1, 2)
    # Picked but not worked on: so long without an observation.
    LEFT_ALONE = timedelta(days=14)

    person = models.ForeignKey(Person, models.CASCADE, related_name="focuses")
    place = models.PositiveSmallIntegerField()
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="focuses")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="focuses")
    behaviour = models.CharField(max_length=240)
    metric = models.CharField(max_length=16, choices=Metric, blank=True)
    baseline_hits = models.PositiveIntegerField(default=0)
    baseline_n = models.PositiveIntegerField(default=0)
    target = models.PositiveSmallIntegerField(null=True, help_text="In percent.")
    cue = models.CharField(max_length=8, choices=Cue, blank=True)
    then = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()
    draw = models.ForeignKey("Draw", models.SET_NULL, null=True, related_name="focuses")
    chosen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_why = models.CharField(max_length=240, blank=True)
    key = models.UUIDField(null=True, unique=True)

    objects = FocusQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "focuses"
        constraints = [
            models.CheckConstraint(name="focus_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(name="focus_two_places", condition=Q(place__in=(1, 2))),
            models.CheckConstraint(name="focus_baseline_is_a_share", condition=Q(baseline_n__gte=F("baseline_hits"))),
            models.CheckConstraint(name="focus_target_in_percent", condition=Q(target=None) | Q(target__lte=100)),
            models.UniqueConstraint(
                fields=["person", "place"], name="focus_two_at_a_time", condition=Q(closed_at=None)
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="focus_by_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill}"

    @property
    def is_active(self) -> bool:
        return self.closed_at is None

    @property
    def if_then(self) -> str:
        """The plan in one sentence, empty while half of it is missing."""
        return f"If {self.get_cue_display()}, then I {self.then}." if self.cue and self.then else ""

    @property
    def is_complete(self) -> bool:
        """Named behaviour, metric with a baseline, target, end and an if-then plan."""
        return bool(self.behaviour and self.metric and self.baseline_n and self.target and self.if_then)

    @classmethod
    def can_choose(cls, by: Person, person: Person) -> bool:
        """The rep's own leader chooses with the rep."""
        return by.leads(person)

    def can_lead(self, by: Person) -> bool:
        """The rep's own leader observes and closes; the rep reads and practises."""
        return by.leads(self.person)

    def can_practise(self, by: Person) -> bool:
        return by.pk == self.person_id or self.can_lead(by)

    @classmethod
    @verb("choose", once=True)
    def choose(
        cls,
        person: Person,
        terms: Terms,
        *,
        by: Person,
        at: datetime,
        draw: "Draw | None" = None,
        key: UUID | None = None,
    ) -> "Focus":
        """Agree with a rep what to work on; the same key twice makes one. Raises TooManyFocusesError for a third."""
        cls._refuse_span(terms.starts_on, terms.ends_on)
        focus = cls.objects.create(
            person=person,
            place=cls._free_place(person, terms.skill),
            skill=terms.skill,
            edition=terms.skill.newest_edition,
            behaviour=terms.behaviour,
            metric=terms.metric,
            baseline_hits=terms.baseline[0],
            baseline_n=terms.baseline[1],
            target=terms.target,
            cue=terms.cue,
            then=terms.then.strip().rstrip("."),
            minutes=terms.minutes,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            draw=draw,
            chosen_by=by,
            chosen_at=at,
            key=key,
        )
        focus._record("chosen", f"Focus chosen: {terms.skill.name}", by=by, at=at)
        return focus

    @verb("lead")
    def move_start(self, starts_on: date, *, by: Person, at: datetime) -> None:
        """Begin on another day and end as much later; a start that was drawn is no longer one by chance."""
        if self.person.workspace.today(at) >= self.starts_on or self.observations.exists():
            raise ValidationError("It has begun. Close it and choose it again instead.")
        if starts_on <= self.person.workspace.today(at):
            raise ValidationError("Choose a day after today.")
        lasts = self.ends_on - self.starts_on
        self.starts_on, self.ends_on = starts_on, starts_on + lasts
        self.save(update_fields=["starts_on", "ends_on"])
        self._record("start_moved", f"Focus begins {starts_on:%-d %b}: {self.skill.name}", by=by, at=at)
        if self.draw:
            self.draw.void(by=by, at=at)

    @verb("lead")
    def close(self, *, by: Person, at: datetime, why: str = "") -> None:
        """End it and free its place; the verdict of the record is stored by whoever closes it."""
        if not self.is_active:
            return
        self.closed_at, self.closed_by, self.closed_why = at, by, why
        self.save(update_fields=["closed_at", "closed_by", "closed_why"])
        self._record("closed", f"Focus closed: {self.skill.name}", by=by, at=at)

    @verb("lead")
    def reopen(self, *, by: Person, at: datetime) -> None:
        """Take the closing back, where its place is still free."""
        if self.is_active:
            return
        self.place = self._free_place(self.person, self.skill)
        self.closed_at, self.closed_by, self.closed_why = None, None, ""
        self.save(update_fields=["place", "closed_at", "closed_by", "closed_why"])
        self.verdicts.filter(look="close").delete()
        self._record("reopened", f"Focus open again: {self.skill.name}", by=by, at=at)

    @classmethod
    def _free_place(cls, person: Person, skill: Skill) -> int:
        Person.objects.select_for_update().get(pk=person.pk)
        taken = list(cls.objects.active().filter(person=person).select_related("skill"))
        if any(focus.skill_id == skill.pk for focus in taken):
            raise ValidationError(f"{person.first_name} works on “{skill.name}” already.")
        free = [place for place in cls.PLACES if place not in {focus.place for focus in taken}]
        if not free:
            names = " and ".join(f"“{focus.skill.name}”" for focus in taken)
            raise TooManyFocusesError(f"{person.first_name} works on {names}. Two at a time is the limit.")
        return free[0]

    @classmethod
    def _refuse_span(cls, starts_on: date, ends_on: date) -> None:
        if ends_on <= starts_on:
            raise ValidationError(f"The last day must be after {starts_on:%-d %B %Y}.")
        if (ends_on - starts_on).days > cls.MOST_DAYS:
            latest = starts_on + timedelta(days=cls.MOST_DAYS)
            raise ValidationError(f"A focus lasts {cls.MOST_DAYS} days at most: until {latest:%-d %B %Y}.")

    def _record(self, verb: str, label: str, *, by: Person, at: datetime) -> None:
        record(f"focus.{verb}", by=by, about=self.person, label=label, at=at, focus=self.pk)
