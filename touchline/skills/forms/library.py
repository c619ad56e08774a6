"""What people type when they describe a skill."""

from typing import Any

from django import forms
from django.http import QueryDict

from touchline.skills.models import Edition, Metric
from touchline.skills.starter import Wording
from touchline.ui.forms import OnceMixin

LEVELS = tuple(enumerate(Edition.NAMES, 1))


def _lines(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=240, widget=forms.Textarea(attrs={"rows": 2, "class": "two-lines"}), **more
    )


def _level(number: int, name: str) -> forms.CharField:
    missing = {"required": f"Write what somebody does at level {number}."}
    return _lines(f"Level {number}, {name.lower()}", error_messages=missing)


class WordingForm(forms.Form):
    """A skill in words: what it is, what one sees at each of four levels, what good and bad sound like."""

    name = forms.CharField(label="Skill", max_length=80, error_messages={"required": "Write what the skill is called."})
    about = _lines("What it is, in one sentence", error_messages={"required": "Write in one sentence what it is."})
    sounds_good = _lines("What good sounds like", required=False)
    sounds_bad = _lines("What bad sounds like", required=False)
    metric = forms.ChoiceField(
        label="What the CRM counts of it",
        required=False,
        choices=[("", "Nothing; it is only observed"), *Metric.choices],
        help_text="A focus on this skill proposes it. Whoever chooses the focus may choose another.",
    )
    field_order = ["name", "about", *(f"level_{number}" for number, _ in LEVELS)]

    def __init__(self, data: QueryDict | None = None, *, wording: Wording | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial=_initial(wording) if wording else None, **kwargs)
        for number, name in LEVELS:
            self.fields[f"level_{number}"] = _level(number, name)
        self.fields["level_1"].help_text = "Write what somebody else could see or hear, not what the person is like."
        self.order_fields(self.field_order)

    @property
    def wording(self) -> Wording:
        """What `Skill.describe` and `Skill.reword` take."""
        said = self.cleaned_data
        levels = tuple(said[f"level_{number}"] for number, _ in LEVELS)
        words = {name: said[name] for name in ("name", "about", "sounds_good", "sounds_bad", "metric")}
        return Wording(levels=levels, **words)


class NewSkillForm(OnceMixin, WordingForm):
    """The same, for a skill the company does not have yet."""


def _initial(wording: Wording) -> dict[str, str]:
    levels = {f"level_{number}": words for number, words in enumerate(wording.levels, 1)}
    named = {name: getattr(wording, name) for name in ("name", "about", "sounds_good", "sounds_bad", "metric")}
    return levels | named
