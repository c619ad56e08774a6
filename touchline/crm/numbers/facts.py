"""What the numbers of a leader and a period are computed from: eight queries, whatever the size of the team."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from touchline.crm.models import Deal, Import, Quota, Stage
from touchline.crm.numbers.rows import close_at, midnight_of, open_rows, stages_walked, won_rows, written
from touchline.crm.numbers.team import Member, Team, team_of
from touchline.measures.periods import Period
from touchline.measures.winrate import Record
from touchline.people.models import Person, Workspace

Agreed = tuple[int, date, date, int, Decimal]
YEAR = timedelta(days=365)
EVERYBODY = 0


class Decided(NamedTuple):
    """A deal won in the period or the one before.

    `amount` is in minor units, None in another currency; `was_due` says that it was known before the period and that
    its close date then lay in it, as far as its history tells. A tuple, because a large company has thousands.
    """

    pk: int
    name: str
    owner_id: int
    amount: int | None
    created_on: date | None
    decided_on: date
    kind: str
    was_due: bool


class Open(NamedTuple):
    """A deal that was open at the end of the period; `is_open` still on the day looked from."""

    amount: int | None
    created_on: date | None
    close_on: date | None
    was_due: bool
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
    """How many deals were lost in the period, the one before, and the one before up to the same day.

    `due` counts those lost in the period that were known before it and had their close date in it then; `due_value` is
    what they were worth together.
    """

    now: int
    before: int
    before_to_date: int
    due: int
    due_value: int


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
    won = _won(team, period, until, currency=workspace.currency)
    records, lost = _counted(team, period, until, currency=workspace.currency)
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
    first, last = period.starts_on, period.ends_on
    for person, start, end, amount, share in quotas:
        days = (min(end, last) - max(start, first)).days + 1
        if days <= 0:
            continue
        amounts[person] = amounts.get(person, 0) + amount * float(share) * days / ((end - start).days + 1)
        ramped[person] = ramped.get(person, True) and share == 1
    return [Target(person, round(amount), ramped[person]) for person, amount in amounts.items()]


def _won(team: Team, period: Period, until: date, *, currency: str) -> list[Decided]:
    start = period.previous().starts_on
    rows = won_rows(tuple(team.members), start, until, period.starts_on, midnight_of(period.starts_on))
    settled, (first, last) = team.settled(start, until), _written_span(period)
    return [
        Decided(
            pk, name, owner, amount if of == currency else None, _day(created) if created else None,
            _day(decided), kind, bool(created) and created < first <= (was or close or "") <= last,
        )
        for pk, name, owner, amount, of, kind, created, decided, close, was in rows
        if owner in settled or team.owned(owner, _day(decided))
    ]  # fmt: skip


def _open(team: Team, period: Period, *, as_of: date, currency: str) -> list[Open]:
    """Deals open on `as_of`, and those the period left open that were decided in the year after it.

    Two halves in one query, because each has its own range of the index by owner, outcome and day. Deals created after
    `as_of` are left out here: asked of the database, SQLite would walk every deal ever created instead.
    """
    here = [pk for pk, member in team.members.items() if member.was_here(min(as_of, period.ends_on))]
    rows = open_rows(
        tuple(here),
        period.starts_on,
        midnight_of(period.starts_on),
        period.ends_on + YEAR,
        as_of,
        min(as_of, period.ends_on),
    )
    today, (first, last) = as_of.isoformat(), _written_span(period)
    return [
        Open(
            amount if of == currency else None, _day(created) if created else None, _day(close) if close else None,
            bool(created) and created < first <= (was or close or "") <= last, pushes, stage,
            None if odds is None or holds is None else odds * holds, odds_n or 0, _day(since) if since else None,
            bool(step or step_on), bool(step_on and step_on < today), not decided or decided > today,
        )
        for amount, of, pushes, step, stage, odds, holds, odds_n, created, close, since, decided, step_on, was in rows
        if not created or created <= today
    ]  # fmt: skip


# Ten thousand deals share a few thousand days, so each day is read once.
_day = lru_cache(maxsize=20_000)(date.fromisoformat)


def _written_span(period: Period) -> tuple[str, str]:
    return period.starts_on.isoformat(), period.ends_on.isoformat()


def _counted(team: Team, period: Period, until: date, *, currency: str) -> tuple[list[tuple[Member, Record]], Lost]:
    """Won and decided deals of the year up to `until` by owner, and what was lost; by the seat of the day."""
    year: dict[int, Counter[str]] = defaultdict(Counter)
    now = before = to_date = 0
    for owner, outcome, *n in _by_owner(team, until).union(_lost(team, period, until), all=True):
        if owner == EVERYBODY:
            now, before, to_date = n
        else:
            year[owner][outcome] = n[0]
    found = [(team.members[owner], Record(n[Stage.Outcome.WON], n.total())) for owner, n in year.items()]
    due = _lost_when_due(team, period, until, currency=currency) if now else (0, 0)
    return sorted(found, key=lambda pair: (pair[0].name, pair[0].pk)), Lost(now, before, to_date, *due)


def _by_owner(team: Team, until: date) -> QuerySet[Deal, Any]:
    """How many deals of the year each owner won and lost, in the shape of `_lost`."""
    year = (until - YEAR + timedelta(days=1), until)
    decided = Deal.objects.decided_within(*year).filter(team.seated(*year)).values("owner", "outcome")
    counted = decided.annotate(n=Count("pk"), before=Value(0), to_date=Value(0))
    return counted.values_list("owner", "outcome", "n", "before", "to_date").order_by()


def _lost(team: Team, period: Period, until: date) -> QuerySet[Deal, Any]:
    """How many deals were lost in the period, the one before, and the one before up to the same day."""
    before = period.previous()
    same_day = min(before.starts_on + (until - period.starts_on), before.ends_on)
    lost = Deal.objects.lost().filter(team.seated(before.starts_on, until), decided_on__range=(before.starts_on, until))
    return (
        lost.values(whose=Value(EVERYBODY), how=F("outcome"))
        .annotate(
            now=Count("pk", filter=Q(decided_on__gte=period.starts_on)),
            before=Count("pk", filter=Q(decided_on__lte=before.ends_on)),
            to_date=Count("pk", filter=Q(decided_on__lte=same_day)),
        )
        .values_list("whose", "how", "now", "before", "to_date")
        .order_by()
    )


def _lost_when_due(team: Team, period: Period, until: date, *, currency: str) -> tuple[int, int]:
    """Of the deals lost in the period, how many were older and due in it when it began, and their value together."""
    days = (period.starts_on, until)
    was_to_close = NullIf(close_at(midnight_of(period.starts_on)), Value(""))
    lost = Deal.objects.lost().filter(team.seated(*days), decided_on__range=days, created_on__lt=period.starts_on)
    due = lost.annotate(due=Coalesce(was_to_close, written("close_on"))).filter(due__range=_written_span(period))
    found = due.aggregate(n=Count("pk"), value=Sum("amount_minor", filter=Q(currency=currency)))
    return found["n"], found["value"] or 0


def _days_in_stage(team: Team, until: date) -> tuple[dict[str, list[int]], date | None]:
    """How many days the latest won deals spent in each stage, and the first change seen among them."""
    days: dict[str, list[int]] = {}
    first, last_deal, since = None, None, None
    for deal, created, stage, seen in stages_walked(tuple(team.members), until - YEAR, until):
        on = _day(seen[:10])
        if deal != last_deal:
            since = _day(created) if created else None
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
