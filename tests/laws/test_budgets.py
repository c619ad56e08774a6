"""What each page may cost: budgets.toml of its app holds the queries of every page, session and sign-in included.

A page that got cheaper or dearer on purpose: TOUCHLINE_WRITE_BUDGETS=1 bin/test tests/laws/test_budgets.py -n 0
"""

import os

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.laws import tree
from tests.laws.arrange import addresses, path_of, tables
from tests.laws.conftest import MANY, cookies_of

BUDGETS = tables("budgets.toml")["queries"]
MOST = 12
HTML_BYTES = 60_000
SCROLLS = {"ui:gallery"}
OURS = sorted(name for name in addresses() if ":" in name)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="package")
def mayas(worlds, django_db_blocker):
    """Maya's cookies in each of the three companies."""
    with django_db_blocker.unblock():
        return {size: cookies_of(getattr(worlds, size).maya) for size in ("few", "one", "many")}


def asked(cookies, path) -> tuple[int, int, int]:
    """Status, queries and bytes of a page, the second time it is asked for."""
    client = Client()
    client.cookies.load(cookies)
    if client.get(path).status_code != 200:
        return 0, 0, 0
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    size = len(response.content) if not response.streaming else 0
    return response.status_code, len(captured), size


@pytest.mark.parametrize("name", OURS)
def test_a_page_stays_within_its_budget_however_long_its_lists_are(name, worlds, mayas):
    status, few, _ = asked(mayas["few"], path_of(name, worlds.few))
    if status != 200:
        assert name not in BUDGETS, f"{name} is no page for Maya any more: take it out of its app's budgets.toml."
        return
    _, one, _ = asked(mayas["one"], path_of(name, worlds.one))
    _, lots, size = asked(mayas["many"], path_of(name, worlds.many))
    if os.environ.get("TOUCHLINE_WRITE_BUDGETS"):
        write_down(name, lots)
    assert lots == one, f"{name} costs {one} queries with one row and {lots} with {MANY}"
    assert name in BUDGETS, f'Write into its app\'s budgets.toml: "{name}" = {lots}'
    assert max(few, lots) <= BUDGETS[name] <= MOST
    assert size <= HTML_BYTES or name in SCROLLS


def write_down(name, queries) -> None:
    """Put what a page costs into the file of its app."""
    BUDGETS[name] = queries
    app = name.split(":")[0]
    rows = "".join(f'"{key}" = {BUDGETS[key]}\n' for key in sorted(BUDGETS) if key.startswith(f"{app}:"))
    (tree.PACKAGE / app / "tests" / "budgets.toml").write_text(f"[queries]\n{rows}")
