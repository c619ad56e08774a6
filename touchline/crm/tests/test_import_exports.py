"""Real exports, with the counts others made of them; skipped loudly where the data is not there."""

import csv
import json
import os
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.cli.facts import facts_document
from touchline.crm.models import Activity, Deal, DealChange, Import, Source
from touchline.crm.tests.rows import bring
from touchline.people.models import Workspace

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("TOUCHLINE_SHARED") or ROOT.parent / "shared") / "data"
MAVEN = DATA / "maven_crm_sales_opportunities"
VARIANTS = DATA / "maven_variants"
SALESFORCE = DATA / "sfdc_tcrm_workshop"
AT = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"NO REAL EXPORTS at {DATA}: set TOUCHLINE_SHARED to test them"
)


@pytest.fixture
def source(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    workspace = Workspace.objects.create(name="My company", created_at=AT)
    return Source.objects.create(workspace=workspace, name="CRM", created_at=AT)


def oracle(name):
    return json.loads((DATA / "oracles.json").read_text())[name]


def money(value):
    return f"{value:.2f}"


def test_mavens_export_gives_the_figures_others_counted(source):
    batch = bring(source, *sorted(MAVEN.glob("*.csv")), at=AT)
    assert (batch.state, batch.questions) == (Import.State.APPLIED, [])
    facts, expected = facts_document(source.workspace), oracle("maven_oracle")
    assert facts["deals"] == expected["opportunities"]
    assert facts["by_stage"] == expected["by_stage"]
    assert facts["won_value"] == money(expected["won_value"])
    assert facts["won_value_by_leader"] == {k: money(v) for k, v in expected["won_value_by_manager"].items()}
    assert facts["won_value_by_quarter"] == {k: money(v) for k, v in expected["won_value_by_quarter"].items()}
    assert facts["people"] == expected["agents_in_team"]
    assert facts["names_without_deals"] == expected["agents_without_deals"]
    assert Deal.objects.filter(account=None).count() == expected["blank_account"]
    assert source.aliases.values_list("spelling", "means").get() == ("GTXPro", "GTX Pro")
    assert f"{expected['product_alias_rows(GTXPro)']:,} rows" in " ".join(batch.notes)
    assert "data_dictionary.csv is set apart" in " ".join(batch.notes)
    assert not Deal.objects.filter(product="GTXPro").exists()


def test_a_hundred_rows_fewer_are_a_hundred_rows_fewer(source, tmp_path):
    """The figures follow the file: remove rows at random and count again with the standard library alone."""
    with (MAVEN / "sales_pipeline.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    kept = random.Random().sample(rows, len(rows) - 100)
    path = tmp_path / "fewer.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *kept])
    bring(source, path, MAVEN / "sales_teams.csv", at=AT)
    facts = facts_document(source.workspace)
    stage, value, close = (header.index(name) for name in ("deal_stage", "close_value", "close_date"))
    won = [row for row in kept if row[stage] == "Won"]
    quarters = Counter()
    for row in won:
        quarters[f"{row[close][:4]}Q{(int(row[close][5:7]) + 2) // 3}"] += int(row[value])
    assert facts["by_stage"] == dict(Counter(row[stage] for row in kept))
    assert facts["won_value"] == money(sum(int(row[value]) for row in won))
    assert facts["won_value_by_quarter"] == {quarter: money(total) for quarter, total in quarters.items()}


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("ikebude__LF.csv", ""),
        ("kisaraF__m-d-yyyy_LF.csv", ""),
        ("ThomasKieny__dd-mm-yy__extra_quarter_cols.csv", "two digits"),
        ("ThomasKieny__data_model.xlsx", "sheet Q1 is set apart"),
        ("sudeshna999__dd-mm-yyyy.csv", "2,089 open deals have the amount 0"),
        ("Shreif7__closed_only_float_amounts.csv", ""),
        ("huda001__closed_only_no_id_m-d-yyyy.csv", "no column with an id"),
    ],
)
def test_the_same_truth_saved_again_by_strangers(source, name, note):
    batch = bring(source, VARIANTS / name, at=AT)
    facts, expected = facts_document(source.workspace), oracle("files")[f"maven_variants/{name}"]
    assert facts["deals"] == expected["deals"]
    assert facts["won_value"] == money(oracle("maven_oracle")["won_value"])
    closed = {quarter: money(v) for quarter, v in oracle("maven_oracle")["won_value_by_quarter"].items()}
    assert facts["won_value_by_quarter"] == closed
    assert note in " ".join(batch.notes)


