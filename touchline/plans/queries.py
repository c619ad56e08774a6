"""Goals and milestones against pace, of one person or of many, in two queries however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from touchline.crm.models import Deal
from touchline.measures.money import major, to_minor
from touchline.measures.pace import GoalPace, goal_pace
from touchline.people.findings import TeamAt
from touchline.people.models import Person, Workspace
from touchline.people.prepared import prepared
from touchline.plans.history import Turn, goal_history
from touchline.plans.models import CheckIn, Goal, Milestone
from touchline.ui.charts.across import Bullet, bullet
from touchline.ui.templatetags.fmt import money, number, plural

REACHED_SHOWN = 90
NEAR = 100
CHECK_INS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal as it stands: money in major units of `currency`, shares in percent; a value not known yet is None."""

    pk: int
    name: str
    why: str
    unit: str
    currency: str
    start: Decimal
    target: Decimal
    value: Decimal | None
    pace: GoalPace
    starts_on: date
    due_on: date
    is_from_crm: bool
    is_parked: bool
    is_closed: bool
    is_learning: bool
    reviewed_at: datetime | None
    touched_at: datetime
    milestones: int
    milestones_reached: int

    @property
    def value_says(self) -> str:
        return says(self.value, self.unit, self.currency) if self.value is not None else "Not noted yet"

    @property
    def target_says(self) -> str:
        return says(self.target, self.unit, self.currency)

    @property
    def pace_says(self) -> str:
        """How far from the line today: ahead of pace, on pace, behind pace, or too little to say."""
        if self.gap is None:
            return "No deals imported yet" if self.is_from_crm else "Note where it stands"
        if (self.pace.done or 0) >= 1:
            return "Reached"
        if self.gap < abs(self.target - self.start) / NEAR:
            return "On pace"
        return f"{self._gap_says(self.gap)} {'ahead of' if self.is_ahead else 'behind'} pace"

    def _gap_says(self, gap: Decimal) -> str:
        """The gap in words; between two percentages it is points."""
        if self.unit == Goal.Unit.MONEY:
            return says(gap, self.unit, self.currency)
        whole = max(round(gap), 1)
        return plural(whole, "point") if self.unit == Goal.Unit.PERCENT else number(whole)

    @property
    def chart(self) -> Bullet:
        label = f"{self.name}: {self.value_says} of {self.target_says}, {self.pace_says.lower()}"
        along = max(self.pace.done or 0, 0)
        return bullet(along, top=1, label=label, pace=self.pace.expected_share, is_behind=self.is_behind)

    @property
    def is_ahead(self) -> bool:
        return (self.pace.ahead or 0) > 0

    def is_unmoved_since(self, at: datetime) -> bool:
        """Neither its words nor its number has moved since `at`; a number from the CRM has once it is not zero."""
        has_moved = self.is_from_crm and bool(self.pace.done)
        return self.touched_at < at and not has_moved

    @property
    def is_behind(self) -> bool:
        return bool(self.pace.is_behind) and not self.is_parked

    @property
    def is_over(self) -> bool:
        return self.pace.expected_share >= 1

    @property
    def gap(self) -> Decimal | None:
        """How far from the line, in the goal's unit and always positive; ahead or behind is in the pace."""
        return None if self.pace.ahead is None else abs(Decimal(str(self.pace.ahead)))


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One dated step: reached, or how many days late it is."""

    pk: int
    title: str
    due_on: date
    reached_at: datetime | None
    days_late: int

    @property
    def is_reached(self) -> bool:
        return self.reached_at is not None


@dataclass(frozen=True, slots=True)
class Goals:
    """What a rep is held to: active goals, parked ones, and the milestones still open or reached of late.

    `ever_reached` counts all milestones that were reached, however long ago.
    """

    active: tuple[GoalRow, ...]
    parked: tuple[GoalRow, ...]
    milestones: tuple[MilestoneRow, ...]
    ever_reached: int = 0

    @property
    def behind(self) -> tuple[GoalRow, ...]:
        return tuple(goal for goal in self.active if goal.is_behind)

    @property
    def overdue(self) -> tuple[MilestoneRow, ...]:
        return tuple(step for step in self.milestones if not step.is_reached and step.days_late > 0)


def goals_of(person: Person, *, today: date, as_of: datetime | None = None) -> Goals:
    """The goals of `person` that are not closed, and their milestones, on the day `today`; two queries.

    With `as_of`, an instant of that day, they stand as they did then: what was set on a later day is not there yet,
    what was noted, reached, parked or closed later has not happened. Wording, target and due day are those of now.
    """
    return _goals([person], today, as_of)[person.pk]


def goals_by_person(team: TeamAt) -> dict[int, Goals]:
    """What each of a team is held to today, by their id; two queries however many people and goals there are."""
    return _goals(team.people, team.today, None)


def _goals(people: Sequence[Person], today: date, as_of: datetime | None) -> dict[int, Goals]:
    """The goals of people of one workspace; which of them are behind is said here and nowhere else."""
    goals, milestones = _goals_there(people, today, as_of), _milestones_there(people, as_of)
    return {person.pk: _held_to(person, goals[person.pk], milestones[person.pk], today) for person in people}


def _held_to(person: Person, goals: list[Goal], milestones: list[Milestone], today: date) -> Goals:
    rows = [goal_row(goal, value_of(goal, person.workspace), milestones, person.workspace, today) for goal in goals]
    return Goals(
        active=tuple(row for row in rows if not row.is_parked),
        parked=tuple(row for row in rows if row.is_parked),
        milestones=tuple(
            _milestone_row(step, person, today) for step in milestones if _is_current(step, person, today)
        ),
        ever_reached=sum(step.is_reached for step in milestones),
    )


def _goals_there(people: Sequence[Person], today: date, as_of: datetime | None) -> dict[int, list[Goal]]:
    goals = defaultdict(list)
    for goal in _goals_with_figures(people[0].workspace, _ids(people), today, as_of) if people else ():
        if as_of is None or people[0].workspace.today(goal.set_at) <= today:
            goals[goal.person_id].append(goal if as_of is None else _as_it_stood(goal, as_of))
    return goals


@prepared
def _goals_with_figures(
    workspace: Workspace, people: tuple[int, ...], today: date, as_of: datetime | None
) -> QuerySet[Goal]:
    check_ins = CheckIn.objects.filter(goal=OuterRef("pk")).order_by("-at")
    every = Goal.objects.filter(person__in=people).order_by("due_on", "pk")
    if as_of is None:
        there = every.filter(closed_at=None).annotate(noted_at=Subquery(check_ins.values("at")[:1]))
    else:
        by_then = check_ins.filter(at__lte=as_of)
        there = every.filter(Q(closed_at=None) | Q(closed_at__gt=as_of)).annotate(
            noted=Subquery(by_then.values("value")[:1]), noted_at=Subquery(by_then.values("at")[:1])
        )
    return counted(there, workspace, today=today)


def _milestones_there(people: Sequence[Person], as_of: datetime | None) -> dict[int, list[Milestone]]:
    day = people[0].workspace.today if people else None
    steps = defaultdict(list)
    for step in _steps(_ids(people), as_of):
        if as_of and day and day(step.set_at) > day(as_of):
            continue
        if as_of and step.reached_at and step.reached_at > as_of:
            step.reached_at = step.reached_by = None
        steps[step.person_id].append(step)
    return steps


@prepared
def _steps(people: tuple[int, ...], as_of: datetime | None) -> QuerySet[Milestone]:
    return Milestone.objects.filter(person__in=people).standing(as_of).order_by("due_on", "pk")


def _ids(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(person.pk for person in people)


def _as_it_stood(goal: Goal, as_of: datetime) -> Goal:
    """The goal, loaded with the last value `noted` by then."""
    goal.value = getattr(goal, "noted", None)
    goal.closed_at = None
    if goal.parked_at and goal.parked_at > as_of:
        goal.parked_at = None
    return goal


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal with where it stood before and the steps on the way; `can_change` is for the rep and their leader."""

    person: Person
    goal: GoalRow
    check_ins: tuple[CheckIn, ...]
    milestones: tuple[MilestoneRow, ...]
    history: tuple[Turn, ...]
    can_change: bool
    today: date


