"""The Rep page: one rep's quarter, goals, promises, deals and one-on-ones, as the reader may see them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from touchline.crm.queries.standing import OpenDeal, Standing, standings_of
from touchline.measures.periods import Period
from touchline.oneonones.queries import Between, Meeting, Past, course, promises_between
from touchline.oneonones.queries.team import meetings_of, promises_with
from touchline.people.findings import Finding, TeamAt
from touchline.people.models import Person
from touchline.people.offers import findings
from touchline.plans.queries import Goals, goals_by_person
from touchline.skills.needs import focuses_of
from touchline.skills.queries.current import CurrentFocus
from touchline.ui.charts import landing as landing_chart
from touchline.ui.charts import promises as draw_promises
from touchline.ui.charts.across import Promises
from touchline.ui.charts.over_time import Plot
from touchline.ui.templatetags.fmt import money
from touchline.ui.words import opening, some

DEALS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KeptSide:
    """How one side of a pair kept its last promises, of `n` that ended."""

    who: str
    kept: int
    n: int
    chart: Promises


@dataclass(frozen=True, slots=True)
class FocusLine:
    """One active focus and how it is going, in a sentence."""

    focus: CurrentFocus
    says: str


@dataclass(frozen=True, slots=True)
class RepPage:
    """What `viewer` may see of a rep; the parts that belong to leader and rep alone are None for anybody else."""

    person: Person
    leader: Person | None
    viewer_leads: bool
    viewer_is_rep: bool
    today: date
    currency: str
    standing: Standing
    finding: str
    reasons: tuple[Finding, ...]
    landing: Plot | None
    focuses: tuple[FocusLine, ...]
    goals: Goals
    kept: tuple[KeptSide, ...]
    promises: Between | None
    history: tuple[Past, ...]
    next: Meeting | None
    last_met_on: date | None
    deals: tuple[OpenDeal, ...]
    facts_as_of: datetime | None

    @property
    def held(self) -> int:
        return sum(1 for one in self.history if one.state == "held")

    @property
    def due(self) -> int:
        """Those of the history that were due; what was excused counts for nobody."""
        return sum(1 for one in self.history if one.state != "excused")

    @property
    def more_deals(self) -> int:
        return len(self.standing.open_deals) - len(self.deals)

    @property
    def is_between_us(self) -> bool:
        return self.viewer_leads or self.viewer_is_rep


def rep_page(
    person: Person,
    *,
    viewer: Person,
    now: datetime,
    leader: Person | None = None,
    focuses: tuple[CurrentFocus, ...] = (),
) -> RepPage:
    """The page of `person`, who reports to `leader`, for `viewer`: the rep, the leader, or somebody above them.

    `focuses` are the rep's active ones; nobody but the rep and the leader sees them.
    """
    workspace = person.workspace
    today = workspace.today(now)
    is_between_us = leader is not None and viewer in (person, leader)
    team = TeamAt((person,), leader, viewer, now)
    team.knows(focuses_of, {person.pk: focuses if team.is_own else ()})
    standing, goals = team.read(standings_of)[person.pk], team.read(goals_by_person)[person.pk]
    promises = _promises(team, person) if is_between_us else None
    past, following = course(leader, person, now=now, reader=viewer) if leader else ((), None)
    own_focuses = focuses if is_between_us or viewer == person else ()
    if viewer == person:
        own_focuses = tuple(focus.as_the_rep_sees_it() for focus in own_focuses)
    return RepPage(
        person=person,
        leader=leader,
        viewer_leads=viewer == leader,
        viewer_is_rep=viewer == person,
        today=today,
        currency=workspace.currency,
        standing=standing,
        finding=quarter_finding(standing),
        reasons=findings(team)[person.pk] if viewer != person else (),
        landing=_chart(standing, workspace.currency),
        focuses=tuple(FocusLine(focus, focus.says(today)) for focus in own_focuses),
        goals=goals,
        kept=_kept(promises, person, leader, viewer),
        promises=promises,
        history=past if is_between_us else (),
        next=following,
        last_met_on=team.read(meetings_of).last_met_on(person),
        deals=standing.open_deals[:DEALS_SHOWN],
        facts_as_of=workspace.facts_as_of,
    )


def _promises(team: TeamAt, person: Person) -> Between | None:
    """What leader and rep promised each other, as the one of them who reads it sees it."""
    if team.leader is None:
        return None
    opened = team.read(promises_with) if team.is_own else None
    return promises_between(team.leader, person, today=team.today, reader=team.reader, opened=opened)


def _kept(promises: Between | None, person: Person, leader: Person | None, viewer: Person) -> tuple[KeptSide, ...]:
    if promises is None or leader is None:
        return ()
    sides = ((person, promises.by_rep, promises.rep_kept), (leader, promises.by_leader, promises.leader_kept))
    return tuple(
        KeptSide(who := "you" if side == viewer else side.first_name, kept, len(marks), draw_promises(marks, who=who))
        for side, marks, kept in sides
        if marks
    )


def quarter_finding(standing: Standing) -> str:
    """One sentence on the quarter: how much is in, whether that is on pace, and whether the rest is in reach."""
    period = standing.period.label
    if not standing.quota or standing.attainment is None:
        won = f"{opening(some(standing.won_deals, 'deal'))} won" if standing.won_deals else "Nothing won yet"
        return f"{won} in {period}, and no quota to hold it against"
    said = f"{standing.attainment:.0%} of quota with {standing.elapsed:.0%} of {period} gone"
    if standing.attainment >= 1:
        return f"Past quota: {said}"
    if standing.landing is None or not standing.landing.enough:
        return said
    if standing.landing.low >= standing.quota:
        return f"{said}; the open deals carry it past quota"
    if standing.landing.high < standing.quota:
        return f"{said}; the open deals do not reach quota"
    return f"{said}; quota is in reach, not in hand"


def _chart(standing: Standing, currency: str) -> Plot | None:
    """The quarter week by week: won so far, the even pace to quota, and the range it will land in."""
    landing = standing.landing
    if not standing.quota or landing is None or not landing.enough:
        return None
    period = standing.period
    weeks = -(-period.days // 7)
    gone = (standing.today - period.starts_on).days // 7 + 1
    ends = [period.starts_on + timedelta(weeks=week) for week in range(1, gone + 1)]
    actual = [0, *(sum(amount for day, amount in standing.won_in_quarter if day < end) for end in ends)]
    return landing_chart(
        actual,
        plan=[standing.quota * week / weeks for week in range(weeks + 1)],
        likely=landing.mid,
        low=landing.low,
        high=landing.high,
        label=f"{period.label}: {quarter_finding(standing)}",
        say=lambda minor: money(round(minor), currency),
        columns=[_column(period, week, gone) for week in range(weeks + 1)],
        words=("Quota", "Likely", "Low"),
    )


def _column(period: Period, week: int, gone: int) -> str:
    """What stands under a week of the chart: every fourth by its day, the last one drawn as now."""
    if week == gone:
        return "Now"
    return f"{period.starts_on + timedelta(weeks=week):%-d %b}" if week % 4 == 0 and abs(week - gone) > 1 else ""
