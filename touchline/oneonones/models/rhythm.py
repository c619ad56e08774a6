from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.people.models import Person
from touchline.timeline.models import record


class RhythmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A rhythm is for the two people who keep it."""
        me = getattr(user, "person", None)
        return self.filter(Q(leader=me) | Q(rep=me)) if me else self.none()

    def running(self):
        return self.filter(ended_at=None)


class Rhythm(models.Model):
    """How often a leader and a rep meet, on which weekday and at what time where the leader is."""

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
    minutes = models.PositiveSmallIntegerField(default=30)
    starts_on = models.DateField()
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

    @classmethod
    @transaction.atomic
    def agree(cls, leader, rep, *, every, weekday, at_time, starts_on, by, at, minutes=30):
        """Set the rhythm of a pair; the one before ends and its coming one-on-ones with it."""
        if not leader.leads(rep):
            raise ValidationError(f"{rep.name} does not report to {leader.name}.")
        for before in cls.objects.running().filter(leader=leader, rep=rep):
            before.end(by=by, at=at)
        rhythm = cls.objects.create(
            leader=leader,
            rep=rep,
            every=every,
            weekday=weekday,
            at_time=at_time,
            minutes=minutes,
            starts_on=starts_on,
            agreed_by=by,
            agreed_at=at,
        )
        record(
            "rhythm.agreed",
            by=by,
            about=rep,
            label=f"One-on-ones {rhythm.get_every_display().lower()}",
            at=at,
            rhythm=rhythm.pk,
        )
        rhythm.fall_due(until=max(at.date(), starts_on) + cls.AHEAD)
        return rhythm

    @transaction.atomic
    def end(self, *, by, at):
        """Stop the rhythm; what is still to come falls away, what was due stays due."""
        self.ended_at = at
        self.save(update_fields=["ended_at"])
        self.one_on_ones.filter(outcome=None, starts_at__gt=at).delete()
        record("rhythm.ended", by=by, about=self.rep, label="One-on-ones ended", at=at, rhythm=self.pk)

    @transaction.atomic
    def pause(self, *, why, by, at):
        """Stop one-on-ones falling due until resumed; a reason is asked for, so that the gap can be understood."""
        if not why.strip():
            raise ValidationError("Write why these one-on-ones pause.")
        self.paused_at, self.pause_reason = at, why
        self.save(update_fields=["paused_at", "pause_reason"])
        self.one_on_ones.filter(outcome=None, starts_at__gt=at).delete()
        record("rhythm.paused", by=by, about=self.rep, label=f"One-on-ones paused: {why}", at=at, rhythm=self.pk)

    @transaction.atomic
    def resume(self, *, by, at):
        self.paused_at, self.pause_reason = None, ""
        self.save(update_fields=["paused_at", "pause_reason"])
        self.fall_due(until=at.date() + self.AHEAD, since=at.date())
        record("rhythm.resumed", by=by, about=self.rep, label="One-on-ones taken up again", at=at, rhythm=self.pk)

    def slots(self, *, until: date, since: date | None = None):
        """The days this rhythm falls on, from its start (or `since`) up to `until`, both included."""
        day = self.starts_on + timedelta(days=(self.weekday - self.starts_on.weekday()) % 7)
        while day <= until:
            if since is None or day >= since:
                yield day
            day += timedelta(days=self.every)

    def starts_at(self, day: date) -> datetime:
        zone = ZoneInfo(self.leader.zone or self.leader.workspace.zone)
        return datetime.combine(day, self.at_time, tzinfo=zone)

    def fall_due(self, *, until: date, since: date | None = None):
        """Make the one-on-ones of the slots up to `until` that are not there yet."""
        if self.paused_at or self.ended_at:
            return
        there = set(self.one_on_ones.values_list("due_on", flat=True))
        self.one_on_ones.bulk_create(
            self.one_on_ones.model(
                rhythm=self,
                leader=self.leader,
                rep=self.rep,
                due_on=day,
                starts_at=self.starts_at(day),
                minutes=self.minutes,
            )
            for day in self.slots(until=until, since=since)
            if day not in there
        )