def goal_page(goal: Goal, *, reader: Person, today: date) -> GoalPage:
    """The page of one goal, loaded with its person and workspace; five queries."""
    milestones = list(goal.milestones.standing().order_by("due_on", "pk"))
    workspace = goal.person.workspace
    (row,) = _goal_with_figure(workspace, goal.pk, today)
    return GoalPage(
        person=goal.person,
        goal=goal_row(row, value_of(row, workspace), milestones, workspace, today),
        check_ins=tuple(goal.check_ins.select_related("by").order_by("-at")[:CHECK_INS_SHOWN]),
        milestones=tuple(_milestone_row(step, goal.person, today) for step in milestones),
        history=goal_history(goal),
        can_change=goal.can_change(reader),
        today=today,
    )


@prepared
def _goal_with_figure(workspace: Workspace, goal_id: int, today: date) -> QuerySet[Goal]:
    return counted(Goal.objects.filter(pk=goal_id), workspace, today=today)


def says(value: Decimal, unit: str, currency: str) -> str:
    """A goal's figure in words: $212k, 64%, 5."""
    if unit == Goal.Unit.MONEY:
        return money(to_minor(value, currency), currency)
    return f"{number(float(value))}%" if unit == Goal.Unit.PERCENT else number(float(value))


def goal_row(
    goal: Goal, value: Decimal | None, milestones: list[Milestone], workspace: Workspace, today: date
) -> GoalRow:
    """One goal with its pace; `value` in the goal's unit."""
    own = [step for step in milestones if step.goal_id == goal.pk]
    return GoalRow(
        pk=goal.pk,
        name=goal.name,
        why=goal.why,
        unit=goal.unit,
        currency=workspace.currency,
        start=goal.start,
        target=goal.target,
        value=value,
        pace=goal_pace(
            start=float(goal.start),
            target=float(goal.target),
            value=None if value is None else float(value),
            starts_on=goal.starts_on,
            ends_on=goal.due_on,
            today=today,
        ),
        starts_on=goal.starts_on,
        due_on=goal.due_on,
        is_from_crm=goal.measure != Goal.Measure.HAND,
        is_parked=goal.parked_at is not None,
        is_closed=goal.closed_at is not None,
        is_learning=goal.is_learning,
        reviewed_at=goal.reviewed_at,
        touched_at=max(it for it in (goal.set_at, goal.revised_at, getattr(goal, "noted_at", None)) if it),
        milestones=len(own),
        milestones_reached=sum(step.is_reached for step in own),
    )


