from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.measures.periods import Period

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("written", "starts", "first", "last", "label"),
    [
        ("2017Q4", 1, date(2017, 10, 1), date(2017, 12, 31), "Q4 2017"),
        ("2017q1", 1, date(2017, 1, 1), date(2017, 3, 31), "Q1 2017"),
        ("2017", 1, date(2017, 1, 1), date(2017, 12, 31), "2017"),
        ("2016-02", 1, date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("2017Q1", 4, date(2016, 4, 1), date(2016, 6, 30), "Q1 2017"),
        ("2017Q4", 4, date(2017, 1, 1), date(2017, 3, 31), "Q4 2017"),
        ("2017", 7, date(2016, 7, 1), date(2017, 6, 30), "2017"),
        ("2017-10", 7, date(2017, 10, 1), date(2017, 10, 31), "October 2017"),
    ],
)
def test_a_period_is_read_with_its_days_and_its_label(written, starts, first, last, label):
    period = Period.parse(written, fiscal_year_starts=starts)
    assert (period.starts_on, period.ends_on, period.label) == (first, last, label)
    assert period.code == written.upper()


@pytest.mark.parametrize("written", ["", "2017Q5", "Q4", "2017-13", "17Q4", "last quarter", "2017Q4 x", "0000Q1"])
def test_what_is_no_period_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(written)


def test_a_quarter_is_over_by_shares_of_its_days():
    period = Period.parse("2017Q4")
    assert period.elapsed(date(2017, 9, 30)) == 0
    assert period.elapsed(date(2017, 10, 1)) == 1 / 92
    assert period.elapsed(date(2018, 3, 1)) == 1


@given(DAYS, st.integers(1, 12), st.sampled_from([1, 3, 12]))
def test_the_period_of_a_day_holds_it_and_reads_back(day, starts, months):
    period = Period.containing(day, fiscal_year_starts=starts, months=months)
    assert day in period
    assert Period.parse(period.code, fiscal_year_starts=starts) == period


@given(DAYS, st.integers(1, 12), st.sampled_from([1, 3, 12]))
def test_periods_follow_each_other_without_a_gap(day, starts, months):
    period = Period.containing(day, fiscal_year_starts=starts, months=months)
    assert (period.next().starts_on - period.ends_on).days == 1
    assert period.next().previous() == period
