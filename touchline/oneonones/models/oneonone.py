from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from touchline.oneonones.models.away import Away
from touchline.oneonones.models.oneonone_queryset import OneOnOneQuerySet
from touchline.oneonones.models.rhythm import Rhythm
from touchline.people.models import Absence, Person
from touchline.people.models.acting import verb
from touchline.timeline.models import record

A_DAY = timedelta(days=1)


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
        "absence",
        "is_holiday",
        "by_itself",
        "sequence",
        "talked_minutes",
        "confirmed_at",
    ]

    MOVING = [
        "starts_at",
        "moved_from",
        "moved_at",
        "moved_by",
        "moved_why",
        "absence",
        "is_holiday",
        "sequence",
    ]

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rhythm = models.ForeignKey(Rhythm, models.SET_NULL, null=True, related_name="one_on_ones")
    leader = models.ForeignKey(Person, models.CASCADE, related_name="one_on_ones_led")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="one_on_ones")
    due_on = models.DateField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    sequence = models.PositiveSmallIntegerField(default=0)
    moved_from = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    moved_why = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome_why = models.CharField(max_length=200, blank=True)
    missed_by = models.CharField(max_length=6, choices=Side, blank=True)
    recorded_at = models.DateTimeField(null=True)
    # Leave or a holiday excused it. Both stay when somebody opens it again, so that it is not excused a second time.
    absence = models.ForeignKey(Absence, models.SET_NULL, null=True, related_name="+")
    is_holiday = models.BooleanField(default=False)
    by_itself = models.BooleanField(default=False)
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

    @property
    def why_not(self) -> str:
        """Why it did not take place and who said so; leave says whose it was."""
        if not self.outcome_by or self.is_held:
            return self.outcome_why
        if self.by_itself:
            return f"{self.outcome_why} of {self.outcome_by.first_name}"
        return ", ".join(filter(None, (self.outcome_why, f"said {self.outcome_by.first_name}")))

    def is_over(self, now) -> bool:
        """Its time has passed; nobody needs to have said how it ended."""
        return self.starts_at + timedelta(minutes=self.minutes) <= now

    def is_locked(self, now) -> bool:
        """Fourteen days after its outcome its words stand; what is added later is an amendment."""
        return bool(self.recorded_at and now > self.locks_at)

    @property
    def locks_at(self) -> datetime:
        """Counted from its own time where it was called off before."""
        ended_at = self.recorded_at if self.is_held else max(self.recorded_at, self.starts_at)
        return ended_at + self.LOCKS_AFTER

    def refuse_when_locked(self, now):
        if self.is_locked(now):
            day = self.locks_at.astimezone(self.zone).date()
            raise ValidationError(f"It has been locked since {day:%-d %B %Y}. Add an amendment instead.")

    @property
    def zone(self) -> ZoneInfo:
        """The zone the two agreed their times in."""
        agreed = self.rhythm.zone if self.rhythm else ""
        return ZoneInfo(agreed or self.leader.zone_name)

    @property
    def day(self) -> date:
        """The day it takes place where the two agreed their times."""
        return self.starts_at.astimezone(self.zone).date()

    @classmethod
    def can_arrange(cls, by: Person, leader: Person) -> bool:
        """The leader in it plans it, or logs it afterwards."""
        return by == leader

    def can_change(self, by: Person) -> bool:
        return by.pk in (self.leader_id, self.rep_id)

    def can_lead(self, by: Person) -> bool:
        """Brief and outcome are for the leader in it; `visible_to` has checked that the rep still reports to them."""
        return by.pk == self.leader_id

    def can_confirm(self, by: Person) -> bool:
        """Only the rep says whether it took place, and how useful it was."""
        return by.pk == self.rep_id

    def happened_at(self, now) -> datetime:
        """When it took place if it is finished `now`: now, or its own time once that day is over."""
        today = self.leader.workspace.today
        return self.starts_at if today(self.starts_at) < today(now) else now

    @classmethod
    @verb("arrange", once=True)
    def plan(cls, leader, rep, *, starts_at, by, at, minutes=30, key=None):
        """Arrange a one-on-one outside the rhythm; the same key twice makes one."""
        if starts_at <= at:
            raise ValidationError("Choose a time that is still to come, or log it as held.")
        _refuse_when_away(leader, rep, starts_at)
        one_on_one = cls._between(leader, rep, starts_at=starts_at, minutes=minutes, key=key)
        one_on_one._record("planned", "One-on-one planned", by=by, at=at)
        return one_on_one

    @classmethod
    @verb("arrange", once=True)
    def log(cls, leader, rep, *, held_at, by, at, minutes=30, key=None):
        """Write down a one-on-one that took place without the app; the same key twice makes one.

        Where one of that day is still open, it is that one which was held.
        """
        if held_at > at:
            raise ValidationError("Choose a time that has passed, or plan it instead.")
        one_on_one = cls._waiting_on_the_day_of(held_at, leader, rep)
        if one_on_one:
            one_on_one.key = key
            one_on_one.save(update_fields=["key"])
        else:
            one_on_one = cls._between(leader, rep, starts_at=held_at, minutes=minutes, key=key)
        one_on_one.hold(by=by, at=held_at, recorded_at=at, minutes=minutes)
        return one_on_one

    @verb("lead")
    def hold(self, *, by, at, recorded_at=None, minutes=None):
        """It happened at `at` and took `minutes`; `recorded_at` is later where it is logged afterwards.

        Holding it twice changes nothing.
        """
        if self.is_held:
            return
        said = {"recorded_at": recorded_at or at, "talked_minutes": minutes}
        self._end(self.Outcome.HELD, by=by, at=at, label="One-on-one held", **said)

    @verb("confirm")
    def confirm(self, *, by, at):
        """The rep says that it took place, within seven days of its being written down. Twice is once."""
        if not self.is_held:
            raise ValidationError("It is not marked as held.")
        if self.confirmed_at:
            return
        if at > self.recorded_at + self.CONFIRMS_WITHIN:
            raise ValidationError("It could be confirmed within seven days of being written down.")
        self.confirmed_at = at
        self.save(update_fields=["confirmed_at"])
        self._record("confirmed", "One-on-one confirmed", by=by, at=at)

    @verb("lead")
    def miss(self, *, by, at, why="", whose=""):
        """It did not take place; `whose` is the side that could not, where that is known."""
        self._refuse_when_held()
        self._end(
            self.Outcome.MISSED, by=by, at=at, recorded_at=at, why=why, label="One-on-one missed", missed_by=whose
        )

    @verb("lead")
    def excuse(self, *, why, by, at):
        """Leave, a holiday, illness: it was not held, for a reason that counts for nobody."""
        self._refuse_when_held()
        if not why.strip():
            raise ValidationError("Write why it is excused.")
        self._end(self.Outcome.EXCUSED, by=by, at=at, recorded_at=at, why=why, label="One-on-one excused")

    @verb("lead")
    def reopen(self, *, by, at):
        """Take the outcome back, and with it what was said about it."""
        self._reopen(by=by, at=at)

    def _reopen(self, *, by, at):
        self.refuse_when_locked(at)
        self.sequence += self.outcome == self.Outcome.EXCUSED
        self._forget_outcome()
        self.save(update_fields=self.ENDING)
        self._record("reopened", "One-on-one opened again", by=by, at=at)

    @verb("change")
    def move(self, to, *, by, at, why=""):
        """Give it another time, once."""
        self._refuse_when_ended()
        if self.moved_at:
            raise ValidationError("It was moved once already. Hold it, miss it, or excuse it.")
        if to <= at:
            raise ValidationError("Choose a time that is still to come.")
        _refuse_when_away(self.leader, self.rep, to, zone=self.zone)
        self.moved_from, self.starts_at = self.starts_at, to
        self.moved_at, self.moved_by, self.moved_why = at, by, why
        self.absence, self.is_holiday = None, False
        self.sequence += 1
        self.save(update_fields=self.MOVING)
        self._record("moved", f"One-on-one moved to {self.leader.workspace.today(to):%-d %b}", by=by, at=at)

    @verb("lead")
    def move_with_following(self, to, *, by, at):
        """Give this one and all after it in its rhythm another weekday and time."""
        if self.rhythm is None:
            raise ValidationError("It belongs to no rhythm. Move it alone.")
        self.rhythm.move_following(self, to, by=by, at=at)

    @verb("lead")
    def move_back(self, *, by, at):
        """Take the move back while its new time is to come: it is due at its first time again."""
        self._refuse_when_ended()
        if not self.moved_at:
            raise ValidationError("It was not moved.")
        if self.starts_at <= at:
            raise ValidationError("Its new time has come. Hold it, miss it, or excuse it.")
        self.starts_at = self.moved_from
        self.moved_from = self.moved_at = self.moved_by = None
        self.moved_why = ""
        self.sequence += 1
        self.save(update_fields=self.MOVING)
        self._record("moved_back", "Move of a one-on-one taken back", by=by, at=at)

    def redate(self, due_on: date, starts_at: datetime):
        """Follow the rhythm to another day; one that was moved or has ended keeps the time it had."""
        self.due_on = due_on
        if self.moved_at:
            self.moved_from = starts_at
        elif self.is_open or self.by_itself:
            self._forget_outcome()
            self.starts_at, self.sequence = starts_at, self.sequence + 1
            self.absence, self.is_holiday = None, False
        self.save(update_fields=["due_on", "starts_at", "moved_from", *self.ENDING])

    def excuse_for(self, away: Away, *, at: datetime):
        """Leave or a holiday excuses it; leave since it was entered, which may be long before the slot fell due."""
        self.absence, self.is_holiday = away.absence, away.absence is None
        known_at = away.absence.entered_at if away.absence else min(at, self.starts_at)
        self._end(
            self.Outcome.EXCUSED,
            by=away.absence.person if away.absence else None,
            at=known_at,
            recorded_at=known_at,
            why=away.why,
            label="One-on-one excused",
            by_itself=True,
        )

    @classmethod
    def _waiting_on_the_day_of(cls, moment, leader, rep):
        near = cls.objects.between(leader, rep).open().starting_within(moment - A_DAY, moment + A_DAY)
        ones = near.select_related("leader__workspace", "rep__workspace", "rhythm") if leader.leads(rep) else ()
        return next((one for one in ones if one.day == moment.astimezone(one.zone).date()), None)

    @classmethod
    def _between(cls, leader, rep, *, starts_at, minutes, key):
        if not leader.leads(rep):
            raise ValidationError(f"{rep.name} does not report to {leader.name}.")
        due_on = leader.workspace.today(starts_at)
        return cls.objects.create(leader=leader, rep=rep, due_on=due_on, starts_at=starts_at, minutes=minutes, key=key)

    def _end(self, outcome, *, by, at, recorded_at, label, why="", **said):
        """Give it its one outcome; `said` are the fields that go with that outcome alone."""
        self.refuse_when_locked(recorded_at)
        self.sequence += (outcome == self.Outcome.EXCUSED) != (self.outcome == self.Outcome.EXCUSED)
        self._forget_outcome()
        self.outcome, self.outcome_at, self.outcome_by = outcome, at, by
        self.outcome_why, self.recorded_at = why, recorded_at
        for name, value in said.items():
            setattr(self, name, value)
        self.save(update_fields=self.ENDING)
        self._record(outcome, label, by=by, at=at, recorded_at=recorded_at)

    def _forget_outcome(self):
        self.outcome, self.outcome_at, self.outcome_by, self.outcome_why, self.recorded_at = "", None, None, "", None
        self.missed_by, self.talked_minutes, self.confirmed_at, self.by_itself = "", None, None, False

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

    def _refuse_when_ended(self):
        if not self.is_open:
            raise ValidationError(f"It was {self.get_outcome_display().lower()}. Take that back first.")


def _refuse_when_away(leader, rep, starts_at, *, zone=None):
    day = starts_at.astimezone(zone or leader.own_zone).date()
    away = Away.of(leader, rep, day)
    if away:
        raise ValidationError(f"{away.says} on {day:%-d %B %Y}. Choose another day.")
