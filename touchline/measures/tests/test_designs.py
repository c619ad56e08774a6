"""Start weeks drawn by chance, and the early look: worked by hand, and what always holds."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures import randomised as module
from touchline.measures.cusum import Steps, first_signal, path, run_length, shifted, steps, watch
from touchline.measures.randomised import Course, eligible, randomised, weeks_needed

SEQUENCE = [bool(int(x)) for x in "0010100110110111010111"]
WEEKS = st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@st.composite
def courses(draw):
    weeks = draw(st.lists(WEEKS, min_size=8, max_size=12))
    hits, counts = zip(*weeks, strict=True)
    places = tuple(eligible(len(weeks), keep=3))
    return Course(hits, counts, draw(st.sampled_from(places)), places)


def near(value, within=1e-9):
    return pytest.approx(value, abs=within)


def one_by_one(drawn):
    """Every combination of starts, one after the other."""

    def rise(course, start):
        before, after = sum(course.n[:start]), sum(course.n[start:])
        return sum(course.hits[start:]) / after - sum(course.hits[:start]) / before

    seen = sum(rise(course, course.start) for course in drawn)
    sums = [
        sum(rise(course, start) for course, start in zip(drawn, starts, strict=True))
        for starts in product(*(course.eligible for course in drawn))
    ]
    return sum(value >= seen - 1e-9 for value in sums) / len(sums)


def test_five_weeks_stay_before_and_after_a_start():
    assert list(eligible(16)) == [5, 6, 7, 8, 9, 10, 11]
    assert list(eligible(9)) == []


def test_twenty_weeks_five_each_or_three_each_can_reach_one_in_twenty():
    assert [weeks_needed(reps) for reps in (1, 2, 3, 4, 5)] == [20, 5, 3, 3, 2]
    with pytest.raises(ValueError, match="needs a rep"):
        weeks_needed(0)


def test_the_best_of_three_starts_is_one_in_three():
    # From 0, 0, 1, 1 of 1: starts 1, 2, 3 give 2/3, 1 and 2/3.
    found = randomised([Course((0, 0, 1, 1), (1, 1, 1, 1), 2, (1, 2, 3))])
    assert (found.statistic, found.p, found.as_large, found.of) == (1, near(1 / 3), 1, 3)
    assert (found.smallest, found.n, found.enough) == (near(1 / 3), 1, False)
    tied = randomised([Course((0, 0, 1, 1), (1, 1, 1, 1), 1, (1, 2, 3))])
    assert (tied.as_large, tied.p) == (3, 1)


def test_a_start_that_was_not_drawn_voids_the_test():
    with pytest.raises(ValueError, match="week 4 could not be drawn"):
        randomised([Course((1,) * 6, (1,) * 6, 4, (2, 3))])


def test_without_events_on_one_side_there_is_no_p():
    found = randomised([Course((0, 0, 1, 1), (0, 0, 1, 1), 3, (2, 3))])
    assert (found.p, found.statistic, found.as_large, found.of, found.enough) == (None, None, None, 2, False)
    assert randomised([]).p is None


@settings(deadline=None, max_examples=20)
@given(st.lists(courses(), min_size=1, max_size=3), st.randoms())
def test_joined_halves_count_what_one_by_one_counts(drawn, luck):
    found = randomised(drawn)
    assert found.p == near(one_by_one(drawn))
    assert found.smallest - 1e-12 <= found.p <= 1
    luck.shuffle(drawn)
    assert randomised(drawn).p == near(found.p)


@settings(deadline=None, max_examples=15)
@given(st.lists(courses(), min_size=1, max_size=4))
def test_beyond_the_exact_the_p_is_close_and_never_too_small(drawn):
    tables = [[module._rise(course, start) for start in course.eligible] for course in drawn]
    seen = [table[course.eligible.index(course.start)] for table, course in zip(tables, drawn, strict=True)]
    exact, rough = module._share_at_least(tables, seen), module._share_on_lattice(tables, seen)
    assert exact - 1e-9 <= rough <= 1
    slack = module._STEP * (2 * len(drawn) + 1)
    assert rough <= module._share_at_least([*tables, [0.0]], [*seen, -slack]) + 1e-9


def test_twenty_one_reps_are_answered_too():
    course = Course((1, 0, 1, 1, 2, 1, 2, 2, 3, 2, 3, 3), (4,) * 12, 7, tuple(eligible(12)))
    found = randomised([course] * 21)
    assert found.of == 3**21
    assert found.smallest <= found.p < 0.9


def test_a_coin_that_pays_three_to_one_by_hand():
    by = steps(0.25, 0.5)
    assert (by.win, by.loss) == (near(0.6931471805599453), near(-0.40546510810816444))
    # Two successes, a failure, and then failures until it is back at nothing.
    sums = path([True, True, False, False, False, False, False], by)
    expected = [0.6931, 1.3863, 0.9808, 0.5754, 0.1699, 0.0, 0.0]
    assert [round(value, 4) for value in sums] == expected
    assert first_signal(sums, limit=1.3) == 2
    assert first_signal(sums, limit=2.5) is None
    assert path([], by) == ()


def test_the_run_of_the_standard_is_worth_a_look_at_event_fifteen():
    found = watch(SEQUENCE, baseline=0.25)
    assert (round(found.up[-1], 3), found.up_at, found.down_at, found.n) == (4.548, 15, None, 22)
    assert [round(value, 3) for value in found.up[:6]] == [0.0, 0.0, 0.47, 0.247, 0.717, 0.494]
    worse = watch([False] * 30, baseline=0.25)
    assert (worse.up_at, worse.down_at) == (None, 19)
    # A failure adds ln((6/7) / (3/4)) = .1335: nineteen of them are 2.54.
    assert worse.down[18] == near(19 * 0.13353139262452257)


def test_twice_the_odds_of_a_quarter_are_two_fifths_and_half_of_them_a_seventh():
    assert (shifted(0.25, 2), shifted(0.25, 0.5)) == (near(0.4), near(1 / 7))
    with pytest.raises(ValueError, match="not two rates"):
        steps(0.25, 0.25)


def test_run_lengths_by_limit_are_those_of_the_standard():
    by = steps(0.25, 0.4)
    assert [round(run_length(0.25, by, limit=limit)) for limit in (2.0, 2.5, 3.0)] == [139, 251, 456]
    assert [round(run_length(0.4, by, limit=limit)) for limit in (2.0, 2.5, 3.0)] == [26, 34, 43]
    assert run_length(1, by) == near(6)
    assert run_length(0, by) == float("inf")


def test_a_sum_that_needs_three_in_a_row_takes_fourteen_tosses():
    """A failure takes all away, so with a fair coin three in a row come after 2 + 4 + 8 tosses."""
    assert run_length(0.5, Steps(1.0, -3.0), limit=3.0, states=30) == near(14, 1e-6)


@given(st.lists(st.booleans(), max_size=60), st.floats(0.05, 0.9))
def test_sums_are_never_below_nothing_and_a_signal_needs_the_limit(outcomes, baseline):
    found = watch(outcomes, baseline=baseline)
    assert all(value >= 0 for value in (*found.up, *found.down))
    assert found.up_at is None or found.up[found.up_at - 1] >= 2.5 > max(found.up[: found.up_at - 1], default=0)
    assert found.down_at is None or found.down[found.down_at - 1] >= 2.5


@settings(max_examples=50)
@given(st.lists(st.booleans(), min_size=1, max_size=60), st.data())
def test_one_more_success_never_lowers_the_sum(outcomes, data):
    place = data.draw(st.integers(0, len(outcomes) - 1))
    better = [won or at == place for at, won in enumerate(outcomes)]
    less, more = watch(outcomes, baseline=0.3), watch(better, baseline=0.3)
    assert all(a <= b + 1e-9 for a, b in zip(less.up, more.up, strict=True))
    assert all(a >= b - 1e-9 for a, b in zip(less.down, more.down, strict=True))
