"""What one of a pair writes down: one question, one answer, one try."""

from typing import Any

from django import forms


def _lines(label: str, longest: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "class": "two-lines"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


class WorksheetForm(forms.Form):
    question = _lines(
        "The question you bring",
        240,
        help_text="One call, one deal, one moment you would like a colleague’s view of.",
        error_messages={"required": "Write the one question you bring."},
    )
    answer = _lines("What you heard", 400, required=False)
    next_try = _lines("What you will try", 240, required=False, help_text="Once, by the end of next week.")
