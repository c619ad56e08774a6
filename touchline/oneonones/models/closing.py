"""The mail both get after a one-on-one with the commitments made in it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Max, Q, QuerySet

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person


class Closing(models.Model):
    """The closing mail of one one-on-one to one of the two, sent once.

    The row is stored together with the worker's task. It is marked as sent before the mail server is spoken to, so that
    a kill in that moment never sends it twice.
    """

    AFTER = timedelta(minutes=10)
    # What was held while no server ran is told within a day; what is older is history.
    WITHIN = timedelta(days=1)
    TRIES_AGAIN_AFTER = timedelta(minutes=30)

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="closings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="closings")
    lined_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one_on_one", "person"], name="closing_once")]

    def __str__(self):
        return f"Closing mail of {self.one_on_one} to {self.person}"

    @classmethod
    def due(cls, at: datetime) -> QuerySet[OneOnOne]:
        """One-on-ones marked as held, and last promised something in, ten minutes ago or more, and not mailed yet."""
        held = OneOnOne.objects.held().filter(recorded_at__range=(at - cls.WITHIN, at - cls.AFTER), closings=None)
        settled = held.annotate(last=Max("commitments__made_at")).filter(last__lte=at - cls.AFTER)
        return settled.select_related("leader__workspace", "rep__workspace")

    @classmethod
    def unsent(cls, at: datetime) -> QuerySet["Closing"]:
        """Those a mail server refused or a kill left behind, to be tried again."""
        since = Q(lined_up_at__lte=at - cls.TRIES_AGAIN_AFTER, lined_up_at__gt=at - cls.WITHIN)
        return cls.objects.filter(since, sent_at=None)

    @classmethod
    def line_up(cls, one_on_one: OneOnOne, people: list[Person], *, at: datetime) -> list["Closing"]:
        """One for each of `people`; those that were there already are not returned."""
        made = [
            cls.objects.get_or_create(one_on_one=one_on_one, person=person, defaults={"lined_up_at": at})
            for person in people
        ]
        return [closing for closing, is_new in made if is_new]

    def begin(self, *, at: datetime) -> bool:
        """Mark it as sent and say whether that was new; what was opened again meanwhile is not mailed."""
        unsent = Closing.objects.filter(pk=self.pk, sent_at=None)
        if not self.one_on_one.is_held:
            unsent.delete()
            return False
        return bool(unsent.update(sent_at=at))

    def fail(self, *, at: datetime) -> None:
        """The mail server did not take it, so it is still to be sent."""
        Closing.objects.filter(pk=self.pk).update(sent_at=None, lined_up_at=at)
