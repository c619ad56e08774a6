from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from touchline.people.forms.words import (
    PersonField,
    currency_field,
    month_field,
    password_field,
    refuse_taken,
    zone_field,
)
from touchline.people.models import Role, User, Workspace
from touchline.ui.forms import field_of


class WelcomeForm(forms.Form):
    """Name the company and oneself. Where an import came first, oneself may be one of the people it brought."""

    company = forms.CharField(label="Company", max_length=120)
    who = PersonField(label="You are", required=False, help_text="The people your import brought in, leaders first.")
    name = forms.CharField(
        label="Your name",
        max_length=120,
        required=False,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = password_field()
    currency = currency_field()
    zone = zone_field(help_text="Where the company’s day begins and ends, such as Europe/Berlin.")
    fiscal_year_starts = month_field()

    def __init__(self, *args: Any, workspace: Workspace | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workspace is None:
            del self.fields["who"]
            self.fields["name"].required = True
            return
        leads = Exists(Role.objects.filter(person=OuterRef("pk"), kind=Role.Kind.LEADER, to_on=None))
        people = workspace.people.here().annotate(is_leading=leads).order_by("-is_leading", "name")
        field_of(self, "who", PersonField).offer(people, nobody="Somebody else")

    @classmethod
    def initial_for(cls, workspace: Workspace | None) -> dict[str, Any]:
        """What the fields hold before anybody wrote: the workspace an import made, or the usual."""
        if workspace is None:
            return {"currency": "USD", "zone": "UTC", "fiscal_year_starts": 1}
        return {
            "company": workspace.name,
            "currency": workspace.currency,
            "zone": workspace.zone,
            "fiscal_year_starts": workspace.fiscal_year_starts,
        }

    def clean_email(self) -> str:
        return refuse_taken(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        who = cleaned.setdefault("who", None)
        cleaned["name"] = cleaned.get("name") or (who.name if who else "")
        if not cleaned["name"] and "name" not in self.errors:
            self.add_error("name", ValidationError("Enter your name", code="required"))
        if cleaned.get("password"):
            self._check_password(cleaned)
        return cleaned

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        try:
            validate_password(cleaned["password"], User(email=cleaned.get("email", "")))
        except ValidationError as refusal:
            self.add_error("password", refusal)
