"""Is the number made, and by whom: attainment, participation, concentration, timing and mix."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from touchline.crm.models import Deal
from touchline.crm.numbers.facts import Decided, Facts
from touchline.crm.numbers.panel import Basis, Panel, Verdict, judged
from touchline.measures import attainment, concentration, discount, participation
from touchline.ui.charts.across import Estimate, Lanes, dots
from touchline.ui.templatetags.fmt import money, percent, plural

LEAST_DEALS = 10
LAST_DAYS = 7
LOOK_MIX = 0.15
MOST_KNOWN_UNSTATED = 0.5
MOST_LANES = 24


def team_quota(facts: Facts) -> int | None:
    """The plan: the leader's own quota where there is one, else what those who lead nobody are to sell together."""
    own = [t.amount for t in facts.quotas if t.person_id == facts.leader_id]
    if own:
        return sum(own)
    selling = {m.pk for m in facts.members if not m.leads}
    amounts = [t.amount for t in facts.quotas if t.person_id in selling]
    return sum(amounts) if amounts else None


def made(facts: Facts) -> attainment.Attainment:
    return attainment.attainment([d.amount or 0 for d in facts.counted], quota=team_quota(facts))


def results(facts: Facts) -> dict[int, participation.Result]:
    """Each rep's won value against the quota, or the part of it that is due by now while the period runs."""
    sold: dict[int, int] = defaultdict(int)
    for deal in facts.counted:
        sold[deal.owner_id] += deal.amount or 0
    selling = {m.pk for m in facts.members if not m.leads}
    return {
        t.person_id: participation.Result(sold[t.person_id], t.amount * facts.elapsed, t.is_ramped)
        for t in facts.quotas
        if t.person_id in selling and t.amount > 0
    }


def attainment_panel(facts: Facts) -> Panel:
    found, currency = made(facts), facts.workspace.currency
    base = Basis(key="attainment", n=found.n, of="won deal")
    window = facts.window
    won = money(found.won, currency)
    if found.ratio is None or found.quota is None:
        told = f"{won} won; without a quota there is no plan to hold it against"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=window, needs_quota=True)
    if facts.is_over:
        told = f"{percent(found.ratio)} of plan: {won} of {money(found.quota, currency)}"
        return Panel(**base, verdict=judged(fine=found.ratio >= 1), finding=told, window=window)
    line = attainment.pace(
        found.won,
        quota=found.quota,
        starts_on=facts.period.starts_on,
        ends_on=facts.period.ends_on,
        today=facts.as_of,
    )
    told = f"{percent(found.ratio)} of plan with {percent(facts.elapsed)} of {facts.period.label} gone"
    ours = "A straight line through the period is our convention."
    return Panel(**base, verdict=judged(fine=line.ahead >= 0), finding=told, window=window, convention=ours)


def participation_panel(facts: Facts) -> Panel:
    by_rep = results(facts)
    found = participation.participation(list(by_rep.values()))
    base = Basis(key="participation", n=found.n, of="ramped rep")
    if not by_rep:
        told = "Without quotas nobody can say who is at theirs"
        return Panel(
            **base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window, needs_quota=True, opens=False
        )
    panel = Panel(
        **base,
        verdict=judged(fine=not found.look if found.enough else None),
        finding=_who_is_there(facts, by_rep, found),
        window=facts.window,
        confidence=95,
        convention="Fewer than 45% or more than 85% of reps at quota wants a look: surveys of practitioners.",
        note="" if facts.is_over else "While the period runs, a quota counts by the days that are over.",
        lanes=_reps(facts, by_rep),
        measured="Of quota",
    )
    return panel.sure(found.at_quota, about="Share at quota")


def concentration_panel(facts: Facts) -> Panel:
    deals = [d for d in facts.counted if d.amount]
    quota = team_quota(facts)
    found = concentration.concentration([d.amount or 0 for d in deals], quota=quota and quota * facts.elapsed)
    base = Basis(key="concentration", n=found.n, of="won deal")
    if not deals:
        return Panel(**base, verdict=Verdict.CANT_TELL, finding="No deal was won", window=facts.window)
    top = max(deals, key=lambda d: (d.amount or 0, -d.pk))
    named = f"{top.name} ({money(top.amount, facts.workspace.currency)})"
    if found.look is None:
        told = f"The largest deal, {named}, is {percent(found.top1)} of what was won"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window, needs_quota=True)
    misses = found.deals_to_miss
    tail = f" One deal fewer and {facts.to_date} is missed." if misses == 1 and not found.look else ""
    return Panel(
        **base,
        verdict=judged(fine=not found.look if found.enough else None),
        finding=f"Without {named} it is {percent(found.without_top)} of {facts.to_date}, not {_ratio(found)}",
        window=facts.window,
        convention="Below 85% without the largest deal, and one deal from missing, wants a look: our convention.",
        note=f"The value is spread as if over {found.effective_deals:.0f} equal deals; "
        f"the three largest are {percent(found.top3)} of it.{tail}",
    )


