"""Where every rep stands today, read from the CRM in a fixed number of queries however many reps there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, When

from touchline.crm.models import Deal, Quota, Stage
from touchline.measures.attainment import Landing, landing
from touchline.measures.coverage import Chance
from touchline.measures.periods import Period
from touchline.people.findings import TeamAt
from touchline.people.models import Person, ReportingLine, Workspace
from touchline.people.prepared import prepared

WEEKS_SHOWN = 12
WEEKS_SUMMED = 13
WEEKS_KNOWN = WEEKS_SHOWN + WEEKS_SUMMED
Won = tuple[date, int]
Below = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """One open deal as far as a leader's week needs it; minor units, an amount or next step nobody knows is None."""

    pk: int
    name: str
    amount: int | None
    stage: str
    odds: float | None
    holds: float | None
    odds_n: int
    close_on: date | None
    next_step: str | None
    next_step_on: date | None
    pushes: int

    @property
    def chance(self) -> float | None:
        """How likely it is won in the quarter it is due in: its stage’s odds, times how often deals hold theirs."""
        return None if self.odds is None or self.holds is None else self.odds * self.holds

    @property
    def size(self) -> int:
        """How it sorts among others; an unknown amount last."""
        return self.amount or 0

    @property
    def is_blank(self) -> bool:
        """Whether the export says no more than that it is open."""
        return self.close_on is None and self.next_step is None and self.next_step_on is None and not self.pushes


@dataclass(frozen=True, slots=True)
class Standing:
    """One rep's quarter so far, or with `is_team` that of a leader's whole team; amounts in minor units.

    `weeks` is the won amount of the 13 weeks before each week.
    """

    person: Person
    today: date
    period: Period
    is_team: bool = False
    quota: int | None = None
    won: int = 0
    won_deals: int = 0
    weeks: tuple[int, ...] = ()
    won_in_quarter: tuple[tuple[date, int], ...] = ()
    open_deals: tuple[OpenDeal, ...] = ()
    landing: Landing | None = None

    @property
    def called(self) -> str:
        """Whose record this is, in a sentence."""
        return f"{self.person.first_name}’s team" if self.is_team else self.person.first_name

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to go by: no quota, no open deal that says when or what next, none won lately."""
        return self.quota is None and all(deal.is_blank for deal in self.open_deals) and not any(self.weeks)

    @property
    def elapsed(self) -> float:
        """The share of the quarter's days that are over."""
        return self.period.elapsed(self.today)

    @property
    def attainment(self) -> float | None:
        return self.won / self.quota if self.quota else None

    @property
    def behind(self) -> float | None:
        """How far attainment is behind even pace, as a share of quota; below zero when ahead."""
        return None if self.attainment is None else self.elapsed - self.attainment

    @property
    def without_step(self) -> tuple[OpenDeal, ...]:
        return tuple(d for d in self.open_deals if d.next_step == "" and d.next_step_on is None)

    @property
    def overdue_step(self) -> tuple[OpenDeal, ...]:
        return tuple(d for d in self.open_deals if d.next_step_on and d.next_step_on < self.today)

    @property
    def overdue_close(self) -> tuple[OpenDeal, ...]:
        return tuple(d for d in self.open_deals if d.close_on and d.close_on < self.today)

    @property
    def pushed_twice(self) -> tuple[OpenDeal, ...]:
        return tuple(sorted((d for d in self.open_deals if d.pushes >= 2), key=lambda d: (-d.pushes, -d.size)))


def standings(people: Sequence[Person], *, today: date, below: Below | None = None) -> list[Standing]:
    """Where each of `people` stands on the day `today`, in their order; two queries.

    Whoever has people `below` them stands where those people stand together.
    """
    if not people:
        return []
    below = below or {}
    workspace = people[0].workspace
    period = Period.containing(today, fiscal_year_starts=workspace.fiscal_year_starts)
    ids = [pk for person in people for pk in (person.pk, *below.get(person.pk, ()))]
    quotas = _quotas(ids, period, workspace.currency)
    won, open_deals = _deals(ids, since=today - timedelta(weeks=WEEKS_KNOWN), until=today, here=workspace)
    return [
        _standing(
            person,
            today,
            period,
            is_team=person.pk in below,
            quota=quotas.get(person.pk) or sum(quotas.get(pk, 0) for pk in below.get(person.pk, ())) or None,
            won=[one for pk in (person.pk, *below.get(person.pk, ())) for one in won[pk]],
            open_deals=sorted(
                (one for pk in (person.pk, *below.get(person.pk, ())) for one in open_deals[pk]), key=_largest
            ),
        )
        for person in people
    ]


