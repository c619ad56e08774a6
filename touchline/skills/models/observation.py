from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from touchline.people.models import Person, Seat
from touchline.people.models.acting import Scoped, verb
from touchline.skills.models.focus import Focus
from touchline.skills.models.skill import Edition
from touchline.timeline.models import record

LEVELS = Q(level__gte=1, level__lte=Edition.LEVELS)


class ObservationQuerySet(Scoped["Observation"]):
    def seen_by(self, me: Person) -> Q:
        """The rep's own, and those made while the rep reported to today's leader; a leader before keeps none."""
        seat = Seat.objects.current().filter(person=OuterRef("focus__person"), leader=me)
        in_my_time = Exists(seat.filter(Q(from_on=None) | Q(from_on__lte=OuterRef("on"))))
        return Q(focus__person=me) | Q(in_my_time)

    def made(self) -> Self:
        """Those that have taken place."""
        return self.exclude(seen_at=None)

    def counting(self) -> Self:
        """Those the rep led: declared so before, and not denied by the rep; told later, only if the rep says so."""
        led_by_rep = Q(rep_says_led=Observation.Lead.REP)
        declared = Q(declared_lead=Observation.Lead.REP, rep_says_led="", declared_at__lt=F("seen_at"))
        return self.made().filter(led_by_rep | declared)


