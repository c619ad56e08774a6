"""The diagnosis of one rep in words: what lies beyond the limits luck leaves, and nothing more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from touchline.measures import diagnosis as measure
from touchline.measures.cycle import compare
from touchline.measures.diagnosis import Diagnosis, Found, Standing, diagnose
from touchline.measures.intervals import LEAST_FOR_A_RATE, Estimate
from touchline.people.models import Person
from touchline.skills.models import Hunch
from touchline.skills.queries.funnel import Funnel, Part, Typical, funnel_of, team_of
from touchline.ui.charts import across
from touchline.ui.places import place
from touchline.ui.templatetags.fmt import money, number, percent, plural
from touchline.ui.words import opening, some

LEVER_LENGTH = 40


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the funnel: what was counted, what luck leaves, and what to expect with nothing done."""

    part: Part
    found: Found
    anchor: str
    tag: str
    says: str
    sure: str
    next_time: str
    before: str

    @property
    def is_lever(self) -> bool:
        return self.found.is_beyond and self.found.is_below is True

    @property
    def is_named(self) -> bool:
        """Is there a word for it beside “can’t tell”?"""
        return self.found.is_beyond or self.found.standing is Standing.TOO_LITTLE


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A figure that is told beside the steps and never named as a lever."""

    name: str
    now: str
    between: str
    before: str
    team: str
    n: str
    says: str


@dataclass(frozen=True, slots=True)
class Leads:
    """What an answer to “what lies behind it” leads to."""

    cause: str
    title: str
    says: str
    act: str
    url: str


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """The diagnosis of `rep` for the leader; `lever` is the noun of the likely lever, empty where nobody can tell."""

    rep: Person
    today: date
    finding: str
    lede: str
    window: str
    source: str
    steps: tuple[StepRow, ...]
    lanes: across.Lanes
    by_luck: str
    context: tuple[ContextRow, ...]
    plan: str
    missing: tuple[str, ...]
    choose_url: str
    lever: str
    hunch: Hunch | None
    leads: Leads | None

    @property
    def beyond(self) -> list[StepRow]:
        """What is named: those below first, the least likely to be luck leading."""
        return _named(self.steps)

    @property
    def others(self) -> list[StepRow]:
        return [step for step in self.steps if not step.found.is_beyond]


def diagnosis_page(rep: Person, leader: Person, *, today: date) -> DiagnosisPage:
    """Hold the funnel of `rep` against the leader's direct reports, the year before and the quotas; seven queries."""
    funnel = funnel_of(rep, team_of(leader, today=today), today=today)
    is_enough = funnel.decided >= LEAST_FOR_A_RATE
    judged = [part for part in funnel.parts if is_enough]
    found = diagnose([measure.Step(part.name, part.rep, part.others) for part in judged])
    steps = tuple(_step(part, one, at) for at, (part, one) in enumerate(zip(judged, found.steps, strict=True), 1))
    hunch = Hunch.objects.filter(leader=leader, rep=rep).first()
    nouns = {part.name: part.noun for part in funnel.parts}
    lever = nouns[found.lever.name] if found.lever else ""
    return DiagnosisPage(
        rep=rep,
        today=today,
        finding=_finding(rep, lever, steps, is_enough=is_enough),
        lede=_lede(rep, funnel, steps, is_enough=is_enough),
        window=_window(funnel),
        source=_source(rep, funnel),
        steps=steps,
        lanes=_lanes(steps),
        by_luck=_by_luck(found),
        context=_context(rep, funnel),
        plan=_plan(rep, funnel),
        missing=_missing(rep, funnel, steps),
        choose_url=_choose_url(rep, steps),
        lever=lever[:LEVER_LENGTH],
        hunch=hunch,
        leads=_leads(rep, hunch, steps) if hunch else None,
    )


def _finding(rep: Person, lever: str, steps: Sequence[StepRow], *, is_enough: bool) -> str:
    name = rep.first_name
    if not is_enough:
        return f"Too little to say about {name}"
    if lever:
        return f"{name}’s likely lever is {lever}"
    above = _named(steps)
    return (
        f"Something to learn from {name}: {above[0].part.noun}" if above else f"Can’t tell what would help {name} most"
    )


