from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from touchline.oneonones.models.withdrawn import Withdrawn
from touchline.people.models import Person, User, real_zone
from touchline.timeline.models import record


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    def visible_to(self, user: User | None) -> Self:
        """A rhythm is for the rep in it and for the leader while the rep reports to them."""
        me = getattr(user, "person", None)
        if me is None:
            return self.none()
        return self.filter(Q(rep=me) | Q(leader=me, rep__in=Person.objects.reporting_to(me)))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def of_a_pair_no_longer(self) -> Self:
        """Rhythms of a rep who now reports to somebody else, or to nobody."""
        together = Q(rep__seats__leader=F("leader"), rep__seats__to_on=None)
        return self.exclude(pk__in=self.model.objects.filter(together).values("pk"))


class Rhythm(models.Model):
    """How often a leader and a rep meet, on which weekday and at what time where the leader is.

    Its slots are counted from `starts_on`; those from `falls_due_from` on become one-on-ones.
    """

    class Every(models.IntegerChoices):
        WEEK = 7, "Weekly"
        FORTNIGHT = 14, "Every two weeks"
        MONTH = 28, "Every four weeks"

    AHEAD = timedelta(days=28)

    leader = models.ForeignKey(Person, models.CASCADE, related_name="rhythms_led")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="rhythms")
    every = models.PositiveSmallIntegerField(choices=Every, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField()
    at_time = models.TimeField()
    zone = models.CharField(max_length=64, blank=True, validators=[real_zone])
    minutes = models.PositiveSmallIntegerField(default=30)
    agenda = models.TextField(blank=True, max_length=2000)
    starts_on = models.DateField()
    falls_due_from = models.DateField()
    agreed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "rep"], name="rhythm_once_per_pair", condition=Q(ended_at=None)),
            models.CheckConstraint(name="rhythm_on_a_weekday", condition=Q(weekday__range=(0, 6))),
            models.CheckConstraint(name="rhythm_long_enough", condition=Q(minutes__range=(5, 240))),
        ]

    def __str__(self):
        return f"{self.leader} and {self.rep}, {self.get_every_display().lower()}"

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    def can_change(self, person) -> bool:
        """The leader sets the rhythm; the rep sees it."""
        return person.pk == self.leader_id

    @classmethod
    @transaction.atomic
    def agree(cls, leader, rep, *, every, weekday, at_time, starts_on, by, at, minutes=30):
        """Set the rhythm of a pair; the one before ends. Agreeing on what runs already changes nothing."""
        if not leader.leads(rep):
            raise ValidationError(f"{rep.name} does not report to {leader.name}.")
        agreed = {"every": every, "weekday": weekday, "at_time": at_time, "minutes": minutes}
        running = cls.objects.running().filter(leader=leader, rep=rep).first()
        if running and all(getattr(running, name) == it for name, it in agreed.items()):
            return running
        if running:
            running.end(by=by, at=at)
        rhythm = cls.objects.create(
            leader=leader, rep=rep, starts_on=starts_on, falls_due_from=starts_on, agreed_by=by, agreed_at=at, **agreed
        )
        rhythm._record("agreed", f"One-on-ones {rhythm.get_every_display().lower()}", by=by, at=at)
        rhythm.fall_due(until=max(leader.workspace.today(at), starts_on) + cls.AHEAD)
        return rhythm

    @classmethod
    def set_up(cls, leader, rep, *, every, weekday, at_time, minutes, by, at):
        """Set or, where `every` is None, end the rhythm of one pair, as one row of the whole team's table."""
        if every is None:
            for running in cls.objects.running().filter(leader=leader, rep=rep):
                running.end(by=by, at=at)
            return
        terms = {"every": every, "weekday": weekday, "at_time": at_time, "minutes": minutes}
        cls.agree(leader, rep, starts_on=leader.workspace.today(at), by=by, at=at, **terms)

    @transaction.atomic
    def end(self, *, by, at):
        """Stop the rhythm; what is still to come falls away, what was due stays due."""
        self._drop_what_is_to_come(at)
        self.ended_at = at
        self.save(update_fields=["ended_at"])
        self._record("ended", "One-on-ones ended", by=by, at=at)

    @transaction.atomic
    def pause(self, *, why, by, at):
        """Stop one-on-ones falling due until resumed; a reason is asked for, so that the gap can be understood."""
        if not why.strip():
            raise ValidationError("Write why these one-on-ones pause.")
        self._drop_what_is_to_come(at)
        self.paused_at, self.pause_reason = at, why
        self.save(update_fields=["paused_at", "pause_reason"])
        self._record("paused", "One-on-ones paused", by=by, at=at)

    @transaction.atomic
    def resume(self, *, by, at):
        """Let one-on-ones fall due again from today; the slots of the pause never come back."""
        today = self.leader.workspace.today(at)
        self.paused_at, self.pause_reason, self.falls_due_from = None, "", today
        self.save(update_fields=["paused_at", "pause_reason", "falls_due_from"])
        self.fall_due(until=today + self.AHEAD)
        self._record("resumed", "One-on-ones taken up again", by=by, at=at)

    def slots(self, *, until: date):
        """The days this rhythm falls on, from `falls_due_from` up to `until`, both included."""
        day = self.starts_on + timedelta(days=(self.weekday - self.starts_on.weekday()) % 7)
        while day <= until:
            if day >= self.falls_due_from:
                yield day
            day += timedelta(days=self.every)

    def starts_at(self, day: date) -> datetime:
        """The instant of a slot. A time the clocks skip is taken as the hour after, one they repeat as the first."""
        zone = self.zone or self.leader.zone or self.leader.workspace.zone
        return datetime.combine(day, self.at_time, tzinfo=ZoneInfo(zone))

    def fall_due(self, *, until: date):
        """Make the one-on-ones of the slots up to `until` that are not there yet; safe to call twice at once."""
        if self.paused_at or self.ended_at:
            return
        one_on_one = self.one_on_ones.model
        there = set(one_on_one.objects.between(self.leader, self.rep).values_list("due_on", flat=True))
        one_on_one.objects.bulk_create(
            [
                one_on_one(
                    rhythm=self,
                    leader=self.leader,
                    rep=self.rep,
                    due_on=day,
                    starts_at=self.starts_at(day),
                    minutes=self.minutes,
                )
                for day in self.slots(until=until)
                if day not in there
            ],
            ignore_conflicts=True,
        )

    def _drop_what_is_to_come(self, at):
        today = self.leader.workspace.today(at)
        self.fall_due(until=today)
        to_come = self.one_on_ones.open().untouched().filter(due_on__gte=today, starts_at__gt=at)
        Withdrawn.remember(to_come, at=at)
        to_come.delete()

    def _record(self, verb, label, *, by, at):
        record(f"rhythm.{verb}", by=by, about=self.rep, label=label, at=at, rhythm=self.pk)