class Observation(models.Model):
    """Something the leader saw the rep do: who led was said before, the level after, the feedback within 48 hours.

    `on` is its day; `seen_at` the instant it was over, empty while it is only planned.
    """

    class Kind(models.TextChoices):
        RIDE_ALONG = "ride_along", "Ride-along"
        CALL = "call", "Call"
        ROLE_PLAY = "role_play", "Role-play"
        DEAL_REVIEW = "deal_review", "Deal review"

    class Lead(models.TextChoices):
        REP = "rep", "The rep leads"
        LEADER = "leader", "The leader leads"

    FEEDBACK_WITHIN = timedelta(hours=48)
    LATE_ENTRY = timedelta(hours=48)
    # Nothing one sits through lasts longer, so a longer time since it was declared says nothing.
    LONGEST = timedelta(hours=4)

    focus = models.ForeignKey(Focus, models.CASCADE, related_name="observations")
    observer = models.ForeignKey(Person, models.CASCADE, related_name="observations_made")
    kind = models.CharField(max_length=12, choices=Kind)
    declared_lead = models.CharField(max_length=6, choices=Lead)
    declared_at = models.DateTimeField()
    rep_says_led = models.CharField(max_length=6, choices=Lead, blank=True)
    on = models.DateField()
    seen_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(null=True)
    self_level = models.PositiveSmallIntegerField(null=True)
    self_at = models.DateTimeField(null=True)
    behaviour = models.CharField(max_length=400, blank=True)
    effect = models.CharField(max_length=400, blank=True)
    next_try = models.CharField(max_length=400, blank=True)
    feedback_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="observation_level_of_four", condition=Q(level=None) | LEVELS),
            models.CheckConstraint(
                name="observation_own_level_of_four",
                condition=Q(self_level=None) | Q(self_level__gte=1, self_level__lte=Edition.LEVELS),
            ),
        ]
        indexes = [models.Index(fields=["focus", "on"], name="observation_by_focus")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on:%-d %b %Y}"

    @property
    def is_made(self) -> bool:
        return self.seen_at is not None

    @property
    def is_told(self) -> bool:
        """Has feedback been given?"""
        return self.feedback_at is not None

    @property
    def was_declared_before(self) -> bool:
        return self.seen_at is not None and self.declared_at < self.seen_at

    @property
    def led_by(self) -> str:
        """Who led, by the rep's word where there is one; empty where it was told later and the rep has not said."""
        if self.rep_says_led:
            return self.rep_says_led
        return self.declared_lead if self.was_declared_before or not self.is_made else ""

    @property
    def counts(self) -> bool:
        return self.is_made and self.led_by == self.Lead.REP

    @property
    def was_told_in_time(self) -> bool:
        if self.feedback_at is None or self.seen_at is None:
            return False
        return self.feedback_at - self.seen_at <= self.FEEDBACK_WITHIN

    @property
    def shows_level_to_rep(self) -> bool:
        """The rep scores first; then both levels stand side by side."""
        return self.self_level is not None

    @classmethod
    def can_observe(cls, by: Person, focus: Focus) -> bool:
        """The rep's own leader sits in."""
        return focus.can_lead(by)

    def can_tell(self, by: Person) -> bool:
        """Whoever saw it gives the level and the feedback."""
        return by.pk == self.observer_id

    def can_score_oneself(self, by: Person) -> bool:
        """Only the rep says how they saw themselves, and who led."""
        return by.pk == self.focus.person_id

    @classmethod
    @verb("observe", once=True)
    def declare(
        cls, focus: Focus, *, kind: str, lead: str, by: Person, at: datetime, key: UUID | None = None
    ) -> "Observation":
        """Say before it begins what is observed and who leads; the same key twice makes one."""
        cls._refuse_closed(focus)
        observation = cls.objects.create(
            focus=focus,
            observer=by,
            kind=kind,
            declared_lead=lead,
            declared_at=at,
            on=focus.person.workspace.today(at),
            key=key,
        )
        observation._record("declared", f"{observation.get_kind_display()} declared", by=by, at=at)
        return observation

    @classmethod
    @verb("observe", once=True)
    def log(
        cls,
        focus: Focus,
        *,
        kind: str,
        lead: str,
        seen_at: datetime,
        minutes: int,
        level: int,
        by: Person,
        at: datetime,
        key: UUID | None = None,
    ) -> "Observation":
        """Write down afterwards what nobody declared before; it counts once the rep says that the rep led."""
        cls._refuse_closed(focus)
        if seen_at > at:
            raise ValidationError("It must have taken place. Declare it instead, and score it afterwards.")
        observation = cls.objects.create(
            focus=focus,
            observer=by,
            kind=kind,
            declared_lead=lead,
            declared_at=at,
            on=focus.person.workspace.today(seen_at),
            seen_at=seen_at,
            recorded_at=at,
            minutes=minutes,
            level=level,
            key=key,
        )
        observation._record("made", f"{observation.get_kind_display()} observed", by=by, at=seen_at, recorded_at=at)
        return observation

    @verb("tell")
    def score(
        self, *, level: int, by: Person, at: datetime, minutes: int | None = None, waited: timedelta = timedelta(0)
    ) -> None:
        """It is over: the level that was seen, of the four, and how long it took. Scoring again corrects it.

        Without `minutes` they are those since it was declared. `waited` is how long the tap lay on a phone that had
        no connection: it was over by so much earlier.
        """
        if not 1 <= level <= Edition.LEVELS:
            raise ValidationError(f"Choose one of the {Edition.LEVELS} levels.")
        if self.self_level is not None and level != self.level:
            raise ValidationError(f"{self.focus.person.first_name} has seen your level, so it stays.")
        if not self.is_made:
            over = at - min(waited, self.LATE_ENTRY)
            self.seen_at, self.recorded_at = over if over > self.declared_at else at, at
            self.on = self.focus.person.workspace.today(self.seen_at)
        self.level, self.minutes = level, self.minutes or self._lasted() if minutes is None else minutes
        self.save(update_fields=["level", "minutes", "seen_at", "recorded_at", "on"])
        self._record("made", f"{self.get_kind_display()} observed", by=by, at=at)

    def _lasted(self) -> int:
        """Minutes from when it was declared until it was over; 0, not known, where that says nothing."""
        lasted = self.seen_at - self.declared_at if self.seen_at else timedelta(0)
        return max(round(lasted / timedelta(minutes=1)), 1) if timedelta(0) < lasted <= self.LONGEST else 0

    @verb("tell")
    def tell(self, *, behaviour: str, effect: str, next_try: str, by: Person, at: datetime) -> None:
        """Give the feedback: what was done, what it did, what to try next. The first time is the one that counts."""
        if not self.is_made:
            raise ValidationError("Score it first: feedback is about what was seen.")
        self.behaviour, self.effect, self.next_try = behaviour, effect, next_try
        self.feedback_at = self.feedback_at or at
        self.save(update_fields=["behaviour", "effect", "next_try", "feedback_at"])
        self._record("told", "Feedback given", by=by, at=at)

    @verb("score_oneself")
    def score_oneself(self, level: int, *, by: Person, at: datetime) -> None:
        """The rep's own level, once and before seeing the leader's."""
        if self.self_level is not None:
            raise ValidationError("You scored yourself already. Both levels are shown now, so it stays.")
        if not 1 <= level <= Edition.LEVELS:
            raise ValidationError(f"Choose one of the {Edition.LEVELS} levels.")
        self.self_level, self.self_at = level, at
        self.save(update_fields=["self_level", "self_at"])
        self._record("self_scored", "Own level given", by=by, at=at)

    @verb("score_oneself")
    def say_who_led(self, lead: str, *, by: Person, at: datetime) -> None:
        """The rep says who led; their word stands over what was declared."""
        self.rep_says_led = lead
        self.save(update_fields=["rep_says_led"])
        self._record("lead_told", f"{self.get_lead_words()} led", by=by, at=at)

    def get_lead_words(self) -> str:
        return "Rep" if self.rep_says_led == self.Lead.REP else "Leader"

    @verb("tell")
    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Take back what was declared and did not take place, or was written down by mistake on the same day."""
        if self.is_told:
            raise ValidationError("Feedback was given on it, so it stays.")
        if self.self_level is not None:
            raise ValidationError(f"{self.focus.person.first_name} has scored it, so it stays.")
        self._record("withdrawn", f"{self.get_kind_display()} taken back", by=by, at=at)
        self.delete()

    @staticmethod
    def _refuse_closed(focus: Focus) -> None:
        if not focus.is_active:
            raise ValidationError("This focus is closed. Choose it again to go on with it.")

    def _record(self, verb: str, label: str, *, by: Person, at: datetime, recorded_at: datetime | None = None) -> None:
        """Labels carry no words of the feedback: events reach more people than it does."""
        record(
            f"observation.{verb}",
            by=by,
            about=self.focus.person,
            label=label,
            at=at,
            recorded_at=recorded_at,
            observation=self.pk,
        )


class SecondRatingQuerySet(Scoped["SecondRating"]):
    def seen_by(self, me: Person) -> Q:
        """For whoever was asked; who asked sees the level once it is given."""
        return Q(rater=me) | Q(observation__observer=me)

    def given(self) -> Self:
        return self.exclude(level=None)


class SecondRating(models.Model):
    """Another leader's level for the same observation, given without seeing the first, to see whether we agree."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="second_ratings")
    rater = models.ForeignKey(Person, models.CASCADE, related_name="second_ratings")
    asked_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField(null=True)

    objects = SecondRatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation", "rater"], name="second_rating_once"),
            models.CheckConstraint(name="second_rating_of_four", condition=Q(level=None) | LEVELS),
        ]

    def __str__(self) -> str:
        return f"{self.rater} on {self.observation}"

    @classmethod
    def can_ask(cls, by: Person, observation: Observation) -> bool:
        """Whoever observed asks somebody else."""
        return observation.can_tell(by)

    def can_give(self, by: Person) -> bool:
        """Only whoever was asked gives a level."""
        return by.pk == self.rater_id

    @classmethod
    @verb("ask")
    def ask(cls, observation: Observation, rater: Person, *, by: Person, at: datetime) -> "SecondRating":
        """Ask another leader who was there, or hears the recording; asking twice changes nothing."""
        if not observation.is_made:
            raise ValidationError("Score it first, then ask somebody else.")
        if rater.pk in (observation.observer_id, observation.focus.person_id):
            raise ValidationError("Ask somebody who is neither the rep nor you.")
        asked, new = cls.objects.get_or_create(observation=observation, rater=rater, defaults={"asked_at": at})
        if new:
            label = f"Second level asked of {rater.name}"
            record("second_rating.asked", by=by, about=rater, label=label, at=at, observation=observation.pk)
        return asked

    @verb("give")
    def give(self, level: int, *, by: Person, at: datetime) -> None:
        if not 1 <= level <= Edition.LEVELS:
            raise ValidationError(f"Choose one of the {Edition.LEVELS} levels.")
        self.level, self.given_at = level, at
        self.save(update_fields=["level", "given_at"])
        record("second_rating.given", by=by, about=None, label="Second level given", at=at, rating=self.pk)