def timing_panel(facts: Facts) -> Panel:
    deals = [d for d in facts.won if d.amount]
    base = Basis(key="timing", n=len(deals), of="won deal")
    if not facts.is_over:
        told = f"The last week of {facts.period.label} is still to come"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    weeks = facts.period.days / LAST_DAYS
    late = facts.period.ends_on - timedelta(days=LAST_DAYS)
    total = sum(d.amount or 0 for d in deals)
    share = sum(d.amount or 0 for d in deals if d.decided_on > late) / total if total else None
    if len(deals) < LEAST_DEALS or share is None:
        told = "Too few won deals to say when they come"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    return Panel(
        **base,
        verdict=judged(fine=share < discount.LOOK_TIMES_EVEN / weeks),
        finding=f"{percent(share)} of the value was won in the last week; an even pace is {percent(1 / weeks)}",
        window=facts.window,
        convention="Three times an even pace wants a look: our convention.",
        note="The export holds no list prices, so nothing is known about discounts.",
    )


def mix_panel(facts: Facts) -> Panel:
    now, before = _mix(facts.won), _mix(facts.won_before)
    deals = [d for d in facts.won if d.amount]
    base = Basis(key="mix", n=len(deals), of="won deal")
    if not deals or now.get(Deal.Kind.UNKNOWN, 0) > MOST_KNOWN_UNSTATED:
        told = "The export does not say which deals are new business" if deals else "No deal was won"
        return Panel(**base, verdict=Verdict.CANT_TELL, finding=told, window=facts.window)
    new = now.get(Deal.Kind.NEW, 0)
    was = before.get(Deal.Kind.NEW) if before.get(Deal.Kind.UNKNOWN, 0) <= MOST_KNOWN_UNSTATED else None
    enough = len(deals) >= LEAST_DEALS
    kinds = ", ".join(
        f"{Deal.Kind(kind).label.lower()} {percent(part)}" for kind, part in sorted(now.items(), key=lambda p: -p[1])
    )
    return Panel(
        **base,
        verdict=judged(fine=was - new < LOOK_MIX if was is not None and enough else None),
        finding=f"{percent(new)} of the value is new business"
        + (f", {percent(was)} in {facts.before.label}" if was is not None else ""),
        window=facts.window,
        convention="A fall of 15 points wants a look: our convention.",
        note=f"By value: {kinds}.",
    )


def _ratio(found: concentration.Concentration) -> str:
    """The attainment the largest deal is part of."""
    if found.top1 is None or found.without_top is None or found.top1 >= 1:
        return "all of it"
    return percent(found.without_top / (1 - found.top1))


def _who_is_there(facts: Facts, by_rep: dict[int, participation.Result], found: participation.Participation) -> str:
    hits = sum(r.won >= r.quota for r in by_rep.values() if r.is_ramped)
    at = "at quota" if facts.is_over else "on pace for quota"
    if found.n == 0:
        return "Nobody with a quota is through ramp"
    told = f"{hits} of {plural(found.n, 'rep')} {at}"
    if found.look and (found.at_quota.mid or 0) > participation.LOOK_ABOVE:
        return f"{told}: the quotas may be soft"
    best = max(by_rep, key=lambda pk: (by_rep[pk].won, -pk))
    name = next(m.name for m in facts.members if m.pk == best)
    rest = found.without_best
    return told if rest is None else f"{told}; without {name} the others are at {percent(rest)}"


def _reps(facts: Facts, by_rep: dict[int, participation.Result]) -> Lanes | None:
    """Every rep's attainment, in the order of names."""
    if len(by_rep) > MOST_LANES:
        return None
    rows = [
        Estimate(m.name, by_rep[m.pk].won / by_rep[m.pk].quota, note="" if by_rep[m.pk].is_ramped else "in ramp")
        for m in facts.members
        if m.pk in by_rep and by_rep[m.pk].quota
    ]
    return dots(rows, low=0, high=max([1.5, *(row.value or 0 for row in rows)]), reference=1.0)


def _mix(deals: Sequence[Decided]) -> dict[str, float]:
    values: Counter[str] = Counter()
    for deal in deals:
        values[deal.kind] += deal.amount or 0
    return discount.mix(values)
