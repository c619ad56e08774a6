"""The demo company forgets a rep, one who is here and one who left: what its leader is told stays, but for the name."""

import json
from datetime import date, timedelta
from functools import reduce

import pytest
from click.testing import CliRunner
from django.utils import timezone

from touchline.cli.erasing import erase
from touchline.cli.show import show
from touchline.demo.tests.talking import told
from touchline.people.kept import ERASED
from touchline.people.models import Person

MONDAY = date(2026, 11, 23)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def shown(page):
    run = CliRunner().invoke(show, [page, "--person", "Helen Marsh", "--as-of", f"{MONDAY}", "--json"])
    assert run.exit_code == 0, run.output
    return json.loads(run.output)


def by_name(page):
    """Where two reps need a leader alike, the one whose name comes first is told first."""
    return page | {"reps": sorted(page["reps"], key=lambda row: row["person"])} if "reps" in page else page


def without_goals(says: str, goals: list[str]) -> str:
    """What is said of somebody, without the words of their goals."""
    return reduce(lambda told, goal: told.replace(goal, ERASED), goals, says)


@pytest.mark.parametrize("has_left", [False, True])
def test_what_a_leader_is_told_of_the_team_stays(has_left):
    told(MONDAY)
    marcus = Person.objects.get(name="Marcus Oyelaran")
    if has_left:
        marcus.leave(by=None, on=MONDAY - timedelta(days=10))
    before = {page: shown(page) for page in ("indicators", "team", "numbers")}
    goals = list(marcus.goals.values_list("name", flat=True))
    mine = [row for row in before["team"]["reps"] if row["person"] == marcus.name]
    assert bool(mine) != has_left
    done = erase(Person.objects.get(pk=marcus.pk), at=timezone.now())
    assert done.reworded["topics"] > 10
    for row in mine:
        row["reasons"] = [reason | {"says": without_goals(reason["says"], goals)} for reason in row["reasons"]]
    for page, was in before.items():
        renamed = json.dumps(was).replace("Marcus Oyelaran", done.becomes).replace("Marcus", "Someone")
        assert by_name(shown(page)) == by_name(json.loads(renamed)), page
