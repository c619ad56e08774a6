"""What the CRM counts for each metric, each number counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.crm.models import Activity, Deal, DealChange, Source, Stage
from touchline.skills.models import Metric
from touchline.skills.queries.counting import counted

TODAY = date(2026, 11, 23)
SPAN = (date(2026, 9, 1), TODAY)


def at(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def source(cast, monday):
    return Source.objects.create(workspace=cast.workspace, name="CRM", created_at=monday)


@pytest.fixture
def stages(source):
    named = [("Discovery", "open"), ("Proposal", "open"), ("Won", "won"), ("Lost", "lost")]
    return {
        name: Stage.objects.create(source=source, name=name, outcome=outcome, position=place)
        for place, (name, outcome) in enumerate(named)
    }


@pytest.fixture
def deal(cast, source, stages):
    def make(key, stage="Discovery", *, owner=None, created=None, decided=None):
        return Deal.objects.create(
            source=source,
            external_id=key,
            name=key,
            owner=owner or cast.theo,
            stage=stages[stage],
            outcome=stages[stage].outcome,
            currency="USD",
            created_on=created,
            close_on=decided or date(2026, 12, 18),
            decided_on=decided,
        )

    return make


def change(deal, field, old, new, day):
    DealChange.objects.create(deal=deal, field=field, old=old, new=new, seen_by=at(day))


def record(metric, person, span=SPAN):
    found = counted(metric, [person.pk], *SPAN, today=TODAY).record([person.pk], *span)
    return found.wins, found.n


def test_deals_won_of_those_decided_on_the_day_they_were(cast, deal):
    deal("a", "Won", decided=date(2026, 10, 5))
    deal("b", "Lost", decided=date(2026, 10, 5))
    deal("c", "Lost", decided=date(2026, 11, 2))
    deal("d", "Won", decided=date(2026, 8, 31))
    deal("e", "Won", owner=cast.priya, decided=date(2026, 10, 5))
    deal("f")
    assert record(Metric.WIN_RATE, cast.theo) == (1, 3)
    assert record(Metric.WIN_RATE, cast.theo, (date(2026, 10, 5), date(2026, 10, 5))) == (1, 2)


def test_a_new_deal_has_thirty_days_to_leave_the_first_stage(cast, deal):
    stage = DealChange.Field.STAGE
    in_time, late, lost, stuck = (deal(key, created=date(2026, 9, 10)) for key in "abcd")
    change(in_time, stage, "Discovery", "Proposal", date(2026, 10, 10))
    change(late, stage, "Discovery", "Proposal", date(2026, 10, 11))
    change(lost, stage, "Discovery", "Lost", date(2026, 9, 20))
    young = deal("e", created=TODAY - timedelta(days=29))
    change(young, stage, "Discovery", "Proposal", TODAY - timedelta(days=20))
    deal("f", "Proposal", created=date(2026, 9, 10))
    assert stuck.stage.name == "Discovery"
    assert record(Metric.FIRST_STAGE, cast.theo) == (1, 4)


def test_a_close_date_holds_when_it_is_decided_and_not_when_it_is_moved_later(cast, deal):
    close = DealChange.Field.CLOSE
    won = deal("a", "Won", decided=date(2026, 10, 5))
    change(won, close, "2026-09-15", "2026-10-05", date(2026, 9, 14))
    moved = deal("b")
    change(moved, close, "2026-10-30", "2026-12-18", date(2026, 10, 29))
    change(moved, close, "2026-12-18", "2026-12-01", date(2026, 11, 10))
    change(moved, close, "", "2026-10-30", date(2026, 9, 2))
    assert record(Metric.CLOSE_KEPT, cast.theo) == (1, 3)


def test_meetings_held_of_those_planned_and_todays_are_not_missed_yet(cast, source):
    days = [(10, True), (3, False), (0, False), (0, True), (-2, False)]
    for key, (ago, done) in enumerate(days):
        Activity.objects.create(
            source=source,
            external_id=str(key),
            kind="meeting",
            owner=cast.theo,
            on=TODAY - timedelta(days=ago),
            done=done,
        )
    Activity.objects.create(source=source, external_id="c", kind="call", owner=cast.theo, on=TODAY, done=True)
    assert record(Metric.MEETINGS_HELD, cast.theo) == (2, 3)


@pytest.mark.parametrize("metric", Metric.values)
def test_it_costs_two_queries_at_most_however_many_there_are(cast, deal, metric, django_assert_max_num_queries):
    for key in range(8):
        one = deal(f"d{key}", "Won", created=date(2026, 9, 3), decided=date(2026, 10, 1 + key))
        change(one, DealChange.Field.STAGE, "Discovery", "Proposal", date(2026, 9, 20))
    with django_assert_max_num_queries(2):
        counted(metric, [cast.theo.pk, cast.priya.pk], *SPAN, today=TODAY)


def test_weeks_are_counted_from_the_day_given(cast, deal):
    for day in (1, 2, 8, 30):
        deal(f"d{day}", "Won", decided=date(2026, 9, day))
    found = counted(Metric.WIN_RATE, [cast.theo.pk], *SPAN, today=TODAY)
    assert found.weekly(cast.theo.pk, date(2026, 9, 1), 5) == ([2, 1, 0, 0, 1], [2, 1, 0, 0, 1])
    assert found.weeks_with(cast.theo.pk, *SPAN) == 3