def test_a_pivot_table_is_refused_with_what_was_found(source):
    batch = bring(source, DATA / "wrong_files" / "pivot.csv", at=AT)
    assert batch.state == Import.State.REFUSED
    assert "one row per deal" in batch.reason
    assert "“Grand Total”" in batch.reason or "“Qtr4”" in batch.reason
    assert not Deal.objects.exists()


def test_the_salesforce_workshop_comes_in_whole(source):
    files = [*SALESFORCE.glob("data_core_*.csv"), SALESFORCE / "user_User.csv"]
    batch = bring(source, *sorted(files), at=AT, answers={"unnamed_owners": "unmatched"})
    assert batch.state == Import.State.APPLIED
    assert Deal.objects.count() == 4833
    kinds = Counter(Activity.objects.values_list("external_id", flat=True).iterator())
    assert sum(kinds.values()) == 2303 + 2182
    tasks = rows_of("data_core_Task.csv")
    deals = {row["Id"][:15] for row in rows_of("data_core_Opportunity.csv")}
    about = [row["WhatId"][:15] for row in [*tasks, *rows_of("data_core_event.csv")]]
    orphans = sum(key.startswith("006") and key not in deals for key in about)
    assert batch.counts["activities"]["orphans"] == orphans
    assert Activity.objects.filter(deal=None).exclude(deal_key="").count() == orphans
    assert "case.csv is set apart" in " ".join(batch.notes)


def test_an_event_counts_on_the_day_it_was_where_the_company_is(source):
    """ActivityDate is the exporter's day in 2,180 of 2,182 rows; the instant is what happened."""
    source.workspace.zone = "America/Los_Angeles"
    source.workspace.save()
    bring(source, SALESFORCE / "data_core_event.csv", at=AT)
    events = {row["Id"][:15]: row for row in rows_of("data_core_event.csv")}
    stored = list(Activity.objects.values_list("external_id", "on", "at"))
    assert len(stored) == 2182
    for key, on, at in stored:
        assert at.strftime("%Y-%m-%dT%H:%M:%S.000+0000") == events[key]["ActivityDateTime"]
        assert on == at.astimezone(zone()).date()


def test_a_year_old_copy_of_the_same_deals_becomes_history(source):
    old, new = SALESFORCE / "prepdata_Opportunity.csv", SALESFORCE / "data_core_Opportunity.csv"
    bring(source, old, at=AT, as_of=datetime(2022, 4, 5, tzinfo=UTC), answers={"unnamed_owners": "unmatched"})
    answers = {"unnamed_owners": "unmatched"}
    batch = bring(source, new, at=AT, as_of=datetime(2023, 4, 5, tzinfo=UTC), answers=answers)
    before = {row["Id"]: row for row in rows_of("prepdata_Opportunity.csv")}
    after = {row["Id"]: row for row in rows_of("data_core_Opportunity.csv")}
    both = before.keys() & after.keys()
    moved = sum(before[key]["CloseDate"] != after[key]["CloseDate"] for key in both)
    assert batch.counts["fields"]["close"] == moved == 4832
    assert batch.summary == "4,832 close dates moved, 0 stages changed, 1 new deal, 0 rows set aside"
    assert DealChange.objects.filter(field=DealChange.Field.CLOSE).count() == moved


def rows_of(name):
    with (SALESFORCE / name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo("America/Los_Angeles")
