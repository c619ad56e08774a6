"""What a leader and a rep agree on when a focus is chosen, for one rep or with start weeks drawn for several."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from touchline.measures.winrate import Record
from touchline.people.models import Person
from touchline.skills.models import Draw, Focus, Metric, Skill, Terms
from touchline.ui.forms import Day, OnceMixin, field_of

MOST_MINUTES = 300
WEEK = timedelta(weeks=1)


class AgreedForm(OnceMixin, forms.Form):
    """The behaviour, what it should move and how far, the plan in one sentence, the leader's time."""

    behaviour = forms.CharField(
        label="The behaviour, in words",
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What one could film.",
        error_messages={"required": "Write what one would see."},
    )
    metric = forms.ChoiceField(
        label="What it should move", required=False, choices=[("", "Nothing the CRM counts"), *Metric.choices]
    )
    target = forms.IntegerField(label="To how many percent", required=False, min_value=1, max_value=100)
    cue = forms.ChoiceField(label="If", required=False, choices=[("", "Choose what sets it off"), *Focus.Cue.choices])
    then = forms.CharField(
        label="then I", max_length=200, required=False, help_text="As in: write down what it costs them and who pays"
    )
    minutes = forms.IntegerField(
        label="Minutes a week you promise", min_value=0, max_value=MOST_MINUTES, required=False, initial=30
    )

    def clean_minutes(self) -> int:
        minutes: int | None = self.cleaned_data["minutes"]
        return minutes or 0

    def clean_then(self) -> str:
        """The sentence supplies “then I” and the full stop."""
        then: str = self.cleaned_data["then"].strip().rstrip(".")
        return then[2:].lstrip() if then.startswith("I ") else then

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if bool(cleaned.get("cue")) != bool(cleaned.get("then")) and "then" not in self.errors:
            missing = "then" if cleaned.get("cue") else "cue"
            self.add_error(missing, "A plan has both halves: what sets it off, and what is done then.")
        return cleaned

    def refuse_target(self, baseline: Record) -> bool:
        """Ask for a target above where it stands; answers whether there was something to refuse."""
        target, rate = self.cleaned_data["target"], baseline.rate
        if target is None or rate is None or target > rate * 100:
            return False
        self.add_error("target", f"It stands at {round(rate * 100)}%. Write a target above it.")
        return True

    def terms(self, skill: Skill, *, starts_on: date, ends_on: date, baseline: tuple[int, int] = (0, 0)) -> Terms:
        said = {name: self.cleaned_data[name] for name in ("behaviour", "metric", "target", "cue", "then", "minutes")}
        return Terms(skill, starts_on=starts_on, ends_on=ends_on, baseline=baseline, **said)


class FocusForm(AgreedForm):
    """One focus of one rep."""

    starts_on = forms.DateField(label="First day", widget=Day, error_messages={"required": "Choose the first day."})
    ends_on = forms.DateField(
        label="Last day",
        widget=Day,
        help_text="Eight to twelve weeks after the first, 90 days at most.",
        error_messages={"required": "Choose the last day."},
    )


class DrawForm(AgreedForm):
    """The same skill for several reps, each beginning in a week that chance decides."""

    skill = forms.TypedChoiceField(label="Skill", coerce=int, error_messages={"required": "Choose the skill."})
    reps = forms.TypedMultipleChoiceField(
        label="Reps",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"{Draw.LEAST_REPS} or more.",
        error_messages={"required": "Choose the reps."},
    )
    metric = forms.ChoiceField(
        label="What it should move",
        choices=[("", "Choose what the CRM counts"), *Metric.choices],
        help_text="The draw is tested on it.",
        error_messages={"required": "Choose what the draw is tested on."},
    )
    first_on = forms.DateField(
        label="First week that can be drawn",
        widget=Day,
        help_text="A Monday.",
        error_messages={"required": "Choose the Monday of the first week."},
    )
    weeks = forms.IntegerField(
        label="Weeks to draw from", min_value=Draw.LEAST_WEEKS, max_value=Draw.MOST_WEEKS, initial=5
    )
    lasts = forms.IntegerField(label="Weeks each focus lasts", min_value=6, max_value=12, initial=10)
    field_order = ["skill", "behaviour", "reps", "metric", "target", "cue", "then", "first_on", "weeks", "lasts"]

    def __init__(self, *args: Any, skills: Iterable[Skill], team: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills, self.team = {one.pk: one for one in skills}, {one.pk: one for one in team}
        field_of(self, "skill", forms.ChoiceField).choices = [
            ("", "Choose a skill"),
            *((pk, one.name) for pk, one in self.skills.items()),
        ]
        field_of(self, "reps", forms.ChoiceField).choices = [(pk, one.name) for pk, one in self.team.items()]
        self.fields["target"].help_text = "The same for all; leave it empty where their baselines differ much."

    def clean_skill(self) -> Skill:
        return self.skills[self.cleaned_data["skill"]]

    def clean_reps(self) -> list[Person]:
        return [self.team[pk] for pk in self.cleaned_data["reps"]]

    @property
    def shared_terms(self) -> Terms:
        said = self.cleaned_data
        return self.terms(said["skill"], starts_on=said["first_on"], ends_on=said["first_on"] + said["lasts"] * WEEK)
