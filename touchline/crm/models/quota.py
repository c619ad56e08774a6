from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.people.models import Person


class QuotaQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user))


class Quota(models.Model):
    """What one person is to sell in one period, first and last day included; `share` < 1 marks ramp or a part period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="quotas")
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "starts_on", "ends_on"], name="quota_once_per_period"),
            models.CheckConstraint(name="quota_ends_after_it_begins", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="quota_not_negative", condition=Q(amount_minor__gte=0)),
            models.CheckConstraint(name="quota_share_of_a_whole", condition=Q(share__gt=0, share__lte=1)),
        ]
        indexes = [models.Index(fields=["starts_on", "person"], name="quota_by_period")]

    def __str__(self):
        return f"{self.person}, {self.starts_on:%b %Y}"

    @classmethod
    @transaction.atomic
    def agree(cls, person, *, starts_on, ends_on, amount_minor, currency, by, at, share=1, why=""):
        """Set the quota of a period, keeping what it was before."""
        clash = person.quotas.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exclude(
            starts_on=starts_on, ends_on=ends_on
        )
        if other := clash.first():
            raise ValidationError(
                f"{person.name} already has a quota from {other.starts_on:%-d %b %Y} to {other.ends_on:%-d %b %Y}."
            )
        before = person.quotas.filter(starts_on=starts_on, ends_on=ends_on).first()
        quota, _ = cls.objects.update_or_create(
            person=person,
            starts_on=starts_on,
            ends_on=ends_on,
            defaults={"amount_minor": amount_minor, "currency": currency, "share": share},
        )
        if before is None or before.amount_minor != amount_minor or before.share != share:
            QuotaChange.objects.create(
                quota=quota,
                old_minor=before.amount_minor if before else None,
                new_minor=amount_minor,
                by=by,
                at=at,
                why=why,
            )
        return quota


class QuotaChange(models.Model):
    """What a quota was before, who changed it and why."""

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="changes")
    old_minor = models.BigIntegerField(null=True)
    new_minor = models.BigIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=240, blank=True)

    def __str__(self):
        return f"{self.quota}: {self.old_minor} to {self.new_minor}"
