"""When a rep changes leader: the new one reads what is shared, the former one nothing, and private notes stay."""

from datetime import timedelta

import pytest

from touchline.oneonones.models import Commitment, GoalReview, Handover, Note, OneOnOne, PrivateNote
from touchline.oneonones.queries.record import Window, record_of
from touchline.oneonones.tasks import fall_due_all
from touchline.plans.models import Goal


@pytest.fixture
def before(cast, today_one, monday):
    """Maya and Priya met, wrote and promised; then Priya went to Ines."""
    today_one.hold(by=cast.maya, at=monday)
    Note.write(today_one, by=cast.maya, body="Alba waits for legal", version=0, at=monday)
    PrivateNote.write(today_one, by=cast.maya, body="Priya seems tired", version=0, at=monday)
    due = monday.date() + timedelta(days=3)
    Commitment.make(
        "Call Alba", owner=cast.priya, to=cast.maya, due_on=due, by=cast.priya, at=monday, one_on_one=today_one
    )
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    return today_one


def test_a_new_leader_reads_nothing_until_it_is_shared(cast, before, sign_in):
    assert sign_in(cast.ines).get(f"/one-on-ones/{before.pk}/").status_code == 404
    assert "Priya Raman with Maya" not in sign_in(cast.ines).get("/one-on-ones/earlier/").text


@pytest.mark.parametrize("giver", ["priya", "maya"])
def test_shared_by_either_the_new_leader_reads_notes_commitments_and_outcome_only(cast, before, sign_in, giver):
    client = sign_in(getattr(cast, giver))
    assert "Share with Ines" in client.get("/one-on-ones/earlier/").text
    client.post(f"/one-on-ones/earlier/{cast.priya.pk}/{cast.maya.pk}/given/")
    page = sign_in(cast.ines).get(f"/one-on-ones/{before.pk}/").text
    assert "Alba waits for legal" in page
    assert "Call Alba" in page
    assert "Priya seems tired" not in page
    assert 'class="brief' not in page


def test_a_new_leader_changes_nothing_in_it(cast, before, sign_in, monday):
    Handover.give(cast.priya, former=cast.maya, by=cast.priya, at=monday)
    ines, promise = sign_in(cast.ines), Commitment.objects.get()
    assert ines.post(f"/one-on-ones/{before.pk}/notes/", {"body": "x", "version": 0}).status_code == 404
    assert ines.post(f"/one-on-ones/{before.pk}/reopened/").status_code == 404
    assert ines.post(f"/commitments/{promise.pk}/kept/").status_code == 404
    assert "Call Alba" not in ines.get("/commitments/").text
    several = ines.post("/commitments/settled/", {"commitment": [promise.pk], "how": "missed"})
    assert (several.status_code, Commitment.objects.get().is_open) == (422, True)
    promise.keep(by=cast.priya, at=monday)
    ines.post(f"/commitments/reopened/?ids={promise.pk}")
    assert Commitment.objects.get().is_kept


def test_the_former_leader_loses_sight(cast, before, sign_in):
    assert sign_in(cast.maya).get(f"/one-on-ones/{before.pk}/").status_code == 404


def test_taken_back_it_is_closed_again_and_only_by_the_giver_or_the_rep(cast, before, sign_in, monday):
    handover = Handover.give(cast.priya, former=cast.maya, by=cast.priya, at=monday)
    url = f"/one-on-ones/earlier/{handover.pk}/withdrawn/"
    assert sign_in(cast.maya).post(url).status_code == 403
    assert sign_in(cast.theo).post(url).status_code == 404
    sign_in(cast.priya).post(url)
    assert sign_in(cast.ines).get(f"/one-on-ones/{before.pk}/").status_code == 404


def test_the_next_leader_but_one_reads_nothing(cast, before, monday):
    Handover.give(cast.priya, former=cast.maya, by=cast.priya, at=monday)
    cast.priya.move(to=cast.vera, by=cast.adam, on=monday.date() + timedelta(days=1))
    for leader in (cast.ines, cast.vera):
        assert not OneOnOne.objects.visible_to(leader.user).filter(pk=before.pk).exists()


