"""What people are kept as, and what of it goes when somebody is forgotten."""

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from touchline.people.kept import Kept, Mention
from touchline.people.models import (
    Absence,
    Digest,
    Invitation,
    Notice,
    Person,
    Reach,
    ReportingLine,
    Role,
    Seat,
    Team,
    User,
    Webhook,
    Workspace,
)

KEPT = (
    Kept(Workspace, "The company and how it counts.", "pk", plain=("name", "currency", "zone", "holidays")),
    Kept(Team, "Teams by name.", "workspace", plain=("name",)),
    Kept(
        User,
        "Logins, without anything that opens one.",
        "person__workspace",
        file="logins",
        by=("person",),
        machine=("password", "times_signed_out"),
        plain=("email",),
        goes=("person",),
    ),
    Kept(
        Person,
        "Everybody in the company, with and without a login.",
        "workspace",
        file="people",
        about=("pk",),
        own_way=("name", "email", "title"),
        plain=("zone", "holidays", "theme"),
        stays="The row of the person without a name, its time zone and the days somebody started and left.",
    ),
    Kept(
        Role,
        "Who was leader, rep, executive or administrator, from when to when.",
        "person__workspace",
        about=("person",),
        beside=("by", "ended_by"),
        stays="Which roles and seats there were, and when: the team’s figures are counted by them.",
    ),
    Kept(
        Seat,
        "Who reported to whom, from when to when.",
        "person__workspace",
        about=("person",),
        beside=("leader", "by", "ended_by"),
    ),
    Kept(
        ReportingLine,
        "Who is above whom today.",
        "above__workspace",
        beside=("above", "below"),
        withheld="Drawn anew from the seats at any time.",
    ),
    Kept(
        Absence,
        "Days away.",
        "person__workspace",
        about=("person",),
        beside=("entered_by",),
        words=("uid",),
        becomes={"uid": "", "kind": Absence.Kind.LEAVE},
        stays="Days away, without their reason: they say which one-on-ones were excused.",
    ),
    Kept(
        Invitation,
        "Invitations sent, without their links.",
        "person__workspace",
        about=("person",),
        beside=("invited_by",),
        machine=("token_hash",),
        goes=("person",),
    ),
    Kept(
        Reach,
        "When somebody is reached.",
        "person__workspace",
        file="reach",
        about=("person",),
        plain=("quiet_days",),
        goes=("person",),
    ),
    Kept(Digest, "Which morning mails went out.", "person__workspace", about=("person",), goes=("person",)),
    Kept(
        Webhook,
        "Where messages are posted, without the address.",
        "person__workspace",
        by=("person",),
        machine=("sealed_address",),
        plain=("host", "events", "problem"),
        goes=("person",),
    ),
    Kept(
        Notice,
        "Messages posted there.",
        "webhook__person__workspace",
        beside=("webhook__person",),
        plain=("about", "text", "url"),
        goes=("webhook__person",),
    ),
)


def called(person: Person) -> set[str]:
    """The name and every address of a person."""
    addresses = EmailAddress.objects.filter(user__person=person).values_list("email", flat=True)
    login = {person.user.email} if person.user else set()
    return {person.name, person.email, *addresses, *login}


def placeholder(person: Person) -> str:
    """What stands in the place of the name: told apart from everybody else who left."""
    return f"Someone who left {person.pk}"


def forget(person: Person, mention: Mention) -> None:
    """The name and addresses go, every session ends; the row and its days stay."""
    for session in Session.objects.iterator():
        inside = session.get_decoded()
        if inside.get("_auth_user_id") == str(person.user_id) or mention.is_in(inside):
            session.delete()
    if person.user:
        person.user.delete()
    Person.objects.filter(pk=person.pk).update(name=placeholder(person), email="", title="", theme="system")
    person.refresh_from_db()


def namesakes(person: Person) -> QuerySet[Person]:
    """Others in the company with the very same name: what is written does not tell which of them is meant."""
    return Person.objects.filter(Q(name__iexact=person.name.strip()), workspace=person.workspace).exclude(pk=person.pk)