def _lede(rep: Person, funnel: Funnel, steps: Sequence[StepRow], *, is_enough: bool) -> str:
    if not is_enough:
        least = f"below {LEAST_FOR_A_RATE} a rate says more about luck than about {rep.first_name}"
        return f"{_told(funnel.decided)} decided in the year; {least}."
    if not (named := _named(steps)):
        return "Every step that can be judged lies within what luck alone leaves at the team’s rates."
    return f"{named[0].part.name}: {named[0].says}"


def _named(steps: Iterable[StepRow]) -> list[StepRow]:
    beyond = [step for step in steps if step.found.is_beyond]
    return sorted(beyond, key=lambda step: (not step.is_lever, step.found.tail, -step.found.rep.n))


def _told(n: int) -> str:
    return f"{opening(some(n, 'deal'))} {'was' if n == 1 else 'were'}"


def _window(funnel: Funnel) -> str:
    window = funnel.window
    told = f"{window.first:%-d %b %Y} to {window.last:%-d %b %Y}"
    return f"{told}, the last day a deal of the team was decided" if window.is_stale else told


def _source(rep: Person, funnel: Funnel) -> str:
    as_of = rep.workspace.facts_as_of
    names = ", ".join(funnel.sources) or "the deals recorded here"
    return f"From {names}, as of {as_of:%-d %b %Y}" if as_of else f"From {names}"


def _step(part: Part, found: Found, index: int) -> StepRow:
    return StepRow(
        part=part,
        found=found,
        anchor=f"step-{index}",
        tag=_tag(found),
        says=_counted(found),
        sure=_sure(found),
        next_time=_next_time(found),
        before=_before(part),
    )


def _tag(found: Found) -> str:
    if found.standing is Standing.TOO_LITTLE:
        return "Too little to say"
    if not found.is_beyond:
        return "Can’t tell"
    return "Likely lever" if found.is_below else "Learn from it"


def _counted(found: Found) -> str:
    rep, limits = found.rep, found.limits
    told = f"{number(rep.wins)} of {number(rep.n)}"
    if limits is None or found.team is None or found.standing is Standing.TOO_LITTLE:
        return f"{told}. Judged from {LEAST_FOR_A_RATE} on."
    is_outside = found.standing is Standing.OUTSIDE
    low, high = (limits.low998, limits.high998) if is_outside else (limits.low95, limits.high95)
    luck = f"Luck alone leaves {number(low)} to {number(high)} at the team’s {percent(found.team)}."
    return f"{told}, {percent(rep.rate)}. {luck}"


def _sure(found: Found) -> str:
    """How far beyond, in the words of the limits, and how often luck alone gets there."""
    if not found.is_beyond or found.tail is None:
        return ""
    cases = round(found.tail * 1000)
    often = f"in {plural(cases, 'case')} of 1,000" if cases else "in fewer than 1 case of 1,000"
    limits = "Outside: beyond 99.8% limits." if found.standing is Standing.OUTSIDE else "Look: beyond 95% limits."
    return f"{limits} Luck alone gets as far {often}, n {number(found.rep.n)}."


def _next_time(found: Found) -> str:
    """Regression to the mean, where it comes to a point or more."""
    if found.standing is Standing.TOO_LITTLE or percent(found.shrunk.mid) == percent(found.rep.rate):
        return ""
    return f"Nothing done, {percent(found.rep.rate)} is likely to be {percent(found.shrunk.mid)} next time."


def _before(part: Part) -> str:
    was = part.before
    return (
        f"{number(was.wins)} of {number(was.n)} the year before, {percent(was.rate)}"
        if was.n
        else "No record of the year before"
    )


def _lanes(steps: Iterable[StepRow]) -> across.Lanes:
    lanes = across.dots([_lane(step) for step in steps], low=0, high=1)
    # Two marks, not four: on a phone the axis is as wide as a thumb.
    return replace(lanes, axis=lanes.axis[1::2])


def _lane(step: StepRow) -> across.Estimate:
    found, n = step.found, step.found.rep.n
    is_judged = found.limits is not None and found.standing is not Standing.TOO_LITTLE
    limits = (found.limits.low95 / n, found.limits.high95 / n) if found.limits and is_judged else None
    return across.Estimate(
        step.part.name,
        found.rep.rate if is_judged else None,
        note=f"{number(found.rep.wins)} of {number(n)}",
        limits=limits,
        reference=found.team,
        needs_you=step.is_lever,
        url=f"#{step.anchor}",
    )


def _by_luck(found: Diagnosis) -> str:
    judged = sum(one.standing is not Standing.TOO_LITTLE for one in found.steps)
    if found.by_luck is None:
        return ""
    return (
        f"With {some(judged, 'step')} judged, luck alone puts one beyond its 95% limits on {percent(found.by_luck)} "
        "of pages like this one."
    )


