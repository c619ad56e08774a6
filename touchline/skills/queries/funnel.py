"""The funnel of a rep and of the others of the team: two years of facts, read in five queries."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypedDict, cast

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import BooleanField

from touchline.crm.models import Deal, DealChange, Quota, Stage
from touchline.measures.attainment import Attainment, attainment
from touchline.measures.cycle import cycle_time, deal_size
from touchline.measures.intervals import Estimate, median
from touchline.measures.winrate import Record
from touchline.people.models import Person, Workspace
from touchline.skills.models import Metric

YEAR = timedelta(days=365)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
# Facts whose last decision lies further back are looked at from that day on, not from today. Our convention.
STALE = timedelta(days=31)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Dated(TypedDict):
        last_decided_on: date | None

    Member = WithAnnotations[Person, Dated]


class Decided(NamedTuple):
    """A deal won or lost in the two years."""

    owner: int
    is_won: bool
    created_on: date | None
    decided_on: date
    has_close: bool
    was_pushed: bool
    amount: int | None
    kind: str


class Changed(NamedTuple):
    """How many deals of an owner were seen to go from one stage to another."""

    owner: int
    source: int
    old: str
    new: str
    is_before: bool
    n: int


@dataclass(frozen=True, slots=True)
class Window:
    """The year looked at, and the one before it; `is_stale` where it does not reach up to today."""

    first: date
    last: date
    is_stale: bool

    @classmethod
    def up_to(cls, last_decided_on: date | None, *, today: date) -> "Window":
        is_stale = last_decided_on is not None and today - last_decided_on > STALE
        last = last_decided_on if is_stale and last_decided_on else today
        return cls(last - YEAR + DAY, last, is_stale)

    @property
    def before(self) -> "Window":
        return Window(self.first - YEAR, self.first - DAY, self.is_stale)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the funnel that goes well or not: this year's counts, and the rep's of the year before.

    `noun` is the step inside a sentence, `metric` what a focus on it could count.
    """

    name: str
    noun: str
    metric: str
    rep: Record
    others: tuple[Record, ...]
    before: Record


@dataclass(frozen=True, slots=True)
class Typical:
    """A median of the rep, of the rep the year before, and of the others; it is context and never a lever."""

    now: Estimate
    before: Estimate
    team: Estimate


@dataclass(frozen=True, slots=True)
class Funnel:
    """Everything a diagnosis rests on; `plan` has no ratio where no quota ended in the year."""

    window: Window
    parts: tuple[Part, ...]
    created: Typical
    size: Typical
    cycle: Typical
    plan: Attainment
    quotas: int
    sources: tuple[str, ...]
    has_stage_history: bool
    has_close_history: bool

    @property
    def decided(self) -> int:
        return self.parts[0].rep.n


def team_of(leader: Person, *, today: date) -> "list[Member]":
    """The leader's current direct reports, each with the last day a deal of theirs was decided."""
    mine = Deal.objects.filter(owner=OuterRef("pk")).decided().filter(decided_on__lte=today).order_by()
    last = mine.values("owner").annotate(last=Max("decided_on")).values("last")
    people = Person.objects.reporting_to(leader).annotate(last_decided_on=Subquery(last)).order_by("name")
    return cast("list[Member]", list(people))


