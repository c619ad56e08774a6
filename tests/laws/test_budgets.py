"""What each page may cost: budgets.toml holds the queries of every page, session and sign-in included.

A page that got cheaper or dearer on purpose: TOUCHLINE_WRITE_BUDGETS=1 bin/test tests/laws/test_budgets.py -n 0
"""

import os
import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.laws.arrange import arrange
from tests.laws.crowd import crowd
from tests.laws.test_access import addresses, path_of

FILE = Path(__file__).with_name("budgets.toml")
BUDGETS = tomllib.loads(FILE.read_text())["queries"]
MOST = 12
MANY = 12
HTML_BYTES = 60_000
SCROLLS = {"ui:gallery"}
OURS = sorted(name for name in addresses() if ":" in name)


@pytest.fixture
def world(cast):
    return arrange(cast, timezone.now())


def asked(client, path) -> tuple[int, int, int]:
    """Status, queries and bytes of a page, the second time it is asked for."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    size = len(response.content) if response.status_code == 200 and not response.streaming else 0
    return response.status_code, len(captured), size


@pytest.mark.parametrize("name", OURS)
def test_a_page_stays_within_its_budget_however_long_its_lists_are(name, world, sign_in):
    client, path = sign_in(world.maya), path_of(name, world)
    status, few, _ = asked(client, path)
    if status != 200:
        assert name not in BUDGETS, f"{name} is no page for Maya any more: take it out of {FILE.name}."
        return
    crowd(world, timezone.now(), range(1))
    _, one, _ = asked(client, path)
    crowd(world, timezone.now(), range(1, MANY))
    _, lots, size = asked(client, path)
    if os.environ.get("TOUCHLINE_WRITE_BUDGETS"):
        BUDGETS[name] = lots
        FILE.write_text("[queries]\n" + "".join(f'"{key}" = {BUDGETS[key]}\n' for key in sorted(BUDGETS)))
    assert lots == one, f"{name} costs {one} queries with one row and {lots} with {MANY}"
    assert name in BUDGETS, f'Write into {FILE.name}: "{name}" = {lots}'
    assert max(few, lots) <= BUDGETS[name] <= MOST
    assert size <= HTML_BYTES or name in SCROLLS
