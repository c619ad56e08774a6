"""Every page that `touchline show` prints is one JSON document; somebody nobody knows is refused."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from touchline.cli.show import PAGES, show
from touchline.crm.models import Deal, Source, Stage
from touchline.skills.models import Focus, Skill, Terms


@pytest.fixture
def run(cast, monday):
    """Run the command in Fieldstone, whose currency is the yen and where Theo has won a deal of 120,000."""
    cast.workspace.currency = "JPY"
    cast.workspace.save()
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=monday)
    stage = Stage.objects.create(source=source, name="Won", outcome="won", position=9)
    Deal.objects.create(
        source=source, external_id="d1", name="Alder", stage=stage, outcome="won", owner=cast.theo,
        amount_minor=120_000, currency="JPY", close_on=monday.date(), decided_on=monday.date(),
    )  # fmt: skip
    return lambda *words: CliRunner().invoke(show, [*words, "--workspace", "Fieldstone", "--json"])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_one_document(run, page):
    done = run(page, *([] if page == "facts" else ["--person", "Maya Okonkwo", "--as-of", "2026-11-23"]))
    assert done.exit_code == 0, done.output
    document = json.loads(done.output)
    assert page == "indicators" or document["currency"] == "JPY"


@pytest.mark.parametrize("page", ["week", "team"])
def test_money_without_cents_is_written_without_them(run, page):
    document = json.loads(run(page, "--person", "Maya Okonkwo", "--as-of", "2026-11-23").output)
    rows = {row["person"]: row for row in document.get("team") or document["reps"]}
    assert rows["Theo Brandt"]["won"] == "120000"


def test_somebody_nobody_knows_is_refused(run):
    done = run("rep", "--person", "Jo Nobody")
    assert done.exit_code == 1
    assert json.loads(done.output)["status"] == "refused"


def test_a_rep_is_shown_with_what_they_work_on(run, cast, monday):
    at = monday - timedelta(weeks=1)
    skill = Skill.start_with(cast.workspace, by=cast.maya, at=at)[0]
    terms = Terms(skill, "Asks what it costs", at.date(), at.date() + timedelta(days=60), "first_stage", (3, 12), 50)
    Focus.choose(cast.theo, terms, by=cast.maya, at=at)
    (focus,) = json.loads(run("rep", "--person", "Theo Brandt", "--as-of", "2026-11-23").output)["focuses"]
    assert (focus["skill"], focus["baseline"], focus["target"]) == (skill.name, 25, 50)
    assert (focus["from"], focus["says"]) == ("2026-11-16", "Not observed yet.")


def test_a_week_with_something_worth_saying_is_a_document_too(run, cast, monday):
    stage = Stage.objects.create(source=Source.objects.get(), name="Proposal", outcome="open", position=1)
    for name in ("Birch", "Cedar"):
        Deal.objects.create(
            source=Source.objects.get(), external_id=name, name=name, stage=stage, outcome="open", owner=cast.theo,
            amount_minor=120_000, currency="JPY", close_on=monday.date(), pushes=3,
        )  # fmt: skip
    done = run("week", "--person", "Maya Okonkwo", "--as-of", "2026-11-23")
    assert done.exit_code == 0, done.output
    (said,) = json.loads(done.output)["worth_saying"]
    assert said["person"] == "Theo Brandt"
    assert said["says"].startswith("has moved the close date of Birch three times")
    assert said["topic"] == "Birch: what has to happen before it can close?"
