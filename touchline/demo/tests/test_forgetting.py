"""The demo company forgets a rep, one who is here and one who left: what its leader is told stays, but for the name."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from touchline.cli.erasing import erase
from touchline.cli.show import show
from touchline.demo.tests.talking import told
from touchline.people.models import Person

MONDAY = date(2026, 11, 23)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def shown(page):
    run = CliRunner().invoke(show, [page, "--person", "Helen Marsh", "--as-of", f"{MONDAY}", "--json"])
    assert run.exit_code == 0, run.output
    return json.loads(run.output)


@pytest.mark.parametrize("has_left", [False, True])
def test_what_a_leader_is_told_of_the_team_stays(has_left):
    told(MONDAY)
    marcus = Person.objects.get(name="Marcus Oyelaran")
    if has_left:
        marcus.leave(by=None, on=MONDAY - timedelta(days=10))
    before = {page: shown(page) for page in ("indicators", "team", "numbers")}
    assert has_left or "Marcus Oyelaran" in json.dumps(before["team"])
    done = erase(Person.objects.get(pk=marcus.pk), at=timezone.now())
    assert done.reworded["topics"] > 10
    for page, was in before.items():
        renamed = json.dumps(was).replace("Marcus Oyelaran", done.becomes).replace("Marcus", "Someone")
        assert json.dumps(shown(page)) == renamed, page
