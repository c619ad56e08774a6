from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from touchline.people.models import Invitation, Person, Role, Seat, User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Place(TypedDict):
        invited_at: datetime | None
        current_seats: list[Seat]

    Placed = WithAnnotations[Person, Place]

PAGE_SIZE = 100


def administered(user: User) -> QuerySet[Person]:
    """The people an administrator looks after; nobody for everyone else."""
    return Person.objects.administered_by(user).select_related("workspace", "user").prefetch_related("roles")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list: what they do, whom they report to, whether they can sign in."""

    id: int
    name: str
    initials: str
    title: str
    roles: tuple[str, ...]
    leader: str
    state: str
    since: date | datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everyone in the workspace who matches, a page of 100 at a time."""

    here: int
    without_login: int
    rows: tuple[PersonRow, ...]
    page: Page[Any]
    q: str
    show: str


def people_page(user: User, *, q: str, show: str, number: int, at: datetime) -> PeoplePage:
    """List people by name: those who are here, or with `show` = "left" those who are not."""
    everyone = Person.objects.administered_by(user)
    counts = everyone.here().aggregate(here=Count("pk"), without_login=Count("pk", filter=Q(user=None)))
    found = everyone.filter(left_on__isnull=show != "left").matching(q).order_by("name", "pk")
    page = Paginator(_with_place(found, at), PAGE_SIZE).get_page(number)
    return PeoplePage(**counts, rows=tuple(_row(person) for person in page), page=page, q=q, show=show)


def _with_place(people: QuerySet[Person], at: datetime) -> QuerySet[Any]:
    invited = Invitation.objects.open(at).filter(person=OuterRef("pk")).order_by("-pk").values("invited_at")[:1]
    return people.annotate(invited_at=Subquery(invited)).prefetch_related(
        Prefetch("roles", Role.objects.filter(to_on=None).order_by("pk")),
        Prefetch("seats", Seat.objects.current().select_related("leader"), to_attr="current_seats"),
    )


def _row(person: "Placed") -> PersonRow:
    leader = person.current_seats[0].leader if person.current_seats else None
    invited = person.state == "not_invited" and person.invited_at
    return PersonRow(
        id=person.pk,
        name=person.name,
        initials=person.initials,
        title=person.title,
        roles=tuple(role.get_kind_display() for role in person.roles.all()),
        leader=leader.name if leader else "",
        state="invited" if invited else person.state,
        since=person.invited_at if invited else person.left_on,
    )


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role somebody can have, and since when they have it."""

    kind: str
    label: str
    is_held: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Whom somebody reported to, from when to when."""

    id: int
    leader: str
    from_on: date | None
    to_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All an administrator can know and change about one person."""

    person: Person
    roles: tuple[RoleLine, ...]
    seats: tuple[SeatLine, ...]
    reports: int
    invitation: Invitation | None
    can_be_invited: bool

    @property
    def leader(self) -> str:
        return next((seat.leader for seat in self.seats if seat.to_on is None), "")


def person_page(person: Person, *, at: datetime) -> PersonPage:
    """Gather roles, seats and the way in of one person."""
    held = {role.kind: role.from_on for role in person.roles.all() if role.to_on is None}
    invitation = person.invitations.open(at).select_related("invited_by").order_by("-pk").first()
    return PersonPage(
        person=person,
        roles=tuple(RoleLine(kind, label, kind in held, held.get(kind)) for kind, label in Role.Kind.choices),
        seats=tuple(
            SeatLine(seat.pk, str(seat.leader or "Nobody"), seat.from_on, seat.to_on, str(seat.by or ""))
            for seat in person.seats.select_related("leader", "by").order_by("-pk")
        ),
        reports=person.seats_led.current().count(),
        invitation=invitation,
        can_be_invited=not person.user_id and not person.left_on,
    )
