from django import forms

from touchline.people.forms.words import PersonField
from touchline.people.models import Person, Role
from touchline.ui.forms import Day


class PersonForm(forms.ModelForm):
    """Who somebody is. Once they sign in, their e-mail address is theirs to change, not the administrator's."""

    class Meta:
        model = Person
        fields = ["name", "email", "title", "started_on"]
        labels = {"email": "E-mail address", "started_on": "Started on", "title": "Job title"}
        widgets = {"started_on": Day()}
        error_messages = {"name": {"required": "Write the name."}}
        help_texts = {"email": "The invitation goes there, and imports find the person by it."}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        if self.instance.user_id:
            del self.fields["email"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        others = self.workspace.people.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if email and (other := others.first()):
            raise forms.ValidationError(f"{other.name} has this address already.")
        return email


class NewPersonForm(PersonForm):
    roles = forms.MultipleChoiceField(choices=Role.Kind.choices, widget=forms.CheckboxSelectMultiple, required=False)
    leader = PersonField(label="Reports to")

    field_order = ["name", "email", "title", "roles", "leader", "started_on"]

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["leader"].offer(leaders_of(workspace), nobody="Nobody in Touchline")


class MoveForm(forms.Form):
    """Whom somebody reports to and from which day; a day to come is not a fact yet."""

    leader = PersonField(label="Reports to")
    on = forms.DateField(label="From", widget=Day())

    def __init__(self, *args, person, today, **kwargs):
        super().__init__(*args, initial={"on": today}, auto_id="move_%s", **kwargs)
        self.today, self.person = today, person
        self.seat = person.seats.current().select_related("leader").first()
        self.fields["leader"].offer(leaders_of(person.workspace).exclude(pk=person.pk), nobody="Nobody in Touchline")
        if self.seat and self.seat.leader:
            self.initial["leader"] = self.seat.leader_id

    def clean_leader(self):
        leader = self.cleaned_data["leader"]
        if self.seat and self.seat.leader == leader:
            raise forms.ValidationError(f"{self.person.name} reports to {leader or 'nobody'} already.")
        return leader

    def clean_on(self):
        return not_after(self.today, self.cleaned_data["on"])


class LeaveForm(forms.Form):
    on = forms.DateField(label="Last day", widget=Day())

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"on": today}, auto_id="leave_%s", **kwargs)
        self.today = today

    def clean_on(self):
        return not_after(self.today, self.cleaned_data["on"])


def leaders_of(workspace):
    """Those somebody can report to."""
    return workspace.people.here().leading().order_by("name")


def not_after(today, day):
    """Return `day`, or refuse it when it is still to come."""
    if day > today:
        raise forms.ValidationError(f"Choose {today:%-d %B %Y} or an earlier day.")
    return day
