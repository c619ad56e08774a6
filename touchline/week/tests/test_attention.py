"""Who needs the leader, worked by hand."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from touchline.measures.attainment import Landing
from touchline.measures.periods import Period
from touchline.week.attention import Reason, Working, finding, reasons
from touchline.week.queries.standing import OpenDeal, Standing

TODAY = date(2026, 11, 23)
MARCUS = SimpleNamespace(pk=1, first_name="Marcus", name="Marcus Oyelaran")
DEAL = OpenDeal(
    pk=1, name="Alder", amount=4_000_000, stage="Proposal", odds=0.4, holds=0.7, odds_n=60, close_on=date(2026, 12, 18),
    next_step="Call the buyer", next_step_on=date(2026, 11, 25), pushes=0,
)  # fmt: skip


def standing(deals=(), *, won=0, quota=None, landing=None, weeks=None):
    return Standing(
        person=MARCUS, today=TODAY, period=Period.parse("2026Q4"), quota=quota, won=won, open_deals=tuple(deals),
        landing=landing, started_weeks_ago=weeks,
    )  # fmt: skip


def kinds(*args):
    return [reason.kind for reason in reasons(*args)]


def test_nothing_in_the_record_is_no_reason():
    assert kinds(standing([DEAL]), Working()) == []


def test_two_of_four_deals_pushed_twice_say_so_in_words():
    pushed = replace(DEAL, pushes=2)
    (reason,) = reasons(standing([pushed, pushed, DEAL, DEAL]), Working())
    assert reason.says == "has moved the close date twice or more on two of four open deals"
    assert reason.topic.startswith("Alder")


def test_two_pushed_of_nine_are_not_a_pattern():
    pushed = replace(DEAL, pushes=2)
    assert kinds(standing([pushed, pushed, *[DEAL] * 7]), Working()) == []


def test_one_deal_pushed_three_times_is_named():
    (reason,) = reasons(standing([replace(DEAL, pushes=3), *[DEAL] * 7]), Working())
    assert reason.says == "has moved the close date of Alder three times"


def test_quota_out_of_reach_weighs_more_than_behind():
    # 54 of 92 days of the quarter are over: 59% gone, 20% won.
    low = Landing(won=20, low=30, mid=50, high=80, quota=100, p_hit=0.01, n=3, enough=True)
    out = reasons(standing(won=20, quota=100, landing=low), Working())
    reachable = reasons(standing(won=20, quota=100, landing=replace(low, high=120)), Working())
    assert [r.weight for r in out] == [3]
    assert [r.weight for r in reachable] == [2]
    assert "20% of quota with 59% of the quarter gone" in out[0].says


def test_a_landing_from_too_little_history_never_puts_a_quota_out_of_reach():
    thin = Landing(won=20, low=30, mid=50, high=80, quota=100, p_hit=0.01, n=3, enough=False)
    assert [r.weight for r in reasons(standing(won=20, quota=100, landing=thin), Working())] == [2]


@pytest.mark.parametrize(("days", "found"), [(20, []), (21, []), (22, ["not_met"])])
def test_three_weeks_without_a_one_on_one(days, found):
    met = date.fromordinal(TODAY.toordinal() - days)
    assert kinds(standing(), Working(last_met_on=met, rhythm_days=7)) == found


def test_a_rep_without_a_rhythm_is_not_overdue():
    assert kinds(standing(), Working(last_met_on=date(2026, 1, 5))) == []


def test_five_weeks_in_with_no_milestone_reached():
    (reason,) = reasons(standing(weeks=5), Working(milestones=3))
    assert reason.says == "is five weeks in with no milestone reached"


def test_half_of_four_deals_without_a_next_step():
    bare = replace(DEAL, next_step="", next_step_on=None)
    assert kinds(standing([bare, bare, DEAL, DEAL]), Working()) == ["steps"]
    assert kinds(standing([bare, DEAL, DEAL]), Working()) == []


HEAVY = Reason("pushed", 3, "has moved the close date twice or more on four of nine open deals", "Dates slip")
LIGHT = Reason("goals", 1, "is behind pace on Discovery calls", "Goal behind")


def test_the_headline_names_the_two_who_need_most_and_counts_the_rest():
    names = [("Marcus", [HEAVY]), ("Sam", [HEAVY, LIGHT]), *[(name, []) for name in "ABCDEF"]]
    found = finding(names)
    assert found.headline == "Sam and Marcus need you most this week"
    assert found.lede.endswith("The other six are on track.")


def test_one_who_needs_and_one_with_something_smaller():
    found = finding([("Marcus", [HEAVY]), ("Dana", [LIGHT]), ("Tom", [])])
    assert found.headline == "Marcus needs you most this week"
    assert found.lede.endswith("One other has something smaller open; one is on track.")


def test_a_week_in_which_nobody_needs_the_leader_says_so():
    assert finding([("Dana", []), ("Tom", [])]).headline == "Nobody needs you urgently this week"
