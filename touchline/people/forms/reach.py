from django import forms

from touchline.people.forms.words import DAYS
from touchline.people.models import Reach, Webhook
from touchline.people.offers import announced
from touchline.ui.forms import ModelForm, Segments

CLOCK = {"type": "time", "class": "short"}


class ReachForm(ModelForm[Reach]):
    """Whether somebody gets a digest, and when they are left alone."""

    quiet_days = forms.TypedMultipleChoiceField(
        label="Quiet days",
        coerce=int,
        choices=list(enumerate(DAYS)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Reach
        fields = ["wants_digest", "quiet_from", "quiet_to", "quiet_days"]
        labels = {
            "wants_digest": "A digest by mail on days when something waits for you",
            "quiet_from": "Quiet from",
            "quiet_to": "Quiet until",
        }
        help_texts = {
            "wants_digest": "One a day at most, three a week, in the morning after your quiet hours.",
            "quiet_to": "On your own clock. The same time twice means no quiet hours.",
        }
        widgets = {
            "quiet_from": forms.TimeInput(attrs=CLOCK, format="%H:%M"),
            "quiet_to": forms.TimeInput(attrs=CLOCK, format="%H:%M"),
        }

    def clean_quiet_days(self) -> list[int]:
        days: list[int] = sorted(self.cleaned_data["quiet_days"])
        if len(days) == len(DAYS):
            raise forms.ValidationError("Leave one day on which you can be reached, or switch the digest off.")
        return days


class EventsForm(forms.Form):
    """What is posted to one webhook."""

    events = forms.MultipleChoiceField(
        label="Post when",
        choices=lambda: [(one.key, one.label) for one in announced().values()],
        initial=lambda: [*announced()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )


class WebhookForm(EventsForm):
    """An incoming webhook somebody made in Slack or Teams."""

    kind = forms.ChoiceField(label="Where", choices=Webhook.Kind.choices, initial=Webhook.Kind.SLACK, widget=Segments)
    address = forms.CharField(
        label="Address of the webhook",
        max_length=2000,
        help_text="It begins with https:// and is a secret: it is kept encrypted and never shown again.",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the address Slack or Teams gave you."},
    )
    field_order = ["kind", "address", "events"]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if not address.startswith("https://"):
            raise forms.ValidationError("Enter an address that begins with https://")
        return address
