from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from touchline.oneonones.models.withdrawn import Withdrawn
from touchline.people.models import Person, real_zone
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record


class RhythmQuerySet(Scoped["Rhythm"]):
    def seen_by(self, me: Person) -> Q:
        """A rhythm is for the rep in it and for the leader while the rep reports to them."""
        return Q(rep=me) | Q(leader=me, rep__in=Person.objects.reporting_to(me))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def of_a_pair_no_longer(self) -> Self:
        """Rhythms of a rep who now reports to somebody else, or to nobody."""
        together = Q(rep__seats__leader=F("leader"), rep__seats__to_on=None)
        return self.exclude(pk__in=self.model.objects.filter(together).values("pk"))


class Rhythm(models.Model):
    """How often a leader and a rep meet, on which weekday and at what time in the zone they agreed.

    Its slots are counted from `starts_on`; those from `falls_due_from` on become one-on-ones. `agenda` is what they
    always talk about, one line each.
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

    @classmethod
    def can_agree(cls, by: Person, leader: Person) -> bool:
        """The leader sets the rhythm; the rep sees it."""
        return by == leader

    def can_change(self, by: Person) -> bool:
        return by.pk == self.leader_id

    @classmethod
    @verb("agree")
    def agree(cls, leader, rep, *, every, weekday, at_time, starts_on, by, at, minutes=30, zone="", agenda=None):
        """Set the rhythm of a pair; the one before ends. Agreeing on what runs already changes nothing.

        `zone` is the leader's where none is named. Where no `agenda` is given, that of the rhythm before stays.
        """
        if not leader.leads(rep):
            raise ValidationError(f"{rep.name} does not report to {leader.name}.")
        if starts_on < leader.workspace.today(at):
            raise ValidationError("Choose a first day from today on. What was held before can be logged.")
        zone = zone or leader.zone_name
        real_zone(zone)
        agreed = {"every": every, "weekday": weekday, "at_time": at_time, "minutes": minutes, "zone": zone}
        running = cls.objects.running().filter(leader=leader, rep=rep).first()
        if running and all(getattr(running, name) == it for name, it in agreed.items()):
            return running
        for before in cls.objects.running().filter(Q(leader=leader) | Q(pk__in=cls._of_former_leaders(rep)), rep=rep):
            before._end(by=by, at=at)
        rhythm = cls(leader=leader, rep=rep, starts_on=starts_on, agreed_by=by, agreed_at=at, **agreed)
        rhythm.falls_due_from = rhythm.first_day_after(at, starts_on)
        rhythm.agenda = (running.agenda if running else "") if agenda is None else agenda
        rhythm.save()
        rhythm._record("agreed", f"One-on-ones {rhythm.get_every_display().lower()}", by=by, at=at)
        rhythm.fall_due(until=starts_on + cls.AHEAD)
        return rhythm

    @classmethod
    @verb("agree")
    def set_up(cls, leader, rep, *, every, by, at, agenda="", **terms):
        """Set or, where `every` is None, end the rhythm of one pair, as one row of the whole team's table."""
        if every is None:
            for running in cls.objects.running().filter(leader=leader, rep=rep):
                running.end(by=by, at=at)
            return
        rhythm = cls.agree(leader, rep, every=every, starts_on=leader.workspace.today(at), by=by, at=at, **terms)
        rhythm.write_agenda(agenda, by=by, at=at)

    @verb("change")
    def write_agenda(self, agenda, *, by, at):
        """Set what every one-on-one of the two talks about, one line each."""
        if self.agenda == agenda:
            return
        self.agenda = agenda
        self.save(update_fields=["agenda"])
        self._record("agenda", "Standing agenda changed", by=by, at=at)

    @property
    def agenda_lines(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @verb("change")
    def end(self, *, by, at):
        """Stop the rhythm; what is still to come falls away, what was due stays due."""
        self._end(by=by, at=at)

    def _end(self, *, by, at):
        self._drop_what_is_to_come(at)
        self.ended_at = at
        self.save(update_fields=["ended_at"])
        self._record("ended", "One-on-ones ended", by=by, at=at)

    @verb("change")
    def pause(self, *, why, by, at):
        """Stop one-on-ones falling due until resumed; a reason is asked for, so that the gap can be understood."""
        if not why.strip():
            raise ValidationError("Write why these one-on-ones pause.")
        if self.is_paused:
            return
        self._drop_what_is_to_come(at)
        self.paused_at, self.pause_reason = at, why
        self.save(update_fields=["paused_at", "pause_reason"])
        self._record("paused", "One-on-ones paused", by=by, at=at)

    @verb("change")
    def resume(self, *, by, at):
        """Let one-on-ones fall due again from today; the slots of the pause never come back."""
        if not self.is_paused:
            return
        today = self.leader.workspace.today(at)
        self.paused_at, self.pause_reason, self.falls_due_from = None, "", self.first_day_after(at, today)
        self.save(update_fields=["paused_at", "pause_reason", "falls_due_from"])
        self.fall_due(until=today + self.AHEAD)
        self._record("resumed", "One-on-ones taken up again", by=by, at=at)

    @verb("change")
    def move_following(self, one_on_one, to, *, by, at):
        """Give one that is to come and all after it another weekday and time: the slots are re-dated, none is lost.

        `to` is the instant of the first of them. Those moved by themselves keep the time they were moved to, and what
        has ended keeps its outcome; leave and holidays are looked at anew.
        """
        local = to.astimezone(one_on_one.zone)
        by_days = local.date() - one_on_one.due_on
        self._refuse_following(one_on_one, by_days, to, at)
        self.fall_due(until=max(self.leader.workspace.today(at) + self.AHEAD, one_on_one.due_on))
        following = list(self.one_on_ones.filter(due_on__gte=one_on_one.due_on).order_by("due_on"))
        self._refuse_days_taken(following, by_days)
        self.weekday, self.at_time = local.weekday(), local.time().replace(second=0, microsecond=0)
        self.starts_on = self.falls_due_from = local.date()
        self.save(update_fields=["weekday", "at_time", "starts_on", "falls_due_from"])
        for one in following if by_days < timedelta() else reversed(following):
            one.redate(one.due_on + by_days, self.starts_at(one.due_on + by_days))
        self.one_on_ones.filter(due_on__gte=self.starts_on).excuse_where_away(at)
        self._record("moved", f"One-on-ones on {local:%A} at {local:%-H:%M} from {local:%-d %b}", by=by, at=at)

    def _refuse_following(self, one_on_one, by_days, to, at):
        if self.paused_at or self.ended_at:
            raise ValidationError("This rhythm does not run. Move the one alone.")
        if one_on_one.starts_at <= at or to <= at:
            raise ValidationError("Both times must be to come. Move this one alone, and the following from the next.")
        if one_on_one.moved_at or not one_on_one.is_open:
            raise ValidationError("It is moved or over already. Move the following from the next one.")
        if abs(by_days) >= timedelta(days=self.every):
            raise ValidationError(f"Choose a day less than {self.every} days away, so that none is skipped.")

    def _refuse_days_taken(self, following, by_days):
        """One planned apart, or left of the rhythm before, may have a day that one of these would get."""
        others = self.one_on_ones.model.objects.between(self.leader, self.rep).exclude(
            pk__in=[one.pk for one in following]
        )
        taken = others.filter(due_on__in=[one.due_on + by_days for one in following]).order_by("due_on").first()
        if taken:
            day = f"{taken.due_on:%-d %B %Y}"
            raise ValidationError(f"The two of you have a one-on-one on {day} already. Choose another day.")

    @staticmethod
    def overlaps(rhythms: Sequence["Rhythm"], *, since: date) -> list[tuple["Rhythm", "Rhythm", datetime]]:
        """Which two of these, all of one person, fall on the same time, and when first; saved or not.

        Four weeks tell, since every rhythm comes round within them.
        """
        slots = sorted(
            (rhythm.starts_at(day), i) for i, rhythm in enumerate(rhythms) for day in rhythm.four_weeks_from(since)
        )
        found: dict[frozenset[int], tuple[Rhythm, Rhythm, datetime]] = {}
        for n, (start, i) in enumerate(slots):
            for other, j in slots[n + 1 :]:
                if other >= start + timedelta(minutes=rhythms[i].minutes):
                    break
                found.setdefault(frozenset((i, j)), (rhythms[i], rhythms[j], other))
        return list(found.values())

    def four_weeks_from(self, day: date) -> list[date]:
        return [slot for slot in self.slots(until=day + self.AHEAD) if slot >= day]

    def slots(self, *, until: date):
        """The days this rhythm falls on, from `falls_due_from` up to `until`, both included."""
        day = self.starts_on + timedelta(days=(self.weekday - self.starts_on.weekday()) % 7)
        while day <= until:
            if day >= self.falls_due_from:
                yield day
            day += timedelta(days=self.every)

    def starts_at(self, day: date) -> datetime:
        """The instant of a slot. A time the clocks skip is taken as the hour after, one they repeat as the first."""
        zone = self.zone or self.leader.zone_name
        return datetime.combine(day, self.at_time.replace(fold=0), tzinfo=ZoneInfo(zone))

    def first_day_after(self, at: datetime, day: date) -> date:
        """The first day from `day` on whose slot is not over at the instant `at`."""
        return day if self.starts_at(day) > at else day + timedelta(days=1)

    def fall_due(self, *, until: date):
        """Make the one-on-ones of the slots up to `until` that are not there yet; safe to call twice at once.

        What falls on leave or a holiday of one of the two is excused from the start.
        """
        if self.paused_at or self.ended_at:
            return
        one_on_one = self.one_on_ones.model
        there = set(one_on_one.objects.between(self.leader, self.rep).values_list("due_on", flat=True))
        days = [day for day in self.slots(until=until) if day not in there]
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
                for day in days
            ],
            ignore_conflicts=True,
        )
        if days:
            self.one_on_ones.filter(due_on__in=days).excuse_where_away(self.agreed_at)

    def _drop_what_is_to_come(self, at):
        today = self.leader.workspace.today(at)
        self.fall_due(until=today)
        to_come = self.one_on_ones.undecided().untouched().filter(due_on__gte=today, starts_at__gt=at)
        Withdrawn.remember(to_come, at=at)
        to_come.delete()

    @classmethod
    def _of_former_leaders(cls, rep):
        return cls.objects.running().of_a_pair_no_longer().filter(rep=rep).values("pk")

    def _record(self, verb, label, *, by, at):
        record(f"rhythm.{verb}", by=by, about=self.rep, label=label, at=at, rhythm=self.pk)
