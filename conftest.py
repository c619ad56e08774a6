"""The cast every story is told with."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import settings as given_settings

# Speed is shown by bin/bench, never by a timed test.
given_settings.register_profile("touchline", deadline=None)
given_settings.load_profile("touchline")


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
    """Vera leads Maya and Ines; Maya leads Theo and Priya, Ines leads Noor.

    Omar is the executive, Adam only administers, and the stranger leads in another company.
    """
    from touchline.people.models import Person, Role, User, Workspace

    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    day = date(2025, 1, 6)
    workspace = Workspace.objects.create(name="Fieldstone", created_at=at)
    elsewhere = Workspace.objects.create(name="Elsewhere", created_at=at)

    def person(name, *kinds, here=workspace):
        email = f"{name.split()[0].lower()}@{here.name.lower()}.example"
        user = User.objects.create_user(email)
        somebody = Person.objects.create(workspace=here, user=user, name=name, email=email, started_on=day)
        for kind in kinds:
            somebody.grant(kind, by=None, on=day, at=at)
        return somebody

    kind = Role.Kind
    vera = person("Vera Lindqvist", kind.LEADER)
    maya = person("Maya Okonkwo", kind.LEADER, kind.ADMINISTRATOR)
    ines = person("Ines Duarte", kind.LEADER)
    theo = person("Theo Brandt", kind.REP)
    priya = person("Priya Raman", kind.REP)
    noor = person("Noor Haddad", kind.REP)
    omar = person("Omar Farouk", kind.EXECUTIVE)
    adam = person("Adam Kerr", kind.ADMINISTRATOR)
    stranger = person("Sven Stranger", kind.LEADER, kind.ADMINISTRATOR, here=elsewhere)
    for who, leader in [(maya, vera), (ines, vera), (theo, maya), (priya, maya), (noor, ines)]:
        who.move(to=leader, by=vera, on=day, at=at)
    return SimpleNamespace(
        workspace=workspace,
        vera=vera,
        maya=maya,
        ines=ines,
        theo=theo,
        priya=priya,
        noor=noor,
        omar=omar,
        adam=adam,
        stranger=stranger,
    )


@pytest.fixture
def sign_in():
    """Sign a member of the cast in and return their client."""
    from django.test import Client

    def go(person):
        client = Client()
        client.force_login(person.user, backend="touchline.people.signing_in.Backend")
        return client

    return go
