"""Three years of one rep's deals, week by week, from how they sell. Pure and deterministic from the seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from random import Random

from touchline.demo.market import (
    LOST,
    MEAN_DEAL,
    NEXT_STEPS,
    OPEN_STAGES,
    TYPICAL_DEAL,
    WEEKS_IN_STAGE,
    WON,
    Territory,
    chance_to_pass,
    deal_name,
    deal_size,
)
from touchline.demo.plot import Part
from touchline.demo.quarters import WEEK, Quarter, years_before

NEW, EXPANSION = "New business", "Expansion"
LAST_STAGE = len(OPEN_STAGES) - 1
TYPICAL_WEEKS = 9
TENDER_WEEKS = 5
ADDON = 0.3
SIGNS_ADDON = 0.8
# How likely a rep lets a dead deal go in any one week.
ADMITS = 0.14
# The weeks of a quarter (0 to 12) in which a rep who manages the number turns to it.
HOME_STRETCH = range(4, 13)
AIM = 1.1
# Part of every seed, chosen so that the story of seed 7 reads well in every month of the coming years.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the CRM showed of a deal from the day `on`."""

    on: date
    stage: str
    amount: int
    close_on: date
    owner: str
    next_step: str
    next_step_on: date | None


@dataclass(slots=True)
class Deal:
    """One opportunity with everything its CRM record ever said."""

    key: str
    name: str
    account: str
    kind: str
    owner: str
    amount: int
    created_on: date
    close_on: date
    win: float
    stage: int = 0
    weeks_left: int = 0
    is_dead: bool = False
    runs_over: bool = False
    outcome: str = ""
    decided_on: date | None = None
    next_step: str = ""
    next_step_on: date | None = None
    history: list[Snapshot] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    @property
    def pushes(self) -> int:
        """How often the close date was moved to a later day."""
        return sum(after.close_on > before.close_on for before, after in pairwise(self.history))

    def shown_on(self, day: date) -> Snapshot:
        """Return what the CRM showed at the end of a day on or after it was created."""
        return next(shown for shown in reversed(self.history) if shown.on <= day)

    def note(self, on: date) -> None:
        """Write down what the CRM shows from `on`; the last word of a day counts."""
        stage = self.outcome or OPEN_STAGES[self.stage]
        shown = Snapshot(on, stage, self.amount, self.close_on, self.owner, self.next_step, self.next_step_on)
        if self.history and self.history[-1].on == on:
            self.history.pop()
        self.history.append(shown)

    def decide(self, outcome: str, on: date) -> None:
        self.outcome, self.decided_on, self.close_on = outcome, on, on
        self.next_step, self.next_step_on = "", None
        self.note(on)


