"""What must hold for any input: bounds, no order, nothing from nothing, and more is never less."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures.ageing import ageing
from touchline.measures.cadence import Kept, cadence, commitments
from touchline.measures.concentration import concentration
from touchline.measures.coverage import Chance, coverage, outcomes, required
from touchline.measures.cycle import cycle_time, deal_size
from touchline.measures.discount import discount
from touchline.measures.drivers import split
from touchline.measures.forecast import brier, forecast
from touchline.measures.intervals import median, share
from touchline.measures.participation import Result, participation
from touchline.measures.slippage import Due, Fate, slippage
from touchline.measures.winrate import Record, cohort, funnel, luck_spread, shrink, spread

AMOUNTS = st.integers(1, 10**9)
RECORDS = st.integers(0, 60).flatmap(lambda n: st.builds(Record, st.integers(0, n), st.just(n)))
CHANCES = st.builds(Chance, st.integers(0, 5000), st.floats(0, 1))
RESULTS = st.builds(Result, st.integers(0, 1000), st.integers(1, 1000), st.booleans())
DUES = st.builds(Due, st.sampled_from(Fate), st.one_of(st.none(), AMOUNTS), st.integers(0, 4))


def close(first, second):
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_inside_its_interval_and_the_interval_inside_zero_to_one(hits_of):
    found = share(*hits_of)
    assert 0 <= found.low <= found.mid + 1e-12
    assert found.mid - 1e-12 <= found.high <= 1


@given(st.integers(1, 5000))
def test_none_of_n_begins_at_nought_and_all_of_n_ends_at_one(n):
    assert share(0, n).low == 0
    assert share(n, n).high == 1


@given(st.integers(1, 200), st.data())
def test_one_more_hit_never_lowers_a_share_or_its_bounds(n, data):
    hits = data.draw(st.integers(0, n - 1))
    less, more = share(hits, n), share(hits + 1, n)
    assert less.mid < more.mid
    assert less.low <= more.low
    assert less.high <= more.high


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=80), st.randoms())
def test_a_median_is_bracketed_and_knows_no_order(values, luck):
    found = median(values)
    luck.shuffle(values)
    assert median(values) == found
    if found.low is not None:
        assert min(values) <= found.low <= found.mid <= found.high <= max(values)


@given(st.lists(AMOUNTS, min_size=1, max_size=60), AMOUNTS, st.randoms())
def test_concentration_is_bounded_and_knows_no_order(values, quota, luck):
    found = concentration(values, quota=quota)
    assert 1 / len(values) - 1e-9 <= found.hhi <= 1 + 1e-9
    assert found.top1 <= found.top3 <= 1 + 1e-9
    assert 0 <= found.gini < 1
    assert 0 <= found.deals_to_miss <= len(values)
    luck.shuffle(values)
    assert concentration(values, quota=quota).deals_to_miss == found.deals_to_miss


@given(st.lists(AMOUNTS, min_size=1, max_size=30), AMOUNTS, AMOUNTS)
def test_a_higher_quota_never_takes_more_deals_to_miss(values, quota, more):
    assert concentration(values, quota=quota + more).deals_to_miss <= concentration(values, quota=quota).deals_to_miss


@given(st.lists(RESULTS, max_size=20), st.randoms())
def test_participation_is_a_share_and_knows_no_order(results, luck):
    found = participation(results)
    luck.shuffle(results)
    again = participation(results)
    assert found.at_quota == again.at_quota
    assert found.at_quota.mid is None or 0 <= found.at_quota.mid <= 1
    assert found.median == again.median


@given(st.lists(RESULTS, min_size=1, max_size=12), st.data())
def test_selling_more_never_lowers_participation(results, data):
    place = data.draw(st.integers(0, len(results) - 1))
    before = participation(results)
    rep = results[place]
    results[place] = Result(rep.won + 500, rep.quota, rep.is_ramped)
    after = participation(results)
    assert after.at_quota.mid is None or after.at_quota.mid >= before.at_quota.mid


@settings(deadline=None, max_examples=50)
@given(st.lists(RECORDS, max_size=10), st.randoms())
def test_shrunk_rates_are_rates_inside_their_intervals_and_know_no_order(records, luck):
    found = shrink(records)
    assert len(found.rates) == len(records)
    for rate in found.rates:
        assert (rate.mid is None) == (found.n == 0)
        assert rate.mid is None or 0 <= rate.low <= rate.mid <= rate.high <= 1
    order = list(range(len(records)))
    luck.shuffle(order)
    again = shrink([records[place] for place in order]).rates
    assert all(close(found.rates[place].mid or 0, rate.mid or 0) for place, rate in zip(order, again, strict=True))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.builds(Record, st.integers(0, 29), st.just(30)), min_size=2, max_size=8), st.data())
def test_one_more_win_never_lowers_a_shrunk_rate(records, data):
    place = data.draw(st.integers(0, len(records) - 1))
    before = shrink(records).rates[place].mid
    records[place] = Record(records[place].wins + 1, 30)
    assert shrink(records).rates[place].mid > before


@given(st.lists(RECORDS, max_size=12))
def test_the_spread_of_rates_is_bounded(records):
    found = spread(records)
    assert found.q is None or found.q >= 0
    assert found.p is None or 0 <= found.p <= 1
    assert found.luck_share is None or 0 < found.luck_share <= 1


@given(st.lists(RECORDS, max_size=8), st.floats(0.01, 0.99))
def test_funnel_limits_nest(records, pooled):
    for point in funnel(records, pooled=pooled):
        assert 0 <= point.low998 <= point.low95 <= point.high95 <= point.high998 <= point.n
        assert point.look or not point.is_outside


@given(st.integers(1, 20), st.integers(1, 200), st.floats(0.01, 0.99))
def test_luck_spreads_more_reps_further(members, n, p):
    few, many = luck_spread(members, n, p), luck_spread(members + 1, n, p)
    assert -1e-9 <= many.worst <= many.best <= 1 + 1e-9
    assert many.spread >= few.spread - 1e-9


@given(st.integers(1, 500), st.data())
def test_a_cohort_stays_within_its_bounds(created, data):
    won = data.draw(st.integers(0, created))
    lost = data.draw(st.integers(0, created - won))
    found = cohort(created=created, won=won, lost=lost)
    assert 0 <= found.low <= found.high <= 1
    assert found.decided is None or found.low - 1e-9 <= found.decided <= found.high + 1e-9


@given(st.lists(CHANCES, max_size=15), st.integers(1, 50_000), st.integers(0, 5000))
def test_the_chance_to_make_it_is_a_chance_and_falls_with_the_gap(deals, gap, more):
    near, far = coverage(deals, gap=gap), coverage(deals, gap=gap + more)
    assert 0 <= far.p_hit <= near.p_hit + 1e-9 <= 1 + 1e-9
    assert near.low <= near.high <= near.pipeline + 1e-6


@given(st.lists(CHANCES, max_size=15))
def test_all_outcomes_weigh_one_and_average_the_weighted_value(deals):
    found = outcomes(deals)
    assert close(found.weights.sum(), 1)
    if found.is_exact:
        assert math.isclose(
            (found.sums * found.weights).sum(), sum(d.value * d.p for d in deals), rel_tol=1e-6, abs_tol=1e-6
        )


@given(st.floats(0.05, 0.95), st.integers(1, 40))
def test_required_coverage_is_at_least_one_and_eases_with_a_better_win_rate(rate, wins):
    assert required(rate, wins) >= required(min(1.0, rate + 0.05), wins) >= 1


@given(st.lists(DUES, max_size=30), st.randoms())
def test_slippage_is_a_share_and_knows_no_order(due, luck):
    found = slippage(due)
    luck.shuffle(due)
    assert slippage(due).count == found.count
    assert found.value is None or 0 <= found.value <= 1 + 1e-9


FACTORS = st.fixed_dictionaries({"deals": st.floats(1, 1e4), "rate": st.floats(0.01, 1), "size": st.floats(1, 1e6)})


@given(FACTORS, FACTORS)
def test_what_moved_the_number_adds_up_exactly(before, after):
    found = split(before, after)
    assert math.isclose(sum(found.parts.values()), found.delta, rel_tol=1e-6, abs_tol=1e-6 * (1 + found.before))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_a_brier_score_is_a_mean_square(calls):
    assert 0 <= brier(calls).score <= 1


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), min_size=1, max_size=20))
def test_forecast_errors_are_at_least_as_large_as_their_bias(pairs):
    found = forecast([f for f, _ in pairs], [a for _, a in pairs])
    assert found.wape >= abs(found.bias) - 1e-12
    assert 0 < found.sign_p <= 1 if any(f != a for f, a in pairs) else found.sign_p is None


@given(st.lists(st.floats(0, 500), max_size=40), st.floats(0, 500), st.floats(0, 500))
def test_an_older_deal_is_never_fresher(won, age, more):
    order = ["unknown", "ok", "watch", "stale"]
    young, old = ageing({"Demo": won}, [("Demo", age), ("Demo", age + more)]).ages
    assert order.index(young) <= order.index(old)


@given(st.lists(st.integers(0, 20).flatmap(lambda d: st.builds(Kept, st.just(d), st.integers(0, d))), max_size=12))
def test_the_worst_rep_is_never_better_than_the_pooled_cadence(reps):
    found = cadence(reps)
    judged = [rep for rep in reps if rep.due >= 6]
    together = sum(rep.held for rep in judged) / max(sum(rep.due for rep in judged), 1)
    assert found.worst_rep is None or found.worst_rep <= together + 1e-9


def test_nothing_gives_nothing():
    assert concentration([], quota=10).hhi is None
    assert concentration([]).deals_to_miss is None
    assert participation([]).at_quota.mid is None
    assert shrink([]).rates == ()
    assert spread([]).pooled is None
    assert funnel([]) == ()
    assert cohort(created=0, won=0, lost=0).low is None
    assert slippage([]).value is None
    assert discount([]).weighted is None
    assert forecast([], []).bias is None
    assert brier([]).score is None
    assert cycle_time([]).mid is None
    assert deal_size([None]).mid is None
    assert coverage([], gap=None).n == 0
    assert ageing({}, []).enough is False
    assert cadence([]).worst_rep is None
    assert commitments(kept=0, renegotiated_kept=0, late=0, missed=0).strict is None
    for found in (concentration([]), participation([]), shrink([]), spread([]), slippage([]), forecast([], [])):
        assert found.enough is False
        assert found.n == 0