def _context(rep: Person, funnel: Funnel) -> tuple[ContextRow, ...]:
    currency = rep.workspace.currency
    return (
        _typical("New deals a week", funnel.created, "week", number),
        _typical("Size of a won deal", funnel.size, "won deal", lambda value: money(round(value), currency)),
        _typical("From created to won", funnel.cycle, "won deal", lambda value: plural(round(value), "day")),
    )


def _typical(name: str, typical: Typical, of: str, say: Callable[[float], str]) -> ContextRow:
    def said(estimate: Estimate) -> str:
        return "Too little to say" if estimate.mid is None or not estimate.enough else say(estimate.mid)

    now = typical.now
    bounds = f"{say(now.low)} to {say(now.high)}" if now.enough and now.low is not None and now.high is not None else ""
    return ContextRow(
        name, said(now), bounds, said(typical.before), said(typical.team), plural(now.n, of), _differs(typical)
    )


def _differs(typical: Typical) -> str:
    """Whether the medians moved or lie apart; only intervals that do not touch count, our convention."""
    told = []
    for other, what in ((typical.before, "the year before"), (typical.team, "the team")):
        if compare(typical.now, other).differs and typical.now.mid is not None and other.mid is not None:
            told.append(f"{'above' if typical.now.mid > other.mid else 'below'} {what}")
    return opening(" and ".join(told)) if told else "No difference that shows"


def _plan(rep: Person, funnel: Funnel) -> str:
    plan, name = funnel.plan, rep.first_name
    if plan.quota is None or plan.ratio is None:
        return f"No quota of {name}’s lies within these days, so nothing is said about plan."
    won, quota = money(round(plan.won), rep.workspace.currency), money(round(plan.quota), rep.workspace.currency)
    return f"{percent(plan.ratio)} of plan: {won} won against {quota}, {plural(funnel.quotas, 'quota')} of these days."


def _missing(rep: Person, funnel: Funnel, steps: Sequence[StepRow]) -> tuple[str, ...]:
    """What this page cannot know, so that its silence is not read as good news."""
    told = []
    if not funnel.has_stage_history:
        told.append("No deal was seen changing its stage, so what each stage lets through cannot be told.")
    if not funnel.has_close_history:
        told.append("No close date was seen moving, so whether they hold cannot be told.")
    if steps and not any(one.n for part in funnel.parts for one in part.others):
        told.append(f"Nobody else of your team decided a deal, so there is no team to hold {rep.first_name} against.")
    return tuple(told)


def _choose_url(rep: Person, steps: Iterable[StepRow]) -> str:
    """Where a focus is chosen, with what should move asked for where there is a lever."""
    metric = next((step.part.metric for step in _named(steps) if step.is_lever), "")
    return reverse("skills:focus-new", args=[rep.pk]) + (f"?metric={metric}" if metric else "")


def _leads(rep: Person, hunch: Hunch, steps: Iterable[StepRow]) -> Leads:
    """What the leader does next with the answer."""
    name, choose = rep.first_name, _choose_url(rep, steps)
    page = place("person", rep.pk)
    cause = Hunch.Cause(hunch.cause)
    return {
        Hunch.Cause.SKILL: Leads(
            cause,
            "Choose one thing to work on",
            "Skills that should move what lies below come first. Observe it once before you choose how it is worded.",
            f"Choose a focus for {name}",
            choose,
        ),
        Hunch.Cause.KNOWLEDGE: Leads(
            cause,
            "Show it or teach it; practice comes after",
            f"Let {name} watch a call that you lead, then have {name} say back what a good one does. "
            "It is no focus until there is a behaviour to repeat.",
            "See what good looks like",
            reverse("skills:library"),
        ),
        Hunch.Cause.WILL: Leads(
            cause,
            "Ask in the next one-on-one",
            "“Which part of the work would you hand over tomorrow, and what would make you want to keep it?” "
            "Then listen; a focus does not mend this.",
            f"Go to {name}’s page",
            page,
        ),
        Hunch.Cause.TERRITORY: Leads(
            cause,
            "Look at potential before skill",
            "Compare what comes in: new deals a week, their size, the accounts behind them. A rate that is low where "
            "little could be won says nothing about the seller.",
            f"See {name}’s deals",
            page,
        ),
    }[cause]
