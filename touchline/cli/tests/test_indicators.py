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


def test_the_work_on_skills_is_told_in_the_same_shape(cast, monday):
    from touchline.skills.tests.story_of_going import tell as tell_skills

    tell_skills(cast)
    with time_machine.travel(monday, tick=False):
        run = asked("--practice", "skills", "--person", "Maya", "--json")
    told = {one["id"]: one for one in json.loads(run.output)}
    assert list(told) == ["D1", "D2", "D3", "D3.share", "D4", "D5", "D6", "D7", "D8.core", "D8.stagnation"]
    assert (told["D1"]["practice"], told["D1"]["n"], told["D1"]["unit"]) == ("skills", 12, "share")
    assert told["D1"]["window"] == {"from": "2026-05-26", "to": "2026-11-23"}
    assert told["D6"]["window"]["from"] == "2025-11-25"
    assert told["D7"]["value"] is None
