"""How somebody signs in: allauth with our lookups, our encryption and no open sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from touchline.people.models import Person, Role, User, Workspace
from touchline.people.prepared import prepared
from touchline.people.recorded import record
from touchline.people.sealing import seal, unseal

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Backend(AuthenticationBackend):
    """A login counts while it is active and stands for a person; both are looked up at every request."""

    def get_user(self, user_id: int) -> User | None:
        user = next(iter(_logins(user_id)), None)
        if user is not None:
            user.person.remember_kinds(kind for kind in Role.Kind.values if getattr(user, f"holds_{kind}"))
        return user


@prepared
def _logins(user_id: int) -> QuerySet[User]:
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    held = Role.objects.filter(person=OuterRef("person"), to_on=None)
    logins: QuerySet[User] = (
        User.objects.filter(pk=user_id, is_active=True, person__isnull=False)
        .annotate(has_second_factor=Exists(factors))
        .annotate(**{f"holds_{kind}": Exists(held.filter(kind=kind)) for kind in Role.Kind.values})
        .select_related("person__workspace")
    )
    return logins


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note("made", "{} signed in", user=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down for known and unknown addresses alike, so that both take the same time."""
        user = User.objects.filter(email__iexact=credentials.get("email") or "").select_related("person").first()
        note("refused", "A wrong password for {}", user=user)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> EmailAddress | None:
        """A new address counts once the link sent to it was opened; the person's own follows."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            Person.objects.filter(user=email_address.user_id).update(email=email_address.email)
        return confirmed


def note(verb: str, label: str, *, user: User | None) -> None:
    """Record that somebody signed in or was refused; an address nobody has is recorded where there is one company."""
    person = getattr(user, "person", None)
    workspace = person.workspace if person else Workspace.objects.first()
    if workspace is None or (person is None and Workspace.objects.count() > 1):
        return
    who = person.name if person else "an address nobody here signs in with"
    record(f"sign_in.{verb}", by=person, about=person, workspace=workspace, label=label.format(who))


class MFAAdapter(DefaultMFAAdapter):
    """Keep authenticator secrets and the seed of recovery codes encrypted; the key lies outside the database.

    Recovery codes are derived from that seed, so they can be shown again to their owner; they are not hashed one by
    one (ASVS 5.0 6.5.2). Whoever has both the database and the key file can compute them.
    """

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
