from datetime import date

from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.indicators.skills import SKILLS
from touchline.measures.standard import Band, Reading, Reason
from touchline.standard import readings


def test_every_band_and_every_reason_has_words():
    assert set(readings.BANDS) == set(Band)
    assert set(readings.REASONS) == set(Reason)


def test_limits_are_said_in_the_unit_of_the_indicator():
    every = ONE_ON_ONES | SKILLS

    def good(id):
        return readings.span(every[id], every[id].good)

    assert good("O1") == "at least 80%"
    assert good("O2") == "at most 10%"
    assert good("O3") == "at most 21 days"
    assert good("O7") == "40% to 75%"
    assert good("D3") == "at least 2 hours"
    assert good("D7") == "at least 0.60"
    assert readings.amount(every["D7"], 0.75) == "0.75"


def test_a_row_says_what_it_rests_on_and_only_the_own_starting_line_is_called_so():
    found = Reading("D1", 0.9, 0.7, 0.97, 20, Band.PROMISING, (Reason.THIN,))
    row = readings.Row(SKILLS["D1"], found, "Said", date(2026, 5, 26), date(2026, 11, 23))
    assert (row.interval, row.counted) == ("90%, between 70% and 97%", "20 rep-months")
    assert row.why == ("The value is good; the range is still too wide to call it so.",)
    assert not row.is_our_starting_line
    assert not row.needs_you


def test_a_single_one_is_counted_in_the_singular_and_too_much_is_outside():
    one = Reading("D6", 1.0, 0.27, 1.0, 1, Band.TOO_LITTLE)
    assert readings.Row(SKILLS["D6"], one, "", date(2026, 1, 1), date(2026, 1, 2)).counted == "1 closed focus"
    much = Reading("D8.core", 1.0, None, None, 7, Band.BELOW)
    assert readings.Row(SKILLS["D8.core"], much, "", date(2026, 1, 1), date(2026, 1, 2)).band == "Outside good"


def test_the_newest_line_comes_first_and_twenty_five_make_a_page():
    lines = [readings.Line(date(2026, 1, 1 + n % 28), f"Rep {n}", "", hit=True) for n in range(60)]
    first = readings.listed(lines, page="1")
    assert (len(first), first[0].day) == (25, date(2026, 1, 28))
    assert len(readings.listed(lines, page="3")) == 10
