from django import forms
from django.http import QueryDict

from touchline.people.forms.words import DAYS, currency_field, holidays_field, month_field, zone_field
from touchline.people.models import Person, Workspace
from touchline.ui.forms import ModelForm, Segments


class ProfileForm(ModelForm[Person]):
    """How Touchline looks and behaves for one person."""

    zone = zone_field(required=False, help_text="Leave it empty to use the company’s.")
    holidays = holidays_field(help_text="Where you work, if not where the company is: a country like DE, or DE-BY.")

    class Meta:
        model = Person
        fields = ["name", "zone", "holidays", "theme", "single_keys"]
        labels = {"theme": "Light or dark", "single_keys": "Single keys move around and act"}
        help_texts = {"single_keys": "Such as g w for My week. Never while you type."}
        widgets = {"theme": Segments}


class WorkspaceForm(ModelForm[Workspace]):
    """How the company counts, and how its people prove who they are."""

    currency = currency_field()
    zone = zone_field(help_text="Where the company’s day begins and ends.")
    holidays = holidays_field(
        help_text="A country like DE, or a region like DE-BY or US-CA. No one-on-one is due on its holidays."
    )
    fiscal_year_starts = month_field()
    week_starts = forms.TypedChoiceField(label="Week starts on", coerce=int, choices=list(enumerate(DAYS)))

    class Meta:
        model = Workspace
        fields = [
            "name",
            "currency",
            "zone",
            "holidays",
            "fiscal_year_starts",
            "week_starts",
            "counts",
            "sends_invitations",
            "second_factor_required",
        ]
        labels = {
            "name": "Company",
            "counts": "What counts towards a quota",
            "sends_invitations": "Invitations to one-on-ones go out by mail",
            "second_factor_required": "Leaders and administrators need a second factor",
        }
        help_texts = {
            "sends_invitations": "To both, when one is planned, moved or cancelled. Calendars take them in at once.",
            "second_factor_required": "A passkey or a code from an app. Those without one are asked for it next time.",
        }
        widgets = {"counts": Segments}

    def __init__(self, data: QueryDict | None = None, *, instance: Workspace) -> None:
        super().__init__(data, instance=instance, auto_id="company_%s")
