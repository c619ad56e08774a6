"""Who gets what from every address: access.toml is the whole table, and an address missing from it fails.

The rows of an app stand in `touchline/<app>/tests/access.toml`; tests/laws/access.toml says how to read them.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.laws.arrange import PARAMETERS, addresses, path_of, said, tables

TABLE = tables("access.toml")
ACTORS = TABLE["actors"]
QUIET = {"sign in", 404, 405}
pytestmark = pytest.mark.django_db


def expected(row, *, let_in) -> dict[str, int | str]:
    """Spell a row out: the group is let in, other actors as the row says, everybody else finds nothing."""
    row = {"group": row} if isinstance(row, str) else dict(row)
    group, rest = TABLE["groups"][row.pop("group")], row.pop("rest", 404)
    words = {"anonymous": "sign in"} | dict.fromkeys(group, let_in) | row
    return {actor: words.get(actor, rest) for actor in ACTORS}


def answers(clients, method, path, data) -> dict[str, object]:
    """Ask as every actor; what one changes is rolled back before the next."""
    given = {}
    for actor, client in clients.items():
        cookies = client.cookies.copy()
        with transaction.atomic():
            given[actor] = verdict(getattr(client, method)(path, data), method)
            transaction.set_rollback(True)
        client.cookies = cookies
    return given


def verdict(response, method) -> int | str:
    """A status; "sign in" where a visitor is led there; "yes" where a change is let in, even if the form is refused."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    if method == "post" and response.status_code in {200, 204, 302, 400, 409, 422}:
        return "yes"
    return response.status_code


def test_every_address_is_in_the_table():
    missing = sorted(addresses().keys() - TABLE["get"].keys() - TABLE["post"].keys())
    assert not missing, (
        f"Say in the app's tests/access.toml who may see {', '.join(missing)}: a line under [get] if it answers GET,"
        " under [post] if it takes POST, with the group that is let in."
    )


def test_the_table_has_no_address_that_is_gone():
    gone = sorted((TABLE["get"].keys() | TABLE["post"].keys()) - addresses().keys())
    assert not gone, f"Take {', '.join(gone)} out of its app's tests/access.toml."


def test_every_argument_of_an_address_can_be_arranged():
    known = PARAMETERS.keys() | said("PARAMETERS").keys()
    unknown = {argument for arguments in addresses().values() for argument in arguments} - known
    assert not unknown, f"Add {', '.join(sorted(unknown))} to PARAMETERS in its app's tests/arrange.py."


@pytest.mark.parametrize("name", sorted(TABLE["get"].keys() | TABLE["post"].keys()))
def test_everybody_gets_what_the_table_says(name, world, clients):
    path = path_of(name, world)
    sent = said("SENT").get(name, lambda world: {"sent": ""})(world)
    for method, let_in, data in (("get", 200, {}), ("post", "yes", sent)):
        given = answers(clients, method, path, data)
        if name in TABLE[method]:
            assert given == expected(TABLE[method][name], let_in=let_in), f"{method} {path}"
        else:
            assert set(given.values()) <= QUIET, f"Say under [{method}] who may use {name}: {given}"


def test_the_law_sees_a_wrong_row(world, clients):
    """A table that lets everyone administer people has to disagree with what happens."""
    given = answers(clients, "get", "/people/", {})
    assert given == expected("administrators", let_in=200)
    assert given != expected("everyone", let_in=200)
    assert given != expected({"group": "administrators", "rep": 403}, let_in=200)


def test_the_law_sees_a_missing_address():
    assert "people:people" in addresses()
    assert addresses()["people:role-granted"] == ("person_id", "kind")
    assert addresses()["mfa_remove_webauthn"] == ("pk",)


def pages(client, world):
    """Every page and every fragment somebody can get."""
    for name in TABLE["get"]:
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            response = client.get(path_of(name, world), **headers)
            yield name, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("actor", ACTORS)
def test_words_between_two_people_reach_those_they_are_for_and_nobody_else(actor, world, clients):
    """That the two do see them is the control: else their absence elsewhere would say nothing."""
    seen = [(name, body.decode(errors="replace")) for name, body in pages(clients[actor], world)]
    for words, audience in said("CANARIES").items():
        reached = sorted({name for name, body in seen if words in body})
        assert bool(reached) == (actor in audience), f"{words} reached {actor} on {reached}"


def test_every_kind_of_private_words_is_looked_for():
    assert len(said("CANARIES")) >= 9


def test_the_brief_is_for_the_leader_alone(world, clients):
    path = path_of("oneonones:show", world)
    brief = re.compile(r'class="brief')
    assert brief.search(clients["leader"].get(path).content.decode())
    assert not brief.search(clients["rep"].get(path).content.decode())
