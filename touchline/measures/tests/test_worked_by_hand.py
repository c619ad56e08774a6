"""One example per measure, worked with pencil and paper."""

from datetime import date

import pytest

from touchline.measures.ageing import Age, ageing
from touchline.measures.attainment import attainment, landing, pace
from touchline.measures.cadence import Kept, cadence, commitments, low_performer_ratio
from touchline.measures.concentration import concentration, deals_to_miss, expected_hhi, gini
from touchline.measures.coverage import Chance, coverage, required, wins_needed
from touchline.measures.cycle import compare, cycle_time, deal_size
from touchline.measures.discount import Sale, discount, mix
from touchline.measures.drivers import split
from touchline.measures.forecast import brier, forecast, sign_test
from touchline.measures.intervals import median, share
from touchline.measures.pace import goal_pace
from touchline.measures.participation import Result, participation
from touchline.measures.slippage import Due, Fate, fisher, slippage
from touchline.measures.winrate import Record, cohort, expected_next, funnel, luck_spread, shrink, spread


def near(value, **kwargs):
    return pytest.approx(value, **({"abs": 1e-9} | kwargs))


def test_a_share_of_half_of_four_spreads_evenly_around_the_middle():
    found = share(2, 4, z=2)
    assert (found.mid, found.low, found.high) == (0.5, near(0.5 - 2**0.5 / 4), near(0.5 + 2**0.5 / 4))
    assert found.n == 4
    assert not found.enough
    assert share(5, 10).enough


def test_a_share_of_more_hits_than_tries_is_refused():
    with pytest.raises(ValueError, match="5 hits of 4"):
        share(5, 4)


def test_the_median_of_ten_is_bracketed_by_the_second_and_the_ninth():
    # P(Bin(10, 1/2) < 2) = 11/1024 = 1.1%, and < 3 is 56/1024 = 5.5%, too much for a tail of 5%.
    found = median(range(1, 11))
    assert (found.mid, found.low, found.high, found.enough) == (5.5, 2, 9, True)


def test_the_median_of_four_has_no_interval_because_one_in_sixteen_lies_outside_all_of_them():
    found = median([3, 1, 2, 9])
    assert (found.mid, found.low, found.high, found.enough) == (2.5, None, None, False)


def test_attainment_of_eighty_against_a_hundred_leaves_twenty():
    found = attainment([50, 30], quota=100)
    assert (found.ratio, found.gap, found.n, found.enough) == (0.8, 20, 2, True)


def test_attainment_without_a_quota_is_missing_and_not_zero():
    found = attainment([50, 30], quota=None)
    assert (found.won, found.ratio, found.gap, found.enough) == (80, None, None, False)


def test_pace_after_five_of_ten_days_is_half_the_quota():
    found = pace(40, quota=100, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 10), today=date(2026, 1, 5))
    assert (found.expected, found.ahead, found.ratio, found.elapsed) == (50, -10, 0.8, 0.5)


def test_two_coins_of_ten_land_on_zero_ten_or_twenty():
    found = landing(5, [Chance(10, 0.5), Chance(10, 0.5)], quota=15, decided=20)
    assert (found.low, found.mid, found.high) == (5, 15, 25)
    assert found.p_hit == near(0.75)
    assert found.enough
    assert not landing(5, [Chance(10, 0.5)], quota=15, decided=19).enough


def test_four_equal_deals_count_as_four_effective_ones():
    found = concentration([25, 25, 25, 25], quota=80)
    assert (found.hhi, found.effective_deals, found.top1, found.top3, found.gini) == (0.25, 4, 0.25, 0.75, 0)
    assert expected_hhi(4, 0) == 0.25
    assert expected_hhi(10, 1.5) == near(0.325)
    assert (found.without_top, found.deals_to_miss, found.look) == (75 / 80, 1, False)


def test_one_deal_of_ninety_in_a_hundred_and_ten_is_worth_a_look():
    found = concentration([90, 5, 5, 5, 5], quota=100)
    assert (found.without_top, found.deals_to_miss, found.look) == (0.2, 1, True)
    assert concentration([90, 5, 5, 5, 5]).look is None


def test_below_quota_the_largest_deal_is_held_against_what_was_won():
    assert concentration([10] * 9, quota=100).look is False
    assert concentration([20, 10, 10, 10, 10, 10, 10], quota=100).look is True


def test_deals_to_miss_is_nothing_when_the_quota_is_missed_already():
    assert deals_to_miss([10, 20], 31) == 0
    assert deals_to_miss([10, 20], 30) == 1
    assert deals_to_miss([10, 20], 10) == 2


def test_gini_of_one_holder_among_four_is_three_quarters():
    assert gini([0, 0, 0, 8]) == near(0.75)


