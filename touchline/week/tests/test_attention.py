"""How findings of any app become the headline of a page."""

from types import SimpleNamespace

import pytest

from touchline.people.findings import Finding
from touchline.week.attention import finding

MARCUS = SimpleNamespace(pk=1)
HEAVY = Finding(person=MARCUS, kind="pushed", tag="Dates slip", weight=3, symptom="has moved the close date of Alder")
LIGHT = Finding(person=MARCUS, kind="goals", tag="Goal behind", weight=1, result="is behind pace on Discovery calls")
GOOD = Finding(person=MARCUS, kind="level", tag="New level", weight=0, result="now finds the second contact alone")


def test_the_headline_names_the_two_who_need_most_and_counts_the_rest():
    names = [("Marcus", [HEAVY]), ("Sam", [HEAVY, LIGHT]), *[(name, []) for name in "ABCDEF"]]
    found = finding(names)
    assert found.headline == "Sam and Marcus need you most this week"
    assert found.lede.endswith("The other six are on track.")


def test_one_who_needs_and_one_with_something_smaller():
    found = finding([("Marcus", [HEAVY]), ("Dana", [LIGHT]), ("Tom", [])])
    assert found.headline == "Marcus needs you most this week"
    assert found.lede.endswith("One other has something smaller open; one is on track.")


def test_those_who_need_the_leader_too_are_not_called_smaller():
    names = [(name, [HEAVY]) for name in "ABCDEFGH"]
    assert finding(names).lede.endswith("Six others need you too.")
    more = finding([*names[:3], ("Dana", [LIGHT]), ("Tom", [])])
    assert more.lede.endswith("One other needs you too; one has something smaller open; one is on track.")


def test_good_news_is_nothing_open():
    assert finding([("Dana", [GOOD])]).lede == "Nothing in the record stands out."


def test_a_week_in_which_nobody_needs_the_leader_says_so():
    assert finding([("Dana", []), ("Tom", [])]).headline == "Nobody needs you urgently this week"


@pytest.mark.parametrize("found", [[HEAVY], [LIGHT]])
def test_whoever_reads_the_page_of_another_leader_is_not_meant(found):
    said = finding([("Dana", found), ("Tom", found), ("Joe", found)], whom="Helen")
    assert " you" not in said.headline + said.lede
    assert "Helen" in said.headline


def test_the_result_is_said_before_what_shows_it():
    both = Finding(person=MARCUS, kind="x", tag="x", weight=3, result="is at 24% of quota", symptom="has no next step")
    assert finding([("Joe", [both])]).lede == "Joe is at 24% of quota and has no next step."
