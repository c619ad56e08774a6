"""D1 to D8: one worked example each, and what holds whatever the numbers are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.measures.agreement import agreement
from touchline.measures.indicators.skills import SKILLS
from touchline.measures.one_on_ones import Tally
from touchline.measures.skills import (
    Coached,
    agreed,
    complete,
    core,
    focused,
    gained,
    hours,
    middle,
    moved,
    spaced,
    told_in_time,
)
from touchline.measures.standard import VERSION, Band, Range

ORDER = [Band.TOO_LITTLE, Band.BELOW, Band.PROMISING, Band.GOOD, Band.WORLD_CLASS]
TALLIES = st.integers(0, 60).flatmap(lambda n: st.builds(Tally.of, st.integers(0, n), st.just(n)))
SHARES = (focused, complete, told_in_time, spaced, moved, gained)


def reps(*hours_a_month):
    return [Coached(minutes=60 * each, months=1) for each in hours_a_month]


def bands(reads, *cases):
    return [reads(Tally.of(hits, n)).band for hits, n in cases]


def test_d1_forty_three_of_forty_eight_months_with_one_thing_or_two():
    assert round(focused(Tally.of(43, 48)).value, 3) == 0.896
    assert bands(focused, (43, 48), (47, 48), (9, 10), (40, 48), (9, 9)) == [
        Band.GOOD, Band.WORLD_CLASS, Band.PROMISING, Band.BELOW, Band.TOO_LITTLE,
    ]  # fmt: skip


def test_d2_worked_out_in_full():
    assert bands(complete, (36, 40), (40, 40), (8, 10), (15, 20)) == [
        Band.GOOD, Band.WORLD_CLASS, Band.PROMISING, Band.BELOW,
    ]  # fmt: skip
    assert complete(Tally(40, 40, 30, 40)).reasons == ("late_entries",)


def test_d3_is_the_vector_of_the_standard():
    typical, of_reps = hours(reps(0, 1, 2, 2.5, 3, 3.5, 4, 5))
    assert (typical.value, of_reps.value, typical.n) == (2.75, 0.75, 8)
    assert (typical.band, typical.standard) == (Band.GOOD, VERSION)
    # Eight reps are fewer than the ten a share needs; the hours need three.
    assert of_reps.band is Band.TOO_LITTLE


def test_d3_is_withheld_where_too_few_get_their_two_hours():
    typical, of_reps = hours(reps(0, 1, 1, 2, 2.5, 3, 3.5, 4, 5))
    assert (typical.value, round(of_reps.value, 2)) == (2.5, 0.67)
    assert (typical.band, typical.reasons) == (Band.WITHHELD, ("time_not_spread",))


def test_d3_world_class_leaves_nobody_at_none_and_counts_five_hours_at_most():
    assert hours(reps(2, 3, 4, 4))[0].band is Band.WORLD_CLASS
    left_out = hours(reps(0, 3, 4, 4))[0]
    assert (left_out.band, left_out.reasons) == (Band.GOOD, ("rep_without",))
    assert hours(reps(9, 9, 9))[0].value == 5
    assert Coached(minutes=360, months=3).hours == 2
    late = [Coached(minutes=240, months=1, timely=120)] * 4
    assert (hours(late)[0].band, hours(late)[0].reasons) == (Band.GOOD, ("late_entries",))


def test_d3_says_nothing_of_two_reps_and_leaves_out_who_was_not_there():
    assert hours(reps(4, 4))[0].band is Band.TOO_LITTLE
    assert hours([*reps(4, 4, 4), Coached(minutes=0, months=0)])[0].n == 3
    typical, of_reps = hours([])
    assert (typical.value, of_reps.value, typical.band) == (None, None, Band.TOO_LITTLE)


def test_d4_told_within_two_days_what_to_try():
    assert bands(told_in_time, (31, 40), (39, 40), (29, 40)) == [Band.GOOD, Band.WORLD_CLASS, Band.BELOW]


def test_d5_practised_over_weeks():
    assert bands(spaced, (14, 20), (19, 20), (6, 10), (11, 20)) == [
        Band.GOOD, Band.WORLD_CLASS, Band.PROMISING, Band.BELOW,
    ]  # fmt: skip


def test_d6_skills_that_moved():
    assert bands(moved, (8, 20), (14, 20), (4, 20), (9, 9)) == [
        Band.GOOD, Band.WORLD_CLASS, Band.BELOW, Band.TOO_LITTLE,
    ]  # fmt: skip


def test_d7_wants_twenty_pairs_and_a_tenth_rated_twice():
    pairs = [(level, level) for level in (1, 2, 3, 4)] * 5
    assert agreed(agreement(pairs), observations=200).band is Band.WORLD_CLASS
    few = agreed(agreement(pairs), observations=201)
    assert (few.band, few.reasons, few.value) == (Band.TOO_LITTLE, ("few_rated_twice",), 1.0)
    assert agreed(agreement(pairs[:19]), observations=19).reasons == ("too_few",)
    assert agreed(agreement([(3, 3)] * 20), observations=20).value is None
    # The twelve pairs of the standard agree well, and are too few.
    a, b = (1, 2, 2, 3, 3, 4, 2, 1, 3, 2, 4, 3), (1, 2, 3, 3, 2, 4, 2, 2, 3, 2, 3, 3)
    twelve = list(zip(a, b, strict=True))
    assert agreed(agreement(twelve), observations=12).band is Band.TOO_LITTLE
    assert agreed(agreement(twelve * 2), observations=24).band is Band.WORLD_CLASS
    assert agreed(agreement([(1, 2), (2, 1), (3, 4), (4, 3)] * 5), observations=20).band is Band.GOOD


def test_d8_the_middle_is_three_fifths_and_too_much_for_it_is_too_much_as_well():
    assert middle([0.5, 0.1, 0.3, 0.2, 0.4]) == {2, 3, 4}
    assert middle([0.2] * 5) == set(range(5))
    assert middle([0.1, 0.2, 0.3, 0.4]) == frozenset()
    minutes = [core([share * 100 / 3] * 3, [(1 - share) * 50] * 2) for share in (0.49, 0.50, 0.60, 0.70, 0.71)]
    assert [reading.band for reading in minutes] == [Band.BELOW, Band.GOOD, Band.GOOD, Band.GOOD, Band.BELOW]
    assert core([60], [40, 0, 0]).band is Band.TOO_LITTLE
    assert core([0, 0, 0], [0, 0]).value is None


def test_d8_reps_who_got_better_at_something():
    assert bands(gained, (9, 10), (7, 10), (20, 20), (6, 10), (8, 8)) == [
        Band.GOOD, Band.PROMISING, Band.WORLD_CLASS, Band.BELOW, Band.TOO_LITTLE,
    ]  # fmt: skip


@settings(max_examples=50)
@given(TALLIES)
def test_a_share_lies_within_its_bounds_and_nothing_gives_nothing(seen):
    for reads in SHARES:
        reading = reads(seen)
        assert (reading.value is None) == (seen.n == 0)
        if reading.value is not None:
            assert 0 <= reading.low <= reading.value + 1e-9
            assert reading.value - 1e-9 <= reading.high <= 1
        if seen.n < 10:
            assert reading.band is Band.TOO_LITTLE


@given(st.integers(10, 80).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_one_more_hit_is_never_worse(case):
    hits, n = case
    for reads in SHARES:
        before, after = (ORDER.index(reads(Tally.of(k, n)).band) for k in (hits, hits + 1))
        assert after >= before


@settings(max_examples=40)
@given(st.lists(st.floats(0, 12), max_size=12), st.randoms())
def test_hours_are_bounded_and_know_no_order(each, luck):
    typical, of_reps = hours(reps(*each))
    assert typical.value is None or 0 <= typical.value <= 5
    assert of_reps.value is None or 0 <= of_reps.value <= 1
    luck.shuffle(each)
    assert hours(reps(*each)) == (typical, of_reps)


@given(st.lists(st.floats(0, 1), max_size=15))
def test_the_middle_is_at_least_three_fifths_of_five_or_more(performance):
    found = middle(performance)
    assert len(found) >= 0.6 * len(performance) - 1e-9 if len(performance) >= 5 else found == frozenset()


@given(st.lists(st.floats(0, 500), max_size=6), st.lists(st.floats(0, 500), max_size=6))
def test_the_core_share_is_two_sided_and_never_divides_by_nothing(of_middle, others):
    reading = core(of_middle, others)
    assert reading.band is not Band.GOOD or 0.5 - 1e-6 <= reading.value <= 0.7 + 1e-6
    assert reading.value is None or 0 <= reading.value <= 1 + 1e-9


def test_every_indicator_says_who_says_so_and_how_it_is_gamed():
    assert list(SKILLS) == ["D1", "D2", "D3", "D3.share", "D4", "D5", "D6", "D7", "D8.core", "D8.stagnation"]
    for indicator in SKILLS.values():
        assert indicator.practice == "skills"
        assert indicator.source
        assert indicator.caveat
        assert indicator.guard
        assert indicator.practice_grade.removesuffix("-") in "ABCD"
        assert indicator.target_grade in "ABCD"
        assert indicator.world_class != Range()
    assert {id: SKILLS[id].weeks for id in SKILLS} == {
        "D1": 26, "D2": 13, "D3": 13, "D3.share": 13, "D4": 13, "D5": 13, "D6": 52, "D7": 26, "D8.core": 13,
        "D8.stagnation": 52,
    }  # fmt: skip


@pytest.mark.parametrize("reads", SHARES)
def test_world_class_holds_without_what_was_written_down_late(reads):
    assert reads(Tally.of(40, 40)).band is Band.WORLD_CLASS
    assert reads(Tally(40, 40, 0, 40)).band is Band.GOOD