def test_one_star_of_four_carries_a_team_at_plan():
    found = participation([Result(250, 100), Result(50, 100), Result(50, 100), Result(50, 100)])
    assert (found.team, found.at_quota.mid, found.median, found.without_best) == (1.0, 0.25, 0.5, 0.5)
    assert (found.best_share, found.look) == (0.625, True)


def test_a_rep_in_ramp_counts_for_the_team_and_not_for_participation():
    found = participation([Result(100, 100), Result(100, 100), Result(0, 50, is_ramped=False)])
    assert (found.n, found.at_quota.mid, found.team) == (2, 1.0, 0.8)
    assert not found.enough


def test_open_deals_keep_the_win_rate_of_a_cohort_between_bounds():
    found = cohort(created=40, won=8, lost=16)
    assert (found.decided, found.low, found.high, found.open_share) == (near(1 / 3), 0.2, 0.6, 0.4)


def test_two_reps_at_a_quarter_and_three_quarters_have_a_q_of_twenty():
    # pooled .5, each deviates by .25: Q = 2 * 40 * .0625 / .25 = 20; luck .25/40 over variance .125 = 5%.
    found = spread([Record(10, 40), Record(30, 40)])
    assert (found.pooled, found.q, found.df, found.luck_share) == (0.5, near(20), 1, near(0.05))
    assert found.p == near(7.7442e-6, rel=1e-3)


def test_shrinking_moves_a_thin_rate_further_than_a_thick_one():
    thin, thick, rest = shrink([Record(0, 5), Record(0, 50), Record(60, 120)]).rates
    assert thick.mid < thin.mid < rest.mid
    assert thin.high - thin.low > thick.high - thick.low


def test_four_coin_flips_stay_within_zero_and_four():
    # P(0 wins) = 1/16 > 2.5%, so the 95% limits are all there is.
    (point,) = funnel([Record(4, 4)], pooled=0.5)
    assert (point.low95, point.high95, point.look, point.is_outside) == (0, 4, False, False)
    # P(Bin(10, 1/2) <= 1) = 11/1024 = 1.1% and <= 2 is 5.5%; P(<= 0) = .1% falls just short of .1%.
    (point,) = funnel([Record(1, 10)], pooled=0.5)
    assert (point.low95, point.high95, point.low998, point.high998) == (2, 8, 1, 9)
    assert (point.look, point.is_outside) == (True, False)


def test_two_coins_flipped_once_differ_by_half_on_average():
    found = luck_spread(2, 1, 0.5)
    assert (found.best, found.worst, found.spread) == (0.75, 0.25, 0.5)


def test_a_rate_of_nothing_from_twenty_regresses_half_way_at_a_strength_of_twenty():
    assert expected_next(Record(0, 20), mean=0.4, strength=20) == near(0.2)


def test_cycle_time_counts_days_and_skips_deals_without_both():
    found = cycle_time([(date(2026, 1, 1), date(2026, 1, 11)), (date(2026, 1, 1), date(2026, 1, 31)), (None, None)])
    assert (found.mid, found.n) == (20, 2)


def test_a_median_has_moved_only_when_the_intervals_are_apart():
    low, high = deal_size(range(1, 11)), deal_size(range(101, 111))
    assert compare(high, low).differs is True
    assert compare(low, deal_size(range(5, 15))).differs is False
    assert compare(low, deal_size([1, None])).differs is None


def test_ages_against_ten_won_deals():
    won = [12, 18, 20, 22, 25, 27, 30, 33, 41, 60]
    found = ageing({"Demo": won}, [("Demo", 15), ("Demo", 35), ("Demo", 48), ("Demo", 75), ("Demo", None)])
    norm = found.norms["Demo"]
    assert (norm.median, norm.watch, norm.stale) == (26, near(32.25), near(42.9))
    assert found.ages == (Age.OK, Age.WATCH, Age.STALE, Age.STALE, Age.UNKNOWN)
    assert (found.stale, found.watch, found.n) == (2, 1, 4)


def test_a_thin_stage_borrows_the_other_stages_and_nine_wins_say_nothing():
    found = ageing({"Demo": [1] * 9, "Offer": [9]}, [("Offer", 2)])
    assert found.norms["Offer"].is_pooled
    assert found.ages == (Age.STALE,)
    assert ageing({"Demo": [1] * 9}, [("Demo", 99)]).ages == (Age.UNKNOWN,)


def test_serial_slips_are_those_pushed_twice():
    found = slippage([Due(Fate.PUSHED, 120, pushes=3), Due(Fate.PUSHED, 80, pushes=1), Due(Fate.WON, 300)])
    assert (found.count.mid, found.value, found.serial, found.serial_value) == (near(2 / 3), 0.4, 1, 0.24)


