"""Who a command acts as and about whom: people are named as a person would name them."""

from django.db.models import Count

from touchline.people.models import Person, Role, Workspace


class Refused(Exception):
    """The command was understood and will not be done; the message is the sentence to print."""


def workspace_named(name: str | None) -> Workspace:
    """The workspace called `name`, or the only one there is."""
    there = list(Workspace.objects.filter(name__iexact=name) if name else Workspace.objects.all())
    if len(there) == 1:
        return there[0]
    if not there:
        raise Refused(
            f"There is no workspace called {name}."
            if name
            else "There is no workspace here yet. Import an export first."
        )
    raise Refused("There is more than one workspace. Name one with --workspace.")


def person_named(workspace: Workspace, name: str) -> Person:
    """The one person in the workspace whose name or e-mail is `name`, or at least holds it."""
    people = Person.objects.filter(workspace=workspace).select_related("workspace", "user").prefetch_related("roles")
    for found in (
        people.filter(name__iexact=name),
        people.filter(email__iexact=name),
        people.filter(name__icontains=name),
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(f"{name} could be {', '.join(person.name for person in found)}. Write the whole name.")
    raise Refused(f"There is nobody called {name} in {workspace}.")


def first_leader(workspace: Workspace) -> Person:
    """Who a page is shown as when nobody is named: the leader who leads most people directly."""
    leaders = (
        Person.objects.filter(workspace=workspace, seats_led__to_on=None, seats_led__isnull=False)
        .select_related("workspace", "user")
        .prefetch_related("roles")
        .annotate(reports=Count("seats_led"))
        .order_by("-reports", "name")
    )
    if leader := leaders.first():
        return leader
    held = Role.objects.filter(person__workspace=workspace, to_on=None).select_related("person__workspace").first()
    if held is None:
        raise Refused(f"There is nobody in {workspace} yet.")
    return held.person


def leader_of(person: Person) -> Person | None:
    seat = person.seats.filter(to_on=None).select_related("leader__workspace").first()
    return seat.leader if seat else None
