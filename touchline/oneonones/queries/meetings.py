"""One-on-ones as rows: of a pair, of a week, of a whole team; each in a few queries, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchline.measures.cadence import Kept
from touchline.oneonones.models import Commitment, OneOnOne, Rhythm, Topic
from touchline.oneonones.models.commitment import CommitmentQuerySet
from touchline.oneonones.queries.promises import Ended, last_ended, last_marks
from touchline.people.models import Person
from touchline.people.prepared import prepared
from touchline.ui.charts.across import Promises
from touchline.ui.charts.across import promises as dots

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ReadParts(TypedDict):
        waiting_topics: int

    class ToldParts(TypedDict):
        made: int
        first: str | None
        second: str | None

    Read = WithAnnotations[OneOnOne, ReadParts]
    Told = WithAnnotations[OneOnOne, ToldParts]

HISTORY_SHOWN = 8
# A rhythm falls due four weeks ahead, so what is coming fits into one page of a pair's one-on-ones.
MOST_COMING = 16
MARKS_SHOWN = 10
LONGEST_SILENCE = 31
BRIEF_READY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One one-on-one as its reader sees it: `day` and `clock` in the reader's zone, `with_` the other person.

    `state` is held, missed, excused, coming, or waiting when its day is over and nobody said how it ended; one of
    today that `is_over` can be told already.
    """

    pk: int
    day: date
    clock: time
    minutes: int
    with_: str
    initials: str
    person_id: int
    is_leader: bool
    state: str
    why: str
    was_moved: bool
    is_today: bool
    is_over: bool
    topics_by_rep: int
    brief_ready: bool

    @property
    def is_coming(self) -> bool:
        return self.state == "coming"


@dataclass(frozen=True, slots=True)
class Past:
    """One past one-on-one of a pair: when, how it ended, what was talked about and how many commitments came out."""

    pk: int
    day: date
    state: str
    why: str
    moved_by: str
    topics: tuple[str, ...]
    commitments: int
    was_logged_late: bool

    @property
    def title(self) -> str:
        return " · ".join(self.topics)


@dataclass(frozen=True, slots=True)
class Pair:
    """A leader and one rep: when they met and will meet, the rhythm, what is open, how the rep's promises ended.

    `held` of `due` are those of the last thirteen weeks that count by the standard. Marks run oldest to newest.
    """

    rep: Person
    last_held_on: date | None
    next_pk: int | None
    next_day: date | None
    next_clock: time | None
    waiting: int
    waiting_pk: int | None
    open_promises: int
    overdue_promises: int
    marks: tuple[str, ...]
    rhythm: Rhythm | None
    due: int
    held: int
    today: date

    @property
    def is_silent(self) -> bool:
        """More than a month without a one-on-one, the only cadence with evidence behind it."""
        return self.days_since is None or self.days_since > LONGEST_SILENCE

    @property
    def chart(self) -> Promises:
        return dots(self.marks, who=self.rep.first_name)

    @property
    def days_since(self) -> int | None:
        return (self.today - self.last_held_on).days if self.last_held_on else None


def next_one_on_one(leader: Person, rep: Person, *, now: datetime, reader: Person | None = None) -> Meeting | None:
    """The next open one-on-one of a pair, today's included even when its time has passed; one query."""
    reader = reader or leader
    start = reader.midnight(reader.day_of(now))
    coming = OneOnOne.objects.between(leader, rep).open().filter(starts_at__gte=start)
    first = read(coming).order_by("starts_at").first()
    return meeting(first, reader=reader, now=now) if first else None


def week_of(leader: Person, *, monday: date, now: datetime) -> tuple[Meeting, ...]:
    """The one-on-ones of five days from `monday` that `leader` leads or takes part in, the first first; one query."""
    start, end = leader.midnight(monday), leader.midnight(monday + timedelta(days=5))
    mine = OneOnOne.objects.filter(Q(leader=leader) | Q(rep=leader)).starting_within(start, end)
    return tuple(meeting(one, reader=leader, now=now) for one in read(mine).order_by("starts_at", "pk"))


def course(leader: Person, rep: Person, *, now: datetime, reader: Person) -> tuple[tuple[Past, ...], Meeting | None]:
    """The history of a pair and the one-on-one that is next; one query for both.

    What leave or a holiday to come has excused already is neither.
    """
    start = leader.midnight(leader.day_of(now))
    rows = list(_latest_between(leader, rep))
    coming = [one for one in rows if one.is_open and one.starts_at >= start]
    over = [one for one in rows if one not in coming and (one.starts_at < now or one.is_held)][:HISTORY_SHOWN]
    following = meeting(coming[-1], reader=reader, now=now) if coming else None
    return tuple(_past(one, leader) for one in over), following


@prepared
def _latest_between(leader: Person, rep: Person) -> QuerySet[Any]:
    around: QuerySet[Any] = read(_told(OneOnOne.objects.between(leader, rep))).order_by("-starts_at", "-pk")
    return around[: HISTORY_SHOWN + MOST_COMING]


def _told(one_on_ones: QuerySet[OneOnOne]) -> "QuerySet[Told]":
    """One-on-ones with their first two settled topics and the number of commitments made in them."""
    settled = Topic.objects.filter(settled_in=OuterRef("pk")).reps_first().values("text")
    made = Commitment.objects.filter(one_on_one=OuterRef("pk")).order_by().values("one_on_one").annotate(n=Count("pk"))
    return one_on_ones.select_related("moved_by", "outcome_by").annotate(
        made=Coalesce(Subquery(made.values("n")), 0), first=Subquery(settled[:1]), second=Subquery(settled[1:2])
    )


