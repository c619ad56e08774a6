from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from touchline.crm.models import Deal, DealChange, Import, Quota
from touchline.demo.loading import SEED, cast, tell
from touchline.demo.plot import CAST
from touchline.demo.story import simulate
from touchline.demo.tests.talking import CAST_OF_FEW
from touchline.oneonones.models import Commitment, OneOnOne, PrivateNote, Topic
from touchline.people.models import Person
from touchline.plans.models import Goal

MONDAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The story of eight of the cast, told once for all tests here, which only read it."""
    story = simulate(monday=MONDAY, seed=SEED, cast=CAST_OF_FEW)
    uploads = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"))
    with uploads, django_db_blocker.unblock(), transaction.atomic():
        yield story, tell(story, today=MONDAY)
        transaction.set_rollback(True)


def person(name):
    return Person.objects.get(name=name)


def test_the_imported_facts_are_the_simulated_ones(told):
    story, workspace = told
    simulated = {deal.key: deal for deals in story.deals.values() for deal in deals}
    stored = {deal.external_id: deal for deal in Deal.objects.select_related("stage", "owner")}
    assert stored.keys() == simulated.keys()
    for key, deal in stored.items():
        was = simulated[key].history[-1]
        assert (deal.stage.name, deal.amount_minor, deal.close_on) == (was.stage, was.amount * 100, was.close_on)
        assert deal.owner.name == next(part.name for part in CAST if part.key == was.owner)
    assert [batch.state for batch in Import.objects.filter(source__workspace=workspace)] == ["applied"] * 2
    assert not Import.objects.filter(set_aside_rows__isnull=False).exists()


def test_this_weeks_export_shows_what_changed_since_last_monday(told):
    newest = Import.objects.latest("as_of")
    changes = DealChange.objects.filter(batch=newest)
    assert newest.as_of.date() == MONDAY
    assert changes.filter(field=DealChange.Field.CLOSE).exists()
    assert {change.seen_by.date() for change in changes} == {MONDAY}
    assert all(change.seen_after.date() == MONDAY - timedelta(days=7) for change in changes)


def test_marcus_has_moved_a_close_date_three_times(told):
    moved = DealChange.objects.filter(deal__owner=person("Marcus Oyelaran"), deal__outcome="open", field=3)
    counts = [moved.filter(deal=deal).count() for deal in moved.values_list("deal", flat=True).distinct()]
    assert max(counts) >= 3


def test_helens_monday_is_ready(told):
    helen, priya = person("Helen Marsh"), person("Priya Raman")
    today = OneOnOne.objects.get(leader=helen, rep=priya, due_on=MONDAY)
    assert today.is_open
    assert (today.starts_at.hour, today.starts_at.minute) == (10, 30)
    assert Topic.objects.open().filter(rep=priya, author=priya).count() == 3
    week = OneOnOne.objects.filter(leader=helen, due_on__range=(MONDAY, MONDAY + timedelta(days=4)))
    assert set(week.values_list("rep__name", flat=True)) == {
        part.name for part in CAST_OF_FEW if part.leader == "practises" and part.left is None
    }
    late = Commitment.objects.open().filter(due_on__lt=MONDAY)
    assert late.filter(owner=helen).exists()
    assert late.filter(to=helen).exists()


def test_every_state_of_a_promise_and_a_meeting_occurs(told):
    assert {"open", "kept", "missed"} <= set(Commitment.objects.values_list("state", flat=True))
    assert any(promise.was_kept_late for promise in Commitment.objects.all())
    assert {"", "held", "missed", "excused"} <= set(OneOnOne.objects.values_list("outcome", flat=True))
    assert OneOnOne.objects.exclude(moved_at=None).exists()


def test_nothing_is_held_on_a_day_to_come_or_at_a_weekend(told):
    held = OneOnOne.objects.held()
    assert held.latest("outcome_at").outcome_at.date() < MONDAY
    assert {meeting.outcome_at.weekday() for meeting in held} <= {0, 1, 2, 3, 4}


def test_the_one_who_practises_holds_most_and_the_open_door_few(told):
    def share(leader):
        due = OneOnOne.objects.filter(leader__name=leader, due_on__lt=MONDAY).exclude(outcome="excused")
        return due.filter(outcome="held").count() / due.count()

    assert share("Helen Marsh") > 0.86
    assert share("Bruno Keller") < 0.6


def test_who_moved_left_and_just_came(told):
    lena, nadia, sam = person("Lena Fischer"), person("Nadia Petrov"), person("Sam Okafor")
    assert [seat.leader.name for seat in lena.seats.order_by("from_on")] == ["Anjali Menon", "Helen Marsh"]
    assert nadia.left_on == MONDAY - timedelta(weeks=34)
    assert not nadia.user.is_active
    assert not nadia.kinds
    assert [quota.share < 1 for quota in Quota.objects.filter(person=sam)] == [True]
    assert Goal.objects.running(MONDAY).filter(person=sam).exists()


def test_nobody_can_sign_in_with_a_password_and_everybody_here_can_be_chosen(told):
    _, workspace = told
    assert not any(one.user.has_usable_password() for one in workspace.people.all())
    names = [chosen.person.name for chosen in cast(workspace)]
    assert names[:3] == ["Helen Marsh", "Bruno Keller", "Anjali Menon"]
    assert "Nadia Petrov" not in names
    assert all(chosen.says for chosen in cast(workspace))


def test_private_notes_are_the_leaders_own(told):
    assert PrivateNote.objects.exists()
    assert not PrivateNote.objects.exclude(author=F("one_on_one__leader")).exists()