def test_a_quarter_against_three_fifths_of_so_few_is_not_shown_yet():
    assert fisher(3, 12, 9, 15).p == near(0.1207, abs=5e-5)
    # Three of three against none of three: 2 of the C(6, 3) = 20 splits are as extreme.
    assert fisher(3, 3, 0, 3).p == near(0.1)


def test_two_deals_cover_a_gap_only_together():
    found = coverage([Chance(100, 0.5), Chance(100, 0.5)], gap=150)
    assert (found.ratio, found.weighted, found.p_hit) == (near(4 / 3), 100, near(0.25))
    assert found.sd == near(5000**0.5)


def test_a_gap_that_is_closed_is_certain_and_one_that_is_unknown_is_missing():
    assert coverage([], gap=0).p_hit == 1.0
    assert coverage([], gap=5).p_hit == 0.0
    assert coverage([], gap=None).p_hit is None


def test_two_hundred_uneven_deals_at_even_odds_bring_half_of_their_value_half_of_the_time():
    found = coverage([Chance(1000.5 + place, 0.5) for place in range(200)], gap=110_000)
    assert found.p_hit == near(0.5, abs=0.02)
    assert found.high - found.low == near(2 * 1.2816 * found.sd, rel=0.02)


def test_required_coverage_for_five_wins_at_a_quarter_is_more_than_five_times():
    assert required(0.25, 5) == 5.2
    assert required(0.25, 20) == 4.65
    assert required(0.5, 5) == 2.4
    assert required(0.0, 5) is None
    assert wins_needed(101, 50) == 3


def test_a_deep_last_week_is_worth_a_look():
    found = discount([Sale(90, 100, 1), Sale(160, 200, 13)])
    assert (found.weighted, found.last_week, found.rest) == (near(1 / 6), near(0.2), near(0.1))
    assert (found.last_week_share, found.look, found.enough) == (0.64, True, False)
    assert discount([Sale(90, None, 1)]).weighted is None


def test_mix_is_shares_of_the_total():
    assert mix({"new": 75, "renewal": 25}) == {"new": 0.75, "renewal": 0.25}
    assert mix({}) == {}


def test_twice_the_deals_at_the_same_rate_and_size_is_all_volume():
    found = split({"deals": 10, "rate": 0.5, "size": 2}, {"deals": 20, "rate": 0.5, "size": 2}, n=10)
    assert (found.delta, found.parts) == (10, {"deals": near(10), "rate": 0, "size": 0})
    assert split({"deals": 10, "rate": 0.0}, {"deals": 20, "rate": 0.5}).parts is None


def test_forecasts_ten_over_twice():
    found = forecast([110, 110], [100, 100])
    assert (found.bias, found.wape, found.mape, found.mad, found.tracking_signal) == (0.1, 0.1, 0.1, 10, 2)
    assert (found.within_5, found.within_10, found.sign_p, found.mase, found.enough) == (0, 2, 0.5, None, False)
    assert sign_test(over=6, under=0) == 2 / 64
    assert forecast([1000, 950, 1100, 1050, 1200, 1000], [920, 930, 940, 1010, 1050, 980]).mase == near(1.95, abs=5e-3)


def test_calling_a_coin_a_coin_has_no_skill():
    found = brier([(0.5, True), (0.5, False)])
    assert (found.score, found.base_rate, found.reference, found.skill) == (0.25, 0.5, 0.25, 0)


def test_nine_held_of_ten_and_a_rep_with_two_due_is_not_judged():
    found = cadence([Kept(8, 8), Kept(2, 1), Kept(0, 0)])
    assert (found.pooled.mid, found.worst_rep, found.reps_at_floor, found.n) == (0.9, 1.0, 1, 10)
    assert cadence([Kept(8, 8), Kept(6, 3)]).worst_rep == 0.5
    assert commitments(kept=3, renegotiated_kept=1, late=0, missed=0).strict == 0.75
    assert low_performer_ratio([30], [60]) == 0.5
    assert low_performer_ratio([], [60]) is None


def test_a_goal_half_way_through_its_time_should_be_half_way():
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 11), "today": date(2026, 1, 6)}
    up = goal_pace(start=10, target=20, value=14, **days)
    assert (up.expected, up.done, up.ahead, up.is_behind) == (15, 0.4, -1, False)
    down = goal_pace(start=20, target=10, value=18, **days)
    assert (down.expected, down.done, down.ahead, down.is_behind) == (15, 0.2, -3, True)
    assert goal_pace(start=10, target=20, value=None, **days).is_behind is None
