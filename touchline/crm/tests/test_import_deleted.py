"""A deal that the CRM deleted since leaves the facts with its history, and undo brings both back."""

from datetime import timedelta

import pytest

from touchline.crm import importing
from touchline.crm.models import Activity, Deal, DealChange, Source
from touchline.crm.tests.rows import FIRST, bring, dump, write

HEADERS = ("Id", "Name", "OwnerId", "Owner", "StageName", "Amount", "CloseDate", "IsDeleted")
CALLS = ("TaskId", "Subject", "WhatId", "OwnerId", "ActivityDate")
WEEK = timedelta(days=7)


def deal(key, amount="100", *, deleted="0"):
    return (key, f"Deal {key}", "u1", "Theo Brandt", "Proposal", amount, "2026-12-18", deleted)


@pytest.fixture
def source(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    calls = write(tmp_path / "calls.csv", CALLS, ("t1", "Call", "d1", "u1", "2026-09-01"))
    bring(source, write(tmp_path / "1.csv", HEADERS, deal("d1"), deal("d2")), calls)
    bring(source, write(tmp_path / "2.csv", HEADERS, deal("d1", "90"), deal("d2")), at=FIRST + WEEK)
    return source


@pytest.fixture
def later(source, tmp_path):
    """Before, and the import in which d1 and a deal nobody knows are marked as deleted."""
    before = dump()
    rows = [deal("d1", "90", deleted="1"), deal("d2", "70"), deal("d9", deleted="1")]
    return before, bring(source, write(tmp_path / "3.csv", HEADERS, *rows), at=FIRST + 2 * WEEK)


def test_a_deal_that_was_deleted_leaves_the_facts(later):
    assert list(Deal.objects.values_list("external_id", flat=True)) == ["d2"]
    assert not DealChange.objects.exclude(deal__external_id="d2").exists()
    assert "1 deal that came in earlier, deleted in the CRM since, will be taken out." in " ".join(later[1].notes)


def test_its_activities_are_kept_without_it(later):
    assert (Activity.objects.get().deal, Activity.objects.get().deal_key) == (None, "d1")


def test_undo_brings_the_deal_and_its_history_back(later, cast):
    before, batch = later
    importing.undo(batch, by=cast.maya, at=FIRST + 3 * WEEK)
    assert dump() == before


def test_a_row_marked_beside_one_that_is_not_deletes_nothing(source, tmp_path):
    rows = [deal("d1", "90", deleted="1"), deal("d1", "95")]
    bring(source, write(tmp_path / "4.csv", HEADERS, *rows), at=FIRST + 2 * WEEK)
    assert Deal.objects.get(external_id="d1").amount_minor == 9_500