def pairs(leader: Person, *, today: date, kept: Mapping[int, Kept]) -> tuple[Pair, ...]:
    """Every rep of `leader` on one row; five queries however many reps there are.

    `kept` is what the record of the leader's one-on-ones says was held of those due, by rep.
    """
    reps = list(Person.objects.reporting_to(leader).here().select_related("workspace").order_by("name"))
    ids, start = [rep.pk for rep in reps], leader.midnight(today)
    met = _met(leader, ids, start)
    rhythms = {r.rep_id: r for r in Rhythm.objects.running().filter(leader=leader, rep__in=ids)}
    between = Commitment.objects.filter(Q(owner=leader, to__in=ids) | Q(to=leader, owner__in=ids))
    promised = _open_by_rep(leader, between, today)
    marks = last_marks(_ended_of(leader, tuple(ids)))
    return tuple(
        _pair(rep, met.get(rep.pk, {}), rhythms.get(rep.pk), promised, marks[rep.pk, leader.pk], leader, today, kept)
        for rep in reps
    )


@prepared
def _ended_of(leader: Person, reps: tuple[int, ...]) -> QuerySet[Commitment, Ended]:
    return last_ended(Commitment.objects.filter(to=leader, owner__in=reps), MARKS_SHOWN)


def meeting(one: "Read", *, reader: Person, now: datetime) -> Meeting:
    """One one-on-one, loaded with both people and `waiting_topics`, as `reader` sees it."""
    is_leader = one.leader_id == reader.pk
    other = one.rep if is_leader else one.leader
    at, today = one.starts_at.astimezone(reader.own_zone), reader.day_of(now)
    state = one.outcome or ("coming" if at.date() >= today else "waiting")
    return Meeting(
        pk=one.pk,
        day=at.date(),
        clock=at.time(),
        minutes=one.minutes,
        with_=other.name,
        initials=other.initials,
        person_id=other.pk,
        is_leader=is_leader,
        state=state,
        why=one.outcome_why,
        was_moved=one.moved_at is not None,
        is_today=at.date() == today,
        is_over=one.is_open and one.is_over(now),
        topics_by_rep=one.waiting_topics if one.is_open else 0,
        brief_ready=is_leader and state == "coming" and at.date() - today <= BRIEF_READY,
    )


def read(one_on_ones: QuerySet[OneOnOne]) -> "QuerySet[Read]":
    """One-on-ones with both people and the number of open topics the rep has added."""
    topics = Topic.objects.open().filter(leader=OuterRef("leader"), rep=OuterRef("rep"), author=OuterRef("rep"))
    waiting = topics.order_by().values("rep").annotate(n=Count("pk")).values("n")
    return one_on_ones.select_related("leader", "rep").annotate(waiting_topics=Coalesce(Subquery(waiting), 0))


def _past(one: "Told", reader: Person) -> Past:
    happened = (one.outcome_at if one.is_held else None) or one.starts_at
    return Past(
        pk=one.pk,
        day=reader.day_of(happened),
        state=one.outcome or "waiting",
        why=one.why_not,
        moved_by=one.moved_by.first_name if one.moved_by else "",
        topics=tuple(text for text in (one.first, one.second) if text),
        commitments=one.made,
        was_logged_late=one.was_logged_late,
    )


def _met(leader: Person, ids: list[int], start: datetime) -> dict[int, dict[str, Any]]:
    return {row["rep"]: {**row} for row in _summed(leader, tuple(ids), start)}


@prepared
def _summed(leader: Person, ids: tuple[int, ...], start: datetime) -> QuerySet[Any, Any]:
    """The last and the next one-on-one of each rep, and how many wait to be told about."""
    held, opened = Q(outcome=OneOnOne.Outcome.HELD), Q(outcome=OneOnOne.Outcome.OPEN)
    rows = OneOnOne.objects.filter(leader=leader, rep__in=ids).values("rep")
    coming = (
        OneOnOne.objects.open()
        .filter(leader=leader, rep=OuterRef("rep"), starts_at__gte=start)
        .order_by("starts_at")
        .values("pk")[:1]
    )
    summed: QuerySet[Any, Any] = rows.annotate(
        last=Max("outcome_at", filter=held),
        next=Min("starts_at", filter=opened & Q(starts_at__gte=start)),
        next_pk=Subquery(coming),
        waiting=Count("pk", filter=opened & Q(starts_at__lt=start)),
        waiting_pk=Max("pk", filter=opened & Q(starts_at__lt=start)),
    )
    return summed


def _open_by_rep(leader: Person, between: CommitmentQuerySet, today: date) -> dict[int, list[int]]:
    promised: dict[int, list[int]] = {}
    for owner, to, due_on in between.open().values_list("owner", "to", "due_on"):
        counts = promised.setdefault(to if owner == leader.pk else owner, [0, 0])
        counts[0] += 1
        counts[1] += due_on < today
    return promised


def _pair(
    rep: Person,
    met: dict[str, Any],
    rhythm: Rhythm | None,
    promised: dict[int, list[int]],
    marks: list[str],
    leader: Person,
    today: date,
    kept: Mapping[int, Kept],
) -> Pair:
    last, coming = met.get("last"), met.get("next")
    starts = coming.astimezone(leader.own_zone) if coming else None
    opened, overdue = promised.get(rep.pk, (0, 0))
    return Pair(
        rep=rep,
        last_held_on=leader.day_of(last) if last else None,
        next_pk=met.get("next_pk"),
        next_day=starts.date() if starts else None,
        next_clock=starts.time() if starts else None,
        waiting=met.get("waiting", 0),
        waiting_pk=met.get("waiting_pk"),
        open_promises=opened,
        overdue_promises=overdue,
        marks=tuple(marks),
        rhythm=rhythm,
        due=kept[rep.pk].due if rep.pk in kept else 0,
        held=kept[rep.pk].held if rep.pk in kept else 0,
        today=today,
    )