def test_nobody_else_shares(cast, before, sign_in):
    for other in (cast.theo, cast.ines, cast.vera):
        assert sign_in(other).post(f"/one-on-ones/earlier/{cast.priya.pk}/{cast.maya.pk}/given/").status_code == 404
    assert not Handover.objects.exists()


def test_a_rep_who_leaves_keeps_their_leader_until_every_past_slot_is_told(cast, rhythm, monday):
    fall_due_all(monday)
    prepared = OneOnOne.objects.get(due_on="2026-11-30")
    Note.write(prepared, by=cast.maya, body="Ask about Alba", version=0, at=monday)
    cast.priya.leave(by=cast.adam, on=monday.date())
    fall_due_all(monday)
    prepared.refresh_from_db()
    assert (prepared.outcome, prepared.outcome_why) == ("excused", "Priya Raman has left")
    waiting = OneOnOne.objects.of(cast.maya.user).open()
    assert waiting.count() == 5
    assert not waiting.filter(starts_at__gt=monday).exists()


def test_what_nobody_can_tell_any_more_ends_as_missed_by_nobody(cast, rhythm, monday, sign_in):
    fall_due_all(monday)
    held = OneOnOne.objects.get(due_on="2026-11-16")
    held.hold(by=cast.maya, at=held.starts_at)
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    fall_due_all(monday)
    assert not OneOnOne.objects.open().exists()
    lost = OneOnOne.objects.get(due_on="2026-11-09")
    said = (lost.outcome, lost.outcome_why, lost.outcome_by, lost.missed_by, lost.confirmed_at)
    assert said == ("missed", "No longer a pair", None, "", None)
    assert "No longer a pair" in sign_in(cast.priya).get(f"/one-on-ones/{lost.pk}/").text
    assert OneOnOne.objects.get(pk=held.pk).is_held


def test_where_rep_and_leader_have_both_left_nothing_stays_open(cast, rhythm, monday):
    fall_due_all(monday)
    cast.theo.move(to=cast.ines, by=cast.adam, on=monday.date())
    for person in (cast.priya, cast.maya):
        person.leave(by=cast.adam, on=monday.date())
    fall_due_all(monday)
    assert not OneOnOne.objects.open().exists()


def test_what_ended_with_the_pair_is_due_and_missed_but_nobody_is_asked_whose_it_was(cast, rhythm, monday):
    fall_due_all(monday)
    day = monday + timedelta(days=1)
    cast.priya.move(to=cast.ines, by=cast.adam, on=day.date())
    fall_due_all(day)
    record = record_of([cast.maya], Window.up_to(day, reader=cast.maya))
    due, held, unnamed = len(record.due()), len(record.filled()), len(record.unnamed())
    assert (due, held, unnamed) == (6, 0, 0)


def test_a_leader_of_leaders_sees_how_often_those_below_meet_and_not_what_they_said(cast, today_one, sign_in, monday):
    """All six took place; a goal was looked at in the last one only, so that one counts."""
    today_one.hold(by=cast.maya, at=monday)
    goal = Goal.agree(
        cast.priya, name="Win 6", measure="hand", unit="count", target=6, starts_on=monday.date(),
        due_on=monday.date() + timedelta(days=30), by=cast.maya, at=monday,
    )  # fmt: skip
    GoalReview.tick(today_one, goal, by=cast.maya, at=monday)
    Note.write(today_one, by=cast.maya, body="Alba waits for legal", version=0, at=monday)
    page = sign_in(cast.vera).get("/one-on-ones/").text
    assert "1 of 6" in page
    assert "Alba" not in page
    assert sign_in(cast.vera).get(f"/one-on-ones/{today_one.pk}/").status_code == 404


def test_a_leader_of_leaders_holds_the_same_one_on_ones(cast, monday, sign_in):
    form = {"rep": cast.maya.pk, "day": "2026-11-20", "time": "09:00", "minutes": "30"}
    sign_in(cast.vera).post("/one-on-ones/log/", form)
    one = OneOnOne.objects.get()
    assert (one.leader, one.rep, one.is_held) == (cast.vera, cast.maya, True)
    maya = sign_in(cast.maya)
    assert "Yes, it took place" in maya.get(f"/one-on-ones/{one.pk}/").text
    week = maya.get("/").text
    assert "One-on-one with Vera" in week
    assert f"/one-on-ones/{one.pk}/confirmed/" in week
