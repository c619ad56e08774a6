"""What a leader thinks lies behind a lever."""

from django import forms

from touchline.skills.models import Hunch


class HunchForm(forms.Form):
    """One of four causes; `lever` says what it was about on the page it was answered on."""

    cause = forms.ChoiceField(
        label="What lies behind it",
        choices=Hunch.Cause.choices,
        error_messages={"required": "Choose one of the four."},
    )
    lever = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