def funnel_of(rep: Person, team: "Sequence[Member]", *, today: date) -> Funnel:
    """Count the funnel of `rep` and of everybody in `team`, the rep among them; five queries."""
    window = Window.up_to(max((one.last_decided_on for one in team if one.last_decided_on), default=None), today=today)
    people, workspace = [rep.pk, *(one.pk for one in team if one.pk != rep.pk)], rep.workspace
    decided = _decided(people, window, ours=workspace.currency)
    changes, stages = _changes(people, window), _stages(workspace)
    wins = _part(people, _won(decided, window), "Win rate", "the win rate", Metric.WIN_RATE)
    kept = _kept(decided, window)
    dates = [_part(people, kept, "Close date never moved", "keeping close dates", Metric.CLOSE_KEPT)] if kept else []
    passed = _passed(people, changes, stages)
    quotas = list(Quota.objects.filter(person=rep, currency=workspace.currency).within(window.first, window.last))
    return Funnel(
        window=window,
        parts=(wins, *dates, *passed),
        created=_created(people, window),
        size=_typical(people, decided, window, lambda deals: deal_size([deal.amount for deal in deals])),
        cycle=_typical(
            people, decided, window, lambda deals: cycle_time([(d.created_on, d.decided_on) for d in deals])
        ),
        plan=_plan(rep, decided, quotas, counts=workspace.counts),
        quotas=len(quotas),
        sources=tuple(dict.fromkeys(stage.source.name for stage in stages.values())),
        has_stage_history=bool(passed),
        has_close_history=bool(dates),
    )


def _decided(people: list[int], window: Window, *, ours: str) -> list[Decided]:
    pushes = DealChange.objects.filter(deal=OuterRef("pk"), field=DealChange.Field.CLOSE, new__gt=F("old"))
    deals = Deal.objects.filter(owner__in=people).decided_within(window.before.first, window.last)
    rows = deals.annotate(was_pushed=Exists(pushes.exclude(old=""))).values_list(
        *("owner", "outcome", "created_on", "decided_on", "close_on", "was_pushed", "amount_minor", "currency", "kind")
    )
    return [
        Decided(
            owner=owner,
            is_won=outcome == Stage.Outcome.WON,
            created_on=created,
            decided_on=on,
            has_close=close is not None,
            was_pushed=pushed,
            amount=amount if currency == ours else None,
            kind=kind,
        )
        for owner, outcome, created, on, close, pushed, amount, currency, kind in rows
        if owner is not None and on is not None
    ]


def _changes(people: list[int], window: Window) -> list[Changed]:
    """Moves between stages of both years, each deal counted once for each."""
    alive = Q(deal__decided_on=None) | Q(deal__decided_on__gte=window.before.first)
    seen = DealChange.objects.filter(alive, deal__owner__in=people, field=DealChange.Field.STAGE)
    in_time = seen.filter(seen_by__gte=_midnight(window.before.first), seen_by__lt=_midnight(window.last + DAY))
    before = When(seen_by__lt=_midnight(window.first), then=Value(True))
    names = ("deal__owner", "deal__source", "old", "new", "is_before")
    rows = (
        in_time.annotate(is_before=Case(before, default=Value(False), output_field=BooleanField()))
        .order_by()
        .values(*names)
        .annotate(n=Count("deal", distinct=True))
        .values_list(*names, "n")
    )
    return [Changed(*row) for row in rows]


