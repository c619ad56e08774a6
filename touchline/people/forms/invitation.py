from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from touchline.people.forms.words import password_field
from touchline.people.models import User


class AcceptForm(forms.Form):
    """The first password of a login, checked against the address it is for."""

    password = password_field()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password
