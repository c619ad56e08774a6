from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from touchline.people.forms.words import PersonField
from touchline.people.models import Person, Role, Workspace
from touchline.people.models.person import PersonQuerySet
from touchline.ui.forms import Day, ModelForm, field_of


class PersonForm(ModelForm[Person]):
    """Who somebody is. Once they sign in, their e-mail address is theirs to change, not the administrator's."""

    class Meta:
        model = Person
        fields = ["name", "email", "title", "started_on"]
        labels = {"email": "E-mail address", "started_on": "Started on", "title": "Job title"}
        widgets = {"started_on": Day()}
        error_messages = {"name": {"required": "Write the name."}}
        help_texts = {"email": "The invitation goes there, and imports find the person by it."}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        if self.instance.user_id:
            del self.fields["email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        others = self.workspace.people.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if email and (other := others.first()):
            raise forms.ValidationError(f"{other.name} has this address already.")
        return email


class NewPersonForm(PersonForm):
    roles = forms.MultipleChoiceField(choices=Role.Kind.choices, widget=forms.CheckboxSelectMultiple, required=False)
    leader = PersonField(label="Reports to")

    field_order = ["name", "email", "title", "roles", "leader", "started_on"]

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, workspace=workspace, **kwargs)
        field_of(self, "leader", PersonField).offer(leaders_of(workspace), nobody="Nobody in Touchline")


class MoveForm(forms.Form):
    """Whom somebody reports to and from which day; a day to come is not a fact yet."""

    leader = PersonField(label="Reports to")
    on = forms.DateField(label="From", widget=Day())

    def __init__(self, data: QueryDict | None = None, *, person: Person, today: date) -> None:
        super().__init__(data, initial={"on": today}, auto_id="move_%s")
        self.today, self.person = today, person
        self.seat = person.seats.current().select_related("leader").first()
        others = leaders_of(person.workspace).exclude(pk=person.pk)
        field_of(self, "leader", PersonField).offer(others, nobody="Nobody in Touchline")
        if self.seat and self.seat.leader:
            self.initial["leader"] = self.seat.leader_id

    def clean_leader(self) -> Person | None:
        leader: Person | None = self.cleaned_data["leader"]
        if self.seat and self.seat.leader == leader:
            raise forms.ValidationError(f"{self.person.name} reports to {leader or 'nobody'} already.")
        return leader

    def clean_on(self) -> date:
        return not_after(self.today, self.cleaned_data["on"])


class LeaveForm(forms.Form):
    on = forms.DateField(label="Last day", widget=Day())

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today}, auto_id="leave_%s")
        self.today = today

    def clean_on(self) -> date:
        return not_after(self.today, self.cleaned_data["on"])


def leaders_of(workspace: Workspace) -> PersonQuerySet:
    """Those somebody can report to."""
    return workspace.people.here().leading().order_by("name")


def not_after(today: date, day: date) -> date:
    """Return `day`, or refuse it when it is still to come."""
    if day > today:
        raise forms.ValidationError(f"Choose {today:%-d %B %Y} or an earlier day.")
    return day
