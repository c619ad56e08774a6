"""The code of a second factor, asked for at sign-in."""

from allauth.mfa.base.forms import AuthenticateForm as AllauthsForm
from django.core.exceptions import ValidationError

from touchline.people.signing_in import note


class AuthenticateForm(AllauthsForm):
    """The record says when a code was wrong, as it does of a password."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError:
            note("refused", "A wrong second factor for {}", user=self.user)
            raise
        return code
