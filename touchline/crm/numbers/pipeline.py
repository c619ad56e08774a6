"""What is still open: age in stage, close dates pushed out, next steps, and the chance of making it."""

from datetime import date

from touchline.crm.numbers.facts import Facts, Open
from touchline.crm.numbers.made import made
from touchline.crm.numbers.panel import Basis, Panel, Unit, Verdict, judged
from touchline.measures import ageing, coverage, slippage
from touchline.measures.intervals import share
from touchline.ui.templatetags.fmt import money, number, percent, plural

WHOLE_LIFE = ""
EXPECTED_STALE = 0.10
MOST_WITHOUT_STEP = 0.25
MOST_SLIPPED = 0.30
LEAST_ODDS = 0.8
LEAST_DECIDED = 20


def ageing_panel(facts: Facts) -> Panel:
    won_days = {**facts.days_in_stage, WHOLE_LIFE: _lives(facts)}
    found = ageing.ageing(won_days, _ages(facts))
    base = Basis(key="ageing", n=found.n, of="open deal")
    if not found.enough:
        told = "Too few won deals to say how old is too old" if facts.open else "No deal is open"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.today)
    stale = share(found.stale, found.n)
    whole = any(stage == WHOLE_LIFE for stage in found.norms)
    panel = Panel(
        **base,
        verdict=judged(fine=stale.low <= EXPECTED_STALE if stale.low is not None and stale.enough else None),
        finding=f"{number(found.stale)} of {plural(found.n, 'open deal')} are older than nine of ten won deals were",
        window=facts.today,
        convention="One in ten is expected. More than that, surely, wants a look: our convention.",
        note=f"{number(found.watch)} more are older than three of four. "
        + ("Age counts from the day a deal was created." if whole else "Age counts from the day a stage was entered."),
    )
    return panel.sure(stale, about="Share too old")


def slippage_panel(facts: Facts) -> Panel:
    of = "deal due,deals due"
    watched = facts.source.watched_since
    if watched is None or watched > facts.period.starts_on:
        since = f"Close dates are known since {watched:%-d %b %Y} only" if watched else "No close date history yet"
        told = f"{since}; slippage needs them from the first day of the period"
        base = Basis(key="slippage", n=0, of=of)
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window, opens=False)
    found = slippage.slippage(_due(facts))
    base = Basis(key="slippage", n=found.n, of=of)
    if found.count.mid is None or not found.enough:
        told = f"Too few deals were due in {facts.period.label} to say"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    pushed = round(found.count.mid * found.n)
    slips = found.count.mid > MOST_SLIPPED
    # While the period runs, deals can still slip: only what is wrong already can be told.
    fine = False if slips else True if facts.is_over else None
    told = "were pushed out of it" if facts.is_over else "are pushed out of it so far"
    panel = Panel(
        **base,
        verdict=judged(fine=fine),
        finding=f"{number(pushed)} of {plural(found.n, 'deal')} due in {facts.period.label} {told}"
        + (f", {percent(found.value)} of their value" if found.value is not None else ""),
        window=facts.window,
        convention="More than 30% pushed out wants a look: our convention.",
        note=f"{plural(found.serial, 'deal')} had the close date moved twice or more.",
    )
    return panel.sure(found.count, about="Share pushed out")


def next_step_panel(facts: Facts) -> Panel:
    deals = facts.open
    without = sum(not d.has_step for d in deals)
    overdue = sum(d.step_is_late for d in deals)
    base = Basis(key="next_step", n=len(deals), of="open deal")
    if not deals or without == len(deals):
        told = "The export carries no next steps" if deals else "No deal is open"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.today)
    found = share(without + overdue, len(deals))
    panel = Panel(
        **base,
        verdict=judged(fine=found.mid <= MOST_WITHOUT_STEP if found.mid is not None and found.enough else None),
        finding=f"{plural(without, 'open deal has,open deals have')} no next step, "
        f"and {plural(overdue, 'next step is,next steps are')} overdue",
        window=facts.today,
        convention="More than one in four wants a look: our convention.",
    )
    return panel.sure(found, about="Share without one or late")


def coverage_panel(facts: Facts) -> Panel:
    end = facts.period.ends_on
    due = [d for d in facts.open if d.close_on and d.close_on <= end and d.amount]
    base = Basis(key="coverage", n=len(due), of="open deal due,open deals due")
    won = made(facts)
    if facts.is_over:
        told = f"{facts.period.label} is over: nothing is left to cover"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window, opens=False)
    if won.gap is None:
        told = "Without a quota there is no gap to cover"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window, needs_quota=True)
    chances = [
        coverage.Chance(d.amount, d.odds) for d in due if d.amount and d.odds is not None and d.odds_n >= LEAST_DECIDED
    ]
    if won.gap > 0 and len(chances) < len(due):
        told = "Too few decided deals to know how likely the open ones are"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    found = coverage.coverage(chances, gap=won.gap)
    p_hit = found.p_hit or 0.0
    currency = facts.workspace.currency
    raw = "" if found.ratio is None else f" Pipeline is {found.ratio:.1f} times the gap."
    return Panel(
        **base,
        verdict=judged(fine=p_hit >= LEAST_ODDS),
        finding=f"{facts.period.label} is made"
        if won.gap <= 0
        else f"{_chance(p_hit)} chance to win the {money(round(won.gap), currency)} still missing",
        window=f"open on {facts.as_of:%-d %b %Y}, due by {facts.period.ends_on:%-d %b %Y}",
        low=won.won + found.low,
        high=won.won + found.high,
        unit=Unit.MONEY,
        about="Lands at",
        confidence=80,
        currency=currency,
        convention="Below 80% wants a look: our convention.",
        note="Each deal counts at the rate deals in its stage were won in the last year, times how often deals held "
        f"the quarter they were due in, as if independent.{raw} Deals not yet created are not in it.",
    )


def _chance(p: float) -> str:
    """A chance in per cent that never claims certainty."""
    return "More than 99%" if p > 0.99 else "Less than 1%" if p < 0.01 else percent(p)


def _lives(facts: Facts) -> list[int]:
    """Whole lives of won deals, for exports that do not say when a stage was entered."""
    return [(d.decided_on - d.created_on).days for d in (*facts.won, *facts.won_before) if d.created_on]


def _ages(facts: Facts) -> list[tuple[str, int | None]]:
    as_of, has_stages = facts.as_of, bool(facts.days_in_stage)
    return [
        (d.stage, (as_of - d.stage_since).days)
        if d.stage_since and has_stages
        else (WHOLE_LIFE, (as_of - d.created_on).days if d.created_on else None)
        for d in facts.open
    ]


def _due(facts: Facts) -> list[slippage.Due]:
    """Deals known before the period whose close date then lay in it, and what became of them."""
    end, fate = facts.period.ends_on, slippage.Fate
    won = [slippage.Due(fate.WON, d.amount) for d in facts.won if d.was_due]
    lost = [slippage.Due(fate.LOST, facts.lost.due_value, n=facts.lost.due)] if facts.lost.due else []
    return [
        *won,
        *lost,
        *(slippage.Due(_fate(d, end), d.amount, d.pushes) for d in facts.left_open if d.was_due),
    ]


def _fate(deal: Open, end: date) -> slippage.Fate:
    return slippage.Fate.PUSHED if deal.close_on is not None and deal.close_on > end else slippage.Fate.OPEN_SAME
