"""What a company or a person has here, in a folder that a stranger can read; and nothing that is another's."""

import csv
import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.cast import gather
from tests.laws.arrange import arrange, crowd, said, tables
from touchline.cli.export import export
from touchline.cli.inventory import kept
from touchline.crm.models import Deal, DealChange
from touchline.oneonones.models import Usefulness
from touchline.oneonones.tests.arrange import PRIVATE, SHARED
from touchline.skills.tests.arrange import HUNCH
from touchline.timeline.models import Event

ACTORS = {name: who for name, who in tables("access.toml")["actors"].items() if who and who != "stranger"}


@pytest.fixture
def world(db):
    at = timezone.now()
    world = arrange(gather("Fieldstone"), at)
    crowd(world, at, range(1))
    Usefulness.objects.create(one_on_one=world.one_on_one, score=4, at=at)
    return world


@pytest.fixture
def take(tmp_path):
    """Export into a new folder; answers with the folder."""

    def go(*options, name="out"):
        folder = tmp_path / name
        run = CliRunner().invoke(export, [str(folder), "--workspace", "Fieldstone", *options])
        assert run.exit_code == 0, run.output
        return folder

    return go


def everything_in(folder) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def rows(folder, name) -> list[dict]:
    return json.loads((folder / f"{name}.json").read_text())


def test_a_workspace_has_a_csv_and_a_json_of_each_table_and_a_readme_that_names_them(world, take):
    folder = take()
    readme = (folder / "README.txt").read_text()
    for table in kept():
        there = not (table.withheld or table.own_only)
        assert (folder / f"{table.name}.csv").exists() is (folder / f"{table.name}.json").exists() is there
        assert table.name in readme
        if there:
            its_own = table.model is Event
            assert len(rows(folder, table.name)) == table.in_workspace(world.workspace).count() - its_own
    assert "Sven Stranger" not in everything_in(folder)


def test_a_row_is_read_without_this_product(world, take):
    DealChange.objects.create(
        deal=world.deal, field=DealChange.Field.AMOUNT, old="1000000", new="1200000", seen_by=timezone.now()
    )
    folder = take()
    deal = next(row for row in rows(folder, "deals") if row["key"] == world.deal.pk)
    assert (deal["amount"], deal["currency"]) == ("12000.00", "USD")
    assert (deal["owner"], deal["owner_key"], deal["stage"]) == ("Theo Brandt", world.theo.pk, "Proposal")
    (change,) = rows(folder, "deal_changes")
    assert (change["field"], change["old"], change["new"]) == ("Amount", "10000.00", "12000.00")
    promise = next(row for row in rows(folder, "commitments") if row["key"] == world.commitment.pk)
    assert (promise["owner"], promise["to"], promise["state"]) == ("Theo Brandt", "Maya Okonkwo", "Open")
    assert promise["made_at"] == world.commitment.made_at.isoformat()
    with (folder / "deals.csv").open(encoding="utf-8-sig", newline="") as file:
        sheet = {row["key"]: row for row in csv.DictReader(file)}
    assert sheet[str(world.deal.pk)]["amount"] == "12000.00"


def test_a_cell_that_a_spreadsheet_would_run_stands_behind_an_apostrophe(world, take):
    Deal.objects.filter(pk=world.deal.pk).update(name="=cmd|' /C calc'!A0")
    folder = take()
    assert "'=cmd" in (folder / "deals.csv").read_text()
    assert next(row for row in rows(folder, "deals") if row["key"] == world.deal.pk)["name"].startswith("=cmd")


def test_nothing_in_it_opens_anything_and_nobody_s_own_notes_are_in_the_company_s(world, take):
    world.theo.user.set_password("a long enough password")
    world.theo.user.save()
    told = everything_in(take())
    secrets = [world.theo.user.password, world.webhook.sealed_address, world.calendar.sealed_address]
    hashes = [row.token_hash for row in (world.theo.feed, world.newcomer.invitations.get())]
    for secret in (*secrets, *hashes, PRIVATE, HUNCH):
        assert secret not in told
    assert SHARED in told
    assert "A private note is for its author alone." in told
    assert "A rating is for the rep who gave it alone." in told


@pytest.mark.parametrize("actor", ACTORS)
def test_a_person_takes_along_what_they_may_read_and_nothing_that_is_another_s(actor, world, take):
    """What the pages show to whom is the measure: the words of the laws reach the same people."""
    person = getattr(world, ACTORS[actor])
    told = everything_in(take("--person", person.name))
    for words, audience in said("CANARIES").items():
        assert (words in told) == (actor in audience), f"{words}: {actor}"


def test_a_leader_does_not_take_along_how_a_rep_rated_a_one_on_one(world, take):
    assert not (take("--person", "Maya Okonkwo", name="maya") / "usefulness_ratings.json").exists()
    (own,) = rows(take("--person", "Theo Brandt", name="theo"), "usefulness_ratings")
    assert own["score"] == 4


def test_a_rep_takes_along_their_own_and_no_colleague_s(world, take):
    folder = take("--person", "Theo Brandt")
    assert {row["owner"] for row in rows(folder, "deals")} == {"Theo Brandt"}
    assert {row["name"] for row in rows(folder, "people")} == {"Theo Brandt"}
    assert world.theo.user.email in (folder / "logins.csv").read_text()
    assert "asked" not in {path.stem for path in folder.iterdir()}


def test_uploads_that_are_still_here_are_copied(world, take, settings):
    place = settings.MEDIA_ROOT / "imports" / str(world.imported.pk)
    place.mkdir(parents=True)
    (place / "1-deals.csv").write_text("Deal\nAlder\n")
    world.file.path = str(place / "1-deals.csv")
    world.file.save()
    assert (take() / "files" / str(world.imported.pk) / "1-deals.csv").read_text() == "Deal\nAlder\n"
    assert not (take("--person", "Theo Brandt", name="theo") / "files").exists()


def test_it_stands_on_the_audit_page(world, take, sign_in):
    take()
    take("--person", "Theo Brandt", name="theo")
    page = sign_in(world.adam).get("/audit/").content.decode()
    assert "Everything was exported" in page
    assert "What is kept of Theo Brandt was exported" in page


def test_a_folder_with_something_in_it_is_refused(world, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    run = CliRunner().invoke(export, [str(tmp_path), "--workspace", "Fieldstone", "--json"])
    assert (run.exit_code, json.loads(run.output)["reason"]) == (1, f"{tmp_path} is not empty. Name a new folder.")
    assert not Event.objects.filter(verb="operator.acted").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
