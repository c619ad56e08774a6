"""What people type about one-on-ones, turned into what the verbs take."""

from datetime import date, datetime, timedelta

from django import forms

from touchline.oneonones.models import Commitment, Rhythm
from touchline.oneonones.queries.meetings import zone_of
from touchline.people.models import Person
from touchline.ui.forms import OnceMixin, Segments

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]
LONGEST_NOTE = 20_000


class Day(forms.DateInput):
    """A day picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Clock(forms.TimeInput):
    """A time of day picked in the browser's own way."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class TopicForm(OnceMixin, forms.Form):
    text = forms.CharField(label="Topic", max_length=240, error_messages={"required": "Write what to talk about."})


class NoteForm(forms.Form):
    """A note as the page sends it: the text, the version it began from, and the tab it was typed in."""

    body = forms.CharField(required=False, max_length=LONGEST_NOTE, strip=False)
    version = forms.IntegerField(min_value=0)
    tab = forms.UUIDField(required=False)

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")


class CommitmentForm(OnceMixin, forms.Form):
    """A promise of one of the two, due by their next one-on-one, this Friday or a day."""

    who = forms.ChoiceField(label="Who", widget=Segments)
    what = forms.CharField(
        label="Will do what", max_length=240, error_messages={"required": "Write what will be done."}
    )
    number = forms.DecimalField(label="How many", required=False, min_value=0, max_digits=14, decimal_places=2)
    unit = forms.CharField(label="Of what", required=False, max_length=40)
    when = forms.ChoiceField(label="By when")
    due_on = forms.DateField(label="Day", required=False, widget=Day)

    def __init__(self, *args, one_on_one, reader: Person, today: date, next_on: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        other = one_on_one.rep if reader == one_on_one.leader else one_on_one.leader
        self.people = {"other": other, "me": reader}
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        self.days = {"next": next_on or today + timedelta(days=7), "friday": friday}
        self.fields["who"].choices = [("other", other.first_name), ("me", "You")]
        self.fields["who"].initial = "other" if reader == one_on_one.leader else "me"
        following = "Next one-on-one" if next_on else "In a week"
        self.fields["when"].choices = [("next", following), ("friday", "This Friday"), ("day", "Pick a date")]

    def clean(self):
        cleaned = super().clean()
        picked = cleaned.get("due_on")
        if cleaned.get("when") == "day" and not picked and "due_on" not in self.errors:
            self.add_error("due_on", "Choose the day it is due.")
        cleaned["due_on"] = picked if cleaned.get("when") == "day" else self.days.get(cleaned.get("when"))
        owner = self.people.get(cleaned.get("who"))
        cleaned["owner"] = owner
        cleaned["to"] = self.people["me"] if owner == self.people["other"] else self.people["other"]
        return cleaned

    @property
    def promise(self) -> dict:
        """What `Commitment.make` takes."""
        return {name: self.cleaned_data[name] for name in ("owner", "to", "due_on", "number", "unit", "key")}


class TimeForm(forms.Form):
    """A day and a time where the reader is; `cleaned_data["at"]` is the instant."""

    day = forms.DateField(label="Day", widget=Day, error_messages={"required": "Choose a day."})
    time = forms.TimeField(label="Time", widget=Clock, error_messages={"required": "Choose a time."})

    def __init__(self, *args, reader: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("time"):
            cleaned["at"] = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone_of(self.reader))
        return cleaned


class MoveForm(TimeForm):
    why = forms.CharField(label="Why", required=False, max_length=200)


class NewForm(OnceMixin, TimeForm):
    """A single one-on-one: planned, or held already and logged."""

    rep = forms.TypedChoiceField(label="With", coerce=int, error_messages={"required": "Choose a rep."})
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=240, initial=30)
    field_order = ["rep", "day", "time", "minutes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {rep.pk: rep for rep in Person.objects.reporting_to(self.reader).here().order_by("name")}
        self.fields["rep"].choices = [(rep.pk, rep.name) for rep in self.people.values()]

    def clean_rep(self):
        return self.people[self.cleaned_data["rep"]]


class WhyForm(forms.Form):
    why = forms.CharField(label="Why", max_length=200, error_messages={"required": "Write why."})


class KeptForm(forms.Form):
    """The day a promise was kept; none means today."""

    on = forms.DateField(label="Day", widget=Day, required=False)


class GradeForm(forms.Form):
    """How hard a promise is, as the one it was made to sees it; none takes it back."""

    difficulty = forms.TypedChoiceField(
        choices=[("", "Not said"), *Commitment.Difficulty.choices], coerce=int, empty_value=None, required=False
    )


class SeveralForm(forms.Form):
    """Which commitments ended, and how."""

    commitment = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick the promises to settle."})
    how = forms.ChoiceField(choices=[("kept", "Kept"), ("missed", "Missed")])

    def __init__(self, *args, commitments, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitments = {commitment.pk: commitment for commitment in commitments}
        self.fields["commitment"].choices = [(pk, pk) for pk in self.commitments]

    @property
    def chosen(self) -> list[Commitment]:
        return [self.commitments[pk] for pk in self.cleaned_data["commitment"]]


class DayForm(forms.Form):
    on = forms.DateField(label="Day", widget=Day, error_messages={"required": "Choose a day."})


class RhythmForm(forms.Form):
    """How often one rep and the leader meet; `every` empty means no rhythm."""

    every = forms.TypedChoiceField(
        label="How often",
        choices=[("", "No rhythm"), *Rhythm.Every.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    weekday = forms.TypedChoiceField(label="Weekday", choices=WEEKDAYS, coerce=int)
    at_time = forms.TimeField(label="Time", widget=Clock, error_messages={"required": "Choose a time."})
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=240)

    @property
    def terms(self) -> dict:
        """What `Rhythm.set_up` takes."""
        return {name: self.cleaned_data[name] for name in ("every", "weekday", "at_time", "minutes")}
