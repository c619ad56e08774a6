"""Fields that several forms of people ask for in the same words."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from touchline.people.models import Person, User
from touchline.people.models.holidays import real_holidays
from touchline.people.models.person import PersonQuerySet
from touchline.people.models.workspace import real_zone

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@cache
def zones() -> tuple[str, ...]:
    """Time zones worth offering: places, not offsets and old names."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc", "Sys"))))


def currency_field() -> forms.CharField:
    return forms.CharField(
        max_length=3,
        help_text="Three letters, such as EUR or USD. Amounts in other currencies keep theirs.",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR.")],
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"}),
    )


def zone_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        label="Time zone",
        max_length=64,
        validators=[real_zone],
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        **options,
    )


def holidays_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        label="Public holidays",
        max_length=10,
        required=False,
        validators=[real_holidays],
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
        **options,
    )


def month_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Fiscal year starts in", coerce=int, choices=list(enumerate(MONTHS, 1)), help_text="Quarters follow it."
    )


def password_field() -> forms.CharField:
    return forms.CharField(
        label="Password",
        strip=False,
        max_length=128,
        help_text="12 characters or more. A sentence is easier to remember than a word.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


NOBODY = "nobody"


class PersonField(forms.ChoiceField):
    """One of a few people, loaded when the form is made, so that drawing it asks the database nothing."""

    def offer(self, people: PersonQuerySet, *, nobody: str) -> None:
        self.people = {str(person.pk): person for person in people}
        self.choices = [(NOBODY, nobody), *((key, person.name) for key, person in self.people.items())]
        self.initial = NOBODY

    def clean(self, value: object) -> Person | None:
        return self.people.get(super().clean(value))


def refuse_taken(email: str) -> str:
    """Return a login's address in small letters, or refuse it because somebody signs in with it."""
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError("Somebody signs in with this address already.")
    return email.lower()
