from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from touchline.measures.periods import Period
from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record


class AgreedQuota(NamedTuple):
    """What one person is to sell in one period; `minor` is None where the quota is taken away."""

    person: Person
    period: Period
    minor: int | None
    share: Decimal


class QuotaQuerySet(Scoped["Quota"]):
    def seen_by(self, me: Person) -> Q:
        """One’s own, and those of everyone below."""
        return Q(person__in=Person.objects.known_to(me))

    def within(self, start: date, end: date) -> Self:
        """Quotas of periods that lie in start..end, both included."""
        return self.filter(starts_on__gte=start, ends_on__lte=end)


class Quota(models.Model):
    """What one person is to sell in one period, first and last day included.

    `amount_minor` is the full quota; `share` is the part of it that counts, below 1 in ramp or a part period.
    """

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

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on:%b %Y}"

    @property
    def counted_minor(self) -> int:
        """The quota that counts: the full amount times its share, in minor units."""
        return int((self.amount_minor * Decimal(self.share)).quantize(Decimal(1), ROUND_HALF_UP))

    @classmethod
    def can_set(cls, by: Person, person: Person) -> bool:
        """Leaders set the quotas of those below them, administrators everybody's; nobody else sets one."""
        below = by.is_leader and by.lines_below.filter(below=person).exists()
        return below or by.administers(person.workspace_id)

    @classmethod
    def can_set_all(cls, by: Person, agreements: Iterable[AgreedQuota]) -> bool:
        """May all of these be set? Asked once, however many there are."""
        mine = set(cls.people_set_by(by).values_list("pk", flat=True))
        return {agreement.person.pk for agreement in agreements} <= mine

    def can_withdraw(self, by: Person) -> bool:
        return self.can_set(by, self.person)

    @staticmethod
    def people_set_by(me: Person) -> QuerySet[Person]:
        """Those whose quota one may set: everyone below a leader, everyone for an administrator."""
        if me.is_administrator:
            return Person.objects.filter(workspace=me.workspace_id)
        return Person.objects.known_to(me).exclude(pk=me.pk) if me.is_leader else Person.objects.none()

    @classmethod
    @verb("set")
    def agree(
        cls,
        person: Person,
        *,
        starts_on: date,
        ends_on: date,
        amount_minor: int,
        currency: str,
        by: Person,
        at: datetime,
        share: Decimal | int = 1,
        why: str = "",
    ) -> "Quota":
        """Set the quota of a period, keeping what it was before."""
        days = {"starts_on": starts_on, "ends_on": ends_on}
        return cls._agree(
            person, **days, amount_minor=amount_minor, currency=currency, share=share, by=by, at=at, why=why
        )

    @classmethod
    def _agree(
        cls,
        person: Person,
        *,
        starts_on: date,
        ends_on: date,
        amount_minor: int,
        currency: str,
        share: Decimal | int,
        by: Person,
        at: datetime,
        why: str,
    ) -> "Quota":
        share = Decimal(share)
        overlapping = list(person.quotas.filter(starts_on__lte=ends_on, ends_on__gte=starts_on))
        before = next((q for q in overlapping if (q.starts_on, q.ends_on) == (starts_on, ends_on)), None)
        if other := next((q for q in overlapping if q is not before), None):
            raise ValidationError(
                f"{person.name} already has a quota from {other.starts_on:%-d %b %Y} to {other.ends_on:%-d %b %Y}."
            )
        if before and (before.amount_minor, before.share, before.currency) == (amount_minor, share, currency):
            return before
        quota = cls(pk=before.pk if before else None, person=person, starts_on=starts_on, ends_on=ends_on)
        quota.amount_minor, quota.currency, quota.share = amount_minor, currency, share
        quota.save()
        QuotaChange.keep(before, quota, by=by, at=at, why=why)
        return quota

    @classmethod
    @verb("set_all")
    def agree_all(
        cls, agreements: Iterable[AgreedQuota], *, currency: str, by: Person, at: datetime, why: str = ""
    ) -> None:
        """Set or take away many quotas, all or none."""
        for person, period, minor, share in agreements:
            days = {"starts_on": period.starts_on, "ends_on": period.ends_on}
            if minor is not None:
                cls._agree(person, **days, amount_minor=minor, currency=currency, share=share, by=by, at=at, why=why)
            elif quota := person.quotas.filter(**days).first():
                quota._withdraw(by=by, at=at, why=why)

    @verb("withdraw")
    def withdraw(self, *, by: Person, at: datetime, why: str = "") -> None:
        """Take the quota away; what it was stays in its history."""
        self._withdraw(by=by, at=at, why=why)

    def _withdraw(self, *, by: Person, at: datetime, why: str) -> None:
        QuotaChange.keep(self, None, by=by, at=at, why=why)
        self.delete()


class QuotaChangeQuerySet(Scoped["QuotaChange"]):
    def seen_by(self, me: Person) -> Q:
        """Changes of one's own quota and of those one may set."""
        return Q(person__in=Person.objects.known_to(me)) | Q(person__in=Quota.people_set_by(me))


class QuotaChange(models.Model):
    """What a quota was before and after (null: none), who changed it and why; it outlives the quota."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="quota_changes")
    starts_on = models.DateField()
    ends_on = models.DateField()
    currency = models.CharField(max_length=3)
    old_minor = models.BigIntegerField(null=True)
    new_minor = models.BigIntegerField(null=True)
    old_share = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    new_share = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=240, blank=True)

    objects = QuotaChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="quota_change_by_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on:%b %Y}: {self.old_minor} to {self.new_minor}"

    @classmethod
    def keep(cls, before: Quota | None, after: Quota | None, *, by: Person, at: datetime, why: str) -> "QuotaChange":
        """Write down a change from the quota `before` to `after`; either may be None."""
        quota = after or before
        if quota is None:
            raise ValueError("A quota that was not there and is not there has not changed.")
        change = cls.objects.create(
            person=quota.person,
            starts_on=quota.starts_on,
            ends_on=quota.ends_on,
            currency=quota.currency,
            old_minor=before.amount_minor if before else None,
            new_minor=after.amount_minor if after else None,
            old_share=before.share if before else 1,
            new_share=after.share if after else 1,
            by=by,
            at=at,
            why=why,
        )
        verb = "agreed" if after else "withdrawn"
        label = f"Quota {verb} for {quota.starts_on:%-d %b %Y} to {quota.ends_on:%-d %b %Y}"
        amount: dict[str, Any] = {"amount_minor": change.new_minor, "currency": quota.currency}
        record(f"quota.{verb}", by=by, about=quota.person, label=label, at=at, change=change.pk, **amount)
        return change
