"""What the numbers of a leader and a period are computed from: seven queries, whatever the size of the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields import CharField
from django.db.models.functions import Cast

from touchline.crm.models import Deal, DealChange, Import, Quota, Stage
from touchline.crm.numbers.team import Member, Team, team_of
from touchline.measures.periods import Period
from touchline.measures.winrate import Record
from touchline.people.models import Person, Workspace

Agreed = tuple[int, date, date, int, Decimal]
YEAR = timedelta(days=365)
WON_DEALS_WALKED = 400


class Decided(NamedTuple):
    """A deal won in the period or the one before, or lost in the period and older than it.

    `amount` is in minor units, None in another currency; `due_was` is the close date it had when the period began, as
    far as its history tells. A tuple, because a large company has thousands on one page.
    """

    pk: int
    name: str
    owner_id: int
    won: bool
    amount: int | None
    created_on: date | None
    decided_on: date
    kind: str
    due_was: date | None


class Open(NamedTuple):
    """A deal that was open at the end of the period; `is_open` still on the day looked from."""

    owner_id: int
    amount: int | None
    created_on: date | None
    close_on: date | None
    due_was: date | None
    pushes: int
    stage: str
    odds: float | None
    odds_n: int
    stage_since: date | None
    has_step: bool
    step_is_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """How many deals were lost in the period, the one before, and the one before up to the same day."""

    now: int
    before: int
    before_to_date: int


@dataclass(frozen=True, slots=True)
class Target:
    """What one person is to sell in the period, in minor units."""

    person_id: int
    amount: int
    is_ramped: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts come from, the day of the newest export, and since when changes are known."""

    names: tuple[str, ...]
    fresh_on: date | None
    watched_since: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    leader_id: int
    workspace: Workspace
    period: Period
    before: Period
    as_of: date
    members: Sequence[Member]
    quotas: Sequence[Target]
    quotas_before: Sequence[Target]
    won: Sequence[Decided]
    won_before: Sequence[Decided]
    lost_when_due: Sequence[Decided]
    lost: Lost
    records: Sequence[tuple[Member, Record]]
    left_open: Sequence[Open]
    days_in_stage: dict[str, list[int]]
    source: Source
    last_decided_on: date | None

    @property
    def until(self) -> date:
        """The last day of the period that is known."""
        return min(self.period.ends_on, self.as_of)

    @property
    def is_over(self) -> bool:
        return self.as_of >= self.period.ends_on

    @property
    def elapsed(self) -> float:
        return self.period.elapsed(self.as_of)

    @property
    def window(self) -> str:
        """The days the panels look at: Q4 2017, or Q4 2017 up to 23 Nov while it runs."""
        return self.period.label if self.is_over else f"{self.period.label} up to {self.as_of:%-d %b %Y}"

    @property
    def today(self) -> str:
        return f"on {self.as_of:%-d %b %Y}"

    @property
    def to_date(self) -> str:
        """What a won value is held against: the plan, or the part of it that is due by now."""
        return "plan" if self.is_over else "the plan to date"

    @property
    def open(self) -> list[Open]:
        """Deals open on the day looked from."""
        return [d for d in self.left_open if d.is_open]

    @property
    def counted(self) -> list[Decided]:
        """Won deals that count towards a quota."""
        return [d for d in self.won if self.workspace.counts == Workspace.Counting.ALL or d.kind == Deal.Kind.NEW]


def numbers_facts(leader: Person, period: Period, *, as_of: date) -> Facts:
    """Gather what the panels need about `leader` and `period`, as the record stood on `as_of`."""
    workspace, before = leader.workspace, period.previous()
    team = team_of(leader)
    until = min(period.ends_on, as_of)
    quotas = _quotas(leader, team, before.starts_on, period.ends_on)
    rows = _decided(team, before.starts_on, until, asked_from=period.starts_on, currency=workspace.currency)
    won = [d for d in rows if d.won]
    records, lost = _records(team, period, before, until)
    has_wins = any(record.wins for _, record in records)
    days_in_stage, first_change = _days_in_stage(team, until) if has_wins else ({}, None)
    return Facts(
        leader_id=leader.pk,
        workspace=workspace,
        period=period,
        before=before,
        as_of=as_of,
        members=team.within(period.starts_on, period.ends_on),
        quotas=_targets(quotas, period),
        quotas_before=_targets(quotas, before),
        won=[d for d in won if d.decided_on >= period.starts_on],
        won_before=[d for d in won if d.decided_on < period.starts_on],
        lost_when_due=[d for d in rows if not d.won],
        lost=lost,
        records=records,
        left_open=_open(team, period, as_of=as_of, currency=workspace.currency),
        days_in_stage=days_in_stage,
        source=_source(workspace, first_change),
        last_decided_on=None if has_wins else _last_decided(team, as_of),
    )


