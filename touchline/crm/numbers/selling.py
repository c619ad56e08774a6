"""How the team sells: win rates and the luck in them, cycle time, deal size, and what moved the number."""

from collections.abc import Sequence
from datetime import timedelta

from touchline.crm.numbers.facts import YEAR, Decided, Facts
from touchline.crm.numbers.panel import Basis, Panel, Unit, Verdict, days, judged, signed
from touchline.measures import cycle, drivers, winrate
from touchline.measures.intervals import LEAST_FOR_A_RATE, Estimate, share
from touchline.ui.charts import across
from touchline.ui.templatetags.fmt import money, percent, points

SURE = 0.05
WORTH_NAMING = 0.05
MOST_LANES = 24


def win_rate_panel(facts: Facts) -> Panel:
    records = [record for _, record in facts.records]
    found = winrate.spread(records)
    base = Basis(key="win_rate", n=found.n, of="decided deal")
    rates = [rate for record in records if record.n >= LEAST_FOR_A_RATE and (rate := record.rate) is not None]
    if found.p is None or not found.enough:
        told = "Too few decided deals to tell reps apart"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=_year(facts))
    between = f"{percent(min(rates))} to {percent(max(rates))}"
    by_luck = found.p >= SURE
    panel = Panel(
        **base,
        verdict=judged(fine=by_luck),
        finding=f"Win rates of {between} are what luck alone would show"
        if by_luck
        else f"Win rates of {between} differ by more than luck",
        window=_year(facts),
        convention="A spread that luck makes in fewer than 5 cases of 100 wants a look: our convention.",
        note=f"Luck explains {percent(found.luck_share)} of the spread. Rates are drawn towards the team's as far as "
        "their own evidence is thin, in the order of names; nobody is ranked. Territory may explain the rest.",
        lanes=_rates(facts),
        measured="Likely win rate",
    )
    pooled = share(sum(r.wins for r in records), found.n, least=LEAST_FOR_A_RATE)
    return panel.sure(pooled, about="The team’s rate")


def regression_panel(facts: Facts) -> Panel:
    rates = winrate.shrink([record for _, record in facts.records]).rates
    known = [
        (rate.mid - record.rate, member, record, rate)
        for (member, record), rate in zip(facts.records, rates, strict=True)
        if record.n >= LEAST_FOR_A_RATE and record.rate is not None and rate.mid is not None
    ]
    if len(known) < 2:
        told = "Too few decided deals to say what to expect next"
        base = Basis(key="regression", n=sum(record.n for _, record in facts.records), of="decided deal")
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=_year(facts))
    moved, member, record, rate = max(known, key=lambda row: (abs(row[0]), row[1].name))
    panel = Panel(
        **Basis(key="regression", n=record.n, of="decided deal"),
        verdict=judged(fine=abs(moved) < WORTH_NAMING),
        finding=f"{member.name}’s {percent(record.rate)} is likely to be {percent(rate.mid)} next time, nothing done",
        window=_year(facts),
        convention="Five points or more wants a look before coaching is praised or blamed: our convention.",
        note=f"That is {points(abs(moved))} of change from luck alone. Hold any claim about coaching against it.",
    )
    return panel.sure(rate, about="Next time")


def cycle_panel(facts: Facts) -> Panel:
    now, before = (
        cycle.cycle_time([(d.created_on, d.decided_on) for d in won]) for won in (facts.won, facts.won_before)
    )
    base = Basis(key="cycle_time", n=now.n, of="won deal")
    return _compared(facts, now, before, base, Unit.DAYS, longer_is_worse=True)


def size_panel(facts: Facts) -> Panel:
    now, before = (cycle.deal_size([d.amount for d in won]) for won in (facts.won, facts.won_before))
    base = Basis(key="deal_size", n=now.n, of="won deal")
    return _compared(facts, now, before, base, Unit.MONEY, longer_is_worse=False)


