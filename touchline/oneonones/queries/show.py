"""One one-on-one as the person who opens it sees it: seven queries, one more for the leader's brief."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from touchline.crm.models import Import
from touchline.measures.slots import LEAST_MINUTES
from touchline.oneonones.brief.asked import Said
from touchline.oneonones.brief.page import Brief, Spoken, brief
from touchline.oneonones.brief.unraised import MEETINGS
from touchline.oneonones.models import Commitment, GoalReview, Note, OneOnOne, Topic
from touchline.oneonones.queries.focus import FocusHere, focuses_here, with_focuses_here
from touchline.oneonones.queries.promises import Promise, as_it_stood, promises
from touchline.people.models import Person
from touchline.people.prepared import prepared
from touchline.plans.queries import GoalRow, Goals, MilestoneRow, goals_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Surroundings(TypedDict):
        held_before: int
        last_held_at: datetime | None
        next_at: datetime | None
        third_held_at: datetime | None
        sixth_held_at: datetime | None
        asked_last: list[Said] | None
        asked_here: list[Said] | None
        imported_at: datetime | None
        imported_from: str | None

    Opened = WithAnnotations[OneOnOne, Surroundings]

Talked = tuple[int, int | None, int | None, str]
SHOWN = 5
# One-on-ones without any movement after which a goal counts as parked, though nobody says so; our convention.
UNMOVED = 6
GOALS_SHOWN, MILESTONES_SHOWN = 4, 3


@dataclass(frozen=True, slots=True)
class TopicRow:
    pk: int
    text: str
    author: str
    initials: str
    is_mine: bool
    is_settled: bool
    age: int
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Text:
    """What one author wrote in this one-on-one, and the version a change must name."""

    body: str
    version: int
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class OneOnOnePage:
    """Everything on the page of one one-on-one; `brief` is None for the rep."""

    one_on_one: OneOnOne
    reader: Person
    other: Person
    is_leader: bool
    number: int
    day: date
    clock: time
    today: date
    held_on: date | None
    last_held_on: date | None
    next_on: date | None
    topics: tuple[TopicRow, ...]
    mine: Text
    theirs: Text
    private: Text
    before: tuple[Promise, ...]
    made: tuple[Promise, ...]
    goals: Goals
    reviewed: frozenset[int]
    steps_reviewed: frozenset[int]
    unmoved: frozenset[int]
    focuses: tuple[FocusHere, ...]
    brief: Brief | None

    @property
    def order(self) -> tuple[str, ...]:
        """The standing agenda of the pair’s rhythm, in the order they talk."""
        rhythm = self.one_on_one.rhythm
        return tuple(rhythm.agenda_lines) if rhythm else ()

    @property
    def leading(self) -> tuple[Promise, ...]:
        """The promises past due the longest, which lead the agenda until they are settled."""
        return tuple(promise for promise in self.before if self._leads(promise))[:SHOWN]

    def _leads(self, promise: Promise) -> bool:
        day = self.held_on or self.today
        ended_before = promise.settled_on is not None and promise.settled_on < day
        return promise.due_on < day and not ended_before

    @property
    def other_before(self) -> tuple[Promise, ...]:
        leading = {promise.pk for promise in self.leading}
        return tuple(promise for promise in self.before if promise.pk not in leading)

    @property
    def before_shown(self) -> tuple[Promise, ...]:
        return self.other_before[:SHOWN]

    @property
    def goals_shown(self) -> tuple[GoalRow, ...]:
        """The goals due first; the rest are on the rep's page."""
        return self.goals.active[:GOALS_SHOWN]

    @property
    def milestones_shown(self) -> tuple[MilestoneRow, ...]:
        return self.goals.milestones[:MILESTONES_SHOWN]

    @property
    def more_goals(self) -> int:
        shown = len(self.goals_shown) + len(self.milestones_shown)
        return len(self.goals.active) + len(self.goals.milestones) - shown

    @property
    def more_before(self) -> int:
        return max(len(self.other_before) - SHOWN, 0)

    @property
    def days_since(self) -> int | None:
        return (self.today - self.last_held_on).days if self.last_held_on else None

    @property
    def within(self) -> str:
        """What tells a commitment’s address that it was ticked on this page."""
        return f"?in={self.one_on_one.pk}"

    @property
    def within_agenda(self) -> str:
        return f"{self.within}&at=agenda"

    @property
    def is_over(self) -> bool:
        """Its day has passed and nobody has said how it ended."""
        return self.one_on_one.is_open and self.day < self.today

    @property
    def falls_short(self) -> str:
        """Why a held one does not count by the standard, said kindly; empty where it does or was not held."""
        if not self.one_on_one.is_held:
            return ""
        if self.one_on_one.lasted < LEAST_MINUTES:
            return f"Under {LEAST_MINUTES} minutes, so it is a good word in passing and does not count as held."
        if not (self.reviewed or self.steps_reviewed):
            return "No goal or milestone was looked at together, so it does not count as held."
        return ""