def _quotas(leader: Person, team: Team, start: date, end: date) -> list[Agreed]:
    touching = Quota.objects.filter(starts_on__lte=end, ends_on__gte=start, person__in=[leader.pk, *team.members])
    rows = touching.values_list("person", "starts_on", "ends_on", "amount_minor", "share", "currency")
    return [row[:5] for row in rows if row[5] == leader.workspace.currency]


def _targets(quotas: Sequence[Agreed], period: Period) -> list[Target]:
    """Sum a person's quotas over the period; one of a longer period counts by its days, our convention."""
    amounts: dict[int, float] = {}
    ramped: dict[int, bool] = {}
    for person, start, end, amount, share in quotas:
        days = (min(end, period.ends_on) - max(start, period.starts_on)).days + 1
        if days <= 0:
            continue
        amounts[person] = amounts.get(person, 0) + amount * float(share) * days / ((end - start).days + 1)
        ramped[person] = ramped.get(person, True) and share == 1
    return [Target(person, round(amount), ramped[person]) for person, amount in amounts.items()]


def _decided(team: Team, start: date, until: date, *, asked_from: date, currency: str) -> list[Decided]:
    older = Q(created_on__lt=asked_from, decided_on__gte=asked_from)
    wanted = Q(outcome=Stage.Outcome.WON) | (Q(outcome=Stage.Outcome.LOST) & older)
    was_due = Case(When(older, then=_close_at(asked_from)), output_field=CharField())
    rows = (
        Deal.objects.decided_within(start, until)
        .filter(wanted, owner__in=list(team.members))
        .annotate(was_due=was_due, created=_written("created_on"), decided=_written("decided_on"))
        .annotate(close=_written("close_on"))
        .values_list(
            *("pk", "name", "owner", "outcome", "amount_minor", "currency", "kind"),
            *("created", "decided", "close", "was_due"),
        )
    )
    found = (
        Decided(
            pk, name, owner, outcome == "won", amount if of == currency else None, _day(created),
            date.fromisoformat(decided), kind, _day(was or close),
        )
        for pk, name, owner, outcome, amount, of, kind, created, decided, close, was in rows
    )  # fmt: skip
    return [deal for deal in found if team.owned(deal.owner_id, deal.decided_on)]


def _open(team: Team, period: Period, *, as_of: date, currency: str) -> list[Open]:
    """Deals open on `as_of`, and those the period left open that were decided in the year after it.

    Two halves in one query, because each has its own range of the index by owner, outcome and day. Deals created after
    `as_of` are left out here: asked of the database, SQLite would walk every deal ever created instead.
    """
    here = [pk for pk, member in team.members.items() if member.was_here(min(as_of, period.ends_on))]
    of_period = Q(created_on__lt=period.starts_on, decided_on__lte=period.ends_on + YEAR)
    deals = Deal.objects.filter(owner__in=here)
    later = deals.decided().filter(Q(decided_on__gt=as_of) | of_period, decided_on__gt=min(as_of, period.ends_on))
    rows = _open_columns(deals.open(), period).union(_open_columns(later, period), all=True)
    today = as_of.isoformat()
    return [
        Open(
            owner, amount if of == currency else None, _day(created), _day(close), _day(was or close), pushes, stage,
            odds, odds_n or 0, _day(since), bool(step or step_on), bool(step_on and step_on < today),
            not decided or decided > today,
        )
        for owner, amount, of, pushes, step, stage, odds, odds_n, created, close, since, decided, step_on, was in rows
        if not created or created <= today
    ]  # fmt: skip


def _open_columns(deals: QuerySet[Deal], period: Period) -> QuerySet[Deal, tuple[Any, ...]]:
    moved = Q(created_on__lt=period.starts_on) & (Q(pushes__gt=0) | ~Q(outcome=Stage.Outcome.OPEN))
    return (
        deals.annotate(was_due=Case(When(moved, then=_close_at(period.starts_on)), output_field=CharField()))
        .annotate(created=_written("created_on"), close=_written("close_on"), since=_written("stage_since"))
        .annotate(decided=_written("decided_on"), step_on=_written("next_step_on"))
        .annotate(chance=F("stage__odds") * F("source__holds_quarter"))
        .values_list(
            *("owner", "amount_minor", "currency", "pushes", "next_step", "stage__name", "chance"),
            *("stage__odds_n", "created", "close", "since", "decided", "step_on", "was_due"),
        )
    )


