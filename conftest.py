"""What every test stands on: the cast, the instant most stories happen, and how examples are drawn."""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as drawn

# Speed is shown by bin/bench, never by a timed test. By day every run draws the same examples; bin/check --night
# draws new ones, and what fails there becomes a written example.
quiet = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
drawn.register_profile("day", derandomize=True, database=None, **quiet)
drawn.register_profile("night", max_examples=1_000, print_blob=True, **quiet)
drawn.load_profile(os.environ.get("TOUCHLINE_EXAMPLES", "day"))


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="Run only the tests that touch the database.")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def touches_database(item) -> bool:
    """Does the test ask for the database, by itself, by its mark or by a fixture of it?"""
    asked = {"db", "transactional_db", "live_server", "database_url"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    """Each test keeps its uploads to itself, so that tests may run side by side."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def monday():
    """The instant most stories happen: Monday 23 November 2026, 7:40."""
    return datetime(2026, 11, 23, 7, 40, tzinfo=UTC)


@pytest.fixture
def cast(db):
    """Vera leads Maya and Ines; Maya leads Theo and Priya, Ines leads Noor; see tests/cast.py."""
    from tests.cast import gather

    return gather()


@pytest.fixture
def sign_in():
    """Sign a member of the cast in and return their client."""
    from django.test import Client

    def go(person):
        client = Client()
        client.force_login(person.user, backend="touchline.people.signing_in.Backend")
        return client

    return go
