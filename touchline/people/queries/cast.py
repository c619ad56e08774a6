from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from touchline.people.first_run import Home
from touchline.people.models import Person, Role, Seat

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Place(TypedDict):
        reports: int
        reps_led: int
        current_seats: list[Seat]

    Placed = WithAnnotations[Person, Place]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo a visitor can be."""

    id: int
    name: str
    first_name: str
    initials: str
    title: str
    team: str
    reports: int


@dataclass(frozen=True, slots=True)
class CastPage:
    """The people of the demo: leaders of reps first, then those above them, then the reps."""

    company: str
    leaders: tuple[Member, ...]
    others: tuple[Member, ...]
    reps: tuple[Member, ...]


def cast_of_demo() -> QuerySet[Person]:
    """Those a visitor can be: everybody with a login where the home is the demo, and nobody anywhere else."""
    people = Person.objects.here().filter(user__is_active=True, workspace__demo_anchor__isnull=False)
    return people if Home.now() is Home.DEMO else people.none()


def cast_page() -> CastPage | None:
    """List everybody of the demo company who can sign in; None where there is no demo."""
    members: dict[str, list[Member]] = {"leaders": [], "others": [], "reps": []}
    people = _with_place(cast_of_demo())
    for person in people:
        members[_part(person)].append(_member(person))
    if not people:
        return None
    return CastPage(company=people[0].workspace.name, **{part: tuple(people) for part, people in members.items()})


def _with_place(people: QuerySet[Person]) -> QuerySet[Any]:
    rep = Role.objects.filter(person=OuterRef("seats_led__person"), kind=Role.Kind.REP, to_on=None)
    return (
        people.select_related("workspace")
        .annotate(
            reports=Count("seats_led", filter=Q(seats_led__to_on=None)),
            reps_led=Count("seats_led", filter=Q(Exists(rep), seats_led__to_on=None)),
        )
        .prefetch_related("roles", Prefetch("seats", Seat.objects.current().select_related("team"), "current_seats"))
        .order_by("pk")
    )


def _part(person: "Placed") -> str:
    if person.reps_led:
        return "leaders"
    return "reps" if person.kinds == {Role.Kind.REP} else "others"


def _member(person: "Placed") -> Member:
    team = person.current_seats[0].team if person.current_seats else None
    return Member(
        id=person.pk,
        name=person.name,
        first_name=person.first_name,
        initials=person.initials,
        title=person.title or ", ".join(sorted(Role.Kind(kind).label for kind in person.kinds)),
        team=team.name if team else "",
        reports=person.reports,
    )