def _written(field: str) -> Cast:
    """A day as ISO text: read as it is, thousands of days cost a fifth of what converting each one does."""
    return Cast(field, CharField())


def _close_at(day: date) -> Subquery:
    """The close date a deal had at the start of `day`: what the first change since then replaced."""
    midnight = datetime.combine(day, time.min, tzinfo=UTC)
    changes = DealChange.objects.filter(deal=OuterRef("pk"), field=DealChange.Field.CLOSE, seen_by__gte=midnight)
    return Subquery(changes.order_by("seen_by").values("old")[:1])


def _records(team: Team, period: Period, before: Period, until: date) -> tuple[list[tuple[Member, Record]], Lost]:
    """Won and decided deals of the year up to `until` by owner, and what was lost; by the seat of the day."""
    a_year = Q(decided_on__gt=until - YEAR)
    lost = Q(outcome=Stage.Outcome.LOST)
    same_day = before.starts_on + (until - period.starts_on)
    rows = (
        Deal.objects.decided_within(min(before.starts_on, until - YEAR + timedelta(days=1)), until)
        .filter(
            Q(owner__seats__from_on=None) | Q(owner__seats__from_on__lte=F("decided_on")),
            Q(owner__seats__to_on=None) | Q(owner__seats__to_on__gt=F("decided_on")),
            owner__in=list(team.members),
            owner__seats__leader__in=team.leaders,
        )
        .values("owner")
        .annotate(
            n=Count("pk", filter=a_year),
            wins=Count("pk", filter=a_year & Q(outcome=Stage.Outcome.WON)),
            now=Count("pk", filter=lost & Q(decided_on__gte=period.starts_on)),
            before=Count("pk", filter=lost & Q(decided_on__range=(before.starts_on, before.ends_on))),
            to_date=Count("pk", filter=lost & Q(decided_on__range=(before.starts_on, min(same_day, before.ends_on)))),
        )
        .values_list("owner", "wins", "n", "now", "before", "to_date")
    )
    counted = list(rows)
    found = [(team.members[owner], Record(wins, n)) for owner, wins, n, *_ in counted if n]
    found.sort(key=lambda pair: (pair[0].name, pair[0].pk))
    return found, Lost(*(sum(row[place] for row in counted) for place in (3, 4, 5)))


def _days_in_stage(team: Team, until: date) -> tuple[dict[str, list[int]], date | None]:
    """How many days the latest won deals spent in each stage, and the first change seen among them."""
    won = Deal.objects.filter(owner__in=list(team.members)).won().filter(decided_on__range=(until - YEAR, until))
    latest = won.order_by("-decided_on", "-pk").values("pk")[:WON_DEALS_WALKED]
    rows = (
        DealChange.objects.filter(deal__in=latest, field=DealChange.Field.STAGE)
        .order_by("deal", "seen_by")
        .values_list("deal", "deal__created_on", "old", "seen_by")
    )
    days: dict[str, list[int]] = {}
    first, last_deal, since = None, None, None
    for deal, created, stage, seen_by in rows:
        on = seen_by.date()
        since = since if deal == last_deal else created
        if since is not None and on >= since:
            days.setdefault(stage, []).append((on - since).days)
        last_deal, since = deal, on
        first = on if first is None or on < first else first
    return days, first


def _last_decided(team: Team, as_of: date) -> date | None:
    """The last day a deal was decided, to find the way to a period that has some."""
    decided = Deal.objects.filter(owner__in=list(team.members)).decided().filter(decided_on__lte=as_of)
    last: date | None = decided.aggregate(last=Max("decided_on"))["last"]
    return last


def _source(workspace: Workspace, first_change: date | None) -> Source:
    rows = (
        Import.objects.filter(source__workspace=workspace, state=Import.State.APPLIED)
        .values("source__name")
        .annotate(first=Min("as_of"), last=Max("as_of"))
        .order_by("source__name")
        .values_list("source__name", "first", "last")
    )
    imports = list(rows)
    days = [day for day in (first_change, *(first.date() for _, first, _ in imports)) if day]
    return Source(
        names=tuple(name for name, _, _ in imports),
        fresh_on=max((last.date() for _, _, last in imports), default=None),
        watched_since=min(days, default=None),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
