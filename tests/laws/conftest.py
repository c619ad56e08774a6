"""The company the laws look at, made once per worker: with one of everything, with one more, and with many."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.cast import gather
from tests.laws.arrange import arrange, crowd, tables

MANY = 12


@pytest.fixture(scope="package")
def worlds(django_db_setup, django_db_blocker):
    """Three companies side by side, so that what is compared differs in the number of rows alone."""
    at = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        few, one, many = (arrange(gather(name), at) for name in ("Fieldstone", "One More", "Many More"))
        crowd(one, at, range(1))
        crowd(many, at, range(MANY))
        yield SimpleNamespace(few=few, one=one, many=many)
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def signed_in(worlds, django_db_blocker):
    """The cookies of everybody in the small company, by what they are to Theo and Maya."""
    actors = tables("access.toml")["actors"]
    with django_db_blocker.unblock():
        return {actor: cookies_of(getattr(worlds.few, name)) if name else {} for actor, name in actors.items()}


def cookies_of(person) -> dict[str, str]:
    client = Client()
    client.force_login(person.user, backend="touchline.people.signing_in.Backend")
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.fixture
def world(worlds, db):
    """The company with one of everything; what a test changes in it is taken back at its end."""
    return worlds.few


@pytest.fixture
def clients(world, signed_in):
    """One browser each for everybody the access table names."""
    browsers = {}
    for actor, cookies in signed_in.items():
        browsers[actor] = Client(raise_request_exception=False)
        browsers[actor].cookies.load(cookies)
    return browsers


@pytest.fixture
def cast(world):
    """The people of that company."""
    return world
