"""What people type about one-on-ones, turned into what the verbs take."""

from datetime import date, datetime, timedelta

from django import forms

from touchline.oneonones.models import Commitment, OneOnOne, Rhythm
from touchline.oneonones.queries.rhythms import RhythmRow, running_with
from touchline.people.models import Absence, Person, real_zone
from touchline.skills.models import Edition
from touchline.ui.forms import Clock, Day, OnceMixin, Segments, WhyField

WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]))
LONGEST_NOTE = 20_000
LONGEST_AWAY = timedelta(days=366)


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
        self.fields["what"].widget.attrs["data-keep"] = reader.pk
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
            cleaned["at"] = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=self.reader.own_zone)
        return cleaned

    def refuse_overlap(self, at: datetime, two: tuple[Person, Person], *, minutes: int, but=None):
        """One person sits in one one-on-one at a time."""
        taken = [one for one in OneOnOne.objects.all().taking_time_of(two, at, minutes=minutes) if one != but]
        if taken:
            clock = taken[0].starts_at.astimezone(self.reader.own_zone)
            names = f"{taken[0].leader.first_name} and {taken[0].rep.first_name}"
            self.add_error("time", f"{names} meet then, at {clock:%-H:%M} for {taken[0].minutes} minutes.")


class FollowingForm(TimeForm):
    """Another time for `one_on_one`, at which neither of the two sits with somebody else."""

    def __init__(self, *args, one_on_one: OneOnOne, **kwargs):
        super().__init__(*args, **kwargs)
        self.one_on_one = one_on_one

    def clean(self):
        cleaned, one = super().clean(), self.one_on_one
        if cleaned.get("at"):
            self.refuse_overlap(cleaned["at"], (one.leader, one.rep), minutes=one.minutes, but=one)
        return cleaned


class MoveForm(FollowingForm):
    why = forms.CharField(label="Why", required=False, max_length=200)


class HeldForm(forms.Form):
    """How long it took; as planned where nothing is said."""

    minutes = forms.IntegerField(label="Minutes talked", min_value=1, max_value=480, required=False)


class MissedForm(forms.Form):
    """Whose side could not, and why."""

    whose = forms.ChoiceField(label="Who could not", required=False, widget=Segments)
    why = forms.CharField(label="Why", required=False, max_length=200)

    def __init__(self, *args, other: Person, **kwargs):
        super().__init__(*args, **kwargs)
        side = OneOnOne.Side
        self.fields["whose"].choices = [(side.LEADER, "You"), (side.REP, other.first_name), ("", "Not known")]


class AmendmentForm(OnceMixin, forms.Form):
    text = forms.CharField(
        label="Amendment",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what to add."},
    )


class RatingForm(forms.Form):
    """How useful it was, 1 to 5."""

    score = forms.TypedChoiceField(
        label="How useful was it",
        coerce=int,
        choices=[(1, "1 Not at all"), (2, "2"), (3, "3"), (4, "4"), (5, "5 Very")],
        widget=Segments,
        error_messages={"required": "Choose a number from 1 to 5."},
    )


class AbsenceForm(forms.Form):
    """Days away, both included."""

    kind = forms.ChoiceField(label="What", choices=Absence.Kind.choices, initial=Absence.Kind.LEAVE, widget=Segments)
    from_on = forms.DateField(label="First day", widget=Day, error_messages={"required": "Choose the first day."})
    to_on = forms.DateField(label="Last day", widget=Day, error_messages={"required": "Choose the last day."})

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", f"The last day must be {first:%-d %B %Y} or later.")
        if first and last and last - first > LONGEST_AWAY:
            self.add_error("to_on", "Write down at most a year at once.")
        return cleaned


class LogForm(OnceMixin, TimeForm):
    """A single one-on-one that was held already."""

    rep = forms.TypedChoiceField(label="With", coerce=int, error_messages={"required": "Choose a rep."})
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=240, initial=30)
    field_order = ["rep", "day", "time", "minutes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {rep.pk: rep for rep in Person.objects.reporting_to(self.reader).here().order_by("name")}
        self.fields["rep"].choices = [(rep.pk, rep.name) for rep in self.people.values()]

    def clean_rep(self):
        return self.people[self.cleaned_data["rep"]]


class NewForm(LogForm):
    """A single one-on-one to come, at a time when neither of the two sits with somebody else."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at") and cleaned.get("rep") and cleaned.get("minutes"):
            two = (self.reader, cleaned["rep"])
            self.refuse_overlap(cleaned["at"], two, minutes=cleaned["minutes"])
        return cleaned


class WhyForm(forms.Form):
    why = WhyField()


class KeptForm(forms.Form):
    """The day a promise was kept; none means today."""

    on = forms.DateField(label="Day", widget=Day, required=False)


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(coerce=int, choices=[(n, name) for n, name in enumerate(Edition.NAMES, 1)])


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
    zone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=64,
        validators=[real_zone],
        help_text="Where the time is meant, like Europe/Berlin. Yours where it is empty.",
    )
    agenda = forms.CharField(
        label="Standing agenda",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One line for each thing you always talk about.",
    )

    @property
    def lasting(self):
        """What stands in the row; the rest is folded away."""
        return [self[name] for name in ("every", "weekday", "at_time", "minutes")]

    @property
    def folded(self):
        return [self["zone"], self["agenda"]]

    def clean_agenda(self):
        return self.cleaned_data["agenda"].replace("\r\n", "\n")

    @property
    def terms(self) -> dict:
        """What `Rhythm.set_up` takes."""
        return {name: self.cleaned_data[name] for name in ("every", "weekday", "at_time", "minutes", "zone", "agenda")}

    def as_rhythm(self, leader: Person, row: RhythmRow, *, today: date) -> Rhythm:
        """The rhythm as it would run: the one that does where nothing about its times changes."""
        asked = {**self.terms, "zone": self.cleaned_data["zone"] or leader.zone_name}
        if row.rhythm and all(getattr(row.rhythm, name) == it for name, it in asked.items() if name != "agenda"):
            return row.rhythm
        return Rhythm(leader=leader, rep=row.rep, starts_on=today, falls_due_from=today, **asked)


def refuse_overlaps(leader: Person, paired: list[tuple[RhythmRow, RhythmForm]], *, today: date) -> bool:
    """Whether no two rhythms of `leader` fall on the same time; where two do, both rows say so."""
    rows = [(row, form) for row, form in paired if form.cleaned_data["every"]]
    asked = [form.as_rhythm(leader, row, today=today) for row, form in rows]
    with_own_leader = [rhythm for rhythm in running_with(leader) if rhythm.rep_id == leader.pk]
    overlaps = Rhythm.overlaps([*asked, *with_own_leader], since=today)
    for one, other, start in overlaps:
        local = start.astimezone(leader.own_zone)
        for rhythm, beside in ((one, other), (other, one)):
            who = beside.leader if beside.rep_id == leader.pk else beside.rep
            for row, form in rows:
                if row.rep.pk == rhythm.rep_id:
                    form.add_error("at_time", f"You meet {who.name} then, on {local:%-d %B at %-H:%M}.")
    return not overlaps
