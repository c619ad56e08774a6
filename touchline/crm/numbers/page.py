"""Under the numbers of one leader and period, for the page and for `touchline show numbers`."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from touchline.crm.numbers import made, pipeline, selling
from touchline.crm.numbers.facts import Facts, numbers_facts
from touchline.crm.numbers.panel import Panel, Unit, Verdict
from touchline.measures.attainment import Attainment
from touchline.measures.money import spelled
from touchline.measures.participation import Participation, participation
from touchline.measures.periods import Period
from touchline.people.models import Person
from touchline.ui.templatetags.fmt import money, percent, plural

QUESTIONS = (
    made.attainment_panel,
    made.participation_panel,
    made.concentration_panel,
    selling.drivers_panel,
    selling.win_rate_panel,
    selling.regression_panel,
    selling.cycle_panel,
    selling.size_panel,
    pipeline.coverage_panel,
    pipeline.slippage_panel,
    pipeline.ageing_panel,
    pipeline.next_step_panel,
    made.timing_panel,
    made.mix_panel,
)


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """Every question under a leader's number, answered; money in minor units of `currency`."""

    leader: Person
    period: Period
    before: Period
    after: Period | None
    as_of: date
    currency: str
    won: int
    lost: int
    won_value: int
    open: int
    attainment: Attainment
    participation: Participation
    panels: tuple[Panel, ...]
    has_deals: bool
    latest: Period | None

    @property
    def looks(self) -> list[Panel]:
        return [p for p in self.panels if p.verdict is Verdict.LOOK]

    @property
    def passes(self) -> list[Panel]:
        return [p for p in self.panels if p.verdict is Verdict.PASS]

    @property
    def unknowns(self) -> list[Panel]:
        return [p for p in self.panels if p.verdict is Verdict.CANT_TELL]

    @property
    def finding(self) -> str:
        """The page in one sentence."""
        label = self.period.label
        if not self.has_deals:
            return f"Nothing was decided in {label}"
        keys = {panel.key for panel in self.looks}
        if {"participation", "concentration"} <= keys and (self.attainment.ratio or 0) >= 1:
            return f"{label} is made, but not by the team"
        if keys:
            return f"{plural(len(keys), 'answer wants,answers want')} a look under {label}"
        return f"{label} holds up" if self.passes else f"Too little to say about {label}"

    @property
    def summary(self) -> str:
        """The number itself, in one sentence; empty where nothing was decided."""
        if not self.has_deals:
            return ""
        told = f"{money(self.won_value, self.currency)} from {plural(self.won, 'won deal')}, {self.lost:,} lost"
        if self.attainment.ratio is not None:
            told = f"{percent(self.attainment.ratio)} of plan: {told}"
        return told + "."


def numbers_page(leader: Person, period: Period, *, as_of: date) -> NumbersPage:
    """Answer what stands under the number of `leader` in `period`, as the record stood on `as_of`; eight queries."""
    facts = numbers_facts(leader, period, as_of=as_of)
    later = period.next()
    return NumbersPage(
        leader=leader,
        period=period,
        before=facts.before,
        after=later if later.starts_on <= as_of else None,
        as_of=as_of,
        currency=facts.workspace.currency,
        won=len(facts.won),
        lost=facts.lost.now,
        won_value=sum(d.amount or 0 for d in facts.won),
        open=len(facts.open),
        attainment=made.made(facts),
        participation=participation(list(made.results(facts).values())),
        panels=tuple(replace(ask(facts), source=_source(facts)) for ask in QUESTIONS),
        has_deals=bool(facts.won or facts.lost.now),
        latest=_latest(facts),
    )


def numbers_json(page: NumbersPage) -> dict[str, Any]:
    """The page as plain values: money as decimal strings in major units, days in ISO 8601, missing is None."""
    return {
        "person": page.leader.name,
        "period": page.period.code,
        "as_of": page.as_of.isoformat(),
        "currency": page.currency,
        "won": page.won,
        "lost": page.lost,
        "won_value": _major(page.won_value, page.currency),
        "open": page.open,
        "quota": _major(page.attainment.quota, page.currency),
        "attainment": page.attainment.ratio,
        "participation": page.participation.at_quota.mid,
        "panels": [_panel_json(panel, page.currency) for panel in page.panels],
    }


def _panel_json(panel: Panel, currency: str) -> dict[str, Any]:
    is_money = panel.unit is Unit.MONEY
    return {
        "key": panel.key,
        "question": panel.question,
        "verdict": panel.verdict.value,
        "finding": panel.finding,
        "n": panel.n,
        "low": _major(panel.low, currency) if is_money else panel.low,
        "high": _major(panel.high, currency) if is_money else panel.high,
        "unit": panel.unit.value,
        "window": panel.window,
        "source": panel.source,
        "needs_quota": panel.needs_quota,
    }


def _major(minor: float | None, currency: str) -> str | None:
    return None if minor is None else spelled(minor, currency)


def _latest(facts: Facts) -> Period | None:
    day = facts.last_decided_on
    return Period.containing(day, fiscal_year_starts=facts.workspace.fiscal_year_starts) if day else None


def _source(facts: Facts) -> str:
    source = facts.source
    if not source.names or source.fresh_on is None:
        return "the deals recorded here"
    return f"{', '.join(source.names)}, as of {source.fresh_on:%-d %b %Y}"
