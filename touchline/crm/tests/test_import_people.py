"""Whom an export means: people who left, people who come again, and what nobody may take back by a file."""

from datetime import timedelta

import pytest

from touchline.crm.models import Deal, Import, Source
from touchline.crm.tests.rows import FIRST, bring, write
from touchline.people.models import Person

DEALS = ("deal_id", "owner", "owner_email", "stage", "amount", "close_date")
ROSTER = ("user_id", "name", "email", "manager", "team")
LATER = FIRST + timedelta(days=7)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def source(cast):
    return Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)


@pytest.fixture
def gone(source, cast, tmp_path):
    """Theo owns a deal, is on the roster, and has left since."""
    theo = cast.theo
    first = write(tmp_path / "a.csv", DEALS, ("d1", theo.name, theo.email, "Proposal", "5", "2026-12-18"))
    roster = write(tmp_path / "team.csv", ROSTER, ("u1", theo.name, theo.email, cast.maya.name, "North"))
    assert bring(source, first, roster).state == Import.State.APPLIED
    theo.leave(by=cast.adam, on=FIRST.date())
    return theo


def test_a_roster_does_not_bring_back_somebody_who_left(gone, source, cast, tmp_path):
    people = Person.objects.count()
    roster = write(tmp_path / "again.csv", ROSTER, ("u1", gone.name, gone.email, cast.maya.name, "South"))
    batch = bring(source, roster, at=LATER)
    assert batch.counts["people"] == {"new": 0, "matched": 1}
    assert Person.objects.count() == people
    assert not gone.roles.filter(to_on=None).exists()
    assert not gone.seats.filter(to_on=None).exists()


def test_deals_of_somebody_who_left_stay_theirs_and_give_no_role_back(gone, source, tmp_path):
    rows = [(key, gone.name, gone.email, "Proposal", "6", "2026-12-18") for key in ("d1", "d2")]
    batch = bring(source, write(tmp_path / "b.csv", DEALS, *rows), at=LATER)
    assert set(Deal.objects.values_list("external_id", "owner")) == {("d1", gone.pk), ("d2", gone.pk)}
    assert not gone.roles.filter(to_on=None).exists()
    assert not [note for note in batch.notes if "not matched" in note]


def test_somebody_new_with_the_address_of_nobody_here_but_the_name_of_one_who_left_is_somebody_new(
    gone, source, tmp_path
):
    rows = [("d7", gone.name, "another.theo@example.com", "Proposal", "6", "2026-12-18")]
    bring(source, write(tmp_path / "c.csv", DEALS, *rows), at=LATER)
    assert Deal.objects.get(external_id="d7").owner.email == "another.theo@example.com"


def test_a_namesake_who_is_here_is_meant_before_one_who_left(gone, source, cast, tmp_path):
    again = Person.join(cast.workspace, name=gone.name, kinds=["rep"], by=cast.adam, on=FIRST.date())
    headers = ("deal_id", "sales_agent", "stage", "amount", "close_date")
    bring(source, write(tmp_path / "d.csv", headers, ("d8", gone.name.upper(), "Proposal", "6", "")), at=LATER)
    assert Deal.objects.get(external_id="d8").owner == again
