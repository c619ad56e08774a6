"""Every page that `touchline show` prints is one JSON document; somebody nobody knows is refused."""

import json

import pytest
from click.testing import CliRunner

from touchline.cli.show import PAGES, show
from touchline.crm.models import Deal, Source, Stage


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
