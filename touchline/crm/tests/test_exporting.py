"""Whatever stands in a cell, a spreadsheet that opens our file runs nothing, and our own import reads it back."""

import csv
import io

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from touchline.crm.exporting import csv_response, safe
from touchline.crm.importing.values import NULLS, cleaned

LEADING = st.sampled_from(["", " ", "\t", "\r", "\n", "\x00", "\u00a0", "  ", " \t"])
SIGNS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'=", "＝", "＠"])
CELLS = st.one_of(st.text(), st.builds(lambda lead, sign, rest: lead + sign + rest, LEADING, SIGNS, st.text()))


def runs(cell: str) -> bool:
    """Would a spreadsheet take the cell for a formula, blanks and control characters in front of it aside?"""
    return cell.lstrip(" \x00\t\r\n\u00a0\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.lists(CELLS, min_size=1, max_size=5))
@example(["\n=1+1"])
@example(["\x00=cmd|' /C calc'!A0"])
@example(["＝1+1"])
def test_no_text_in_an_exported_file_is_a_formula(cells):
    body = b"".join(csv_response("x.csv", ["Deal"] * len(cells), [cells])).decode("utf-8-sig", "surrogatepass")
    _, row = csv.reader(io.StringIO(body, newline=""))
    assert not [cell for cell in row if runs(cell)]


@given(CELLS)
def test_what_was_exported_is_imported_and_exported_the_same(text):
    stored = cleaned(pl.Series([text], dtype=pl.String))[0]
    again = cleaned(pl.Series([safe(stored)], dtype=pl.String))[0]
    assert safe(again) == safe(stored)
    assert stored is None or stored.lower() not in NULLS


@given(st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.none()))
def test_numbers_and_dates_stay_what_they_are(value):
    assert safe(value) is value