@dataclass(slots=True)
class Desk:
    """A rep at work: their territory, their deals and the number they are to reach this quarter."""

    part: Part
    territory: Territory
    dice: Random
    deals: list[Deal] = field(default_factory=list)
    open: list[Deal] = field(default_factory=list)
    credit: float = 0.0
    quota: int = 0
    won: int = 0
    weeks_to_go: int = 13
    quarter_ends: date = date.min

    def begin_quarter(self, quarter: Quarter, *, quota: int, weeks: int) -> None:
        self.quota, self.won, self.weeks_to_go, self.quarter_ends = quota, 0, weeks, quarter.ends_on

    def work_week(self, monday: date, *, week: int, reach: float) -> None:
        """Live one week: prospect, manage the number, move every open deal."""
        self._prospect(monday, reach=reach)
        if week in HOME_STRETCH and self.part.skill.steer:
            self._work_customers(monday, week=week)
        for deal in self.open:
            if deal.created_on < monday:
                self._move(deal, monday + timedelta(days=self.dice.randrange(5)))
        self.open = [deal for deal in self.open if deal.is_open]

    def _prospect(self, monday: date, *, reach: float) -> None:
        skill = self.part.skill
        self.credit += reach * self.quota / self.weeks_to_go / (skill.win * MEAN_DEAL * skill.size)
        while self.credit >= 1:
            self.credit -= 1
            account = self.territory.next_prospect(self.dice)
            self._open(account, NEW, monday + timedelta(days=self.dice.randrange(5)), win=skill.win)

    def _open(self, account: str, kind: str, on: date, *, win: float, amount: int = 0, stage: int = 0) -> Deal:
        skill = self.part.skill
        weeks = max(round(TYPICAL_WEEKS * (1 - skill.rosy) * self.dice.uniform(0.8, 1.3)), 2) if stage == 0 else 3
        deal = Deal(
            key=f"{self.part.key[:3].upper()}{len(self.deals) + 1001}",
            name=deal_name(account, kind, self.dice),
            account=account,
            kind=kind,
            owner=self.part.key,
            amount=amount or deal_size(self.dice, scale=skill.size),
            created_on=on,
            close_on=_weekday(on + weeks * WEEK),
            win=win,
            stage=stage,
        )
        deal.weeks_left = self.dice.randint(*WEEKS_IN_STAGE[stage])
        self._plan_next_step(deal, on)
        deal.note(on)
        self.deals.append(deal)
        self.open.append(deal)
        return deal

    def _work_customers(self, monday: date, *, week: int) -> None:
        """Ask existing customers for more where the quarter would otherwise fall short."""
        late = [d for d in self.open if not d.is_dead and not d.runs_over and d.stage == LAST_STAGE]
        hoped = sum(d.amount * (SIGNS_ADDON if d.kind == EXPANSION else 0.6) for d in late)
        still_to_come = self.quota * 0.07 * max(self.weeks_to_go - 3 - week, 0)
        gap = self.quota * AIM - self.won - hoped - still_to_come
        size = TYPICAL_DEAL * ADDON
        asks = ceil(gap / size) if gap > 0 and self.territory.customers else 0
        for _ in range(min(asks, 5)):
            if self.dice.random() < self.part.skill.steer:
                day = monday + timedelta(days=self.dice.randrange(5))
                amount = max(int(round(size * self.dice.uniform(0.7, 1.4), -2)), 2_000)
                account = self.dice.choice(self.territory.customers)
                addon = self._open(account, EXPANSION, day, win=SIGNS_ADDON, amount=amount, stage=LAST_STAGE)
                addon.weeks_left = max(min(addon.weeks_left, self.weeks_to_go - week - 1), 1)

    def _move(self, deal: Deal, day: date) -> None:
        deal.weeks_left -= 1
        if deal.is_dead:
            if self.dice.random() < ADMITS:
                deal.decide(LOST, day)
                return
        elif deal.weeks_left <= 0:
            self._end_stage(deal, day)
        if deal.is_open:
            self._keep_up(deal, day)

    def _end_stage(self, deal: Deal, day: date) -> None:
        skill = self.part.skill
        ahead = self.won >= self.quota
        if deal.stage == LAST_STAGE and ahead and not deal.runs_over and self.dice.random() < skill.steer:
            # Quota is made: the signature can wait for the next quarter.
            deal.runs_over = True
            deal.weeks_left = max((self.quarter_ends - day).days // 7 + self.dice.randint(1, 3), 1)
            return
        is_addon = deal.kind == EXPANSION
        chance = SIGNS_ADDON if is_addon else chance_to_pass(deal.stage, win=deal.win)
        if self.dice.random() >= chance:
            self._fail(deal, day)
        elif deal.stage == LAST_STAGE:
            self._sign(deal, day)
        else:
            deal.stage += 1
            deal.weeks_left = self.dice.randint(*WEEKS_IN_STAGE[deal.stage])
            if deal.stage == 2:
                deal.amount = max(int(round(deal.amount * self.dice.uniform(0.88, 1.12), -2)), 2_000)
            self._plan_next_step(deal, day)
            deal.note(day)

    def _fail(self, deal: Deal, day: date) -> None:
        if self.dice.random() < self.part.skill.hope:
            deal.is_dead = True
        else:
            deal.decide(LOST, day)

    def _sign(self, deal: Deal, day: date) -> None:
        deal.decide(WON, day)
        self.territory.customers.append(deal.account)
        self.won += deal.amount if day <= self.quarter_ends else 0

    def _keep_up(self, deal: Deal, day: date) -> None:
        """Move a close date that has passed, and plan the step after one that is about to."""
        skill, changed = self.part.skill, False
        if deal.close_on <= day:
            later = self.dice.randint(1, 3) if deal.is_dead or skill.rosy > 0.3 else self.dice.randint(2, 5)
            deal.close_on, changed = _weekday(day + later * WEEK), True
        runs_out = deal.next_step_on is None or deal.next_step_on < day + WEEK
        if runs_out and not deal.is_dead and self.dice.random() < skill.next_steps:
            self._plan_next_step(deal, day)
            changed = True
        if changed:
            deal.note(day)

    def _plan_next_step(self, deal: Deal, day: date) -> None:
        if self.dice.random() < self.part.skill.next_steps:
            deal.next_step = self.dice.choice(NEXT_STEPS[deal.stage])
            deal.next_step_on = _weekday(day + timedelta(days=self.dice.randint(6, 18)))


def quota_of(part: Part, quarter: Quarter, *, now: Quarter) -> int:
    """Return the rep's full quota of a quarter: 5% more each year, in thousands."""
    return int(round(part.quota * 0.95 ** years_before(quarter, now), -3))


def sell(part: Part, territory: Territory, *, seed: int, monday: date, quarters: tuple[Quarter, ...]) -> list[Deal]:
    """Return every deal of one rep from the first quarter up to the morning of `monday`."""
    desk = Desk(part, territory, Random(f"{TELLING} {seed} {part.key} {part.name}"))
    now = quarters[-1]
    for quarter in quarters:
        first = quarter.starts_on + timedelta(days=-quarter.starts_on.weekday() % 7)
        weeks = (quarter.ends_on - first).days // 7 + 1
        desk.begin_quarter(quarter, quota=quota_of(part, quarter, now=now), weeks=weeks)
        _announce_tenders(desk, quarter, quarters)
        gain = part.skill.gain * (years_before(quarter, now) + (now.starts_on - quarter.starts_on).days % 365 / 365)
        for week in range(weeks):
            day = first + week * WEEK
            if day >= monday:
                break
            weeks_ago = (monday - day).days // 7
            if part.left is not None and weeks_ago <= part.left:
                _hand_over(desk, day)
                reach = 0.0
            else:
                reach = max(part.skill.reach - gain, 0.3) if part.is_here(weeks_ago) else 0.0
            desk.work_week(day, week=week, reach=reach)
    return desk.deals


def _announce_tenders(desk: Desk, quarter: Quarter, quarters: tuple[Quarter, ...]) -> None:
    """Put the very large deals on the market at the start of the quarter they are decided in."""
    place = quarters.index(quarter) - len(quarters) + 1
    for tender in desk.part.tenders:
        if tender.quarter == place:
            account = desk.territory.next_prospect(desk.dice)
            amount = int(round(desk.quota * tender.quotas, -3))
            win = 0.9999 if tender.is_won else 0.0001
            deal = desk._open(account, NEW, quarter.starts_on, win=win, amount=amount, stage=1)
            deal.weeks_left, deal.runs_over = TENDER_WEEKS, True
            deal.name = f"{account}: group-wide roll-out"


def _hand_over(desk: Desk, day: date) -> None:
    for deal in desk.deals:
        if deal.is_open and deal.owner != desk.part.heir:
            deal.owner = desk.part.heir
            deal.note(max(day, deal.history[-1].on))


def _weekday(day: date) -> date:
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
