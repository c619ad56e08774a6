"""Setting rhythms for the whole team, planning one, logging one, and the list of them."""

from datetime import date, timedelta

import pytest
import time_machine

from touchline.oneonones.models import OneOnOne, Rhythm


def team(cast, **terms):
    """The whole team's form as the browser sends it: Priya on Mondays, Theo on Tuesdays."""
    given = {"every": "7", "at_time": "10:30", "minutes": "30", **terms}
    days = ((cast.priya, "0"), (cast.theo, "1"))
    return {f"rep{rep.pk}-{name}": it for rep, day in days for name, it in {"weekday": day, **given}.items()}


def test_one_submit_sets_the_rhythm_of_every_rep(cast, sign_in):
    maya = sign_in(cast.maya)
    page = maya.get("/one-on-ones/rhythms/").text
    assert "Proposed" in page
    assert "Set 2 rhythms" in page
    maya.post("/one-on-ones/rhythms/", team(cast))
    assert Rhythm.objects.running().count() == 2
    assert OneOnOne.objects.filter(rep=cast.theo, due_on=date(2026, 12, 15)).exists()


def test_the_same_submit_twice_changes_nothing(cast, sign_in):
    maya = sign_in(cast.maya)
    for _ in range(2):
        maya.post("/one-on-ones/rhythms/", team(cast))
    assert Rhythm.objects.count() == 2


def test_a_rep_in_ramp_is_proposed_weekly_and_the_others_every_two_weeks(cast, monday):
    from touchline.oneonones.queries.rhythms import rhythm_rows

    cast.theo.started_on = date(2026, 10, 1)
    cast.theo.save()
    priya, theo = rhythm_rows(cast.maya, today=monday.date())
    assert (priya.initial["every"], theo.initial["every"]) == (14, 7)
    assert priya.initial["weekday"] != theo.initial["weekday"]


def test_no_rhythm_ends_the_one_that_ran(cast, sign_in, rhythm):
    sign_in(cast.maya).post("/one-on-ones/rhythms/", team(cast, every=""))
    rhythm.refresh_from_db()
    assert rhythm.ended_at is not None


def test_a_wrong_row_is_refused_by_name_and_nothing_is_set(cast, sign_in):
    answer = sign_in(cast.maya).post("/one-on-ones/rhythms/", {**team(cast), f"rep{cast.theo.pk}-minutes": "900"})
    assert answer.status_code == 422
    assert "Theo Brandt: " in answer.text
    assert not Rhythm.objects.exists()


def test_pausing_needs_a_reason_and_the_leader(cast, sign_in, rhythm):
    url = f"/one-on-ones/rhythms/{rhythm.pk}"
    assert sign_in(cast.priya).post(f"{url}/paused/", {"why": "x"}).status_code == 403
    assert sign_in(cast.ines).post(f"{url}/paused/", {"why": "x"}).status_code == 404
    assert sign_in(cast.maya).post(f"{url}/paused/", {"why": ""}).status_code == 422
    sign_in(cast.maya).post(f"{url}/paused/", {"why": "Parental leave"})
    assert "Parental leave" in sign_in(cast.maya).get("/one-on-ones/rhythms/").text
    sign_in(cast.maya).post(f"{url}/resumed/")
    rhythm.refresh_from_db()
    assert not rhythm.is_paused


def test_planning_one_twice_with_the_same_key_makes_one(cast, sign_in):
    key = "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a01"
    form = {"rep": cast.theo.pk, "day": "2026-11-25", "time": "09:00", "minutes": "45", "key": key}
    for _ in range(2):
        sign_in(cast.maya).post("/one-on-ones/new/", form)
    one = OneOnOne.objects.get()
    assert (one.rep, one.minutes, one.due_on) == (cast.theo, 45, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("path", "day", "says"),
    [("new", "2026-11-20", "still to come"), ("log", "2026-11-30", "has passed")],
)
def test_plan_is_for_times_to_come_and_log_for_times_gone(cast, sign_in, path, day, says):
    form = {"rep": cast.theo.pk, "day": day, "time": "09:00", "minutes": "30"}
    answer = sign_in(cast.maya).post(f"/one-on-ones/{path}/", form)
    assert answer.status_code == 422
    assert says in answer.text


def test_one_held_without_the_app_is_logged_and_labelled_so(cast, sign_in):
    form = {"rep": cast.theo.pk, "day": "2026-11-19", "time": "09:00", "minutes": "30"}
    page = sign_in(cast.maya).post("/one-on-ones/log/", form, follow=True).text
    assert "logged afterwards" in page
    assert OneOnOne.objects.get().is_held


def test_nobody_plans_with_somebody_elses_rep(cast, sign_in):
    form = {"rep": cast.noor.pk, "day": "2026-11-25", "time": "09:00", "minutes": "30"}
    assert sign_in(cast.maya).post("/one-on-ones/new/", form).status_code == 422
    assert not OneOnOne.objects.exists()


def test_the_list_says_what_waits_for_the_leader(cast, sign_in, rhythm):
    page = sign_in(cast.maya).get("/one-on-ones/").text
    assert "5 one-on-ones wait for you to say how they ended" in page
    assert "No outcome yet" in page


def test_what_is_over_is_asked_about_the_same_day_and_only_its_leader_is_asked(cast, sign_in, today_one):
    maya, priya = sign_in(cast.maya), sign_in(cast.priya)
    assert "You meet Priya today" in maya.get("/one-on-ones/").text
    with time_machine.travel(today_one.starts_at + timedelta(hours=1), tick=False):
        assert "Say how the one-on-one with Priya ended" in maya.get("/one-on-ones/").text
        assert "Held or missed?" in maya.get("/").text
        assert "Say how" not in priya.get("/one-on-ones/").text


def test_the_rep_sees_only_their_own(cast, sign_in, today_one):
    OneOnOne.log(
        cast.maya, cast.theo, held_at=today_one.starts_at - timedelta(days=3), by=cast.maya, at=today_one.starts_at
    )
    page = sign_in(cast.priya).get("/one-on-ones/").text
    assert "Maya Okonkwo" in page
    assert "Theo" not in page


def test_somebody_without_any_is_told_so(cast, sign_in):
    assert "No one-on-one is planned" in sign_in(cast.omar).get("/one-on-ones/").text