def _midnight(day: date) -> datetime:
    """The instant a day begins; asked for the day of each of ten thousand changes, SQLite takes a tenth of a second."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def _stages(workspace: Workspace) -> dict[tuple[int, str], Stage]:
    stages = Stage.objects.filter(source__workspace=workspace).select_related("source").order_by("position", "name")
    return {(stage.source_id, stage.name): stage for stage in stages}


Counts = dict[tuple[int, bool], Record]


def _part(people: list[int], counts: Counts, name: str, noun: str, metric: str) -> Part:
    nothing, (rep, *others) = Record(0, 0), people
    return Part(
        name=name,
        noun=noun,
        metric=metric,
        rep=counts.get((rep, False), nothing),
        others=tuple(counts.get((other, False), nothing) for other in others),
        before=counts.get((rep, True), nothing),
    )


def _records(tallies: Iterable[tuple[int, bool, int, int]]) -> Counts:
    """Add up (owner, was it the year before, hits, of how many)."""
    hits: Counter[tuple[int, bool]] = Counter()
    n: Counter[tuple[int, bool]] = Counter()
    for owner, is_before, hit, of in tallies:
        hits[owner, is_before] += hit
        n[owner, is_before] += of
    return {key: Record(hits[key], n[key]) for key in n}


def _won(decided: Iterable[Decided], window: Window) -> Counts:
    return _records((deal.owner, not window.holds(deal.decided_on), int(deal.is_won), 1) for deal in decided)


def _kept(decided: Iterable[Decided], window: Window) -> Counts:
    """Deals decided with the close date they first had, of those that had one; nothing where none was seen to move.

    A deal counts once however often it was pushed: the limits of luck hold for things that happen by themselves.
    """
    dated = [deal for deal in decided if deal.has_close]
    if not any(deal.was_pushed and window.holds(deal.decided_on) for deal in dated):
        return {}
    return _records((deal.owner, not window.holds(deal.decided_on), int(not deal.was_pushed), 1) for deal in dated)


def _passed(people: list[int], changes: Iterable[Changed], stages: dict[tuple[int, str], Stage]) -> list[Part]:
    """One part for each open stage of the CRM: deals that left it for a later one, of those and the lost ones."""
    left: dict[str, list[tuple[int, bool, int, int]]] = defaultdict(list)
    for change in changes:
        old, new = stages.get((change.source, change.old)), stages.get((change.source, change.new))
        if old is None or new is None or old.outcome != Stage.Outcome.OPEN:
            continue
        is_lost = new.outcome == Stage.Outcome.LOST
        if is_lost or new.outcome == Stage.Outcome.WON or new.position > old.position:
            left[old.name].append((change.owner, change.is_before, 0 if is_lost else change.n, change.n))
    names = dict.fromkeys(stage.name for stage in stages.values() if stage.name in left)
    first = next((stage.name for stage in stages.values() if stage.outcome == Stage.Outcome.OPEN), "")
    metrics = {first: Metric.FIRST_STAGE}
    return [
        _part(people, _records(left[name]), f"Past {name}", f"getting past {name}", metrics.get(name, Metric.WIN_RATE))
        for name in names
    ]


def _created(people: list[int], window: Window) -> Typical:
    """New deals a week, in the weeks counted back from the last day; not before the team's first deal."""
    deals = Deal.objects.filter(owner__in=people, created_on__range=(window.before.first, window.last))
    weeks: Counter[tuple[int, int]] = Counter()
    for owner, day, n in deals.order_by().values_list("owner", "created_on").annotate(n=Count("pk")):
        weeks[owner, (window.last - day) // WEEK] += n
    known = max((week for _, week in weeks), default=-1) + 1
    now, before = range(min(known, 52)), range(52, min(known, 104))

    def per_week(owners: Collection[int], of: Collection[int]) -> Estimate:
        return median([weeks[owner, week] for owner in owners for week in of])

    rep, others = people[:1], people[1:]
    return Typical(per_week(rep, now), per_week(rep, before), per_week(others, now))


def _typical(
    people: list[int], decided: Iterable[Decided], window: Window, of: Callable[[list[Decided]], Estimate]
) -> Typical:
    """A median over won deals."""
    won = [deal for deal in decided if deal.is_won]
    mine = [deal for deal in won if deal.owner == people[0]]
    return Typical(
        now=of([deal for deal in mine if window.holds(deal.decided_on)]),
        before=of([deal for deal in mine if not window.holds(deal.decided_on)]),
        team=of([deal for deal in won if deal.owner != people[0] and window.holds(deal.decided_on)]),
    )


def _plan(rep: Person, decided: Iterable[Decided], quotas: Sequence[Quota], *, counts: str) -> Attainment:
    """What was won in the periods of `quotas`, against them."""
    won = [
        deal.amount or 0
        for deal in decided
        if deal.is_won and deal.owner == rep.pk
        if counts == Workspace.Counting.ALL or deal.kind == Deal.Kind.NEW
        if any(quota.starts_on <= deal.decided_on <= quota.ends_on for quota in quotas)
    ]
    return attainment(won, quota=sum(quota.counted_minor for quota in quotas) if quotas else None)
