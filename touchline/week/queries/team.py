"""The Team page: every rep on one row, those who need the leader first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from touchline.crm.queries.standing import WEEKS_KNOWN, Standing, everyone_below, standings_of
from touchline.measures.periods import Period
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.open_door import Doors, open_doors
from touchline.oneonones.queries.team import meetings_of
from touchline.people.findings import Finding, TeamAt
from touchline.people.models import Person
from touchline.people.offers import findings
from touchline.ui.charts import spark
from touchline.ui.charts.over_time import Spark
from touchline.ui.templatetags.fmt import percent
from touchline.week.attention import NEEDS_YOU, PageFinding, finding, weight

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One rep: the quarter so far, where it will land, the last one-on-one and what needs the leader."""

    standing: Standing
    reasons: tuple[Finding, ...]
    spark: Spark | None
    last_met_on: date | None
    next: OneOnOne | None

    @property
    def person(self) -> Person:
        return self.standing.person

    @property
    def called(self) -> str:
        """Who needs the leader: the person, or their team where the heaviest reason comes from its deals."""
        return self.person.first_name if self.reasons and self.reasons[0].is_between else self.standing.called

    @property
    def weight(self) -> int:
        return weight(self.reasons)

    @property
    def needs_you(self) -> bool:
        return self.weight >= NEEDS_YOU

    @property
    def steps_open(self) -> str:
        """What is wrong with the next steps of the open deals, or nothing."""
        missing, overdue = len(self.standing.without_step), len(self.standing.overdue_step)
        parts = [f"{missing} missing" if missing else "", f"{overdue} overdue" if overdue else ""]
        return ", ".join(part for part in parts if part)

    @property
    def steps_say(self) -> str:
        n = len(self.standing.open_deals)
        if not n:
            return "No open deals"
        if all(deal.next_step is None for deal in self.standing.open_deals):
            return "Not in the export"
        return f"of {n}" if self.steps_open else f"All {n} set"


@dataclass(frozen=True, slots=True)
class TeamTotal:
    """The team's own line: sums of the rows, amounts in minor units."""

    won: int
    quota: int | None
    low: float | None
    mid: float | None
    high: float | None

    @property
    def attainment(self) -> float | None:
        return self.won / self.quota if self.quota else None


@dataclass(frozen=True, slots=True)
class TeamPage:
    leader: Person
    is_own: bool
    today: date
    period: Period
    currency: str
    finding: PageFinding
    rows: tuple[TeamRow, ...]
    doors: Doors
    total: TeamTotal
    people: int
    page: int
    pages: int
    facts_as_of: datetime | None
    has_quotas: bool
    has_deals: bool

    @property
    def elapsed(self) -> float:
        return self.period.elapsed(self.today)


def team_page(leader: Person, people: Sequence[Person], *, viewer: Person, now: datetime, page: int = 1) -> TeamPage:
    """The team of `leader` as `viewer` may see it; promises stay between leader and rep."""
    workspace = leader.workspace
    today = workspace.today(now)
    asked = TeamAt(tuple(people), leader, viewer, now, below=everyone_below(people))
    rows = team_rows(asked)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = tuple(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return TeamPage(
        leader=leader,
        is_own=asked.is_own,
        today=today,
        period=Period.containing(today, fiscal_year_starts=workspace.fiscal_year_starts),
        currency=workspace.currency,
        finding=team_finding(leader, rows, is_own=asked.is_own),
        rows=shown,
        doors=open_doors(leader, [row.person for row in shown], as_of=now, is_own=asked.is_own),
        total=team_total([row.standing for row in rows]),
        people=len(rows),
        page=page,
        pages=pages,
        facts_as_of=workspace.facts_as_of,
        has_quotas=any(row.standing.quota for row in rows),
        has_deals=any(row.standing.open_deals or any(row.standing.weeks) for row in rows),
    )


@dataclass(frozen=True, slots=True)
class TrendScale:
    """The scale all sparklines of a page share: shares of quota where every rep has one, amounts otherwise."""

    by_quota: bool
    high: float


def team_rows(team: TeamAt) -> list[TeamRow]:
    """A row for each rep, those who need the leader most first."""
    standing, found, met = team.read(standings_of), findings(team), team.read(meetings_of)
    scale = _trend_scale([*standing.values()])
    rows = [
        TeamRow(
            standing=standing[person.pk],
            reasons=found[person.pk],
            spark=None if scale is None else trend(standing[person.pk], scale),
            last_met_on=met.last_met_on(person),
            next=met.next_with(person, now=team.now),
        )
        for person in team.people
    ]
    return sorted(rows, key=lambda row: (-row.weight, row.person.name))


def trend(standing: Standing, scale: TrendScale) -> Spark | None:
    """What was won in the thirteen weeks before each of the last twelve, with a band from the quota up."""
    if not any(standing.weeks):
        return None
    values: Sequence[float] = standing.weeks
    said = "no quota to hold it against"
    if scale.by_quota and standing.quota:
        values = [week / standing.quota for week in standing.weeks]
        said = f"from {percent(values[0])} to {percent(values[-1])} of a quarter’s quota"
    return spark(
        values,
        low=0,
        high=scale.high,
        label=f"{standing.person.name}: won in 13 weeks, {said}",
        band=(1, scale.high) if scale.by_quota else None,
    )


def _trend_scale(everyone: list[Standing]) -> TrendScale | None:
    standing = [one for one in everyone if not one.is_bare]
    quotas = [one.quota for one in standing if one.quota]
    by_quota = 0 < len(quotas) == len(standing)
    units = quotas if by_quota else [1] * len(standing)
    tops = [max(one.weeks, default=0) / unit for one, unit in zip(standing, units, strict=True)]
    high = max(tops, default=0)
    return TrendScale(by_quota, max(high, 1.25) if by_quota else high) if high else None


def team_finding(leader: Person, rows: list[TeamRow], *, is_own: bool) -> PageFinding:
    if not rows:
        return PageFinding("No one reports to you yet" if is_own else f"No one reports to {leader.name} yet", "")
    whom = "you" if is_own else leader.first_name
    told = [row for row in rows if row.reasons or not row.standing.is_bare]
    if not told:
        says = f"Nothing was won in the last {WEEKS_KNOWN} weeks, and no open deal says when it closes or what is next."
        return PageFinding(f"The record says too little to tell who needs {whom}", says)
    return finding([(row.called, row.reasons) for row in told], whom=whom)


def team_total(standing: list[Standing]) -> TeamTotal:
    quotas = [s.quota for s in standing if s.quota]
    landings = [s.landing for s in standing if s.landing]
    spread = sum((one.high - one.mid) ** 2 for one in landings) ** 0.5
    drop = sum((one.mid - one.low) ** 2 for one in landings) ** 0.5
    mid = sum(one.mid for one in landings)
    return TeamTotal(
        won=sum(s.won for s in standing),
        quota=sum(quotas) if quotas else None,
        low=mid - drop if landings else None,
        mid=mid if landings else None,
        high=mid + spread if landings else None,
    )
