from django.db import models
from django.db.models import Q

from touchline.people.models import Person
from touchline.people.models.acting import Scoped


class WithdrawnQuerySet(Scoped["Withdrawn"]):
    def seen_by(self, me: Person) -> Q:
        """For the two who would have met, also when the rep reports to somebody else by now."""
        return Q(rep=me) | Q(leader=me)


class Withdrawn(models.Model):
    """A one-on-one that was still to come when its rhythm was changed, paused or ended.

    The one-on-one itself is gone; this row lets every calendar that has it learn that it is cancelled. `sequence` is
    that of the cancellation, one above the last the calendar saw.
    """

    uid = models.UUIDField(unique=True)
    leader = models.ForeignKey(Person, models.CASCADE, related_name="+")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = WithdrawnQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["leader", "starts_at"], name="withdrawn_by_leader"),
            models.Index(fields=["rep", "starts_at"], name="withdrawn_by_rep"),
        ]

    def __str__(self):
        return f"Withdrawn one-on-one of {self.leader} and {self.rep}"

    @classmethod
    def remember(cls, one_on_ones, *, at):
        """Keep what calendars need to cancel these one-on-ones; whoever calls this deletes them in the same breath."""
        cls.objects.bulk_create(
            cls(
                uid=one.uid,
                leader_id=one.leader_id,
                rep_id=one.rep_id,
                starts_at=one.starts_at,
                minutes=one.minutes,
                sequence=one.sequence + 1,
                at=at,
            )
            for one in one_on_ones
        )
