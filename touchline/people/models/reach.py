"""How somebody is reached: the hours and days they are left alone, and the digests they were sent."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q

from touchline.people.models.acting import Scoped
from touchline.people.models.person import Person

SATURDAY, SUNDAY = 5, 6


def weekend() -> list[int]:
    return [SATURDAY, SUNDAY]


class ReachQuerySet(Scoped["Reach"]):
    def seen_by(self, me: Person) -> Q:
        """How somebody is reached is for themselves alone."""
        return Q(person=me)


class Reach(models.Model):
    """What one person said about being reached; there is no row until they say something.

    Quiet hours run from `quiet_from` to `quiet_to` on the person's own clock, over midnight where the first is later;
    the same time twice means none. `quiet_days` are weekdays, 0 is Monday.
    """

    # A digest is for the morning; what comes up later in the day waits for the next one.
    MORNING = timedelta(hours=4)

    person = models.OneToOneField(Person, models.CASCADE, related_name="reach")
    wants_digest = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=time(18))
    quiet_to = models.TimeField(default=time(8))
    quiet_days = models.JSONField(default=weekend, blank=True)

    objects = ReachQuerySet.as_manager()

    def __str__(self) -> str:
        return f"How {self.person} is reached"

    @classmethod
    def of(cls, person: Person) -> "Reach":
        """What `person` said, or the defaults, not stored yet."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    @property
    def zone(self) -> ZoneInfo:
        return self.person.own_zone

    def day(self, at: datetime) -> date:
        """The calendar day of an instant where the person is."""
        return at.astimezone(self.zone).date()

    def is_quiet(self, at: datetime) -> bool:
        """Is the person to be left alone at this instant?"""
        local = at.astimezone(self.zone)
        return self.is_quiet_day(local.date()) or self._is_quiet_time(local.time())

    def is_quiet_day(self, day: date) -> bool:
        """A quiet weekday, or a public holiday where the person works."""
        return day.weekday() in self.quiet_days or bool(self.person.holiday_on(day))

    def is_morning(self, at: datetime) -> bool:
        """Have the quiet hours of today just ended?"""
        if self.is_quiet(at):
            return False
        now = at.astimezone(self.zone).time()
        since = (now.hour - self.quiet_to.hour) * 60 + now.minute - self.quiet_to.minute
        return timedelta(minutes=since % 1440) < self.MORNING

    def last_day_by(self, day: date) -> date:
        """The latest day up to `day`, and at most ten before, on which the person can be told of something."""
        back = (day - timedelta(days=n) for n in range(11))
        return next((earlier for earlier in back if not self.is_quiet_day(earlier)), day)

    def _is_quiet_time(self, now: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= now < self.quiet_to
        return now >= self.quiet_from or now < self.quiet_to


class DigestQuerySet(Scoped["Digest"]):
    def seen_by(self, me: Person) -> Q:
        """A digest is for whoever it was sent to."""
        return Q(person=me)


class Digest(models.Model):
    """One mail with what waits for one person that day: one a day at most, three in any seven days.

    The row is stored together with the worker's task, so a process killed between the two leaves neither. It is
    marked as sent before the mail server is spoken to: a kill in that moment costs this one mail and never sends it
    twice.
    """

    MOST, DAYS = 3, timedelta(days=7)
    TRIES_AGAIN_AFTER = timedelta(minutes=30)

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    sent_on = models.DateField()
    lined_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "sent_on"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"Digest of {self.person}, {self.sent_on:%-d %b %Y}"

    @classmethod
    def may_be_sent(cls, person: Person, *, at: datetime) -> bool:
        """Is it worth looking for something to say to `person` now?"""
        reach = Reach.of(person)
        sent = cls.objects.filter(person=person, sent_on=reach.day(at)).exclude(sent_at=None)
        return cls._is_time(reach, at) and not sent.exists()

    @classmethod
    @transaction.atomic
    def line_up(cls, person: Person, *, at: datetime) -> "Digest | None":
        """Today's digest of `person` if it is to be sent now; None where hour, day, week or leave says no."""
        Person.objects.select_for_update().get(pk=person.pk)
        reach = Reach.of(person)
        if not cls._is_time(reach, at):
            return None
        day = reach.day(at)
        lately = {digest.sent_on: digest for digest in cls.objects.filter(person=person, sent_on__gt=day - cls.DAYS)}
        if today := lately.get(day):
            return today if today._tried_again(at) else None
        if len(lately) >= cls.MOST:
            return None
        return cls.objects.create(person=person, sent_on=day, lined_up_at=at)

    @transaction.atomic
    def begin(self, *, at: datetime) -> bool:
        """Mark it as sent and say whether that was new; what the worker comes to too late is not sent at all."""
        reach = Reach.of(self.person)
        unsent = Digest.objects.filter(pk=self.pk, sent_at=None)
        if reach.is_quiet(at) or reach.day(at) != self.sent_on:
            unsent.delete()
            return False
        return bool(unsent.update(sent_at=at))

    def fail(self) -> None:
        """The mail server did not take it, so it is still to be sent."""
        Digest.objects.filter(pk=self.pk).update(sent_at=None)

    def withdraw(self) -> None:
        """There was nothing to say after all, so it counts for nothing."""
        Digest.objects.filter(pk=self.pk).delete()

    @staticmethod
    def _is_time(reach: Reach, at: datetime) -> bool:
        """Does the person want one, has their morning come, and are they at work?"""
        day = reach.day(at)
        is_wanted = reach.wants_digest and reach.is_morning(at)
        return is_wanted and not reach.person.absences.standing().touching(day, day).exists()

    def _tried_again(self, at: datetime) -> bool:
        due = Q(sent_at=None, lined_up_at__lte=at - self.TRIES_AGAIN_AFTER)
        return bool(Digest.objects.filter(due, pk=self.pk).update(lined_up_at=at))
