"""Whether the leaders below meet their reps; how often, never what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.record import MeetingRecord, Window, record_of
from touchline.people.models import Person


@dataclass(frozen=True, slots=True)
class Adherence:
    """One leader below: one-on-ones that count of those due in thirteen weeks, with how many reps."""

    name: str
    reps: int
    due: int
    held: int


def adherence_below(reader: Person, *, now: datetime) -> tuple[MeetingRecord, tuple[Adherence, ...]]:
    """The one-on-ones of `reader`, and how many each leader below, however far, held of those due; two queries.

    It is the figure each of them reads on the page of their own one-on-ones.
    """
    led = OneOnOne.objects.filter(leader=OuterRef("pk"))
    below = Person.objects.filter(Exists(led), lines_above__above=reader).select_related("workspace")
    leaders = list(below.order_by("name", "pk"))
    records = record_of([reader, *leaders], Window.up_to(now, reader=reader)).by_leader()
    return records[reader.pk], tuple(_adherence(one, records, now) for one in leaders)


def _adherence(leader: Person, records: Mapping[int, MeetingRecord], now: datetime) -> Adherence:
    """Of the thirteen weeks that end today where the leader is."""
    kept = replace(records[leader.pk], window=Window.up_to(now, reader=leader)).kept()
    return Adherence(leader.name, len(kept), sum(rep.due for rep in kept), sum(rep.held for rep in kept))
