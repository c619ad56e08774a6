"""O1 to O8: one worked example each, and what holds whatever the numbers are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.measures.cadence import Kept, bottom_third
from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.intervals import Estimate, share
from touchline.measures.one_on_ones import (
    Promised,
    Tally,
    adherence,
    cancelled,
    capped,
    confirmed,
    is_heaped,
    parity,
    promises_kept,
    silence,
    tied,
    useful,
    voice,
)
from touchline.measures.release import Released, Verdict, release, verdict
from touchline.measures.slots import Talk, fill, is_in_time, longest_silence
from touchline.measures.standard import VERSION, Band, Range, judge

ORDER = [Band.TOO_LITTLE, Band.BELOW, Band.PROMISING, Band.GOOD, Band.WORLD_CLASS]
MONDAY = date(2026, 11, 2)
TALLIES = st.integers(0, 60).flatmap(lambda n: st.builds(Tally.of, st.integers(0, n), st.just(n)))
KEPT = st.integers(0, 20).flatmap(lambda due: st.builds(Kept, st.just(due), st.integers(0, due)))
UNKNOWN = useful(Released(Verdict.TOO_FEW, 0))


def test_o1_is_withheld_while_one_rep_is_left_out():
    """The vector of the standard: 82 of 98 pooled is good, and one rep was met 6 of 13 times."""
    due, held = [13, 13, 12, 13, 11, 13, 13, 10], [12, 13, 9, 11, 10, 6, 12, 9]
    pooled, worst = adherence([Kept(d, h) for d, h in zip(due, held, strict=True)])
    assert (round(pooled.value, 4), round(worst.value, 4), worst.n) == (0.8367, 0.4615, 13)
    assert (pooled.band, worst.band) == (Band.WITHHELD, Band.BELOW)
    assert pooled.standard == worst.standard == VERSION
    without = [Kept(d, h) for d, h in zip(due, held, strict=True) if h != 6]
    assert adherence(without)[0].band is Band.GOOD


def test_o1_world_class_wants_every_rep_at_eighty_and_entries_in_time():
    reps = [Kept(13, 13)] * 7
    assert adherence(reps)[0].band is Band.WORLD_CLASS
    assert adherence([*reps, Kept(13, 10)])[0].band is Band.GOOD
    entered_late = adherence(reps, timely=[Kept(13, 11)] * 7)[0]
    assert (entered_late.band, entered_late.reasons) == (Band.GOOD, ("late_entries",))


def test_o1_says_nothing_below_six_due():
    assert adherence([Kept(5, 5)])[0].band is Band.TOO_LITTLE
    assert adherence([Kept(3, 3)] * 4)[0].reasons == ("no_rep_to_judge",)


def test_o2_nine_of_ninety_eight_called_off_is_good():
    reading = cancelled(Tally.of(9, 98))
    assert (round(reading.value, 4), reading.band) == (0.0918, Band.GOOD)
    assert cancelled(Tally.of(1, 98)).band is Band.WORLD_CLASS
    assert cancelled(Tally.of(0, 6)).band is Band.PROMISING
    assert cancelled(Tally(1, 98, 6, 98)).band is Band.GOOD
    assert cancelled(Tally.of(1, 98), unnamed=1).band is Band.WORLD_CLASS
    assert cancelled(Tally.of(1, 98), unnamed=9).reasons == ("unnamed",)


@pytest.mark.parametrize(
    ("gap", "band"), [(14, Band.WORLD_CLASS), (15, Band.GOOD), (21, Band.GOOD), (22, Band.BELOW), (32, Band.BELOW)]
)
def test_o3_the_longest_silence_by_days(gap, band):
    reading = silence([7, gap], due=12)
    assert (reading.value, reading.band) == (gap, band)
    assert ("over_a_month" in reading.reasons) == (gap > 31)


def test_o4_forty_eight_of_fifty_tied_to_goals():
    assert tied(Tally.of(48, 50)).band is Band.WORLD_CLASS
    assert tied(Tally.of(41, 50)).band is Band.GOOD
    assert tied(Tally.of(8, 10)).band is Band.PROMISING
    assert tied(Tally.of(9, 9)).band is Band.TOO_LITTLE


def test_o5_twenty_six_of_thirty_six_kept():
    """The vector: 21 on time and 5 moved before the day and kept, of 36 due."""
    promised = Promised(kept=21, renegotiated_kept=5, late=6, missed=4)
    assert round(promised.found().strict, 4) == 0.5833
    assert (round(promises_kept(promised, whose="rep").value, 4), promises_kept(promised, whose="rep").band) == (
        0.7222,
        Band.BELOW,
    )


def test_o5_nearly_all_kept_is_world_class_only_where_it_was_hard():
    def band(grades):
        reading = promises_kept(Promised(kept=40, grades=grades), whose="rep")
        return reading.band, reading.reasons

    assert band((2,) * 40) == (Band.WORLD_CLASS, ())
    assert band((1,) * 40) == (Band.GOOD, ("too_easy",))
    assert band((3,) * 19) == (Band.GOOD, ("not_graded",))
    assert promises_kept(Promised(kept=38, missed=2), whose="rep").band is Band.WORLD_CLASS


def test_o6_six_tenths_of_the_minutes_is_below_and_twice_is_too():
    """The vector: 60 and 95 minutes against 150, 120, 140, 110, 130, 125."""
    assert parity([60, 95], [150, 120, 140, 110, 130, 125]).value == pytest.approx(0.6)
    bands = [parity([value], [100, 100]).band for value in (89, 90, 100, 150, 151)]
    assert bands == [Band.BELOW, Band.GOOD, Band.WORLD_CLASS, Band.WORLD_CLASS, Band.BELOW]
    assert parity([100], [100]).band is Band.TOO_LITTLE
    assert bottom_third([0.4, 0.1, 0.3, 0.2, 0.5, 0.6]) == {1, 3}
    assert bottom_third([0.2] * 6) == frozenset()


def test_o7_the_agenda_is_both_peoples():
    assert voice(Tally.of(30, 60), useful=UNKNOWN).band is Band.GOOD
    assert voice(Tally.of(50, 60), useful=UNKNOWN).band is Band.BELOW
    little_use = useful(Released(Verdict.NUMBER, 6, value=3.5, is_met=False))
    assert voice(Tally.of(30, 60), useful=little_use).reasons == ("found_of_little_use",)


def test_o7_useful_is_told_only_as_far_as_it_was_released():
    assert (UNKNOWN.value, UNKNOWN.band, UNKNOWN.reasons) == (None, Band.TOO_LITTLE, ("not_released",))
    band_only = useful(release(Verdict.BAND, median=4.2, n=4, at_least=4))
    assert (band_only.value, band_only.band) == (None, Band.GOOD)
    number = useful(release(Verdict.NUMBER, median=4.2, n=6, at_least=4))
    assert (number.value, number.low, number.band) == (4.0, None, Band.GOOD)
    agreed = release(Verdict.NUMBER, median=5.0, n=6, at_least=4, agree=True)
    assert (agreed.value, agreed.is_met) == (None, True)


def test_o8_below_good_nothing_is_better_than_good():
    top = tied(Tally.of(50, 50))
    few = capped([top, confirmed(Tally.of(40, 50))])
    assert (few[0].band, few[0].reasons) == (Band.GOOD, ("unconfirmed",))
    assert capped([top, confirmed(Tally.of(43, 50))])[0].band is Band.WORLD_CLASS


def test_a_release_waits_while_one_to_three_people_differ():
    six = {1, 2, 3, 4, 5, 6}
    assert verdict([six]) is Verdict.NUMBER
    assert verdict([six, six]) is Verdict.NUMBER
    assert verdict([six, six - {1}]) is Verdict.HELD
    assert verdict([six, six - {1}, six]) is Verdict.NUMBER
    assert verdict([six, {1, 2, 3, 7, 8, 9}]) is Verdict.NUMBER
    assert verdict([{1, 2, 3, 4}]) is Verdict.BAND
    assert verdict([six, {1, 2, 3}]) is Verdict.TOO_FEW


def test_in_time_is_two_working_days_before_to_five_after():
    assert [is_in_time(MONDAY + timedelta(days=n), MONDAY) for n in (-5, -4, 0, 7, 8)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_slot_takes_its_own_and_then_what_is_left_over():
    own = Talk(slot=2, on=MONDAY + timedelta(days=7), minutes=30)
    apart = Talk(slot=None, on=MONDAY + timedelta(days=1), minutes=30)
    due = {1: MONDAY, 2: MONDAY + timedelta(days=7)}
    assert fill(due, [own]) == {2: own}
    assert fill(due, [own, apart]) == {1: apart, 2: own}


def test_silence_counts_from_the_last_one_before_to_today():
    days = [MONDAY + timedelta(days=n) for n in (0, 7, 21)]
    assert longest_silence(days, since=MONDAY - timedelta(days=3), until=MONDAY + timedelta(days=24)) == 14
    assert longest_silence([], since=MONDAY, until=MONDAY + timedelta(days=40)) == 40


def test_heaping_is_flagged_beyond_chance():
    assert is_heaped(8, 20)
    assert not is_heaped(4, 20)
    assert not is_heaped(0, 0)


@given(st.lists(KEPT, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_reps_does_not_matter(reps, dice):
    mixed = dice.sample(reps, len(reps))
    assert adherence(mixed) == adherence(reps)


@given(TALLIES)
def test_a_share_lies_within_its_bounds_and_nothing_gives_nothing(seen):
    for reading in (tied(seen), confirmed(seen), cancelled(seen), voice(seen, useful=UNKNOWN)):
        assert (reading.value is None) == (seen.n == 0)
        if reading.value is not None:
            assert 0 <= reading.low <= reading.value + 1e-9
            assert reading.value - 1e-9 <= reading.high <= 1
        if seen.n < 6:
            assert reading.band is Band.TOO_LITTLE


@given(st.integers(10, 80).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_one_more_hit_is_never_worse(case):
    n, hits = case
    for reads, better in ((tied, 1), (confirmed, 1), (cancelled, -1)):
        before, after = (ORDER.index(reads(Tally.of(k, n)).band) for k in (hits, hits + 1))
        assert (after - before) * better >= 0


@given(st.lists(st.integers(0, 91), min_size=1, max_size=10), st.integers(0, 91))
def test_one_more_silence_is_never_better(gaps, more):
    before, after = silence(gaps, due=20), silence([*gaps, more], due=20)
    assert after.value >= before.value
    assert ORDER.index(after.band) <= ORDER.index(before.band)


@given(st.lists(st.floats(0, 500), max_size=5), st.lists(st.floats(0, 500), max_size=8))
def test_parity_is_two_sided_and_never_divides_by_nothing(bottom, others):
    reading = parity(bottom, others)
    good = reading.band in (Band.GOOD, Band.WORLD_CLASS)
    assert not good or 0.9 - 1e-6 <= reading.value <= 1.5 + 1e-6
    assert (reading.value is None) == (not bottom or not others or not sum(others))


@given(st.lists(st.frozensets(st.integers(1, 9)), max_size=6))
def test_two_releases_never_differ_by_one_to_three_people(waves):
    shown = None
    for end in range(1, len(waves) + 1):
        if verdict(waves[:end]) in (Verdict.BAND, Verdict.NUMBER):
            assert len(waves[end - 1]) >= 4
            assert shown is None or not 0 < len(shown ^ waves[end - 1]) < 4
            shown = waves[end - 1]


@given(st.dictionaries(st.integers(1, 20), st.dates(MONDAY, MONDAY + timedelta(60)), max_size=10), st.data())
def test_each_one_on_one_fills_one_slot_at_most(due, data):
    slots = data.draw(st.lists(st.sampled_from([None, *due]), unique_by=lambda slot: slot or object(), max_size=12))
    talks = [Talk(slot, data.draw(st.dates(MONDAY, MONDAY + timedelta(60))), 30) for slot in slots]
    filled = fill(due, talks)
    assert len({id(talk) for talk in filled.values()}) == len(filled)
    assert all(is_in_time(talk.on, due[slot]) for slot, talk in filled.items())


@given(st.integers(10, 60), st.integers(0, 60), st.booleans())
def test_no_band_without_value_and_interval(n, hits, timely):
    hits = min(hits, n)
    found = share(hits, n)
    reading = judge(ONE_ON_ONES["O8"], found, timely=None if timely else Estimate(None, None, None, 0, enough=False))
    if reading.band is Band.WORLD_CLASS:
        assert timely
        assert found.mid >= 0.95
        assert found.low >= 0.85 - 1e-6
    if reading.band is Band.GOOD:
        assert found.mid >= 0.85
        assert found.low >= 0.75 - 1e-6


def test_every_indicator_says_who_says_so_and_how_it_is_gamed():
    for indicator in ONE_ON_ONES.values():
        assert indicator.source
        assert indicator.caveat
        assert indicator.guard
        assert (indicator.practice_grade + indicator.target_grade).isalpha()
        assert indicator.world_class != Range()
