"""How somebody signs in: allauth with our lookups, our encryption and no open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from touchline.people.models import Person, Role, User
from touchline.people.recorded import record
from touchline.people.sealing import seal, unseal

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Backend(AuthenticationBackend):
    """A login counts while it is active and stands for a person; both are looked up at every request."""

    def get_user(self, user_id):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        held = Role.objects.filter(person=OuterRef("person"), to_on=None)
        user = (
            User.objects.filter(pk=user_id, is_active=True, person__isnull=False)
            .annotate(has_second_factor=Exists(factors))
            .annotate(**{f"holds_{kind}": Exists(held.filter(kind=kind)) for kind in Role.Kind.values})
            .select_related("person__workspace")
            .first()
        )
        if user is not None:
            user.person.remember_kinds(kind for kind in Role.Kind.values if getattr(user, f"holds_{kind}"))
        return user


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        _note("made", user, "{} signed in")

    def authentication_failed(self, request, **credentials):
        """A wrong password for a login that exists; an unknown address belongs to no company."""
        user = User.objects.filter(email__iexact=credentials.get("email") or "").select_related("person").first()
        _note("refused", user, "A wrong password for {}")

    @transaction.atomic
    def confirm_email(self, request, email_address):
        """A new address counts once the link sent to it was opened; the person's own follows."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            Person.objects.filter(user=email_address.user_id).update(email=email_address.email)
        return confirmed


@receiver(authentication_failed)
def second_factor_refused(user, **more):
    _note("refused", user, "A wrong second factor for {}")


def _note(verb, user, label):
    """A login that stands for nobody comes no further, and has no company whose record could say so."""
    if person := getattr(user, "person", None):
        record(f"sign_in.{verb}", by=person, about=person, label=label.format(person.name))


class MFAAdapter(DefaultMFAAdapter):
    """Keep authenticator secrets and the seed of recovery codes encrypted; the key lies outside the database.

    Recovery codes are derived from that seed, so they can be shown again to their owner; they are not hashed one by
    one (ASVS 5.0 6.5.2). Whoever has both the database and the key file can compute them.
    """

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)
