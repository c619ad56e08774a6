"""touchline show indicators, about the story the page is tested with."""

import json

import pytest
import time_machine
from click.testing import CliRunner

from touchline.cli.show import show
from touchline.oneonones.tests.story_of_going import tell


@pytest.fixture
def story(cast, monday):
    with time_machine.travel(monday, tick=False):
        yield tell(cast)


def asked(*options):
    return CliRunner().invoke(show, ["indicators", "--workspace", "Fieldstone", *options])


def test_the_command_line_says_what_the_page_says(cast, story):
    run = asked("--practice", "one_on_ones", "--person", "Maya", "--json")
    told = {one["id"]: one for one in json.loads(run.output)}
    assert list(told) == ["O1", "O1.worst", "O2", "O3", "O4", "O5.rep", "O5.leader", "O6", "O7", "O7.useful", "O8"]
    assert (told["O1"]["n"], told["O1"]["band"], told["O1"]["leader"]) == (22, "below", "Maya Okonkwo")
    assert told["O1"]["value"] == pytest.approx(14 / 22)
    assert told["O1"]["low"] < 14 / 22 < told["O1"]["high"]
    assert told["O1"]["window"] == {"from": "2026-08-25", "to": "2026-11-23"}


def test_the_command_line_tells_of_every_leader_when_nobody_is_named(cast, story):
    run = asked("--json")
    assert {one["leader"] for one in json.loads(run.output)} == {"Ines Duarte", "Maya Okonkwo", "Vera Lindqvist"}
    assert asked("--person", "Theo").exit_code == 1
