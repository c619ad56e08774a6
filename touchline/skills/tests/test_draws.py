"""Three reps begin the same skill, and chance says when: drawn once, locked, void when a start is moved."""

from datetime import timedelta

import pytest
import time_machine

from touchline.people.models import Person, Role
from touchline.skills.models import Draw, Focus, Verdict


@pytest.fixture
def today(monday):
    with time_machine.travel(monday, tick=False):
        yield monday.date()


@pytest.fixture
def team(cast, today):
    """Maya leads a third."""
    dana = Person.objects.create(workspace=cast.workspace, name="Dana Frei", email="dana@fieldstone.example")
    dana.grant(Role.Kind.REP, by=None, on=today - timedelta(300))
    dana.move(to=cast.maya, by=cast.adam, on=today - timedelta(300))
    return [cast.theo, cast.priya, dana]


@pytest.fixture
def said(team, skills, today):
    def go(**words):
        given = {
            "skill": skills["Discovery"].pk,
            "behaviour": "Asks what the problem costs before showing anything",
            "reps": [person.pk for person in team],
            "metric": "first_stage",
            "target": 60,
            "cue": "new_deal",
            "then": "write down what it costs",
            "minutes": 30,
            "first_on": today + timedelta(days=7),
            "weeks": 5,
            "lasts": 10,
        }
        return given | words

    return go


@pytest.fixture
def draw(cast, sign_in, said):
    sign_in(cast.maya).post("/skills/draws/new/", said())
    return Draw.objects.get()


def test_what_the_draw_could_prove_is_told_before_it_is_made(cast, sign_in, team, skills):
    body = sign_in(cast.maya).get("/skills/draws/new/").content.decode()
    assert "1 of 27" in body
    assert "1 of 125" in body
    assert "1 of 343" in body
    assert "Coaching that starts some weeks late costs a rep little." in body


def test_the_overview_offers_the_draw_to_a_team_of_three(cast, sign_in, team, skills, today):
    maya = sign_in(cast.maya)
    assert "/skills/draws/new/" in maya.get("/skills/").content.decode()
    team[2].move(to=cast.ines, by=cast.adam, on=today)
    assert "/skills/draws/new/" not in maya.get("/skills/").content.decode()


def test_two_reps_are_too_few(cast, sign_in, team, skills, said, today):
    maya = sign_in(cast.maya)
    response = maya.post("/skills/draws/new/", said(reps=[cast.theo.pk, cast.priya.pk]))
    assert response.status_code == 422
    assert "Choose 3 reps or more" in response.content.decode()
    team[2].move(to=cast.ines, by=cast.adam, on=today)
    assert "You lead two reps; a draw takes three or more." in maya.get("/skills/draws/new/").content.decode()


def test_each_begins_on_a_monday_of_the_weeks_and_lasts_as_long(cast, sign_in, draw, today):
    starts = {focus.person.name: focus for focus in draw.focuses.all()}
    assert set(starts) == {"Theo Brandt", "Priya Raman", "Dana Frei"}
    mondays = [today + timedelta(days=7 * week) for week in range(1, 6)]
    assert all(focus.starts_on in mondays for focus in starts.values())
    assert {(focus.ends_on - focus.starts_on).days for focus in starts.values()} == {70}
    body = sign_in(cast.maya).get(f"/skills/draws/{draw.pk}/").content.decode()
    assert "Chance has decided when three reps begin" in body
    assert "Drawn today from five weeks, 30 Nov to 28 Dec. Locked: a start that is moved voids it." in body
    assert "At best it can say: as good as this in 1 of 125 draws by chance alone." in body


def test_the_start_really_is_left_to_chance(cast, sign_in, said, skills):
    """Over twelve draws of three starts from seven weeks, one week for all of them would be no chance."""
    maya, seen = sign_in(cast.maya), set()
    for _ in range(12):
        maya.post("/skills/draws/new/", said(weeks=7))
        drawn = Draw.objects.get()
        seen |= {focus.starts_on for focus in drawn.focuses.all()}
        Focus.objects.all().delete()
        drawn.delete()
    assert len(seen) >= 4


def test_a_rep_sees_the_own_start_and_no_others(cast, sign_in, draw):
    theo = sign_in(cast.theo).get(f"/skills/draws/{draw.pk}/").content.decode()
    assert "When you begin" in theo
    assert "Theo Brandt" in theo
    assert "Priya Raman" not in theo
    assert "At best it can say" not in theo
    outside = [sign_in(who).get(f"/skills/draws/{draw.pk}/").status_code for who in (cast.vera, cast.ines, cast.adam)]
    assert outside == [404, 404, 404]


def test_a_moved_start_voids_the_draw_and_the_page_says_so(cast, sign_in, draw, today):
    maya, focus = sign_in(cast.maya), draw.focuses.get(person=cast.theo)
    maya.post(f"/focuses/{focus.pk}/start-moved/", {"starts_on": today + timedelta(days=50)})
    body = maya.get(f"/skills/draws/{draw.pk}/").content.decode()
    assert "The draw is void: a start was moved" in body
    assert "Void since today, when a start was moved by Maya. The focuses go on." in body
    assert "Chance no longer decided who began when, so the test of the draw is not made." in body
    assert "Moved" in body


def test_the_test_stands_there_once_the_second_look_is_in(cast, sign_in, draw, today, monday):
    for focus in draw.focuses.all():
        days = {"before_from": today, "before_to": today, "after_from": today, "after_to": today}
        Verdict.store(
            focus, look="second", by=cast.maya, at=monday, said="leaning_yes", design="drawn", p_drawn=0.04,
            looked_on=today, version="x", **days,
        )  # fmt: skip
    body = sign_in(cast.maya).get(f"/skills/draws/{draw.pk}/").content.decode()
    assert "As good as this in 5 of 125 draws by chance alone: p 0.040." in body


def test_what_cannot_be_drawn_is_refused_with_a_reason(cast, sign_in, said, choose, today):
    maya = sign_in(cast.maya)
    tuesday = maya.post("/skills/draws/new/", said(first_on=today + timedelta(days=8))).content.decode()
    assert "The first week begins on a Monday." in tuesday
    past = maya.post("/skills/draws/new/", said(first_on=today)).content.decode()
    assert "Choose a Monday after today." in past
    choose(name="Negotiating")
    choose(name="Answering doubts")
    full = maya.post("/skills/draws/new/", said()).content.decode()
    assert "Theo works on" in full
    assert not Draw.objects.exists()


def test_another_leaders_reps_cannot_be_drawn(cast, sign_in, said):
    response = sign_in(cast.maya).post("/skills/draws/new/", said(reps=[cast.theo.pk, cast.priya.pk, cast.noor.pk]))
    assert response.status_code == 422
    assert not Draw.objects.exists()
