import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction

from touchline.people.models.acting import verb
from touchline.people.models.person import Person
from touchline.people.models.user import User
from touchline.people.recorded import record


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> Self:
        """Links that still work at the instant `at`."""
        return self.filter(accepted_at=None, withdrawn_at=None, invited_at__gt=at - Invitation.LASTS)


class Invitation(models.Model):
    """A link that lets one person make their login, once, within fourteen days."""

    LASTS = timedelta(days=14)

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation of {self.person}"

    @classmethod
    def can_send(cls, by: Person, person: Person) -> bool:
        return person.can_administer(by)

    def can_withdraw(self, by: Person) -> bool:
        return self.person.can_administer(by)

    @classmethod
    @verb("send")
    def send(cls, person: Person, *, by: Person, at: datetime) -> tuple["Invitation", str]:
        """Make a fresh invitation and return it with its secret, which is kept nowhere else."""
        if person.left_on:
            raise ValidationError(f"{person.name} has left. Take that back first.")
        if person.user_id:
            raise ValidationError(f"{person.name} has a login already.")
        if not person.email:
            raise ValidationError(f"Write {person.name}’s e-mail address first.")
        if User.objects.filter(email__iexact=person.email).exists():
            raise ValidationError(f"{person.email} signs in to Touchline already. Write another address.")
        person.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
        token = secrets.token_urlsafe(32)
        record("invitation.sent", by=by, about=person, label=f"{person.name} was invited", at=at)
        return cls.objects.create(person=person, token_hash=_hash(token), invited_by=by, invited_at=at), token

    @classmethod
    def open_for(cls, token: str, *, at: datetime) -> "Invitation | None":
        """Find the invitation a link opens, or None when it was used, withdrawn or is too old."""
        return (
            cls.objects.open(at)
            .filter(token_hash=_hash(token))
            .select_related("person__workspace", "invited_by")
            .first()
        )

    @property
    def ends_at(self) -> datetime:
        return self.invited_at + self.LASTS

    @transaction.atomic
    def accept(self, *, password: str, at: datetime) -> User:
        """Make the login and return it; a link opened twice at once makes one."""
        if not Invitation.objects.filter(pk=self.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=at):
            raise ValidationError("This link was used already. Sign in instead.")
        self.accepted_at = at
        user = User.objects.create_user(self.person.email, password)
        self.person.user = user
        self.person.save(update_fields=["user"])
        label = f"{self.person.name} took the invitation and made a login"
        record("invitation.accepted", by=self.person, about=self.person, label=label, at=at)
        return user

    @verb("withdraw")
    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Make the link worthless."""
        if Invitation.objects.filter(pk=self.pk, accepted_at=None).update(withdrawn_at=at):
            label = f"The invitation of {self.person.name} was withdrawn"
            record("invitation.withdrawn", by=by, about=self.person, label=label, at=at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
