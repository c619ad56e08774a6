"""Questions to a home that was just brought up, asked in a process of its own; each is answered as JSON."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.laws.arrange import path_of, tables

PEOPLE = {"leader": "maya", "rep": "theo", "leader_of_leaders": "vera", "administrator": "adam"}


def told(kept: str, question: str) -> None:
    """Bring the home up to today, and answer one of the questions below an hour after it was last used."""
    from touchline.cli.preparing import prepare

    said = json.loads(Path(kept).read_text())
    with time_machine.travel(datetime.fromisoformat(said["at"]) + timedelta(hours=1), tick=False):
        prepare()
        world = SimpleNamespace(**{name: _found(one) for name, one in said["world"].items()})
        print(json.dumps(globals()[question](world)))


def _found(kept):
    return kept if isinstance(kept, str) else apps.get_model(kept[0])._base_manager.get(pk=kept[1])


def _signed_in(person) -> Client:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(person.user, backend="touchline.people.signing_in.Backend")
    return client


def addresses(world) -> dict[str, dict[str, int]]:
    """What each address answers to leader, rep, leader of leaders and administrator."""
    clients = {actor: _signed_in(getattr(world, name)) for actor, name in PEOPLE.items()}
    answered = {}
    for name in tables("access.toml")["get"]:
        try:
            path = path_of(name, world)
        except AttributeError:
            continue  # An address of something that version did not know.
        if name != "account_logout":
            answered[name] = {actor: client.get(path).status_code for actor, client in clients.items()}
    return answered


def pages(world) -> dict[str, str]:
    """The main pages, as whoever they are for reads them."""
    maya, theo, vera, adam = (_signed_in(getattr(world, name)) for name in ("maya", "theo", "vera", "adam"))
    one = reverse("oneonones:show", args=[world.one_on_one.pk])
    asked = {
        "week of the leader": (maya, "/"),
        "team": (maya, "/team/"),
        "rep": (maya, f"/reps/{world.theo.pk}/"),
        "one-on-one of the leader": (maya, one),
        "one-on-one of the rep": (theo, one),
        "week of the rep": (theo, "/"),
        "week above": (vera, "/"),
        "audit": (adam, "/audit/"),
    }
    return {name: client.get(path).content.decode() for name, (client, path) in asked.items()}


def kept_promise(world) -> list:
    """The rep keeps the promise made in the older version, and a note that was there is read."""
    client = _signed_in(world.theo)
    answer = client.post(reverse("oneonones:commitment-kept", args=[world.commitment.pk]))
    world.commitment.refresh_from_db()
    return [answer.status_code, world.commitment.state]
