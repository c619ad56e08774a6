"""What people type about goals and milestones."""

from typing import Any

from django import forms

from touchline.people.models import Person
from touchline.plans.models import Goal
from touchline.ui.forms import Day, OnceMixin, WhyField, field_of

FROM_CRM: dict[str, str] = {
    Goal.Measure.WON_AMOUNT: Goal.Unit.MONEY,
    Goal.Measure.WON_DEALS: Goal.Unit.COUNT,
    Goal.Measure.CREATED_AMOUNT: Goal.Unit.MONEY,
    Goal.Measure.CREATED_DEALS: Goal.Unit.COUNT,
    Goal.Measure.NEXT_STEPS: Goal.Unit.PERCENT,
}


class ReviseForm(forms.Form):
    """What may change on a goal: its words, its target and its day."""

    name = forms.CharField(label="Goal", max_length=120, error_messages={"required": "Write what is to be reached."})
    why = forms.CharField(label="Why it matters", max_length=240, required=False)
    target = forms.DecimalField(
        label="Target",
        max_digits=14,
        decimal_places=2,
        help_text="Money in full, as in 300000. A share in percent, as in 80.",
        error_messages={"required": "Write the number to reach."},
    )
    due_on = forms.DateField(label="By", widget=Day, error_messages={"required": "Choose the day it is due."})


class ChangeForm(ReviseForm):
    because = forms.CharField(
        label="Why it changes", max_length=240, error_messages={"required": "Write why the goal changes."}
    )


class GoalForm(OnceMixin, ReviseForm):
    """A new goal: measured by the CRM, or noted by hand in a unit of its own."""

    is_learning = forms.BooleanField(
        label="A learning goal", required=False, help_text="What to be able to do, for somebody who is new to it."
    )

    measure = forms.ChoiceField(label="Where the number comes from", choices=Goal.Measure.choices)
    unit = forms.ChoiceField(
        label="Unit", choices=Goal.Unit.choices, initial=Goal.Unit.COUNT, help_text="Asked only when noted by hand."
    )
    start = forms.DecimalField(label="Where it stands at the start", max_digits=14, decimal_places=2, initial=0)
    starts_on = forms.DateField(label="From", widget=Day, error_messages={"required": "Choose the first day."})
    field_order = ["name", "why", "measure", "unit", "start", "target", "starts_on", "due_on", "is_learning"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        cleaned["unit"] = FROM_CRM.get(cleaned.get("measure", ""), cleaned.get("unit"))
        begins, due = cleaned.get("starts_on"), cleaned.get("due_on")
        if begins and due and due <= begins:
            self.add_error("due_on", f"The day must be after {begins:%-d %B %Y}.")
        if "target" in cleaned and cleaned.get("target") == cleaned.get("start"):
            self.add_error("target", "The target must differ from where the goal starts.")
        return cleaned


class WhyForm(forms.Form):
    """Why something ends; left out altogether only where it is taken back at once."""

    because = WhyField(longest=240, required=False, help_text="The other one of you reads it, and those above.")

    def clean_because(self) -> str:
        if "because" not in self.data:
            return "Taken back at once"
        because: str = self.cleaned_data["because"]
        if not because.strip():
            raise forms.ValidationError("Write why, in a few words.")
        return because


class StepForm(forms.Form):
    title = forms.CharField(label="Milestone", max_length=200, error_messages={"required": "Write what is to be done."})
    due_on = forms.DateField(label="By", widget=Day, error_messages={"required": "Choose the day it is due."})
    because = forms.CharField(
        label="Why it changes", max_length=240, error_messages={"required": "Write why the milestone changes."}
    )


class ValueForm(forms.Form):
    value = forms.DecimalField(
        label="Where it stands today",
        max_digits=14,
        decimal_places=2,
        error_messages={"required": "Write where it stands."},
    )


class MilestoneForm(OnceMixin, forms.Form):
    title = forms.CharField(label="Milestone", max_length=200, error_messages={"required": "Write what is to be done."})
    due_on = forms.DateField(label="By", widget=Day, error_messages={"required": "Choose the day it is due."})
    goal = forms.TypedChoiceField(label="On the way to", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.pk: goal for goal in person.goals.active().order_by("due_on")}
        on_the_way_to = field_of(self, "goal", forms.TypedChoiceField)
        on_the_way_to.choices = [("", "No goal"), *((goal.pk, goal.name) for goal in self.goals.values())]

    def clean_goal(self) -> Goal | None:
        return self.goals.get(self.cleaned_data["goal"])
