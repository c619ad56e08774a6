"""One-on-ones of a rep with a former leader: who may be let in, and what a new leader then reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from touchline.oneonones.models import Commitment, Handover, Note, OneOnOne, Topic
from touchline.people.models import Person, Seat


@dataclass(frozen=True, slots=True)
class Written:
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """What was shared in a one-on-one with a former leader; no brief, no private note, nothing to change."""

    one_on_one: OneOnOne
    day: date
    notes: tuple[Written, ...]
    topics: tuple[str, ...]
    commitments: tuple[Commitment, ...]


def earlier_page(one: OneOnOne, *, reader: Person) -> EarlierPage:
    """The shared part of `one` for the leader it was handed over to; three queries."""
    notes = Note.objects.visible_to(reader.user).filter(one_on_one=one).select_related("author").order_by("pk")
    topics = Topic.objects.visible_to(reader.user).filter(settled_in=one).reps_first()
    made = Commitment.objects.visible_to(reader.user).filter(one_on_one=one).select_related("owner").order_by("pk")
    return EarlierPage(
        one_on_one=one,
        day=reader.day_of(one.starts_at),
        notes=tuple(Written(note.author.first_name, note.body) for note in notes if note.body),
        topics=tuple(topics.values_list("text", flat=True)),
        commitments=tuple(made),
    )


@dataclass(frozen=True, slots=True)
class Parted:
    """A rep and a former leader with how often they met; `handover` is set while it is open to the rep's leader."""

    rep: Person
    former: Person
    now_with: Person | None
    held: int
    last_on: date
    handover: Handover | None
    is_mine_to_close: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """One one-on-one a former leader or the rep has shared with the reader."""

    pk: int
    rep: str
    former: str
    day: date
    outcome: str


@dataclass(frozen=True, slots=True)
class EarlierList:
    parted: tuple[Parted, ...]
    shared: tuple[Shared, ...]
    more: int


LISTED = 60


def earlier_list(reader: Person) -> EarlierList:
    """Pairs `reader` was one of and can share, and what others have shared with `reader`; seven queries."""
    rows = OneOnOne.objects.held().values("rep", "leader").annotate(held=Count("pk"), last=Max("starts_at"))
    mine = [*rows.filter(rep=reader).order_by("-last"), *rows.filter(leader=reader).order_by("-last")]
    reps = {row["rep"] for row in mine}
    seats = Seat.objects.current().filter(person__in=reps).select_related("leader")
    now_with = {seat.person_id: seat.leader for seat in seats}
    people = Person.objects.in_bulk({row[side] for row in mine for side in ("rep", "leader")})
    given = Handover.objects.filter(rep__in=reps, withdrawn_at=None)
    open_to = {(it.rep_id, it.former_id): it for it in given if _reaches(it, now_with)}
    parted = [row for row in mine if now_with.get(row["rep"]) != people[row["leader"]]]
    shared = OneOnOne.objects.visible_to(reader.user).exclude(pk__in=OneOnOne.objects.of(reader.user).values("pk"))
    ones = shared.select_related("rep", "leader").order_by("-starts_at")
    return EarlierList(
        parted=tuple(_parted(row, people, now_with, open_to, reader) for row in parted),
        shared=tuple(_shared(one, reader) for one in ones[:LISTED]),
        more=max(shared.count() - LISTED, 0),
    )


def parted_pair(reader: Person, rep_id: int, former_id: int) -> OneOnOne | None:
    """A one-on-one these two held, with both people, where `reader` is one of them; one query."""
    if reader.pk not in (rep_id, former_id):
        return None
    held = OneOnOne.objects.held().filter(rep=rep_id, leader=former_id)
    return held.select_related("rep__workspace", "leader").first()


def _reaches(handover: Handover, now_with: dict[int, Person | None]) -> bool:
    leader = now_with.get(handover.rep_id)
    return leader is not None and leader.pk == handover.to_id


def _parted(
    row: Mapping[str, Any],
    people: dict[int, Person],
    now_with: dict[int, Person | None],
    open_to: dict[tuple[int, int], Handover],
    reader: Person,
) -> Parted:
    handover = open_to.get((row["rep"], row["leader"]))
    return Parted(
        rep=people[row["rep"]],
        former=people[row["leader"]],
        now_with=now_with.get(row["rep"]),
        held=row["held"],
        last_on=reader.day_of(row["last"]),
        handover=handover,
        is_mine_to_close=handover is not None and handover.can_withdraw(reader),
    )


def _shared(one: OneOnOne, reader: Person) -> Shared:
    day = reader.day_of(one.starts_at)
    return Shared(one.pk, one.rep.name, one.leader.first_name, day, one.get_outcome_display())
