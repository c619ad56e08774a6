"""Who reported to a leader in a span of days, and from when to when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from touchline.people.models import Person, Seat
from touchline.people.prepared import prepared


@dataclass(frozen=True, slots=True)
class Reported:
    """A rep who reported to the leader from `first` to `last` within the days looked at."""

    person: Person
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def reported_to(leader: Person, first: date, last: date, *, earliest: date | None = None) -> tuple[Reported, ...]:
    """Who reported to the leader on a day of first..last, by name; a seat begun before `earliest` begins there.

    Seats that follow each other without a gap count as one. One query.
    """
    start_of_all = earliest or first
    spans: dict[int, Reported] = {}
    for seat in _seats(leader, first, last):
        start = max(seat.from_on or start_of_all, start_of_all)
        end = min(seat.to_on - timedelta(days=1), last) if seat.to_on else last
        before = spans.get(seat.person_id)
        if before and start <= before.last + timedelta(days=1):
            start = before.first
        spans[seat.person_id] = Reported(seat.person, start, end)
    return tuple(spans.values())


@prepared
def _seats(leader: Person, first: date, last: date) -> QuerySet[Seat]:
    seats = Seat.objects.filter(leader=leader).touching(first, last).select_related("person")
    return seats.order_by("person__name", "person", "from_on")