def drivers_panel(facts: Facts) -> Panel:
    """What moved the won value against the period before, up to the same day of it."""
    same_day = (
        facts.before.ends_on if facts.is_over else facts.before.starts_on + (facts.until - facts.period.starts_on)
    )
    before = [d for d in facts.won_before if d.decided_on <= same_day]
    lost = facts.lost.before if facts.is_over else facts.lost.before_to_date
    old, new = _factors(before, lost), _factors(facts.won, facts.lost.now)
    wins = min(len(before), len(facts.won))
    found = drivers.split(old, new, n=wins)
    currency, since = facts.workspace.currency, facts.before.label
    base = Basis(key="drivers", n=len(facts.won) + facts.lost.now, of="decided deal")
    window = f"{facts.window}, against {since}" + ("" if facts.is_over else " up to the same day")
    parts = found.parts
    if parts is None or not found.enough:
        told = f"Too few won deals in {since} to say what moved the number"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=window)
    went = "Up" if found.delta > 0 else "Down" if found.delta < 0 else "Level"
    told = f"{went} {money(abs(round(found.delta)), currency)} on {since}: " + ", ".join(
        f"{name} {signed(parts[name], currency)}" for name in parts
    )
    hidden = found.delta > 0 and parts["win rate"] < 0
    fine = found.delta >= 0 and not hidden
    return Panel(
        **base,
        verdict=judged(fine=fine),
        finding=told,
        window=window,
        convention="A fall, or a rise that hides a falling win rate, wants a look: our convention.",
        note="It says which factor moved, not why." + (" The rise hides a falling win rate." if hidden else ""),
        bars=across.bars(
            [across.Estimate(name.capitalize(), part, needs_you=part < 0 and not fine) for name, part in parts.items()],
            say=lambda minor: signed(minor, currency),
        ),
    )


def _compared(
    facts: Facts, now: Estimate, before: Estimate, base: Basis, unit: Unit, *, longer_is_worse: bool
) -> Panel:
    currency = facts.workspace.currency

    def say(value: float) -> str:
        return days(value) if unit is Unit.DAYS else money(round(value), currency)

    if now.mid is None or before.mid is None or not (now.enough and before.enough):
        told = "Too few won deals to say" if now.mid is None else f"{say(now.mid)} at the median; too few to compare"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    differs = cycle.compare(now, before).differs
    is_worse = (now.mid > before.mid) == longer_is_worse
    tail = f"{say(before.mid)} in {facts.before.label}"
    panel = Panel(
        **base,
        verdict=judged(fine=not (differs and is_worse)),
        finding=f"{say(now.mid)} at the median, against {tail}"
        if differs
        else f"{say(now.mid)} at the median, and {tail}: no change that shows",
        window=facts.window,
        unit=unit,
        currency=currency,
        convention="Only intervals that do not touch count as a change: our convention, and a strict one.",
    )
    return panel.sure(now, about="The median")


def _rates(facts: Facts) -> across.Lanes | None:
    if not facts.records or len(facts.records) > MOST_LANES:
        return None
    records = [record for _, record in facts.records]
    pooled = winrate.spread(records).pooled
    rows = [
        across.Estimate(
            member.name,
            rate.mid,
            rate.low,
            rate.high,
            note=f"{record.wins} of {record.n}",
            enough=rate.enough,
            needs_you=point.is_outside,
        )
        for (member, record), rate, point in zip(
            facts.records, winrate.shrink(records).rates, winrate.funnel(records), strict=True
        )
    ]
    top = max(row.high or 0 for row in rows)
    return across.dots(rows, low=0, high=min(1.0, top + 0.1), reference=pooled)


def _factors(won: Sequence[Decided], lost: int) -> dict[str, float]:
    decided = len(won) + lost
    return {
        "volume": decided,
        "win rate": len(won) / decided if decided else 0.0,
        "deal size": sum(d.amount or 0 for d in won) / len(won) if won else 0.0,
    }


def _year(facts: Facts) -> str:
    first = facts.until - YEAR + timedelta(days=1)
    return f"{first:%-d %b %Y} to {facts.until:%-d %b %Y}"