def standings_of(team: TeamAt) -> dict[int, Standing]:
    """Where each of a team stands, by their id; two queries."""
    found = standings(team.people, today=team.today, below=team.below)
    return {standing.person.pk: standing for standing in found}


def _largest(deal: OpenDeal) -> tuple[int, int]:
    return -deal.size, deal.pk


def everyone_below(people: Sequence[Person]) -> Below:
    """Who is below each of `people` who leads, through however many leaders; one query."""
    below: dict[int, tuple[int, ...]] = {}
    for above, pk in ReportingLine.objects.filter(above__in=people).order_by("pk").values_list("above", "below"):
        below[above] = (*below.get(above, ()), pk)
    return below


def _standing(
    person: Person,
    today: date,
    period: Period,
    *,
    is_team: bool,
    quota: int | None,
    won: list[Won],
    open_deals: list[OpenDeal],
) -> Standing:
    in_quarter = [(day, amount) for day, amount in won if day >= period.starts_on]
    total = sum(amount for _, amount in in_quarter)
    pipeline = [
        Chance(deal.amount, chance)
        for deal in open_deals
        if deal.close_on and deal.close_on <= period.ends_on and deal.amount and (chance := deal.chance) is not None
    ]
    return Standing(
        person=person,
        today=today,
        period=period,
        is_team=is_team,
        quota=quota,
        won=total,
        won_deals=len(in_quarter),
        weeks=_rolling(won, today),
        won_in_quarter=tuple(sorted(in_quarter)),
        open_deals=tuple(open_deals),
        landing=landing(total, pipeline, quota=quota, decided=max((d.odds_n for d in open_deals), default=0)),
    )


def _quotas(ids: list[int], period: Period, currency: str) -> dict[int, int]:
    totals = _quota_totals(tuple(ids), currency, period.starts_on, period.ends_on)
    return {person: round(total) for person, total in totals}


@prepared
def _quota_totals(ids: tuple[int, ...], currency: str, first: date, last: date) -> QuerySet[Quota, tuple[int, Decimal]]:
    inside = Quota.objects.filter(person__in=ids, currency=currency, starts_on__gte=first, ends_on__lte=last)
    counted = Sum(F("amount_minor") * F("share"), output_field=DecimalField())
    return inside.values("person").annotate(total=counted).values_list("person", "total")


def _deals(
    ids: list[int], *, since: date, until: date, here: Workspace
) -> tuple[dict[int, list[Won]], dict[int, list[OpenDeal]]]:
    """Won deals of the window and all open ones by owner, in one query, the largest open deals first.

    An amount in another currency than the workspace's is not known here: currencies are never added up.
    """
    won: dict[int, list[Won]] = defaultdict(list)
    open_deals: dict[int, list[OpenDeal]] = defaultdict(list)
    for owner, outcome, day, pk, name, amount, *rest in _won_and_open(here, tuple(ids), since, until):
        if outcome == Stage.Outcome.WON:
            won[owner].append((day, amount or 0))
        else:
            open_deals[owner].append(OpenDeal(pk, name, amount, *rest))
    return won, open_deals


@prepared
def _won_and_open(here: Workspace, ids: tuple[int, ...], since: date, until: date) -> QuerySet[Deal, tuple[Any, ...]]:
    won_lately = Q(outcome=Stage.Outcome.WON, decided_on__range=(since, until))
    if here.counts == Workspace.Counting.NEW:
        won_lately &= Q(kind=Deal.Kind.NEW)
    stage = ("stage__name", "stage__odds", "source__holds_quarter", "stage__odds_n")
    said = Case(When(source__keeps_next_steps=True, then=F("next_step")), default=None)
    amount = Case(When(currency=here.currency, then=F("amount_minor")), default=None)
    columns = ("name", "amount_here", *stage, "close_on", "step_said", "next_step_on", "pushes")
    deals = Deal.objects.filter(won_lately | Q(outcome=Stage.Outcome.OPEN), owner__in=ids)
    deals = deals.annotate(step_said=said, amount_here=amount)
    return deals.order_by(F("amount_here").desc(nulls_last=True), "pk").values_list(
        "owner", "outcome", "decided_on", "pk", *columns
    )


def _rolling(won: list[Won], today: date) -> tuple[int, ...]:
    weekly = [0] * WEEKS_KNOWN
    for day, amount in won:
        weeks_ago = (today - day).days // 7
        if 0 <= weeks_ago < len(weekly):
            weekly[-1 - weeks_ago] += amount
    return tuple(sum(weekly[i + 1 : i + 1 + WEEKS_SUMMED]) for i in range(WEEKS_SHOWN))
