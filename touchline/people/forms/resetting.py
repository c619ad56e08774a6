"""Asking for a new password, which takes a mail."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthsForm
from django.core.exceptions import ValidationError

from touchline.people.mailing import is_mail_sent


class ResetPasswordForm(AllauthsForm):
    """Refused alike for every address where no mail server could carry the link."""

    def is_mail_sent(self) -> bool:
        return is_mail_sent()

    def clean(self) -> dict[str, Any]:
        if not is_mail_sent():
            raise ValidationError("This server sends no mail, so no link can reach you.")
        cleaned: dict[str, Any] = super().clean()
        return cleaned
