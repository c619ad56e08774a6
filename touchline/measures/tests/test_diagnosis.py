"""The likely lever: three steps worked by hand, and nothing named that is not beyond the exact limits."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures.diagnosis import Standing, Step, diagnose
from touchline.measures.winrate import Record

NOISE = [Record(w, n) for w, n in ((14, 40), (9, 38), (12, 31), (5, 29), (11, 45), (7, 22), (3, 18), (10, 27))]
SPREAD = [Record(w, n) for w, n in ((24, 48), (9, 45), (18, 40), (6, 42), (20, 50), (14, 38), (4, 36), (15, 41))]
RECORDS = st.integers(0, 60).flatmap(lambda n: st.builds(Record, st.integers(0, n), st.just(n)))
STEPS = st.builds(Step, st.sampled_from(["win", "stage", "close"]), RECORDS, st.lists(RECORDS, max_size=5).map(tuple))


def of(team, place, name="win"):
    return Step(name, team[place], tuple(team[:place] + team[place + 1 :]))


def at_most(hits, n, p):
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits + 1))


def test_no_rep_of_a_team_that_differs_by_luck_is_named():
    found = [diagnose([of(NOISE, place)]) for place in range(8)]
    assert all(one.beyond == () and one.lever is None for one in found)
    # Three of 18 looks the lowest, and is too little to say anything about.
    assert [one.enough for one in found] == [True] * 6 + [False, True]
    assert found[6].steps[0].standing is Standing.TOO_LITTLE


def test_the_three_of_a_team_with_spread_are_worth_a_look_and_nobody_is_outside():
    found = [diagnose([of(SPREAD, place)]).steps[0] for place in range(8)]
    assert [place for place, one in enumerate(found) if one.standing is Standing.LOOK] == [0, 3, 6]
    assert not any(one.standing is Standing.OUTSIDE for one in found)
    assert [found[place].is_below for place in (0, 3, 6)] == [False, True, True]


def test_six_of_forty_two_by_hand():
    # 110 of 340 in all. At most 7 of 42 by luck in 2% of cases, at most 8 in 5%: the limit is 8. At most 6 in .7%.
    found = diagnose([of(SPREAD, 3)]).lever
    pooled = 110 / 340
    assert at_most(7, 42, pooled) < 0.025 < at_most(8, 42, pooled)
    assert (found.limits.low95, found.limits.high95, found.limits.low998) == (8, 20, 5)
    assert found.tail == pytest.approx(at_most(6, 42, pooled))
    assert (found.team, round(found.shrunk.mid, 3)) == (pooled, 0.192)
    assert found.for_nothing == pytest.approx(found.shrunk.mid - 6 / 42)
    assert found.for_nothing > 0


def test_the_lever_is_the_step_below_that_is_least_likely_luck():
    others = (Record(150, 300),)
    found = diagnose(
        [
            Step("won", Record(12, 40), others),
            Step("moved on", Record(8, 40), others),
            Step("kept", Record(39, 40), others),
            Step("held", Record(1, 19), others),
            Step("met", Record(20, 40), others),
        ]
    )
    assert [one.name for one in found.beyond] == ["won", "moved on", "kept"]
    assert [one.standing for one in found.beyond] == [Standing.LOOK, Standing.OUTSIDE, Standing.OUTSIDE]
    assert found.lever.name == "moved on"
    # Four steps were judged; luck puts at least one of them beyond somewhat less often than 1 - .95^4.
    assert 0.08 < found.by_luck < 1 - 0.95**4
    assert found.n == 4 * 40 + 19


def test_a_step_above_is_no_lever():
    found = diagnose([Step("won", Record(35, 40), (Record(100, 300),))])
    assert (found.lever, found.beyond[0].is_below) == (None, False)


def test_nothing_gives_nothing():
    assert diagnose([]).by_luck is None
    found = diagnose([Step("won", Record(0, 0), ())])
    assert (found.steps[0].team, found.steps[0].tail, found.steps[0].shrunk.mid, found.lever) == (None,) * 4
    assert (found.n, found.enough) == (0, False)
    everybody = diagnose([Step("won", Record(40, 40), (Record(40, 40),)), Step("lost", Record(0, 40), ())])
    assert [one.standing for one in everybody.steps] == [Standing.WITHIN] * 2


@settings(deadline=None, max_examples=20)
@given(st.lists(STEPS, max_size=4))
def test_it_names_what_lies_beyond_the_exact_limits_and_nothing_else(steps):
    found = diagnose(steps)
    for step, one in zip(steps, found.steps, strict=True):
        records = [step.rep, *step.others]
        n = sum(record.n for record in records)
        pooled = sum(record.wins for record in records) / n if n else 0.0
        few, fewer = (at_most(hits, step.rep.n, pooled) for hits in (step.rep.wins, step.rep.wins - 1))
        is_beyond = step.rep.n >= 20 and (few < 0.025 - 1e-12 or fewer >= 0.975 - 1e-12)
        assert one.is_beyond == is_beyond
    assert found.beyond == tuple(one for one in found.steps if one.is_beyond)
    assert found.lever is None or (found.lever in found.beyond and found.lever.is_below)


@settings(deadline=None, max_examples=10)
@given(STEPS, st.randoms())
def test_the_order_of_the_others_does_not_matter(step, luck):
    mixed = Step(step.name, step.rep, tuple(luck.sample(step.others, len(step.others))))
    first, second = diagnose([step]).steps[0], diagnose([mixed]).steps[0]
    assert (first.standing, first.tail, first.limits) == (second.standing, second.tail, second.limits)
    assert first.shrunk.mid == pytest.approx(second.shrunk.mid)