def with_surroundings(one_on_ones: QuerySet[OneOnOne], *, reader: Person) -> "QuerySet[Opened]":
    """One-on-ones with both people, what came before and after, and the texts `reader` may read."""
    pair = OneOnOne.objects.filter(leader=OuterRef("leader"), rep=OuterRef("rep")).order_by()
    held = pair.held().filter(starts_at__lt=OuterRef("starts_at"))
    after = pair.open().filter(starts_at__gt=OuterRef("starts_at")).order_by("starts_at")
    applied = Import.objects.filter(source__workspace=OuterRef("leader__workspace"), state=Import.State.APPLIED)
    latest = applied.order_by("-applied_at")
    texts = {
        "leaders": FilteredRelation("notes", condition=Q(notes__author=F("leader"))),
        "reps": FilteredRelation("notes", condition=Q(notes__author=F("rep"))),
        "own": FilteredRelation("privatenotes", condition=Q(privatenotes__author=reader)),
    }
    parts = {f"{name}_{part}": F(f"{name}__{part}") for name in texts for part in ("body", "version", "written_at")}
    return (
        with_focuses_here(one_on_ones)
        .select_related("leader__workspace", "rep__workspace", "moved_by", "outcome_by", "rhythm")
        .annotate(
            held_before=Coalesce(Subquery(held.values("rep").annotate(n=Count("pk")).values("n")), 0),
            last_held_at=Subquery(held.order_by("-outcome_at").values("outcome_at")[:1]),
            third_held_at=Subquery(held.order_by("-starts_at").values("outcome_at")[MEETINGS - 1 : MEETINGS]),
            sixth_held_at=Subquery(held.order_by("-starts_at").values("outcome_at")[UNMOVED - 1 : UNMOVED]),
            asked_last=Subquery(held.order_by("-starts_at").values("asked__questions")[:1]),
            asked_here=F("asked__questions"),
            next_at=Subquery(after.values("starts_at")[:1]),
            imported_at=Subquery(latest.values("as_of")[:1]),
            imported_from=Subquery(latest.values("source__name")[:1]),
        )
        .annotate(**texts)
        .annotate(**parts)
    )


@prepared
def opened(reader: Person, pk: int) -> "QuerySet[Opened]":
    """The one-on-one `pk` with its surroundings, where `reader` may know of it."""
    return with_surroundings(OneOnOne.objects.known_to(reader).filter(pk=pk), reader=reader)


def one_on_one_page(one: "Opened", *, reader: Person, now: datetime) -> OneOnOnePage:
    """The page of `one`, loaded by `with_surroundings`, for one of its two people; as it stood when it ended."""
    is_leader = one.leader_id == reader.pk
    held_at, as_of = one.outcome_at if one.is_held else None, one.outcome_at or now
    at, today = one.starts_at.astimezone(reader.own_zone), reader.day_of(now)
    rows = _commitments(one, as_of)
    known = list(zip(rows, promises(rows, reader=reader, today=today), strict=True))
    goals = goals_of(one.rep, today=reader.day_of(as_of), as_of=one.outcome_at)
    topics, talked = _topics_between(one), _talked(one)
    focuses = focuses_here(one, reader=reader, today=reader.day_of(as_of))
    return OneOnOnePage(
        one_on_one=one,
        reader=reader,
        other=one.rep if is_leader else one.leader,
        is_leader=is_leader,
        number=one.held_before + 1,
        day=at.date(),
        clock=at.time(),
        today=today,
        held_on=reader.day_of(held_at) if held_at else None,
        last_held_on=reader.day_of(one.last_held_at) if one.last_held_at else None,
        next_on=reader.day_of(one.next_at) if one.next_at else None,
        topics=tuple(_topic(topic, one, reader, today) for topic in topics if _is_on_agenda(topic, one)),
        mine=_text(one, "leaders" if is_leader else "reps"),
        theirs=_text(one, "reps" if is_leader else "leaders"),
        private=_text(one, "own"),
        before=tuple(promise for row, promise in known if row.one_on_one_id != one.pk),
        made=tuple(promise for row, promise in known if row.one_on_one_id == one.pk),
        goals=goals,
        reviewed=frozenset(goal for where, goal, _, _ in talked if goal and where == one.pk),
        steps_reviewed=frozenset(step for where, _, step, _ in talked if step and where == one.pk),
        unmoved=_unmoved(one, goals),
        focuses=focuses,
        brief=_brief(one, as_of, goals, rows, topics, talked, focuses) if is_leader else None,
    )


