from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from touchline.crm.models import Activity, Deal, DealChange, Import, Quota
from touchline.demo.loading import SEED, cast, tell
from touchline.demo.plot import CAST
from touchline.demo.quarters import WEEK
from touchline.demo.story import simulate
from touchline.demo.tests.talking import CAST_OF_FEW
from touchline.oneonones.models import Commitment, OneOnOne, PrivateNote, Topic
from touchline.people.models import Person
from touchline.plans.models import Goal
from touchline.skills.models import Draw, Focus, Observation, Pairing, Practice, SecondRating, Verdict, Worksheet
from touchline.skills.queries.counting import counted
from touchline.timeline.models import Event

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


def test_meetings_are_stored_as_planned_and_one_that_fell_through_is_not_done(told):
    story, _ = told
    stored = Activity.objects.filter(kind=Activity.Kind.MEETING)
    for part in CAST_OF_FEW:
        mine = stored.filter(owner=person(part.name)).order_by("on")
        assert sorted(mine.values_list("on", "done")) == sorted((one.on, one.held) for one in story.meetings[part.key])
    assert stored.filter(done=False).exists()
    assert not stored.filter(on__gte=MONDAY).exists()


def test_every_focus_of_the_plot_is_stored_with_what_the_crm_counts_before_it(told):
    story, _ = told
    names = {part.key: part.name for part in CAST}
    stored = {(focus.person.name, focus.skill.name, focus.starts_on): focus for focus in Focus.objects.all()}
    assert set(stored) == {(names[one.rep], one.skill, one.starts_on(MONDAY)) for one in story.works}
    for work in story.works:
        focus = stored[names[work.rep], work.skill, work.starts_on(MONDAY)]
        known_on = focus.draw.first_on if work.drawn else focus.starts_on
        first, last = known_on - 13 * WEEK, known_on - timedelta(days=1)
        before = counted(focus.metric, [focus.person_id], first, last, today=known_on)
        record = before.record([focus.person_id], first, last)
        assert (focus.baseline_hits, focus.baseline_n) == (record.wins, record.n), work
        assert focus.ends_on == work.ends_on(MONDAY)
        assert focus.is_active is (work.ends < 0)
        assert (focus.draw is not None) is work.drawn


def test_starts_were_drawn_with_the_dice_of_the_simulation_and_kept(told):
    draw = Draw.objects.get()
    assert draw.is_valid
    assert draw.focuses.count() == 3
    said = Verdict.objects.filter(focus__draw=draw, look=Verdict.Look.SECOND)
    assert all(verdict.p_drawn is not None for verdict in said)
    assert said.count() == 3


def test_nothing_of_coaching_is_on_a_day_off_or_to_come(told):
    instants = [
        *Focus.objects.values_list("chosen_at", flat=True),
        *Focus.objects.closed().values_list("closed_at", flat=True),
        *Observation.objects.values_list("declared_at", flat=True),
        *Observation.objects.values_list("feedback_at", flat=True),
        *Practice.objects.values_list("at", flat=True),
        *SecondRating.objects.given().values_list("given_at", flat=True),
        *Worksheet.objects.values_list("written_at", flat=True),
        *Verdict.objects.values_list("at", flat=True),
    ]
    assert max(instants).date() < MONDAY
    helen = person("Helen Marsh")
    assert [at for at in instants if at.weekday() > 4 or helen.holiday_on(at.date())] == []
    for seen in Observation.objects.select_related("focus__person"):
        away = seen.focus.person.absences.standing() | seen.observer.absences.standing()
        assert not away.filter(from_on__lte=seen.on, to_on__gte=seen.on).exists(), seen


def test_helens_monday_has_something_to_do_for_each_skill_and_brunos_has_nothing(told):
    helen, bruno = person("Helen Marsh"), person("Bruno Keller")
    hers = Focus.objects.visible_to(helen.user)
    due = hers.filter(starts_on__lte=MONDAY - 8 * WEEK, closed_at=None).exclude(verdicts__look=Verdict.Look.FIRST)
    assert [focus.person.name for focus in due] == ["Marcus Oyelaran"]
    waiting = Observation.objects.visible_to(helen.user).made().filter(self_level=None)
    assert [seen.focus.person.name for seen in waiting] == ["Priya Raman"]
    assert waiting.get().is_told
    assert Pairing.objects.of_week(MONDAY).filter(leader=helen).count() == 3
    his = Focus.objects.visible_to(bruno.user)
    assert his.get().person.name == "Victor Lang"
    assert not his.get().is_complete
    for kind in (Observation, Practice, Verdict, Pairing):
        assert not kind.objects.visible_to(bruno.user).exists()


def test_nobody_reads_the_feedback_of_another(told):
    priyas = Observation.objects.filter(focus__person=person("Priya Raman"))
    assert priyas.exclude(behaviour="").exists()
    for name in ("Marcus Oyelaran", "Bruno Keller", "Anjali Menon", "Margit Halvorsen", "David Osei"):
        assert not (priyas & Observation.objects.visible_to(person(name).user)).exists(), name
    labels = set(Event.objects.values_list("label", flat=True))
    words = Observation.objects.exclude(behaviour="").values_list("behaviour", "effect", "next_try")
    assert labels.isdisjoint(word for line in words for word in line)
