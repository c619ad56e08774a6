"""A link in a mail that lets one person do one thing with one press, without signing in."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.commitment import Commitment
from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person


class Standing(Enum):
    """Where a link stands that is known and not too old."""

    READY = "ready"
    USED = "used"
    OVER = "over"


class Tap(models.Model):
    """One act of one person on one thing, once within seven days. Only the hash of the link's secret is kept.

    Whoever holds the link can do that one act and learns nothing by it, so it is worth no more than the mail it is in.
    """

    class Act(models.TextChoices):
        CONFIRM = "confirm", "Confirm that a one-on-one took place"
        KEEP = "keep", "Mark a commitment as kept"

    LASTS = timedelta(days=7)

    person = models.ForeignKey(Person, models.CASCADE, related_name="taps")
    act = models.CharField(max_length=7, choices=Act)
    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, null=True, related_name="taps")
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, related_name="taps")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tap_on_what_its_act_is_about",
                condition=Q(act="confirm", one_on_one__isnull=False, commitment=None)
                | Q(act="keep", one_on_one=None, commitment__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.person}"

    @classmethod
    def to_confirm(cls, one_on_one: OneOnOne, *, at: datetime) -> str:
        """Make a link with which the rep confirms this one-on-one; returns its secret, which is kept nowhere else."""
        return cls._make(cls.Act.CONFIRM, one_on_one.rep, at=at, one_on_one=one_on_one)

    @classmethod
    def to_keep(cls, commitment: Commitment, *, at: datetime) -> str:
        """Make a link with which the owner marks this commitment as kept; returns its secret."""
        return cls._make(cls.Act.KEEP, commitment.owner, at=at, commitment=commitment)

    @classmethod
    def opened_by(cls, token: str, *, at: datetime) -> "Tap | None":
        """The link of this secret; None where it is too old, of somebody who left, or never was one."""
        fresh = cls.objects.filter(token_hash=_hash(token), made_at__gt=at - cls.LASTS, person__left_on=None)
        return fresh.select_related(
            "person__workspace", "one_on_one__leader__workspace", "one_on_one__rep", "commitment__owner__workspace"
        ).first()

    @classmethod
    def forget(cls, *, at: datetime) -> None:
        """Drop links that work no longer; a week more, so that a used one can still say so."""
        cls.objects.filter(made_at__lt=at - 2 * cls.LASTS).delete()

    def standing(self, at: datetime) -> Standing:
        """Can its act still be done at the instant `at`?"""
        if self.used_at:
            return Standing.USED
        return Standing.READY if self._is_possible(at) else Standing.OVER

    @transaction.atomic
    def use(self, *, at: datetime) -> Standing:
        """Do its act, once; returns how the link stood when it was pressed, READY where that did it."""
        standing = self.standing(at)
        if standing is not Standing.READY:
            return standing
        if not Tap.objects.filter(pk=self.pk, used_at=None).update(used_at=at):
            return Standing.USED
        if self.act == self.Act.CONFIRM:
            self.one_on_one.confirm(by=self.person, at=at)
        else:
            self.commitment.keep(by=self.person, at=at)
        return standing

    def _is_possible(self, at: datetime) -> bool:
        if self.act == self.Act.KEEP:
            return self.commitment.is_open
        one = self.one_on_one
        return one.is_held and one.confirmed_at is None and at <= one.recorded_at + one.CONFIRMS_WITHIN

    @classmethod
    def _make(cls, act: str, person: Person, *, at: datetime, **about: models.Model) -> str:
        token = secrets.token_urlsafe(32)
        cls.objects.create(act=act, person=person, token_hash=_hash(token), made_at=at, **about)
        return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
