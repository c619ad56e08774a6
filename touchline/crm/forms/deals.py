from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from touchline.crm.queries.deals import SORTS, Wanted
from touchline.people.models import Person
from touchline.ui.forms import Day, field_of

PANELS = [
    ("moved", "Close date moved later"),
    ("overdue", "Close date has passed"),
    ("no-step", "No next step"),
]
UNKEPT = {"sort", "page"}
OUTCOMES = [("open", "Open"), ("won", "Won"), ("lost", "Lost"), ("decided", "Won or lost")]


class DealFilter(forms.Form):
    """What somebody looks for among the deals; a field that cannot be read is left out and says so."""

    q = forms.CharField(required=False, max_length=120, label="Deal or account")
    owner = forms.ChoiceField(required=False)
    team = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(required=False, choices=[("", "Any outcome"), *OUTCOMES])
    panel = forms.ChoiceField(required=False, label="Only", choices=[("", "All deals"), *PANELS])
    since = forms.DateField(required=False, label="Closing from", widget=Day)
    until = forms.DateField(required=False, label="Closing until", widget=Day)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, *, people: Iterable[Person]) -> None:
        super().__init__(query)
        self.people = {str(person.pk): person for person in people}
        names = [(pk, person.name) for pk, person in self.people.items()]
        field_of(self, "owner", forms.ChoiceField).choices = [("", "Anyone"), *names]
        field_of(self, "team", forms.ChoiceField).choices = [("", ""), *names]

    def wanted(self) -> Wanted:
        self.is_valid()
        found = self.cleaned_data
        sort = found.get("sort") or "-close"
        if sort.removeprefix("-") not in SORTS:
            sort = "-close"
        return Wanted(
            words=(found.get("q") or "").strip(),
            owner=self.people.get(found.get("owner") or ""),
            team=self.people.get(found.get("team") or ""),
            outcome=found.get("outcome") or "",
            panel=found.get("panel") or "",
            since=found.get("since"),
            until=found.get("until"),
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            page=found.get("page") or 1,
            query={name: self[name].value() for name in self.fields if name not in UNKEPT and found.get(name)}
            | ({"sort": sort} if sort != "-close" else {}),
        )
