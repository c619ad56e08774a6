"""What a source's history teaches, counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.crm.learning import count_pushes, learn, say_how_old
from touchline.crm.models import Deal, DealChange, Import, Source, Stage

AT = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)


@pytest.fixture
def source(cast):
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=AT)
    for position, (name, outcome) in enumerate(
        [("Proposal", "open"), ("Contract", "open"), ("Won", "won"), ("Lost", "lost")]
    ):
        Stage.objects.create(source=source, name=name, outcome=outcome, position=position)
    Import.objects.create(source=source, state=Import.State.APPLIED, as_of=AT, started_at=AT, applied_at=AT)
    return source


def deal(source, number, stage, *, decided_on=None):
    stage = source.stages.get(name=stage)
    return Deal.objects.create(
        source=source, external_id=str(number), name=f"Deal {number}", stage=stage, outcome=stage.outcome,
        currency="USD", decided_on=decided_on,
    )  # fmt: skip


def change(deal, field, old, new):
    DealChange.objects.create(deal=deal, field=field, old=old, new=new, seen_by=AT)


def test_only_later_close_dates_count_as_pushes(source):
    alder = deal(source, 1, "Proposal")
    close = DealChange.Field.CLOSE
    change(alder, close, "2026-10-01", "2026-11-01")
    change(alder, close, "2026-11-01", "2026-12-01")
    change(alder, close, "2026-12-01", "2026-11-15")
    change(alder, close, "", "2026-10-01")
    count_pushes(source.deals.all())
    alder.refresh_from_db()
    assert alder.pushes == 2


def test_a_deal_open_again_by_what_its_stage_means_has_its_pushes(source, cast):
    alder = deal(source, 1, "Lost", decided_on=date(2026, 10, 1))
    change(alder, DealChange.Field.CLOSE, "2026-10-01", "2026-11-01")
    source.explain([(source.stages.get(name="Lost"), "open", 3)], by=cast.maya, at=AT)
    alder.refresh_from_db()
    assert (alder.outcome, alder.pushes) == ("open", 1)


def test_odds_of_a_stage_are_its_wins_and_one_of_its_deals_and_two(source):
    # Twelve deals left Proposal, nine of them won: (9 + 1) / (12 + 2).
    for number in range(12):
        outcome = "Won" if number < 9 else "Lost"
        change(deal(source, number, outcome, decided_on=date(2026, 10, 1)), DealChange.Field.STAGE, "Proposal", outcome)
    for number in range(12, 24):
        deal(source, number, "Lost", decided_on=date(2026, 10, 1))
    deal(source, 99, "Won", decided_on=AT.date() - timedelta(days=400))
    learn(source)
    proposal, contract = source.stages.get(name="Proposal"), source.stages.get(name="Contract")
    assert proposal.odds == pytest.approx(10 / 14)
    assert proposal.odds_n == 12
    # Nobody was seen in Contract, so it takes what all 24 decided deals of the year say.
    assert contract.odds == pytest.approx(9 / 24)
    assert contract.odds_n == 24


def test_nineteen_decided_deals_are_too_few_to_say(source):
    for number in range(19):
        deal(source, number, "Won", decided_on=date(2026, 10, 1))
    learn(source)
    assert source.stages.get(name="Contract").odds is None


def test_the_share_of_deals_that_hold_their_quarter(source):
    # Twenty-four decided, and eight times a date was moved into a later quarter: 24 / (24 + 8).
    for number in range(24):
        deal(source, number, "Won", decided_on=date(2026, 10, 1))
    alder, close = deal(source, 99, "Proposal"), DealChange.Field.CLOSE
    for _ in range(8):
        change(alder, close, "2026-09-30", "2026-10-01")
    change(alder, close, "2026-10-01", "2026-12-31")
    learn(source)
    assert source.holds_quarter == pytest.approx(24 / 32)


def test_the_workspace_knows_how_old_its_facts_are(source, cast):
    say_how_old(source)
    cast.workspace.refresh_from_db()
    assert cast.workspace.facts_as_of == AT
    source.imports.update(state=Import.State.UNDONE)
    say_how_old(source)
    cast.workspace.refresh_from_db()
    assert cast.workspace.facts_as_of is None


def test_what_a_stage_means_is_learned_again_at_once(source, cast):
    """Proposal was passed by twelve lost deals; once Lost means won, all of them were."""
    for number in range(20):
        lost = deal(source, number, "Lost", decided_on=date(2026, 10, 1))
        change(lost, DealChange.Field.STAGE, "Proposal", "Lost")
    learn(source)
    assert source.stages.get(name="Proposal").odds == pytest.approx(1 / 22)
    stages = [(s, "won" if s.name == "Lost" else s.outcome, s.position) for s in source.stages.all()]
    source.explain(stages, by=cast.maya, at=AT)
    assert source.stages.get(name="Proposal").odds == pytest.approx(21 / 22)
