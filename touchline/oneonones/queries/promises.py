"""Promises between two people, or of one person both ways, each in one or two queries."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from touchline.oneonones.models import Commitment
from touchline.people.models import Person
from touchline.people.prepared import prepared

SETTLED_SHOWN = 20
ENDED = (Commitment.State.KEPT, Commitment.State.MISSED)


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment as its reader sees it; `mark` is kept, late, missed, dropped or open, lateness is in days."""

    pk: int
    what: str
    number: Decimal | None
    unit: str
    owner: str
    owner_initials: str
    is_mine: bool
    to: str
    due_on: date
    mark: str
    settled_on: date | None
    days_late: int
    age: int
    was_moved: bool
    can_move: bool
    dropped_why: str
    difficulty: int | None
    rep_url_id: int

    @property
    def is_open(self) -> bool:
        return self.mark == "open"

    @property
    def hard(self) -> str:
        """How hard it is, as the one it was made to sees it."""
        return Commitment.Difficulty(self.difficulty).label if self.difficulty else ""

    @property
    def can_grade(self) -> bool:
        return self.is_open and not self.is_mine

    @property
    def is_kept(self) -> bool:
        return self.mark in ("kept", "late")

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.days_late > 0


@dataclass(frozen=True, slots=True)
class Between:
    """What a leader and a rep promised each other: all that is open, and how the last twenty of each side ended.

    The marks of `by_rep` and `by_leader` run from the oldest to the newest.
    """

    open: tuple[Promise, ...]
    by_rep: tuple[str, ...]
    by_leader: tuple[str, ...]

    @property
    def rep_kept(self) -> int:
        return self.by_rep.count("kept")

    @property
    def leader_kept(self) -> int:
        return self.by_leader.count("kept")


@dataclass(frozen=True, slots=True)
class BothWays:
    """Open promises of one person: those they owe and those owed to them, the first due first."""

    mine: tuple[Promise, ...]
    theirs: tuple[Promise, ...]


def promises_between(
    leader: Person,
    rep: Person,
    *,
    today: date,
    reader: Person | None = None,
    opened: Iterable[Commitment] | None = None,
) -> Between:
    """The promises of a pair, as `reader` (the leader where nothing is said) sees them; two queries.

    One query where those that are `opened` were read already, with their people; what is not of the two is left out.
    """
    two = {leader.pk, rep.pk}
    if opened is None:
        between = Commitment.objects.between(leader, rep).open()
        opened = between.select_related("owner", "to").order_by("due_on", "pk")
    theirs = [promise for promise in opened if {promise.owner_id, promise.to_id} == two]
    marks = last_marks(_ended_between(leader, rep))
    return Between(
        open=promises(theirs, reader=reader or leader, today=today),
        by_rep=tuple(marks[rep.pk, leader.pk]),
        by_leader=tuple(marks[leader.pk, rep.pk]),
    )


@prepared
def open_promises(person: Person) -> QuerySet[Commitment]:
    """Every open promise of and to `person`, with both people, the first due first."""
    between = Commitment.objects.open().filter(Q(owner=person) | Q(to=person)).order_by("due_on", "pk")
    return between.select_related("owner", "to")


def promises_of(person: Person, *, today: date) -> BothWays:
    """The open promises of `person` both ways; one query."""
    rows = promises(open_promises(person), reader=person, today=today)
    return BothWays(tuple(p for p in rows if p.is_mine), tuple(p for p in rows if not p.is_mine))


def promises(commitments: Iterable[Commitment], *, reader: Person, today: date) -> tuple[Promise, ...]:
    """Commitments, loaded with owner and receiver, as `reader` sees them on the day `today`."""
    return tuple(_promise(commitment, reader, today) for commitment in commitments)


def as_it_stood(commitment: Commitment, at: datetime) -> Commitment:
    """A copy of the commitment as the two knew it at `at`: what was settled or put off later is still as promised."""
    was = copy(commitment)
    if was.settled_at and was.settled_at > at:
        was.state, was.settled_on, was.dropped_why = Commitment.State.OPEN, None, ""
    if was.renegotiated_at and was.renegotiated_at > at:
        was.due_on, was.renegotiated_at = was.first_due_on, None
    return was


# Owner, receiver, how it ended, the day it did, the day it was due, and its place from the newest.
Ended = tuple[int, int, str, date | None, date, int]


@prepared
def _ended_between(leader: Person, rep: Person) -> QuerySet[Commitment, Ended]:
    return last_ended(Commitment.objects.between(leader, rep), SETTLED_SHOWN)


def last_ended(commitments: QuerySet[Commitment], count: int) -> QuerySet[Commitment, Ended]:
    """The last `count` that ended of each (owner, receiver) among `commitments`, for `last_marks`."""
    newest = Window(RowNumber(), partition_by=[F("owner"), F("to")], order_by=[F("settled_on").desc(), F("pk").desc()])
    last = commitments.filter(state__in=ENDED).annotate(newest=newest).filter(newest__lte=count)
    return last.values_list("owner", "to", "state", "settled_on", "due_on", "newest")


def last_marks(ended: "Iterable[Ended]") -> dict[tuple[int, int], list[str]]:
    """How those that are `last_ended` ended, by owner and receiver, oldest first."""
    marks = defaultdict(list)
    for owner, to, state, settled_on, due_on, _ in sorted(ended, key=lambda row: -row[-1]):
        is_late = state == Commitment.State.KEPT and settled_on is not None and settled_on > due_on
        marks[owner, to].append("late" if is_late else state)
    return marks


def _promise(commitment: Commitment, reader: Person, today: date) -> Promise:
    is_mine = commitment.owner_id == reader.pk
    return Promise(
        pk=commitment.pk,
        what=commitment.what,
        number=commitment.number,
        unit=commitment.unit,
        owner="You" if is_mine else commitment.owner.first_name,
        owner_initials=commitment.owner.initials,
        is_mine=is_mine,
        to="you" if commitment.to_id == reader.pk else commitment.to.first_name,
        due_on=commitment.due_on,
        mark="late" if commitment.was_kept_late else commitment.state,
        settled_on=commitment.settled_on,
        days_late=commitment.days_late(today),
        age=(today - reader.day_of(commitment.made_at)).days,
        was_moved=commitment.renegotiated_at is not None,
        can_move=commitment.is_open and commitment.renegotiated_at is None and today < commitment.due_on,
        dropped_why=commitment.dropped_why,
        difficulty=commitment.difficulty,
        rep_url_id=commitment.to_id if is_mine else commitment.owner_id,
    )
