"""Who gets what from every address: access.toml is the whole table, and an address missing from it fails."""

import re
import tomllib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.laws.arrange import (
    DRAWN,
    FEEDBACK,
    HUNCH,
    INSTEAD,
    PARAMETERS,
    PRIVATE,
    PROMISE,
    SENT,
    SHARED,
    TOPIC,
    UNSCORED,
    WORKSHEET,
    arrange,
)

FILE = Path(__file__).with_name("access.toml")
TABLE = tomllib.loads(FILE.read_text())
ACTORS = TABLE["actors"]
QUIET = {"sign in", 404, 405}


def addresses() -> dict[str, tuple[str, ...]]:
    """Every URL name with the names of its arguments."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver, prefix, arguments=()):
    for pattern in resolver.url_patterns:
        own = tuple(pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, inside, arguments + own)
        else:
            yield f"{prefix}{pattern.name}", arguments + own


def expected(row, *, let_in) -> dict[str, int | str]:
    """Spell a row out: the group is let in, other actors as the row says, everybody else finds nothing."""
    row = {"group": row} if isinstance(row, str) else dict(row)
    group, rest = TABLE["groups"][row.pop("group")], row.pop("rest", 404)
    words = {"anonymous": "sign in"} | dict.fromkeys(group, let_in) | row
    return {actor: words.get(actor, rest) for actor in ACTORS}


@pytest.fixture
def world(cast):
    return arrange(cast, timezone.now())


@pytest.fixture
def clients(world, sign_in):
    people = {actor: getattr(world, name) for actor, name in ACTORS.items() if name}
    return {"anonymous": Client()} | {actor: sign_in(person) for actor, person in people.items()}


def path_of(name, world) -> str:
    arguments = PARAMETERS | INSTEAD.get(name, {})
    return reverse(name, kwargs={argument: arguments[argument](world) for argument in addresses()[name]})


def answers(clients, method, path, data) -> dict[str, object]:
    """Ask as every actor; what one changes is rolled back before the next."""
    given = {}
    for actor, client in clients.items():
        client.raise_request_exception = False
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
        f"Say in {FILE.name} who may see {', '.join(missing)}: a line under [get] if it answers GET, under [post] if it"
        " takes POST, with the group that is let in."
    )


def test_the_table_has_no_address_that_is_gone():
    gone = sorted((TABLE["get"].keys() | TABLE["post"].keys()) - addresses().keys())
    assert not gone, f"Take {', '.join(gone)} out of {FILE.name}."


def test_every_argument_of_an_address_can_be_arranged():
    unknown = {argument for arguments in addresses().values() for argument in arguments} - PARAMETERS.keys()
    assert not unknown, f"Add {', '.join(sorted(unknown))} to PARAMETERS in arrange.py."


@pytest.mark.parametrize("name", sorted(TABLE["get"].keys() | TABLE["post"].keys()))
def test_everybody_gets_what_the_table_says(name, world, clients):
    path = path_of(name, world)
    sent = SENT[name](world) if name in SENT else {"sent": ""}
    for method, let_in, data in (("get", 200, {}), ("post", "yes", sent)):
        given = answers(clients, method, path, data)
        if name in TABLE[method]:
            assert given == expected(TABLE[method][name], let_in=let_in), f"{method} {path}"
        else:
            assert set(given.values()) <= QUIET, f"Say in {FILE.name} under [{method}] who may use {name}: {given}"


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


AUDIENCES = [
    (PRIVATE, {"leader"}),
    (SHARED, {"leader", "rep"}),
    (TOPIC, {"leader", "rep"}),
    (PROMISE, {"leader", "rep"}),
    (FEEDBACK, {"leader", "rep"}),
    (UNSCORED, {"leader"}),
    (WORKSHEET, {"rep"}),
    (HUNCH, {"leader"}),
    (DRAWN, {"leader"}),
]


def pages(clients, actor, world):
    """Every page and every fragment an actor can get."""
    clients[actor].raise_request_exception = False
    for name in TABLE["get"]:
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            response = clients[actor].get(path_of(name, world), **headers)
            yield name, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("actor", ACTORS)
def test_words_between_two_people_reach_nobody_else(actor, world, clients):
    seen = {name: body.decode(errors="replace") for name, body in pages(clients, actor, world)}
    for words, audience in AUDIENCES:
        if actor not in audience:
            assert [name for name, body in seen.items() if words in body] == [], f"{words} reached {actor}"


def test_the_canaries_are_alive(world, clients):
    """Those they are meant for do see them, or their absence elsewhere would say nothing."""
    for words, audience in AUDIENCES:
        for actor in audience:
            assert any(words.encode() in body for _, body in pages(clients, actor, world)), f"{words} for {actor}"


def test_the_brief_is_for_the_leader_alone(world, clients):
    path = path_of("oneonones:show", world)
    brief = re.compile(r'class="brief')
    assert brief.search(clients["leader"].get(path).content.decode())
    assert not brief.search(clients["rep"].get(path).content.decode())
