from typing import TYPE_CHECKING, TypedDict

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class SignInFacts(TypedDict):
        has_second_factor: bool

    SignedIn = WithAnnotations["User", SignInFacts]
    """A login as the sign-in backend looks it up for a request."""


class Accounts(BaseUserManager["User"]):
    """How Django makes a login: by e-mail, never by a user name."""

    @transaction.atomic
    def create_user(self, email: str, password: str | None = None) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save()
        # A login begins with a link sent to the address, and allauth allows a second factor to known addresses only.
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user


class User(AbstractBaseUser):
    """A login. What somebody may see hangs on their Person, never on the login."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    times_signed_out = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Accounts()

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """No one is: the stock admin is not part of the product."""
        return False

    def sign_out_everywhere(self) -> None:
        """End every session of this login at its next request."""
        User.objects.filter(pk=self.pk).update(times_signed_out=models.F("times_signed_out") + 1)
        self.refresh_from_db(fields=["times_signed_out"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        value = f"{self.password}:{self.times_signed_out}"
        return salted_hmac("touchline.people.User.session", value, secret=secret, algorithm="sha256").hexdigest()
