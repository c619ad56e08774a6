"""The deals behind one panel, fifty at a time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404

from touchline.crm.models import Deal, DealChange, Stage
from touchline.crm.models.deal import DealQuerySet
from touchline.crm.numbers.facts import YEAR
from touchline.crm.numbers.panel import TITLES
from touchline.crm.numbers.team import Team, team_of
from touchline.measures.periods import Period
from touchline.people.models import Person, Workspace

ROWS = 50
COLUMNS = (
    *("name", "currency", "amount_minor", "outcome", "created_on", "close_on", "decided_on", "stage_since"),
    *("next_step", "next_step_on", "pushes", "stage__name", "owner__name"),
)


@dataclass(frozen=True, slots=True)
class DealsPage:
    """Fifty of the deals behind a panel; `total` counts them all, `number` counts pages from 1."""

    leader: Person
    period: Period
    panel: str
    as_of: date
    deals: tuple[Deal, ...]
    total: int
    number: int

    @property
    def question(self) -> str:
        return TITLES[self.panel]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def deals_page(leader: Person, period: Period, panel: str, *, as_of: date, page: int = 1) -> DealsPage:
    """Answer which deals a panel was computed from; 404 for a panel there is none of. Three queries."""
    if panel not in CHOICES:
        raise Http404(f"There is no panel “{panel}”.")
    deals = CHOICES[panel](_Asked(leader.workspace, team_of(leader), period, as_of))
    total = deals.count()
    number = min(max(1, page), max(1, -(-total // ROWS)))
    rows = deals.select_related("owner", "stage").only(*COLUMNS)[(number - 1) * ROWS : number * ROWS]
    return DealsPage(leader, period, panel, as_of, tuple(rows), total, number)


@dataclass(frozen=True, slots=True)
class _Asked:
    workspace: Workspace
    team: Team
    period: Period
    as_of: date

    @property
    def until(self) -> date:
        return min(self.period.ends_on, self.as_of)

    def decided(self, start: date) -> DealQuerySet:
        """Deals decided in start..until by somebody seated in the team that day."""
        return (
            Deal.objects.decided_within(start, self.until)
            .filter(
                Q(owner__seats__from_on=None) | Q(owner__seats__from_on__lte=F("decided_on")),
                Q(owner__seats__to_on=None) | Q(owner__seats__to_on__gt=F("decided_on")),
                owner__in=list(self.team.members),
                owner__seats__leader__in=self.team.leaders,
            )
            .order_by("-decided_on", "pk")
        )

    def counted(self) -> DealQuerySet:
        """Won deals of the period that count towards a quota, the largest first."""
        won = self.decided(self.period.starts_on).won().order_by(F("amount_minor").desc(nulls_last=True), "pk")
        return won if self.workspace.counts == Workspace.Counting.ALL else won.filter(kind=Deal.Kind.NEW)

    def open(self) -> DealQuerySet:
        here = [pk for pk, member in self.team.members.items() if member.was_here(self.as_of)]
        still = Q(outcome=Stage.Outcome.OPEN) | Q(decided_on__gt=self.as_of)
        return Deal.objects.filter(still, Q(created_on=None) | Q(created_on__lte=self.as_of), owner__in=here)


def _decided(asked: _Asked) -> DealQuerySet:
    return asked.decided(asked.period.starts_on)


def _slowest(asked: _Asked) -> DealQuerySet:
    return _decided(asked).won().order_by(F("created_on").asc(nulls_last=True), "pk")


def _largest(asked: _Asked) -> DealQuerySet:
    return _decided(asked).won().order_by(F("amount_minor").desc(nulls_last=True), "pk")


def _year(asked: _Asked) -> DealQuerySet:
    return asked.decided(asked.until - YEAR).order_by("owner__name", "-decided_on", "pk")


def _latest(asked: _Asked) -> DealQuerySet:
    return _decided(asked).won()


def _due(asked: _Asked) -> DealQuerySet:
    due = asked.open().filter(close_on__lte=asked.period.ends_on)
    return due.order_by(F("amount_minor").desc(nulls_last=True), "pk")


def _pushed(asked: _Asked) -> DealQuerySet:
    """Deals whose close date moved out of the period, whatever became of them since."""
    start, end = asked.period.starts_on, asked.period.ends_on
    was_due = DealChange.objects.filter(
        deal=OuterRef("pk"),
        field=DealChange.Field.CLOSE,
        old__range=(start.isoformat(), end.isoformat()),
        seen_by__gte=datetime.combine(start, time.min, tzinfo=UTC),
    )
    here = [pk for pk, member in asked.team.members.items() if member.was_here(asked.until)]
    left_open = Q(outcome=Stage.Outcome.OPEN) | Q(decided_on__gt=end)
    moved = Deal.objects.filter(left_open, Exists(was_due), owner__in=here, created_on__lt=start, close_on__gt=end)
    return moved.order_by(F("amount_minor").desc(nulls_last=True), "pk")


def _oldest(asked: _Asked) -> DealQuerySet:
    return asked.open().order_by(F("stage_since").asc(nulls_last=True), F("created_on").asc(nulls_last=True), "pk")


def _without_step(asked: _Asked) -> DealQuerySet:
    empty = Q(next_step="", next_step_on=None)
    return asked.open().filter(empty | Q(next_step_on__lt=asked.as_of)).order_by("owner__name", "close_on", "pk")


CHOICES = {
    "attainment": _Asked.counted,
    "participation": _Asked.counted,
    "concentration": _Asked.counted,
    "drivers": _decided,
    "win_rate": _year,
    "regression": _year,
    "cycle_time": _slowest,
    "deal_size": _largest,
    "coverage": _due,
    "slippage": _pushed,
    "ageing": _oldest,
    "next_step": _without_step,
    "timing": _latest,
    "mix": _largest,
}
