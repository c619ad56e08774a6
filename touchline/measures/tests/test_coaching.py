"""Did coaching move the metric? The cases of the standard, the conditions, and what holds for any counts."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures.coaching import (
    NO_DRIFT,
    STRENGTH,
    Conditions,
    Drift,
    Effect,
    Prior,
    TooEarly,
    Verdict,
    drift,
    effect,
    looks,
    prior_from,
    said,
    verdict,
)
from touchline.measures.power import detectable, power
from touchline.measures.winrate import Record, expected_next

RECORDS = st.integers(0, 120).flatmap(lambda n: st.builds(Record, st.integers(0, n), st.just(n)))
PRIORS = st.builds(Prior, st.floats(0.02, 0.98), st.floats(2, 500))
DRIFTS = st.builds(Drift, st.floats(-1, 1), st.floats(0, 1))
MET = Conditions(weeks_before=5, weeks_after=5, is_practised=True, is_same_metric=True, is_at_a_look=True)
TEAM = Prior(0.25)


def near(value, within=1e-9):
    return pytest.approx(value, abs=within)


def counted(p_up, p_worth, n=20):
    return Effect(0.25, 0.0, 0.4, p_up, p_worth, 0.0, 0.0, 0.0, 0.5, n, n, enough=n >= 20)


@pytest.mark.parametrize(
    ("case", "team", "points", "chances", "says"),
    [
        ((15, 60, 24, 60), (120, 480, 132, 480), (6.6, -2.7, 17.3), (0.250, 0.874, 0.616, 0.024), "leaning_yes"),
        ((5, 20, 8, 20), (60, 240, 62, 240), (4.3, -5.6, 16.9), (0.250, 0.743, 0.482, 0.126), "cant_tell"),
        ((20, 80, 38, 80), (150, 600, 150, 600), (13.1, 3.9, 23.0), (0.250, 0.993, 0.938, 0.0004), "moved"),
        ((4, 30, 11, 30), (60, 240, 60, 240), (5.4, -3.4, 16.7), (0.211, 0.828, 0.586, 0.061), "leaning_yes"),
        ((18, 60, 12, 60), (120, 480, 120, 480), (-4.0, -11.4, 5.5), (0.275, 0.227, 0.058, 0.885), "cant_tell"),
    ],
    ids="ABCDE",
)
def test_the_cases_of_the_standard_come_out_as_printed(case, team, points, chances, says):
    x0, n0, x1, n1 = case
    tx0, tn0, tx1, tn1 = team
    moved = drift(Record(tx0, tn0), Record(tx1, tn1))
    found = effect(Record(x0, n0), Record(x1, n1), prior=TEAM, drift=moved)
    assert (round(found.points, 1), round(found.low, 1), round(found.high, 1)) == points
    assert (found.baseline, found.p_up, found.p_worth, found.luck_tail) == near(chances, 0.0006)
    ruling = verdict(found, MET)
    assert (ruling.verdict, ruling.reasons) == (says, ())


def test_a_rep_picked_as_the_worst_is_regressed_before_anything_is_claimed():
    # Beta(15, 45) and 4 of 30 make Beta(19, 71): the baseline is the rate expected with nothing done.
    found = effect(Record(4, 30), Record(11, 30), prior=TEAM)
    assert found.baseline == near(19 / 90)
    assert found.baseline == near(expected_next(Record(4, 30), mean=0.25, strength=STRENGTH))
    # Of two tries at Beta(1, 1) at least one succeeds in two of three cases.
    assert effect(Record(0, 0), Record(1, 2), prior=Prior(0.5, 2)).luck_tail == near(2 / 3)


def test_drift_of_two_to_one_odds_by_hand():
    # Half an event added: 2.5/2.5 before and 3.5/1.5 after.
    found = drift(Record(2, 4), Record(3, 4))
    assert found.log_odds == near(0.8472978603872034)
    assert found.se == near((1 / 2.5 + 1 / 2.5 + 1 / 3.5 + 1 / 1.5) ** 0.5)


def test_without_teammates_hardly_anything_can_be_told():
    alone = drift(Record(0, 0), Record(0, 0))
    assert (alone.log_odds, alone.se) == (0.0, near(8**0.5))
    assert said(effect(Record(20, 80), Record(38, 80), prior=TEAM, drift=alone)) is Verdict.CANT_TELL


def test_what_moved_everybody_is_not_the_coaching():
    same = effect(Record(15, 60), Record(30, 60), prior=TEAM)
    with_team = effect(Record(15, 60), Record(30, 60), prior=TEAM, drift=drift(Record(120, 480), Record(240, 480)))
    assert said(same) is Verdict.MOVED
    assert said(with_team) is Verdict.CANT_TELL


def test_the_prior_is_the_team_before_and_what_one_member_or_nobody_shows():
    spread = prior_from([Record(w, n) for w, n in ((24, 48), (9, 45), (18, 40), (6, 42), (20, 50), (4, 36))])
    alike = prior_from([Record(12, 48)] * 6)
    assert spread.mean == near(0.31, 0.03)
    assert spread.strength < 20 < 100 < alike.strength
    assert prior_from([Record(12, 48), Record(0, 0)]).strength == STRENGTH
    assert prior_from([]) == Prior(0.5, 2.0)


@pytest.mark.parametrize(
    ("p_up", "p_worth", "says"),
    [
        (0.95, 0.50, Verdict.MOVED),
        (0.95, 0.49, Verdict.LEANING_YES),
        (0.80, 0.60, Verdict.LEANING_YES),
        (0.79, 0.60, Verdict.CANT_TELL),
        (0.20, 0.01, Verdict.CANT_TELL),
        (0.19, 0.01, Verdict.LEANING_NO),
        (0.05, 0.01, Verdict.LEANING_NO),
        (0.04, 0.01, Verdict.WENT_DOWN),
    ],
)
def test_the_steps_of_the_verdict(p_up, p_worth, says):
    assert said(counted(p_up, p_worth)) is says


@pytest.mark.parametrize(
    ("found", "conditions", "reason"),
    [
        (counted(0.99, 0.9, n=19), MET, TooEarly.TOO_FEW_EVENTS),
        (counted(0.99, 0.9), Conditions(4, 9, True, True, True), TooEarly.TOO_FEW_WEEKS),
        (counted(0.99, 0.9), Conditions(9, 4, True, True, True), TooEarly.TOO_FEW_WEEKS),
        (counted(0.99, 0.9), Conditions(5, 5, False, True, True), TooEarly.NOT_PRACTISED),
        (counted(0.99, 0.9), Conditions(5, 5, True, False, True), TooEarly.METRIC_CHANGED),
        (counted(0.99, 0.9), Conditions(5, 5, True, True, False), TooEarly.BEFORE_THE_LOOK),
    ],
)
def test_any_condition_that_fails_makes_it_too_early(found, conditions, reason):
    assert verdict(counted(0.99, 0.9), MET).verdict is Verdict.MOVED
    ruling = verdict(found, conditions)
    assert (ruling.verdict, ruling.reasons) == (Verdict.TOO_EARLY, (reason,))


def test_every_reason_is_told_and_every_verdict_carries_the_rule_it_was_made_by():
    ruling = verdict(counted(0.99, 0.9, n=0), Conditions(0, 0, False, False, False))
    assert ruling.reasons == tuple(TooEarly)
    assert ruling.version


def test_there_are_two_looks():
    assert looks(date(2026, 11, 2)) == (date(2026, 12, 28), date(2027, 2, 22))


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="5 hits of 4"):
        effect(Record(5, 4), Record(0, 4), prior=TEAM)
    with pytest.raises(ValueError, match="mean of 1"):
        effect(Record(1, 4), Record(0, 4), prior=Prior(1.0))


def test_two_thousand_focuses_take_seconds():
    moved = drift(Record(120, 480), Record(132, 480))
    started = time.process_time()
    for k in range(200):
        effect(Record(k % 60, 60), Record(7 * k % 60, 60), prior=TEAM, drift=moved)
    assert time.process_time() - started < 2


@settings(deadline=None, max_examples=25)
@given(RECORDS, RECORDS, PRIORS, DRIFTS)
def test_chances_are_chances_and_points_lie_between_their_bounds(before, after, prior, moved):
    found = effect(before, after, prior=prior, drift=moved)
    assert 0 <= found.p_worth <= found.p_up <= 1 + 1e-9
    assert 0 <= found.luck_tail <= 1
    assert 0 < found.baseline < 1
    assert -100 <= found.low <= found.high <= 100
    assert found.low <= found.points + 1e-6
    assert found.points <= found.high + 1e-6
    assert found.n == before.n + after.n


@settings(deadline=None, max_examples=25)
@given(RECORDS, st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))), PRIORS, DRIFTS)
def test_one_more_win_after_never_lowers_the_chance_of_a_rise(before, after, prior, moved):
    hits, n = after
    less, more = (effect(before, Record(k, n), prior=prior, drift=moved) for k in (hits, hits + 1))
    assert more.p_up >= less.p_up - 1e-6
    assert more.mean >= less.mean - 1e-6
    assert more.luck_tail <= less.luck_tail + 1e-9


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))), RECORDS, PRIORS, DRIFTS)
def test_one_more_win_before_never_raises_it(before, after, prior, moved):
    hits, n = before
    less, more = (effect(Record(k, n), after, prior=prior, drift=moved) for k in (hits, hits + 1))
    assert more.p_up <= less.p_up + 1e-6


@settings(deadline=None, max_examples=25)
@given(RECORDS, PRIORS, DRIFTS)
def test_nothing_after_leaves_the_sceptic_where_they_were(before, prior, moved):
    found = effect(before, Record(0, 0), prior=prior, drift=moved)
    assert (found.p_up, found.mean, found.luck_tail) == near((0.5, 0.0, 1.0), 1e-9)
    assert said(found) is Verdict.CANT_TELL
    assert not found.enough


@settings(deadline=None, max_examples=25)
@given(RECORDS, RECORDS, PRIORS)
def test_losses_mirror_wins(before, after, prior):
    """With hits and misses exchanged a rise is a fall."""
    found = effect(before, after, prior=prior, drift=NO_DRIFT)
    turned = Prior(1 - prior.mean, prior.strength)
    lost = [Record(record.n - record.wins, record.n) for record in (before, after)]
    mirrored = effect(*lost, prior=turned, drift=NO_DRIFT)
    assert (mirrored.mean, mirrored.p_up) == near((-found.mean, 1 - found.p_up), 1e-4)


@settings(deadline=None, max_examples=10)
@given(st.lists(RECORDS, max_size=8), st.randoms())
def test_the_prior_knows_no_order_and_is_one(records, luck):
    found = prior_from(records)
    assert 0 < found.mean < 1
    assert found.strength > 0
    luck.shuffle(records)
    again = prior_from(records)
    assert (again.mean, again.strength) == pytest.approx((found.mean, found.strength), rel=1e-6)


@pytest.mark.parametrize(
    ("n", "points", "expected"),
    [
        *((10, 10, 0.12), (20, 10, 0.15), (30, 10, 0.19), (40, 10, 0.25), (60, 10, 0.32), (90, 10, 0.42)),
        *((120, 10, 0.52), (180, 10, 0.66), (240, 10, 0.77)),
        *((20, 20, 0.34), (40, 20, 0.58), (60, 20, 0.75), (90, 20, 0.88)),
    ],
)
def test_the_table_of_what_volumes_can_show(n, points, expected):
    assert round(power(n, n, rate=0.25, points=points), 2) == expected
    assert 0.04 <= power(n, n, rate=0.25, points=0) <= 0.05


def test_the_smallest_rise_these_volumes_would_show():
    assert [detectable(n, n, 0.25) for n in (10, 20, 60, 90, 240, 1000)] == [None, 40, 25, 20, 15, 5]
    assert detectable(0, 0, 0.25) is None
    # Nothing can rise by 40 points from 90%.
    assert detectable(10, 10, 0.9) is None
    started = time.process_time()
    detectable(239, 241, 0.26)
    assert time.process_time() - started < 0.5


def test_with_one_event_each_side_only_luck_can_be_sure():
    # Beta(1, 3) twice: 1 of 1 after against 0 of 1 before is a rise with a chance of 11/14, never 95%.
    assert power(1, 1, rate=0.25, points=40) == 0
    with pytest.raises(ValueError, match="cannot be"):
        power(-1, 1, rate=0.25, points=10)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 80), st.integers(0, 80), st.floats(0, 0.6), st.floats(0, 30))
def test_a_larger_rise_is_seen_more_often(n_before, n_after, rate, points):
    less, more = (power(n_before, n_after, rate=rate, points=p) for p in (points, points + 10))
    assert -1e-9 <= less <= more + 1e-9 <= 1 + 2e-9