def counted(goals: QuerySet[Goal], workspace: Workspace, *, today: date) -> QuerySet[Goal]:
    """Goals with what the CRM counts for each, up to `today`, along with them; `value_of` reads it.

    Nothing is counted for a person of whom the CRM has no deal at all.
    """
    deals = Deal.objects.filter(owner=OuterRef("person")).order_by()
    only_new = Q(kind=Deal.Kind.NEW) if workspace.counts == Workspace.Counting.NEW else Q()
    won = deals.filter(only_new, outcome="won", decided_on__gte=OuterRef("starts_on"), decided_on__lte=today)
    won = won.filter(decided_on__lte=OuterRef("due_on"))
    created = deals.filter(only_new, created_on__gte=OuterRef("starts_on"), created_on__lte=today)
    created = created.filter(created_on__lte=OuterRef("due_on"))
    opened, money = deals.filter(outcome="open"), {"currency": workspace.currency}
    kind = Goal.Measure
    figures = {
        kind.WON_AMOUNT: _total(won.filter(**money), Sum("amount_minor")),
        kind.WON_DEALS: _total(won, Count("pk")),
        kind.CREATED_AMOUNT: _total(created.filter(**money), Sum("amount_minor")),
        kind.CREATED_DEALS: _total(created, Count("pk")),
        kind.NEXT_STEPS: _total(opened.filter(next_step_on__gte=today), Count("pk")),
    }
    whens = [When(Exists(deals), measure=measure, then=figure) for measure, figure in figures.items()]
    read: QuerySet[Goal] = goals.annotate(
        figure=Case(*whens, default=None, output_field=BigIntegerField()),
        figure_of=Case(When(measure=kind.NEXT_STEPS, then=_total(opened, Count("pk"))), default=None),
    )
    return read


def _total(deals: QuerySet[Deal], what: Aggregate) -> Coalesce:
    return Coalesce(Subquery(deals.values("owner").annotate(total=what).values("total")), 0)


def value_of(goal: Goal, workspace: Workspace) -> Decimal | None:
    """Where a goal read `counted` stands, in its own unit: noted by hand, or counted by the CRM."""
    if goal.measure == Goal.Measure.HAND:
        return goal.value
    figure: int | None = getattr(goal, "figure")  # noqa: B009 (read along with the goal)
    if figure is None:
        return None
    if goal.measure == Goal.Measure.NEXT_STEPS:
        opened: int = getattr(goal, "figure_of")  # noqa: B009 (read along with the goal)
        return 100 * Decimal(figure) / opened if opened else None
    is_money = goal.measure in (Goal.Measure.WON_AMOUNT, Goal.Measure.CREATED_AMOUNT)
    return major(figure, workspace.currency) if is_money else Decimal(figure)


def _is_current(step: Milestone, person: Person, today: date) -> bool:
    return step.reached_at is None or (today - person.workspace.today(step.reached_at)).days <= REACHED_SHOWN


def _milestone_row(step: Milestone, person: Person, today: date) -> MilestoneRow:
    ended = person.workspace.today(step.reached_at) if step.reached_at else today
    return MilestoneRow(step.pk, step.title, step.due_on, step.reached_at, max((ended - step.due_on).days, 0))
