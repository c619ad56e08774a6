"""Who needs the leader for what the CRM says, worked by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from touchline.crm.needs import needs
from touchline.crm.queries.standing import OpenDeal, Standing, standings_of
from touchline.measures.attainment import Landing
from touchline.measures.periods import Period
from touchline.people.findings import TeamAt

TODAY = date(2026, 11, 23)
MARCUS = SimpleNamespace(pk=1, first_name="Marcus", name="Marcus Oyelaran")
DEAL = OpenDeal(
    pk=1, name="Alder", amount=4_000_000, stage="Proposal", odds=0.4, holds=0.7, odds_n=60, close_on=date(2026, 12, 18),
    next_step="Call the buyer", next_step_on=date(2026, 11, 25), pushes=0,
)  # fmt: skip


def found(deals=(), *, won=0, quota=None, landing=None):
    """What is found about Marcus, who stands like this."""
    team = TeamAt((MARCUS,), None, MARCUS, datetime(2026, 11, 23, 9, tzinfo=UTC))
    standing = Standing(
        person=MARCUS, today=TODAY, period=Period.parse("2026Q4"), quota=quota, won=won, open_deals=tuple(deals),
        landing=landing,
    )  # fmt: skip
    team.knows(standings_of, {MARCUS.pk: standing})
    return list(needs(team))


def kinds(deals):
    return [one.kind for one in found(deals)]


def test_nothing_in_the_record_is_no_reason():
    assert kinds([DEAL]) == []


def test_two_of_four_deals_pushed_twice_say_so_in_words():
    pushed = replace(DEAL, pushes=2)
    (reason,) = found([pushed, pushed, DEAL, DEAL])
    assert reason.says == "has moved the close date twice or more on two of four open deals"
    assert reason.act.topic.startswith("Alder")


def test_two_pushed_of_nine_are_not_a_pattern():
    pushed = replace(DEAL, pushes=2)
    assert kinds([pushed, pushed, *[DEAL] * 7]) == []


def test_one_deal_pushed_three_times_is_named():
    (reason,) = found([replace(DEAL, pushes=3), *[DEAL] * 7])
    assert reason.says == "has moved the close date of Alder three times"


def test_quota_out_of_reach_weighs_more_than_behind():
    # 54 of 92 days of the quarter are over: 59% gone, 20% won.
    low = Landing(won=20, low=30, mid=50, high=80, quota=100, p_hit=0.01, n=3, enough=True)
    out = found(won=20, quota=100, landing=low)
    reachable = found(won=20, quota=100, landing=replace(low, high=120))
    assert [r.weight for r in out] == [3]
    assert [r.weight for r in reachable] == [2]
    assert "20% of quota with 59% of the quarter gone" in out[0].says


def test_a_landing_from_too_little_history_never_puts_a_quota_out_of_reach():
    thin = Landing(won=20, low=30, mid=50, high=80, quota=100, p_hit=0.01, n=3, enough=False)
    assert [r.weight for r in found(won=20, quota=100, landing=thin)] == [2]


def test_half_of_four_deals_without_a_next_step():
    bare = replace(DEAL, next_step="", next_step_on=None)
    assert kinds([bare, bare, DEAL, DEAL]) == ["steps"]
    assert kinds([bare, DEAL, DEAL]) == []
