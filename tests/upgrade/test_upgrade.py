"""What every landed version stored is brought up to today with nothing lost, and landed migrations are never edited."""

import pytest

from tests.laws import tree
from tests.laws.arrange import tables
from tests.laws.test_access import expected
from tests.upgrade.make import digest, landed


@pytest.mark.slow
def test_its_main_pages_say_what_was_stored(brought_up):
    pages = brought_up("pages")
    assert all("Fieldstone" in page or "Maya" in page for page in pages.values())
    assert "Theo Brandt" in pages["team"]
    assert "canary-private-note-7f3a" in pages["one-on-one of the leader"]
    assert "canary-private-note-7f3a" not in pages["one-on-one of the rep"]
    assert "canary-topic-e210" in pages["one-on-one of the rep"]
    assert "canary-promise-0b4d" in pages["week of the rep"]
    assert "Northwind renewal" in pages["rep"]
    assert "Skill described: Discovery" in pages["audit"]
    assert "Reports to Maya Okonkwo, by Vera Lindqvist" in pages["audit"]


@pytest.mark.slow
def test_each_of_its_addresses_answers_as_the_table_says(brought_up):
    answered, rows = brought_up("addresses"), tables("access.toml")["get"]
    assert len(answered) > 80
    assert [name for name, given in answered.items() if any(status >= 500 for status in given.values())] == []
    wrong = {
        name: given
        for name, given in answered.items()
        if given.items() - {actor: expected(rows[name], let_in=200)[actor] for actor in given}.items()
    }
    assert wrong == {}


@pytest.mark.slow
def test_a_promise_made_in_it_can_still_be_kept(brought_up):
    status, state = brought_up("kept_promise")
    assert status < 400
    assert state == "kept"


def edited(known: dict[str, str]) -> list[str]:
    return [name for name, sha256 in known.items() if digest(tree.ROOT / name) != sha256]


def test_no_landed_migration_is_edited():
    """A migration that ran somewhere is never changed: add another that does the rest."""
    assert len(landed()) >= 8
    assert edited(landed()) == []


def test_the_law_sees_an_edited_migration():
    name, sha256 = next(iter(landed().items()))
    assert edited({name: sha256[::-1]}) == [name]
