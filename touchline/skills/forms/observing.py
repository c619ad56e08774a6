"""What is typed and tapped about an observation, mostly on a phone between two calls."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from touchline.people.models import Person
from touchline.skills.models import Edition, Observation
from touchline.skills.traits import trait_words
from touchline.ui.forms import Clock, Day, OnceMixin, field_of

LEVELS = [(number, f"{number}. {name}") for number, name in enumerate(Edition.NAMES, 1)]
MOST_MINUTES = 480


class LevelForm(forms.Form):
    """One of the four levels."""

    level = forms.TypedChoiceField(
        coerce=int, choices=LEVELS, error_messages={"required": "Choose the level that you saw."}
    )


class LeadForm(forms.Form):
    lead = forms.ChoiceField(choices=Observation.Lead.choices, error_messages={"required": "Say who led."})


class DeclareForm(OnceMixin, forms.Form):
    """What will be observed and who leads, in one tap: “call rep”."""

    what = forms.ChoiceField(error_messages={"required": "Say what it is and who leads."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, leads = Observation.Kind.values, Observation.Lead.values
        field_of(self, "what", forms.ChoiceField).choices = [
            (f"{kind} {lead}",) * 2 for kind in kinds for lead in leads
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if "what" in cleaned:
            cleaned["kind"], cleaned["lead"] = cleaned.pop("what").split()
        return cleaned


class ScoreForm(LevelForm):
    """The level that was seen, in one tap; `waited` is how many seconds the tap lay on a phone without connection."""

    minutes = forms.IntegerField(label="Minutes", required=False, min_value=1, max_value=MOST_MINUTES)
    waited = forms.IntegerField(required=False, min_value=0)

    def clean_waited(self) -> timedelta:
        return timedelta(seconds=self.cleaned_data["waited"] or 0)


class LogForm(OnceMixin, LevelForm):
    """An observation nobody declared before."""

    kind = forms.ChoiceField(label="What it was", choices=Observation.Kind.choices)
    lead = forms.ChoiceField(label="Who led", choices=Observation.Lead.choices)
    day = forms.DateField(label="Day", widget=Day)
    time = forms.TimeField(label="Over at", widget=Clock)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES)
    level = forms.TypedChoiceField(label="Level you saw", coerce=int, choices=LEVELS)
    field_order = ["kind", "lead", "day", "time", "minutes", "level"]

    def __init__(self, *args: Any, rep: Person, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        field_of(self, "lead", forms.ChoiceField).choices = [
            ("", "Choose"),
            ("rep", f"{rep.first_name} led"),
            ("leader", "You led"),
        ]
        field_of(self, "kind", forms.ChoiceField).choices = [("", "Choose"), *Observation.Kind.choices]
        field_of(self, "level", forms.ChoiceField).choices = [("", "Choose"), *LEVELS]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        day, time = cleaned.pop("day", None), cleaned.pop("time", None)
        if day and time:
            cleaned["seen_at"] = datetime.combine(day, time, tzinfo=self.zone)
        return cleaned


class TellForm(forms.Form):
    """Feedback: what was done, what it did, what to try next. A word for a trait asks for another try, once."""

    behaviour = forms.CharField(
        label="What they did",
        help_text="What one could have filmed.",
        max_length=400,
        error_messages={"required": "Write what they did."},
    )
    effect = forms.CharField(
        label="What it did",
        help_text="To the customer, in the room.",
        max_length=400,
        error_messages={"required": "Write what it did."},
    )
    next_try = forms.CharField(
        label="What to try next", max_length=400, error_messages={"required": "Write what to try next."}
    )
    as_it_is = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rep: Person, reader: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.traits: tuple[str, ...] = ()
        for name in ("behaviour", "effect", "next_try"):
            self.fields[name].widget = forms.Textarea({"rows": 2, "class": "low", "data-keep": reader.pk})
        self.fields["behaviour"].label = f"What {rep.first_name} did"
        self.fields["next_try"].label = f"What {rep.first_name} tries next"

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        is_meant = cleaned.pop("as_it_is", False)
        self.traits = () if is_meant else trait_words(*(cleaned.get(name) or "" for name in self.fields))
        if self.traits and not self.errors:
            words = " and ".join(f"“{word}”" for word in self.traits)
            names = "names a trait" if len(self.traits) == 1 else "name traits"
            raise ValidationError(f"{words} {names}, which nobody can try again. Write what was done instead.")
        return cleaned


class AskForm(forms.Form):
    """Which other leader gives a second level."""

    rater = forms.TypedChoiceField(
        label="Ask for a second level", coerce=int, error_messages={"required": "Choose a leader."}
    )

    def __init__(self, *args: Any, leaders: tuple[Person, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaders = {leader.pk: leader for leader in leaders}
        field_of(self, "rater", forms.ChoiceField).choices = [
            ("", "Choose a leader"),
            *((pk, who.name) for pk, who in self.leaders.items()),
        ]

    def clean_rater(self) -> Person:
        return self.leaders[self.cleaned_data["rater"]]
