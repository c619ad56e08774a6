"""What a prepared query asks is what the ORM would ask for the same values, whoever opens whichever page."""

import pytest

from tests.laws.arrange import addresses, path_of
from touchline.people.prepared import PREPARED, prepared, question

READERS = ("maya", "theo", "vera", "ines", "adam", "omar")
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """Every call of a prepared query: which one, what it asks, and what the ORM asks."""
    calls, call = [], prepared.__call__

    def watched(self, *given, **named):
        rows = call(self, *given, **named)
        calls.append((self, question(rows), question(self.build(*given, **named))))
        return rows

    monkeypatch.setattr(prepared, "__call__", watched)
    return calls


def test_every_page_asks_what_the_orm_would_ask(worlds, asked, client):
    for world in (worlds.few, worlds.many):
        for name in READERS:
            client.force_login(getattr(world, name).user, backend="touchline.people.signing_in.Backend")
            for address in addresses():
                if ":" in address:
                    client.get(path_of(address, world))
    told_apart = [f"{query.build.__qualname__}: {ours} {orms}" for query, ours, orms in asked if ours != orms]
    assert not told_apart, "\n".join(told_apart[:5])
    never = {query.build.__qualname__ for query in PREPARED} - {query.build.__qualname__ for query, _, _ in asked}
    assert not never, f"No page asks {never}: what is prepared is to be seen here."
