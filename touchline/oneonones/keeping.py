"""What of one-on-ones goes when somebody is forgotten: every word about or by them. That they took place stays."""

from django.db.models import Q

from touchline.oneonones.models import (
    Amendment,
    Asked,
    CalendarEntry,
    Closing,
    Commitment,
    ConnectedCalendar,
    Feed,
    FocusReview,
    GoalReview,
    Handover,
    Mailing,
    Note,
    OneOnOne,
    PrivateNote,
    Rhythm,
    Tap,
    Topic,
    Usefulness,
    Withdrawn,
)
from touchline.people.kept import Kept
from touchline.people.models import Person

LETTERS = "Only what keeps a letter from being sent twice."
HERE = "one_on_one__rep__workspace"
ABOUT_THE_REP = {"where": HERE, "about": ("one_on_one__rep",)}
THE_OTHER = ("one_on_one__leader",)


def of_the_leader(me: Person) -> Q:
    """The brief is the leader's alone."""
    return Q(one_on_one__rep=me)


KEPT = (
    Kept(
        Rhythm,
        "How often two meet.",
        "rep__workspace",
        about=("rep",),
        by=("agreed_by",),
        beside=("leader",),
        plain=("zone",),
        words=("agenda", "pause_reason"),
    ),
    Kept(
        OneOnOne,
        "One-on-ones: when they were due and how each ended.",
        "rep__workspace",
        about=("rep",),
        by=("moved_by", "outcome_by"),
        beside=("leader",),
        machine=("key",),
        words=("moved_why", "outcome_why"),
        stays="One-on-ones due, held and missed, promises kept and missed: the days, without a word.",
    ),
    Kept(
        Withdrawn,
        "One-on-ones taken out of the calendar.",
        "rep__workspace",
        file="withdrawn",
        beside=("leader", "rep"),
    ),
    Kept(
        Asked,
        "Questions the brief of a one-on-one offered its leader.",
        HERE,
        file="asked",
        about=("one_on_one__rep",),
        by=THE_OTHER,
        hidden=of_the_leader,
        words=("questions",),
        becomes={"questions": []},
    ),
    Kept(
        Topic,
        "What somebody wanted to talk about.",
        "rep__workspace",
        about=("rep",),
        by=("author",),
        beside=("leader",),
        machine=("key",),
        words=("text",),
    ),
    Kept(
        Note,
        "Shared notes.",
        **ABOUT_THE_REP,
        by=("author",),
        beside=THE_OTHER,
        machine=("tab", "version"),
        words=("body",),
    ),
    Kept(
        PrivateNote,
        "Notes only their author reads.",
        **ABOUT_THE_REP,
        by=("author",),
        machine=("tab", "version"),
        own_only="A private note is for its author alone.",
        words=("body",),
        goes=("author", "one_on_one__rep"),
    ),
    Kept(
        Commitment,
        "Promises: who, what, by when, and how each ended.",
        "owner__workspace",
        about=("owner", "to"),
        by=("made_by",),
        beside=("settled_by",),
        machine=("key",),
        words=("what", "unit", "dropped_why"),
    ),
    Kept(GoalReview, "Goals and milestones looked at in a one-on-one.", **ABOUT_THE_REP, by=("by",)),
    Kept(FocusReview, "Levels of the day.", **ABOUT_THE_REP, by=("by",)),
    Kept(
        Amendment,
        "What was added to a one-on-one later.",
        **ABOUT_THE_REP,
        by=("author",),
        beside=THE_OTHER,
        machine=("key",),
        words=("text",),
    ),
    Kept(
        Usefulness,
        "How useful a rep found a one-on-one.",
        HERE,
        file="usefulness_ratings",
        by=("one_on_one__rep",),
        own_only="A rating is for the rep who gave it alone.",
        stays="How useful one-on-ones were found, as figures nobody reads one by one.",
    ),
    Kept(
        Handover,
        "Earlier one-on-ones shared with a new leader.",
        "rep__workspace",
        about=("rep",),
        beside=("former", "to", "by"),
    ),
    Kept(Closing, "Letters after one-on-ones.", HERE, about=("person",), withheld=LETTERS, goes=("person",)),
    Kept(Mailing, "Calendar letters.", "", withheld=LETTERS),
    Kept(
        Tap,
        "Links in a mail that do one thing.",
        "person__workspace",
        about=("person",),
        withheld="A link that opens something is a secret.",
        machine=("token_hash",),
        goes=("person",),
    ),
    Kept(
        Feed,
        "Whose calendar address was made when.",
        "person__workspace",
        by=("person",),
        machine=("token_hash",),
        goes=("person",),
    ),
    Kept(
        ConnectedCalendar,
        "Calendars somebody lets Touchline read, without their address and password.",
        "person__workspace",
        by=("person",),
        machine=("sealed_address", "sealed_password"),
        plain=("name", "login", "problem"),
        goes=("person",),
    ),
    Kept(
        CalendarEntry,
        "What a connected calendar says about a one-on-one.",
        "calendar__person__workspace",
        file="calendar_entries",
        by=("calendar__person",),
        about=("one_on_one__rep",),
        beside=("answered_by",),
        words=("uid",),
        plain=("slot",),
        goes=("calendar__person", "one_on_one__rep"),
    ),
)


def called(person: Person) -> set[str]:
    """What the calendars of a person call them."""
    logins = ConnectedCalendar.objects.filter(person=person).values_list("login", flat=True)
    return {login for login in logins if "@" in login}
