"""What one-on-ones, promises and plans say about a leader's reps, in four queries however many reps there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchline.measures.pace import goal_pace
from touchline.oneonones.models import Commitment, OneOnOne, Topic
from touchline.people.models import Person
from touchline.plans.models import Goal, Milestone
from touchline.skills.queries.current import CurrentFocus, focuses_on
from touchline.week.attention import Working
from touchline.week.queries.standing import Standing

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class MetParts(TypedDict):
        topics_waiting: int

    Met = WithAnnotations[OneOnOne, MetParts]

LOOKS_BACK = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Relations:
    """One leader's one-on-ones from thirteen weeks back on, and everything open between them and their reps."""

    one_on_ones: "tuple[Met, ...]"
    promises: tuple[Commitment, ...]
    milestones: dict[int, list[Milestone]]
    goals: dict[int, list[Goal]]
    focuses: dict[int, tuple[CurrentFocus, ...]]

    def with_rep(self, person: Person) -> "list[Met]":
        return [one for one in self.one_on_ones if one.rep_id == person.pk]

    def last_met(self, person: Person) -> datetime | None:
        return max((at for one in self.with_rep(person) if one.is_held and (at := one.outcome_at)), default=None)

    def next_with(self, person: Person, *, now: datetime) -> "Met | None":
        coming = [one for one in self.with_rep(person) if one.is_open and one.starts_at > now - timedelta(hours=2)]
        return min(coming, key=lambda one: one.starts_at, default=None)

    def owed_by(self, person: Person) -> list[Commitment]:
        return [promise for promise in self.promises if promise.owner_id == person.pk]

    def working(self, standing: Standing) -> Working:
        """The part of this that bears on whether the rep of `standing` needs the leader."""
        person, today = standing.person, standing.today
        met = self.last_met(person)
        rhythms = [one.rhythm.every for one in self.with_rep(person) if one.rhythm and not one.rhythm.ended_at]
        milestones = self.milestones[person.pk]
        alone = [focus for focus in self.focuses.get(person.pk, ()) if focus.is_left_alone(today)]
        return Working(
            last_met_on=met.date() if met else None,
            rhythm_days=max(rhythms, default=None),
            promises_late=sum(1 for promise in self.owed_by(person) if promise.due_on < today),
            goals_behind=tuple(goal.name for goal in self.goals[person.pk] if _is_behind(goal, standing)),
            milestones=len(milestones),
            milestones_reached=sum(1 for m in milestones if m.is_reached),
            milestones_overdue=tuple(m.title for m in milestones if not m.is_reached and m.due_on < today),
            focus_alone=next(((focus.skill, focus.days_alone(today)) for focus in alone), None),
        )


def relations(leader: Person, people: list[Person], *, now: datetime, today: date, is_own: bool = True) -> Relations:
    """Gather what `leader` and `people`, read `with_focuses`, have between them.

    Promises and focuses are between the two, so they are left out for a reader further above.
    """
    ids = [person.pk for person in people]
    topics = Topic.objects.open().filter(leader=OuterRef("leader"), rep=OuterRef("rep"), author=OuterRef("rep"))
    counted = topics.order_by().values("rep").annotate(n=Count("pk")).values("n")
    one_on_ones: QuerySet[Any] = (
        OneOnOne.objects.filter(leader=leader, rep__in=ids, starts_at__gte=now - LOOKS_BACK)
        .select_related("rhythm")
        .annotate(topics_waiting=Coalesce(Subquery(counted), 0))
        .order_by("starts_at")
    )
    milestones, goals = defaultdict(list), defaultdict(list)
    for milestone in Milestone.objects.standing().filter(person__in=ids).order_by("due_on"):
        milestones[milestone.person_id].append(milestone)
    for goal in Goal.objects.filter(person__in=ids).running(today).order_by("due_on"):
        goals[goal.person_id].append(goal)
    between = Commitment.objects.open().filter(Q(owner=leader) | Q(to=leader)).order_by("due_on", "pk")
    return Relations(
        one_on_ones=tuple(one_on_ones),
        promises=tuple(between.select_related("owner", "to")) if is_own else (),
        milestones=milestones,
        goals=goals,
        focuses={person.pk: focuses_on(person) for person in people} if is_own else {},
    )


def _is_behind(goal: Goal, standing: Standing) -> bool:
    value = None if goal.value is None else float(goal.value)
    if goal.measure == Goal.Measure.WON_AMOUNT and goal.starts_on >= standing.period.starts_on:
        value = standing.won / 100
    pace = goal_pace(
        start=float(goal.start),
        target=float(goal.target),
        value=value,
        starts_on=goal.starts_on,
        ends_on=goal.due_on,
        today=standing.today,
    )
    return bool(pace.is_behind)
