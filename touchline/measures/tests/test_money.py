"""Minor and major units, with a currency that has cents and one that has none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.measures.money import WITHOUT_MINOR, major, spelled, to_minor


@pytest.mark.parametrize(
    ("minor", "currency", "says"),
    [(123_456, "USD", "1234.56"), (123_456, "JPY", "123456"), (-5, "EUR", "-0.05"), (0, "KRW", "0")],
)
def test_a_stored_amount_is_spelled_in_the_units_of_its_currency(minor, currency, says):
    assert spelled(minor, currency) == says
    assert major(minor, currency) == Decimal(says)


@given(minor=st.integers(-(10**13), 10**13), currency=st.sampled_from(["USD", "EUR", *sorted(WITHOUT_MINOR)]))
def test_there_and_back_is_the_same_amount(minor, currency):
    assert to_minor(major(minor, currency), currency) == minor
