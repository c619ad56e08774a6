"""What the standard remembers: the readings of each leader, week by week."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q

from touchline.measures.standard import Band, Reading, Reason
from touchline.people.models import Person
from touchline.people.models.acting import Scoped


class StoredReadingQuerySet(Scoped["StoredReading"]):
    def seen_by(self, me: Person) -> Q:
        """One's own: nobody above a leader reads how the leader stands against the standard."""
        return Q(leader=me)


class StoredReading(models.Model):
    """What one indicator of one leader came to in one week, as known when the week was over.

    `week_on` is the Monday on which the week began; it is over, where the company is, when the next Monday begins. A
    reading can be counted again at any time from what was known then, so a row is a memory and never a source. A new
    version of the standard adds rows beside those of the old one and rewrites none.
    """

    leader = models.ForeignKey(Person, models.CASCADE, related_name="stored_readings")
    practice = models.CharField(max_length=32)
    indicator = models.CharField(max_length=32)
    week_on = models.DateField()
    standard = models.CharField(max_length=16)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    band = models.CharField(max_length=16)
    reasons = models.JSONField(default=list)
    first_on = models.DateField()
    last_on = models.DateField()
    stored_at = models.DateTimeField()

    objects = StoredReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "week_on", "indicator", "standard"], name="reading_stored_once_a_week"
            ),
            models.CheckConstraint(
                name="reading_window_begins_before_it_ends", condition=models.Q(first_on__lte=models.F("last_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, week of {self.week_on:%-d %b %Y}"

    @property
    def reading(self) -> Reading:
        """The reading as it was judged."""
        reasons = tuple(Reason(reason) for reason in self.reasons)
        return Reading(self.indicator, self.value, self.low, self.high, self.n, Band(self.band), reasons, self.standard)

    @classmethod
    def keep(cls, readings: Iterable["StoredReading"]) -> None:
        """Write down what is not there yet; what was stored of a week under a version of the standard stays."""
        with transaction.atomic():
            StoredReading.objects.bulk_create(readings, ignore_conflicts=True)

    @classmethod
    def of(
        cls, reading: Reading, *, leader: Person, practice: str, week_on: date, window: tuple[date, date], at: datetime
    ) -> "StoredReading":
        """The row of one reading, not written yet."""
        return cls(
            leader=leader,
            practice=practice,
            indicator=reading.id,
            week_on=week_on,
            standard=reading.standard,
            value=reading.value,
            low=reading.low,
            high=reading.high,
            n=reading.n,
            band=reading.band.value,
            reasons=[reason.value for reason in reading.reasons],
            first_on=window[0],
            last_on=window[1],
            stored_at=at,
        )
