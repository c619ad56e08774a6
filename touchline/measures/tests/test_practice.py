"""Spaced practice, reliable change and agreement of raters: worked by hand, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures.agreement import agreement
from touchline.measures.movement import movement, reliable_change, standard_error
from touchline.measures.practice import PROMPTS, is_over, is_spaced, prompt_due

MONDAY = date(2026, 11, 2)
LEVELS = st.integers(1, 4)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), max_size=40)


def near(value):
    return pytest.approx(value, abs=1e-9)


def after(*days):
    return [MONDAY + timedelta(days=day) for day in days]


def due(day, practised=(), skipped=()):
    return prompt_due(MONDAY, today=MONDAY + timedelta(days=day), practised=after(*practised), skipped=skipped)


def test_three_weeks_are_spaced_and_three_days_are_not():
    assert is_spaced(after(2, 10, 16), starts_on=MONDAY)
    assert not is_spaced(after(0, 1, 2, 3, 4), starts_on=MONDAY)
    assert not is_spaced(after(2, 3, 10), starts_on=MONDAY)
    # Sunday and the Monday after it are two weeks.
    assert is_spaced(after(6, 7, 14), starts_on=MONDAY)


def test_only_the_first_six_weeks_count():
    assert is_spaced(after(0, 7, 41), starts_on=MONDAY)
    assert not is_spaced(after(0, 7, 42), starts_on=MONDAY)
    assert not is_spaced(after(-1, 0, 7), starts_on=MONDAY)
    assert [is_over(MONDAY, today=day) for day in after(41, 42)] == [False, True]


def test_a_week_belongs_to_its_own_year():
    # 28 December 2026 lies in week 53, 4 January 2027 in week 1; 1 January is still week 53.
    days = [date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 4)]
    assert not is_spaced(days, starts_on=date(2026, 12, 28))
    assert is_spaced([*days, date(2027, 1, 11)], starts_on=date(2026, 12, 28))


@pytest.mark.parametrize(
    ("day", "prompt"),
    [
        (-1, None),
        (1, None),
        (2, 2),
        (6, 2),
        (7, 7),
        (13, 7),
        (14, 14),
        (28, 28),
        (55, 28),
        (56, 56),
        (90, 56),
        (91, None),
    ],
)
def test_a_prompt_is_open_until_the_next_one(day, prompt):
    assert due(day) == prompt


def test_a_prompt_passes_when_practised_within_it_or_skipped():
    assert due(8, practised=[6]) == 7
    assert due(8, practised=[7]) is None
    assert due(8, practised=[9]) == 7
    assert due(8, skipped={7}) is None
    assert due(8, skipped={2}) == 7
    assert due(14, practised=[7], skipped={7}) == 14


def test_a_prompt_let_go_by_is_not_asked_again():
    asked = [due(day) for day in range(95)]
    assert sorted(set(asked) - {None}) == list(PROMPTS)


@given(st.integers(-5, 120), st.lists(st.integers(-5, 120), max_size=8), st.sets(st.sampled_from(PROMPTS)))
def test_practising_or_skipping_never_makes_a_prompt_due(day, practised, skipped):
    found = due(day, practised, skipped)
    assert found in (None, due(day))
    assert found is None or found <= day


@given(st.lists(st.integers(0, 60), max_size=10), st.integers(0, 60))
def test_one_more_practice_never_makes_it_less_spaced(days, more):
    assert is_spaced(after(*days, more), starts_on=MONDAY) >= is_spaced(after(*days), starts_on=MONDAY)


def test_one_level_on_one_raters_word_is_not_movement():
    assert standard_error(0.9, 0.6) == near(0.9 * 0.4**0.5)
    assert round(reliable_change(0.9, 0.6), 2) == 1.32
    assert [movement(2, level).is_reliable for level in (2, 3, 4)] == [False, False, True]
    assert round(reliable_change(0.9, 0.8), 2) == 0.94
    assert movement(2, 3, reliability=0.8).is_reliable


def test_without_error_any_gain_is_one_and_no_gain_is_none():
    assert movement(2, 2.1, reliability=1).is_reliable
    assert not movement(2, 2, reliability=1).is_reliable
    assert movement(3, 2).gain == -1
    with pytest.raises(ValueError, match="cannot be"):
        standard_error(0.9, 1.2)


@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_better_rater_needs_less_of_a_change(sd, one, other):
    worse, better = sorted((one, other))
    assert 0 <= reliable_change(sd, better) <= reliable_change(sd, worse)


def test_kappa_of_three_pairs_by_hand():
    # 1/3 apart as seen; blindly 1, 2, 1 against 1, 2, 2 are one apart in five of nine cases.
    found = agreement([(1, 1), (2, 2), (1, 2)])
    assert (found.kappa, found.exact.mid, found.within_one.mid) == (near(0.4), near(2 / 3), 1.0)
    assert (found.n, found.enough) == (3, False)
    assert agreement([(1, 1), (4, 4)] * 10).enough


def test_kappa_of_opposites_is_minus_one_and_of_one_level_unknown():
    assert agreement([(1, 4), (4, 1)]).kappa == near(-1)
    assert agreement([(3, 3)] * 20).kappa is None
    assert agreement([(3, 3)] * 20).exact.mid == 1
    nothing = agreement([])
    assert (nothing.kappa, nothing.exact.mid, nothing.n) == (None, None, 0)


@settings(max_examples=50)
@given(PAIRS, st.randoms())
def test_agreement_is_bounded_and_knows_neither_order_nor_who_is_first(pairs, luck):
    found = agreement(pairs)
    assert found.kappa is None or -1 - 1e-9 <= found.kappa <= 1 + 1e-9
    assert found.exact.mid is None or found.exact.mid <= found.within_one.mid
    luck.shuffle(pairs)
    again = agreement([(second, first) for first, second in pairs])
    assert again.exact == found.exact
    assert again.kappa == (None if found.kappa is None else near(found.kappa))


@given(st.lists(LEVELS, min_size=2, max_size=30).filter(lambda levels: len(set(levels)) > 1))
def test_two_who_always_agree_have_a_kappa_of_one(levels):
    assert agreement([(level, level) for level in levels]).kappa == near(1)
