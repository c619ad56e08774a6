"""No address answers with an error of ours, whatever somebody types behind its question mark."""

import re

import pytest

from tests.laws import tree
from tests.laws.arrange import path_of
from tests.laws.test_access import TABLE
from touchline.ui.asked import whole_number, whole_numbers

# A digit int() refuses, a number no database holds, a character PostgreSQL refuses, and numbers before and beyond.
pytestmark = pytest.mark.django_db
HOSTILE = ["²", "9" * 24, "a\0b", "-1", "٣", "9" * 19]
READER = tree.PACKAGE / "ui" / "asked.py"
READ = re.compile(r"""(?:GET\.get\(|GET\[|words\(request, )["'](\w+)["']""")
# Read by forms, or by the reader itself.
MORE = {"ids", "in", "owner", "outcome", "page", "per", "person", "q", "since", "sort", "team", "until", "year"}


def names() -> set[str]:
    """Every name the views read, and those forms read; a period that is none hides the rest, so it is asked alone."""
    return {name for path in tree.python() for name in READ.findall(path.read_text())} | MORE


@pytest.mark.parametrize("value", HOSTILE)
def test_no_page_breaks_on_what_is_typed_behind_its_address(world, clients, value):
    maya = clients["leader"]
    asked = dict.fromkeys(names() - {"period"}, value)
    broken = [name for name in TABLE["get"] if maya.get(path_of(name, world), asked).status_code >= 500]
    assert broken == []
    for path in ("/numbers/", "/numbers/?panel=slipped", "/quotas/history/", "/deals/export/"):
        assert maya.get(path, {"period": value, "page": value}).status_code < 500


@pytest.mark.parametrize("value", HOSTILE)
def test_no_act_on_promises_breaks_on_it(clients, value):
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = clients["leader"].post("/commitments/reopened/", query_params={"ids": value, "in": value}, **headers)
        assert answer.status_code < 500


def test_a_number_is_read_in_one_place():
    read = re.compile(r"\.isdigit\(\)|\.isnumeric\(\)|int\(request\.")
    views = [path for path in tree.python() if "views" in path.parts]
    assert len(views) > 30
    assert [tree.where(path) for path in views if read.search(path.read_text()) and path != READER] == []


def test_only_numbers_a_database_holds_are_numbers():
    assert [whole_number(text) for text in HOSTILE] == [None, None, None, None, None, None]
    assert whole_number("9223372036854775807") == 2**63 - 1
    assert whole_numbers("3,²,,7," + "9" * 24) == [3, 7]