def _brief(
    one: "Opened",
    as_of: datetime,
    goals: Goals,
    rows: list[Commitment],
    topics: list[Topic],
    talked: list[Talked],
    focuses: tuple[FocusHere, ...],
) -> Brief:
    then = one.leader.day_of(as_of)
    earlier = [as_it_stood(row, as_of) for row in rows if row.one_on_one_id != one.pk]
    return brief(
        one,
        as_of=as_of,
        last_held_at=one.last_held_at,
        number=one.held_before + 1,
        goals=goals,
        focuses=focuses,
        promises=promises(earlier, reader=one.leader, today=then),
        spoken=_spoken(one, as_of, rows, topics, talked),
        asked=(one.asked_last, one.asked_here if one.is_held else None),
        imported_at=one.imported_at,
        source=one.imported_from or "",
    )


def _spoken(
    one: "Opened", as_of: datetime, rows: list[Commitment], topics: list[Topic], talked: list[Talked]
) -> Spoken | None:
    """What was talked about in the last three held one-on-ones; None before there were three."""
    if one.third_held_at is None:
        return None
    written = [text for where, _, _, text in talked if where != one.pk]
    raised = [topic.text for topic in topics if topic.raised_at <= as_of]
    promised = [row.what for row in rows if one.third_held_at <= row.made_at <= as_of]
    reviewed = frozenset(goal for where, goal, _, _ in talked if goal and where != one.pk)
    return Spoken(one.third_held_at, (*written, *raised, *promised), reviewed)


def _topics_between(one: "Opened") -> list[Topic]:
    """What is open between the two, was settled here, or was raised or settled of late, the rep's first; one query."""
    return list(_wanted_topics(one.leader, one.rep, one.pk, one.third_held_at))


@prepared
def _wanted_topics(leader: Person, rep: Person, here: int, since: datetime | None) -> QuerySet[Topic]:
    between = Topic.objects.between(leader, rep).filter(withdrawn_at=None)
    wanted = Q(settled_at=None) | Q(settled_in=here)
    if since:
        wanted |= Q(raised_at__gte=since) | Q(settled_at__gte=since)
    return between.filter(wanted).reps_first()


def _is_on_agenda(topic: Topic, one: OneOnOne) -> bool:
    was_there = one.outcome_at is None or topic.raised_at <= one.outcome_at
    return topic.settled_in_id == one.pk or (not topic.is_settled and was_there)


def _topic(topic: Topic, one: OneOnOne, reader: Person, today: date) -> TopicRow:
    author = one.rep if topic.author_id == one.rep_id else one.leader
    return TopicRow(
        pk=topic.pk,
        text=topic.text,
        author="you" if author == reader else author.first_name,
        initials=author.initials,
        is_mine=author == reader,
        is_settled=topic.is_settled,
        age=(today - reader.day_of(topic.raised_at)).days,
        can_withdraw=topic.can_withdraw(reader) and not topic.is_settled,
    )


def _commitments(one: "Opened", as_of: datetime) -> list[Commitment]:
    """What the two promised each other and is open, was settled since they last met, or was made here; one query."""
    return list(_promised(one.leader, one.rep, one.pk, as_of, one.last_held_at))


@prepared
def _promised(
    leader: Person, rep: Person, here: int, as_of: datetime, last_held_at: datetime | None
) -> QuerySet[Commitment]:
    lately = Q(settled_at__gt=last_held_at) if last_held_at else Q()
    earlier = Q(made_at__lte=as_of) & (Q(state=Commitment.State.OPEN) | lately)
    between = Commitment.objects.between(leader, rep).filter(Q(one_on_one=here) | earlier)
    return between.select_related("owner", "to").order_by("due_on", "pk")


def _talked(one: "Opened") -> list[Talked]:
    """What was reviewed and shared, each with its one-on-one: here and in the last three held; one query."""
    return list(_reviewed_and_shared(one.leader, one.rep, one.pk, one.starts_at, one.third_held_at))


@prepared
def _reviewed_and_shared(
    leader: Person, rep: Person, pk: int, starts_at: datetime, since: datetime | None
) -> QuerySet[Any, Talked]:
    lately = Q(pk=pk)
    if since:
        lately |= Q(outcome_at__gte=since, starts_at__lt=starts_at)
    # Through the pair's own one-on-ones, which have an index; the reviews of a company grow without end.
    here = Q(one_on_one__in=OneOnOne.objects.between(leader, rep).filter(lately).values("pk"))
    none, no_text = Value(None, output_field=IntegerField()), Value("", output_field=TextField())
    reviews = GoalReview.objects.filter(here).values_list("one_on_one", "goal", "milestone", no_text)
    notes = Note.objects.filter(here).values_list("one_on_one", none, none, "body")
    return reviews.union(notes, all=True)


def _unmoved(one: "Opened", goals: Goals) -> frozenset[int]:
    """The goals nothing has moved on since the sixth-last held one-on-one."""
    since = one.sixth_held_at
    return frozenset(goal.pk for goal in goals.active if since and goal.is_unmoved_since(since))


def _text(one: OneOnOne, whose: str) -> Text:
    body, version = getattr(one, f"{whose}_body"), getattr(one, f"{whose}_version")
    return Text(body or "", version or 0, getattr(one, f"{whose}_written_at"))
