"""A newer export becomes history, the same one is refused, and undo restores every row."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from touchline.crm import importing
from touchline.crm.models import Activity, Deal, DealChange, Import, Source
from touchline.crm.tests.rows import FIRST, bring, dump, write
from touchline.people.models import Person

HEADERS = ("deal_id", "deal", "account", "owner", "stage", "amount", "close_date", "created_date", "next_step")
ALDER = ("d1", "Alder rollout", "Alder", "Theo Brandt", "Proposal", "8400", "2026-12-18", "2026-07-01", "Call legal")
BIRCH = ("d2", "Birch renewal", "Birch", "Priya Raman", "Discovery", "", "2026-11-30", "2026-08-01", "")
WEEK_LATER = FIRST + timedelta(days=7)
Field = DealChange.Field


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def source(cast):
    return Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)


@pytest.fixture
def first(source, tmp_path):
    return bring(source, write(tmp_path / "first.csv", HEADERS, ALDER, BIRCH))


@pytest.fixture
def newer(first, source, tmp_path):
    moved = ("d1", "Alder rollout", "Alder", "Theo Brandt", "Negotiation", "8000", "2027-01-15", "2026-07-01", "")
    third = ("d3", "Cedar", "Cedar", "Noor Haddad", "Discovery", "0", "", "2026-09-05", "")
    return bring(source, write(tmp_path / "newer.csv", HEADERS, moved, BIRCH, third), at=WEEK_LATER)


def test_owners_are_the_people_who_are_there_by_name(first, cast):
    assert first.counts["people"] == {"new": 0, "matched": 2}
    assert Deal.objects.get(external_id="d1").owner == cast.theo


def test_a_blank_amount_is_unknown_and_a_zero_is_zero(newer):
    assert Deal.objects.get(external_id="d2").amount_minor is None
    assert Deal.objects.get(external_id="d3").amount_minor == 0


def test_a_newer_export_becomes_history_seen_between_the_two(newer):
    changes = {change.field: change for change in DealChange.objects.filter(deal__external_id="d1")}
    assert {field: (change.old, change.new) for field, change in changes.items()} == {
        Field.STAGE: ("Proposal", "Negotiation"),
        Field.AMOUNT: ("840000", "800000"),
        Field.CLOSE: ("2026-12-18", "2027-01-15"),
        Field.NEXT_STEP: ("Call legal", ""),
    }
    assert {(change.seen_after, change.seen_by) for change in changes.values()} == {(FIRST, WEEK_LATER)}
    assert newer.counts["deals"] == {"new": 1, "changed": 1, "unchanged": 1, "deleted": 0}
    assert newer.summary == "1 close date moved, 1 stage changed, 1 new deal, 0 rows set aside"
    assert Deal.objects.get(external_id="d1").stage_since == WEEK_LATER.date()


def test_undo_restores_every_row_as_it_was(first, source, tmp_path, cast):
    before = dump()
    rows = [
        ("d1", "Alder rollout", "Alder Group", "Zed New", "Closed Won", "1", "2026-09-03", "2026-07-01", "Sign"),
        ("d9", "Zinnia", "Zinnia", "Zed New", "Verbal", "9", "2026-10-01", "2026-09-02", ""),
    ]
    roster = write(tmp_path / "team.csv", ("sales_agent", "manager", "office"), ("Zed New", "Maya Okonkwo", "North"))
    batch = bring(source, write(tmp_path / "b.csv", HEADERS, *rows), roster, at=WEEK_LATER)
    assert batch.state == Import.State.APPLIED
    assert dump() != before
    importing.undo(batch, by=cast.maya, at=WEEK_LATER)
    assert dump() == before
    assert (batch.state, batch.undone_by) == (Import.State.UNDONE, cast.maya)


def test_undoing_the_first_import_leaves_nothing(source, tmp_path, cast):
    before = dump()
    importing.undo(bring(source, write(tmp_path / "first.csv", HEADERS, ALDER, BIRCH)), by=None, at=WEEK_LATER)
    assert dump() == before
    assert not Deal.objects.exists()


def test_only_the_newest_import_can_be_undone(first, newer):
    with pytest.raises(ValidationError, match="later import"):
        importing.undo(first, by=None, at=WEEK_LATER)


def test_an_undone_import_can_be_brought_in_again(newer, source, tmp_path):
    after = {deal.external_id: (deal.stage.name, deal.amount_minor) for deal in Deal.objects.select_related("stage")}
    importing.undo(newer, by=None, at=WEEK_LATER)
    again = bring(source, tmp_path / "newer.csv", at=WEEK_LATER)
    assert again.state == Import.State.APPLIED
    assert {d.external_id: (d.stage.name, d.amount_minor) for d in Deal.objects.select_related("stage")} == after


def test_the_same_file_is_refused_kindly(first, source, tmp_path):
    again = bring(source, tmp_path / "first.csv", at=WEEK_LATER)
    assert again.state == Import.State.REFUSED
    assert "here already" in again.reason
    assert "1 September 2026" in again.reason


def test_an_older_export_is_refused_and_says_what_to_do(newer, source, tmp_path):
    old = bring(source, write(tmp_path / "old.csv", HEADERS, ALDER), at=WEEK_LATER, as_of=FIRST - timedelta(days=9))
    assert old.state == Import.State.REFUSED
    assert "Older exports come first" in old.reason


def test_what_an_export_does_not_carry_stays_as_it_is(first, source, tmp_path):
    bring(source, write(tmp_path / "b.csv", ("deal_id", "stage", "amount"), ("d1", "Proposal", "8400")), at=WEEK_LATER)
    deal = Deal.objects.get(external_id="d1")
    assert (str(deal), deal.next_step, str(deal.close_on)) == ("Alder rollout", "Call legal", "2026-12-18")
    assert not DealChange.objects.exists()


def test_snapshots_become_changes_in_order_and_the_last_one_the_deal(source, tmp_path):
    headers = ("deal_id", "deal", "owner", "stage", "amount", "created_date", "close_date", "snapshot_date")
    state = [("Discovery", "100", "2026-10-01"), ("Proposal", "100", "2026-10-01"), ("Proposal", "90", "2026-11-01")]
    weeks = [
        ("d1", "Alder", "Theo Brandt", stage, amount, "2026-08-02", close, f"2026-08-{3 + 7 * week:02d}")
        for week, (stage, amount, close) in enumerate(state)
    ]
    batch = bring(source, write(tmp_path / "history.csv", headers, *reversed(weeks)))
    changes = DealChange.objects.order_by("seen_by", "field").values_list(
        "field", "old", "new", "seen_after", "seen_by"
    )
    second, third = datetime(2026, 8, 10, tzinfo=UTC), datetime(2026, 8, 17, tzinfo=UTC)
    assert list(changes) == [
        (Field.STAGE, "Discovery", "Proposal", datetime(2026, 8, 3, tzinfo=UTC), second),
        (Field.AMOUNT, "10000", "9000", second, third),
        (Field.CLOSE, "2026-10-01", "2026-11-01", second, third),
    ]
    deal = Deal.objects.get()
    assert (deal.stage.name, deal.amount_minor, str(deal.stage_since)) == ("Proposal", 9000, "2026-08-10")
    assert batch.as_of == third


def test_the_next_snapshots_of_a_history_only_add_what_is_new(source, tmp_path):
    headers = ("deal_id", "owner", "stage", "amount", "snapshot_date")
    week1, week2 = (
        ("d1", "Theo Brandt", "Discovery", "5", "2026-08-03"),
        ("d1", "Theo Brandt", "Proposal", "5", "2026-08-10"),
    )
    bring(source, write(tmp_path / "one.csv", headers, week1, week2))
    bring(
        source, write(tmp_path / "two.csv", headers, week1, week2, ("d1", "Theo Brandt", "Proposal", "6", "2026-08-17"))
    )
    assert list(DealChange.objects.order_by("seen_by").values_list("field", "new")) == [(1, "Proposal"), (2, "600")]


def test_pushes_of_new_and_of_known_deals_are_counted_with_the_facts(source, tmp_path, cast):
    headers = ("deal_id", "owner", "stage", "amount", "close_date", "snapshot_date")

    def week(day, *deals):
        return [(key, "Theo Brandt", stage, "5", close, day) for key, stage, close in deals]

    def pushes():
        return dict(Deal.objects.values_list("external_id", "pushes"))

    history = [
        *week("2026-08-03", ("d1", "Proposal", "2026-10-01"), ("d2", "Proposal", "2026-10-01")),
        *week("2026-08-10", ("d1", "Proposal", "2026-11-01"), ("d2", "Proposal", "2026-11-01")),
        *week("2026-08-17", ("d1", "Proposal", "2026-10-15"), ("d2", "Closed Lost", "2026-11-01")),
    ]
    bring(source, write(tmp_path / "history.csv", headers, *history))
    assert pushes() == {"d1": 1, "d2": 0}
    there_and_back = [
        *week("2026-08-24", ("d1", "Proposal", "2026-12-01")),
        *week("2026-08-31", ("d1", "Proposal", "2026-10-15"), ("d3", "Proposal", "2026-12-01")),
    ]
    batch = bring(source, write(tmp_path / "more.csv", headers, *there_and_back), at=WEEK_LATER)
    assert pushes() == {"d1": 2, "d2": 0, "d3": 0}
    importing.undo(batch, by=cast.maya, at=WEEK_LATER)
    assert pushes() == {"d1": 1, "d2": 0}


def test_a_dated_field_history_happened_just_then(source, tmp_path):
    deals = write(
        tmp_path / "o.csv",
        ("Id", "Name", "StageName", "Amount", "CloseDate", "OwnerId"),
        ("006x", "A", "Proposal", "5", "2026-10-01", "u1"),
    )
    rows = [
        ("h1", "006x", "Discovery", "5", "2026-10-01", "2026-08-01T10:00:00.000+0000"),
        ("h2", "006x", "Proposal", "5", "2026-10-01", "2026-08-05T10:30:00.000+0000"),
    ]
    history = write(
        tmp_path / "h.csv", ("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate"), *rows
    )
    bring(source, deals, history)
    change = DealChange.objects.get()
    assert (change.old, change.new, change.seen_after) == ("Discovery", "Proposal", None)
    assert change.seen_by == datetime(2026, 8, 5, 10, 30, tzinfo=UTC)


def test_deals_without_an_id_match_again_by_what_does_not_change(source, tmp_path):
    headers = ("account", "owner", "product", "stage", "amount", "created_date")
    batch = bring(
        source, write(tmp_path / "a.csv", headers, ("Alder", "Theo Brandt", "Desk", "Proposal", "5", "2026-08-01"))
    )
    assert "no column with an id" in " ".join(batch.notes)
    again = bring(
        source,
        write(tmp_path / "b.csv", headers, ("Alder", "Theo Brandt", "Desk", "Closed Won", "6", "2026-08-01")),
        at=WEEK_LATER,
    )
    assert again.counts["deals"]["changed"] == 1
    assert Deal.objects.get().outcome == "won"


def test_activities_without_their_deal_wait_for_it(source, tmp_path):
    calls = write(
        tmp_path / "calls.csv",
        ("id", "subject", "deal_id", "date", "owner"),
        ("a1", "Call", "d1", "2026-08-01", "Theo Brandt"),
    )
    assert bring(source, calls).counts["activities"]["orphans"] == 1
    assert Activity.objects.get().deal is None
    bring(source, write(tmp_path / "deals.csv", HEADERS, ALDER), at=WEEK_LATER)
    assert Activity.objects.get().deal == Deal.objects.get()


def test_two_people_of_one_name_are_asked_about(source, tmp_path, cast):
    Person.objects.create(workspace=cast.workspace, name="Theo Brandt", email="theo2@fieldstone.example")
    batch = bring(source, write(tmp_path / "a.csv", HEADERS, ALDER))
    assert batch.state == Import.State.NEEDS_ANSWER
    question = batch.questions[0]
    assert (question["key"], question["choices"]) == (
        "owner:Theo Brandt",
        ["theo@fieldstone.example", "theo2@fieldstone.example", "new"],
    )
    importing.answer(batch, {"owner:Theo Brandt": "theo2@fieldstone.example"})
    importing.apply(batch, by=cast.maya, at=FIRST)
    assert Deal.objects.get().owner.email == "theo2@fieldstone.example"


def test_an_unknown_stage_is_asked_about_once(source, tmp_path, cast):
    row = (*ALDER[:4], "Zombie", *ALDER[5:])
    batch = bring(source, write(tmp_path / "a.csv", HEADERS, row))
    assert batch.questions == [
        {"key": "stage:Zombie", "text": "What does the stage “Zombie” mean?", "choices": ["open", "won", "lost"]}
    ]
    assert not Deal.objects.exists()
    importing.apply(importing.answer(batch, {"stage:Zombie": "lost"}), by=None, at=FIRST)
    assert Deal.objects.get().outcome == "lost"
    again = bring(source, write(tmp_path / "b.csv", HEADERS, row, BIRCH), at=WEEK_LATER)
    assert again.state == Import.State.APPLIED
