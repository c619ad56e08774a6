"""The brief's headline: the fact that matters most, then the best news there is. Pure: no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.oneonones.brief.news import DealNews, News
from touchline.ui.templatetags.fmt import money, ordinal
from touchline.ui.words import few, opening, some


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before a one-on-one; `since` is said in words, as in “since 16 November”.

    `focuses` are the skills worked on, `alone` the one nobody has observed for too long, with for how many days.
    `found` holds what practices say of the rep in sentences of their own, the weightiest first.
    """

    rep: str
    since: str
    has_deals: bool = True
    deals: tuple[DealNews, ...] = ()
    owed_by_rep: int = 0
    owed_by_leader: int = 0
    kept: int = 0
    goals: int = 0
    goals_behind: tuple[str, ...] = ()
    milestones_late: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    focuses: tuple[str, ...] = ()
    alone: tuple[str, int] | None = None
    found: tuple[str, ...] = ()


def headline(facts: Facts) -> str:
    """Say the worst that happened to deals, promises or goals, then what went well; two sentences at most."""
    bad = next((said for rule in BAD if (said := rule(facts))), "")
    good = next((said for rule in GOOD if (said := rule(facts))), "")
    return " ".join(said for said in (bad, good) if said) or _quiet(facts)


def _deals_went_wrong(facts: Facts) -> str:
    """Of what was lost, slipped or passed its date, the kind with the most money in it."""
    groups = [(sum(d.value for d in found), said(found, facts)) for kind, said in WRONG if (found := _of(facts, kind))]
    return max(groups, key=lambda group: group[0])[1] if groups else ""


def _slipped(deals: Sequence[DealNews], facts: Facts) -> str:
    if len(deals) > 1:
        return f"{opening(few(len(deals)))} deals slipped {facts.since}, {_total(deals)} in all."
    deal = deals[0]
    again = f" for the {_nth(deal.pushes)} time" if deal.pushes > 1 else ""
    return f"{_named(deal)}, slipped{again}."


def _lost(deals: Sequence[DealNews], facts: Facts) -> str:
    if len(deals) > 1:
        return f"{opening(few(len(deals)))} deals were lost {facts.since}, {_total(deals)} in all."
    return f"{_named(deals[0])}, was lost."


def _passed(deals: Sequence[DealNews], facts: Facts) -> str:
    if len(deals) > 1:
        return f"The close dates of {few(len(deals))} open deals have passed, {_total(deals)} in all."
    return f"{_named(deals[0])}, is past its close date."


def _you_owe(facts: Facts) -> str:
    if not facts.owed_by_leader:
        return ""
    return f"You owe {facts.rep} {some(facts.owed_by_leader, 'promise')} past due."


def _rep_owes(facts: Facts) -> str:
    return f"{facts.rep} owes you {some(facts.owed_by_rep, 'promise')} past due." if facts.owed_by_rep else ""


def _found(facts: Facts) -> str:
    """The weightiest that plans, skills and other practices have to say of the rep."""
    return facts.found[0] if facts.found else ""


def _stood_still(facts: Facts) -> str:
    deals = _of(facts, News.STALE)
    return f"{_named(deals[0])}, has stood still for two months." if deals else ""


def _silent(facts: Facts) -> str:
    if len(facts.silent) > 1:
        return f"{opening(some(len(facts.silent), 'thing'))} changed and did not come up in three one-on-ones."
    return f"{facts.silent[0]} changed and did not come up in three one-on-ones." if facts.silent else ""


def _won(facts: Facts) -> str:
    deals = _of(facts, News.WON)
    if len(deals) > 1:
        return f"{opening(few(len(deals)))} deals were won, {_total(deals)} in all."
    return f"{_named(deals[0])}, was won." if deals else ""


def _moved_on(facts: Facts) -> str:
    deals = _of(facts, News.MOVED_ON)
    if len(deals) > 1:
        return f"{opening(few(len(deals)))} deals moved to another stage."
    return f"{deals[0].name} moved to another stage." if deals else ""


def _kept(facts: Facts) -> str:
    if facts.kept < 2:
        return ""
    return f"{facts.rep} kept {few(facts.kept)} promises {facts.since}."


def _quiet(facts: Facts) -> str:
    if not facts.goals:
        return f"{facts.rep} has no goal yet. Agree on one today."
    if not facts.has_deals:
        return f"{facts.rep} has no deals imported yet, so this is about goals and promises."
    return f"Nothing in {facts.rep}’s deals moved {facts.since}."


def _of(facts: Facts, kind: News) -> list[DealNews]:
    return [deal for deal in facts.deals if deal.kind == kind]


def _named(deal: DealNews) -> str:
    return f"{deal.name}, {deal.money}" if deal.amount is not None else f"{deal.name}, no amount"


def _total(deals: Sequence[DealNews]) -> str:
    currencies = {deal.currency for deal in deals}
    return money(sum(d.value for d in deals), currencies.pop()) if len(currencies) == 1 else "several currencies"


def _nth(count: int) -> str:
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(count) or ordinal(count)


WRONG = ((News.LOST, _lost), (News.SLIPPED, _slipped), (News.PASSED, _passed))
BAD = (_deals_went_wrong, _you_owe, _rep_owes, _found, _stood_still, _silent)
GOOD = (_won, _moved_on, _kept)
