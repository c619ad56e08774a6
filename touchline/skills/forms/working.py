"""What is typed on the page of a focus: practice, another start, why it is closed."""

from django import forms

from touchline.skills.models import Practice
from touchline.ui.forms import Day, OnceMixin, Segments


class PracticeForm(OnceMixin, forms.Form):
    kind = forms.ChoiceField(label="How", choices=Practice.Kind.choices, initial=Practice.Kind.RETRY, widget=Segments)
    on = forms.DateField(label="Day", widget=Day, error_messages={"required": "Choose the day."})
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)
    said = forms.CharField(label="What came of it, in a line", max_length=240, required=False)

    def clean_minutes(self) -> int:
        minutes: int | None = self.cleaned_data["minutes"]
        return minutes or 0


class StartForm(forms.Form):
    starts_on = forms.DateField(label="First day", widget=Day, error_messages={"required": "Choose the first day."})


class CloseForm(forms.Form):
    """Closing a focus; one that `makes_room` leads back to choosing another."""

    why = forms.CharField(label="Why now", max_length=240, required=False)
    makes_room = forms.BooleanField(required=False, widget=forms.HiddenInput)
