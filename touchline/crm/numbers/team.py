"""Whose deals are a leader's: everyone seated below, and only for the days they were."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from touchline.people.models import Person, Role, Seat, User
from touchline.people.prepared import prepared

Span = tuple[date, date]
Held = tuple[int | None, Span]
SeatRow = tuple[int, str, int | None, date | None, date | None]
EVER = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody seated below a leader; `spans` are the days, the last one not included. `leads` others below too."""

    pk: int
    name: str
    spans: tuple[Span, ...]
    leads: bool

    def was_here(self, day: date) -> bool:
        return any(start <= day < end for start, end in self.spans)

    def stayed(self, start: date, end: date) -> bool:
        return any(since <= start and end < until for since, until in self.spans)

    def touches(self, start: date, end: date) -> bool:
        return any(since <= end and until > start for since, until in self.spans)


@dataclass(frozen=True, slots=True)
class Team:
    """A leader and everyone who is or was seated below, directly or through further leaders."""

    leader_id: int
    members: dict[int, Member]

    @property
    def leaders(self) -> list[int]:
        return [self.leader_id, *(m.pk for m in self.members.values() if m.leads)]

    def within(self, start: date, end: date) -> list[Member]:
        """Return those seated on at least one day of start..end, in the order of their names."""
        return sorted((m for m in self.members.values() if m.touches(start, end)), key=lambda m: (m.name, m.pk))

    def settled(self, start: date, end: date) -> set[int]:
        """Return those seated on every day of start..end: nearly all, and their deals need no check of the day."""
        return {pk for pk, member in self.members.items() if member.stayed(start, end)}

    def seated(self, start: date, end: date) -> Q:
        """Deals decided on a day of start..end by somebody seated in the team that day."""
        settled = self.settled(start, end)
        if len(settled) == len(self.members):
            return Q(owner__in=settled)
        of_the_day = Seat.objects.filter(
            Q(from_on=None) | Q(from_on__lte=OuterRef("decided_on")),
            Q(to_on=None) | Q(to_on__gt=OuterRef("decided_on")),
            person=OuterRef("owner"),
            leader__in=self.leaders,
        )
        return Q(Q(owner__in=settled) | Exists(of_the_day), owner__in=list(self.members))

    def owned(self, owner_id: int, day: date) -> bool:
        """Was this owner seated in the team on that day?"""
        member = self.members.get(owner_id)
        return member is not None and member.was_here(day)


def leaders_seen_by(user: User) -> QuerySet[Person]:
    """Leaders whose numbers a user may see: oneself, and those below."""
    leads = Q(seats_led__isnull=False) | Q(roles__kind=Role.Kind.LEADER, roles__to_on=None)
    return Person.objects.visible_to(user).filter(leads).select_related("workspace").distinct()


def team_of(leader: Person) -> Team:
    """Return everyone ever seated below `leader`; one query."""
    return drawn(leader.pk, _seats_below(leader))


@prepared
def _seats_below(leader: Person) -> QuerySet[Seat, SeatRow]:
    below = Q(leader=leader) | Q(leader__lines_above__above=leader)
    return Seat.objects.filter(below).values_list("person", "person__name", "leader", "from_on", "to_on")


def drawn(leader_id: int, rows: Iterable[SeatRow]) -> Team:
    """Draw the team from seats (person, name, leader, from, to); a seat counts while its leader was below too."""
    seats, names = defaultdict(list), {}
    for person, name, leader, from_on, to_on in rows:
        names[person] = name
        seats[person].append((leader, (from_on or date.min, to_on or date.max)))
    leaders = {leader for held in seats.values() for leader, _ in held}
    found = {p: Member(p, names[p], _joined(_spans(p, leader_id, seats, (p,))), p in leaders) for p in seats}
    return Team(leader_id, {pk: member for pk, member in found.items() if member.spans})


def _spans(person: int, top: int, seats: dict[int, list[Held]], seen: tuple[int, ...]) -> tuple[Span, ...]:
    spans = []
    for leader, span in seats.get(person, ()):
        if leader is None or leader in seen:
            continue
        above = (EVER,) if leader == top else _spans(leader, top, seats, (*seen, leader))
        spans += [cut for other in above if (cut := _overlap(span, other))]
    return tuple(sorted(spans))


def _joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Make one span of those that follow each other: whoever moves within the team never left it."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _overlap(one: Span, other: Span) -> Span | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None
