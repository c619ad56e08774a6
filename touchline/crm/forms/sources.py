from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from touchline.crm.forms.naming import finder
from touchline.crm.models import Stage
from touchline.people.models import Person


class SourceForm(forms.Form):
    """What a CRM is called here, and where its deals are found."""

    name = forms.CharField(max_length=120, label="Name", error_messages={"required": "Write what the CRM is called."})
    deal_url = forms.CharField(
        required=False,
        max_length=240,
        label="Address of a deal",
        help_text="Open any deal in the CRM, copy its address and write {id} where the deal’s id stands.",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://crm.example.com/deals/{id}"}),
    )


class StagesForm(forms.Form):
    """What the stages of a source mean, and in which order they come."""

    def __init__(self, *args: Any, stages: Iterable[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = list(stages)
        for stage in self.stages:
            means = forms.Select(attrs={"aria-label": f"What {stage.name} means"})
            place = forms.NumberInput(attrs={"aria-label": f"Place of {stage.name}", "class": "short"})
            outcomes = Stage.Outcome.choices
            self.fields[f"means-{stage.pk}"] = forms.ChoiceField(choices=outcomes, initial=stage.outcome, widget=means)
            self.fields[f"place-{stage.pk}"] = forms.IntegerField(
                min_value=0, max_value=999, initial=stage.position, widget=place
            )

    def lines(self) -> Iterator[tuple[Stage, BoundField, BoundField]]:
        """Yield each stage with its two fields."""
        for stage in self.stages:
            yield stage, self[f"means-{stage.pk}"], self[f"place-{stage.pk}"]

    def meanings(self) -> Iterator[tuple[Stage, str, int]]:
        """Yield each stage with what it means and its place."""
        for stage in self.stages:
            yield stage, self.cleaned_data[f"means-{stage.pk}"], self.cleaned_data[f"place-{stage.pk}"]


class OwnerForm(forms.Form):
    """Whom an owner in the CRM stands for: somebody who is here, a new person, or nobody."""

    who = forms.CharField(required=False, max_length=240, label="Person")
    act = forms.ChoiceField(choices=[(act, act) for act in ("match", "new", "ignore", "ask")])

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = finder(people)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("act") == "match":
            cleaned["person"] = self._person(cleaned.get("who", ""))
        return cleaned

    def _person(self, name: str) -> Person:
        found = self.find(name)
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValidationError(f"{len(found)} people are called {name}. Write the e-mail address instead.")
        raise ValidationError(f"Nobody here is called “{name}”. Choose a name from the list, or make a person.")
