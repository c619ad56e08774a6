"""The focus in a one-on-one: what the brief says of it, the level the two agree on, and how it stood then."""

from datetime import timedelta

import pytest

from touchline.oneonones.models import FocusReview
from touchline.skills.models import Focus, Observation, Skill, Terms


@pytest.fixture
def focus(cast, monday):
    """Priya works on discovery since four weeks ago, and nobody has observed it."""
    at = monday - timedelta(weeks=4)
    skill = next(s for s in Skill.start_with(cast.workspace, by=cast.maya, at=at) if s.name == "Discovery")
    terms = Terms(skill, "Asks what it costs", at.date(), at.date() + timedelta(days=70), cue="new_deal", then="ask")
    return Focus.choose(cast.priya, terms, by=cast.maya, at=at)


def observe(focus, at, *, level):
    seen = Observation.declare(focus, kind="call", lead="rep", by=focus.chosen_by, at=at)
    seen.score(level=level, minutes=30, by=focus.chosen_by, at=at + timedelta(minutes=30))


def test_the_brief_says_that_nobody_has_looked(today_one, focus, cast, sign_in):
    body = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").content.decode()
    assert "Discovery is picked and has not been observed for four weeks." in body
    assert "Not observed for 28 days" in body
    assert "could I be there?" in body or "What is different about" in body or "When did you last try" in body


def test_without_a_focus_the_brief_leads_to_the_diagnosis(today_one, cast, sign_in):
    body = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").content.decode()
    assert f"/reps/{cast.priya.pk}/diagnosis/" in body
    assert "diagnosis" not in sign_in(cast.priya).get(f"/one-on-ones/{today_one.pk}/").content.decode()


def test_the_leader_notes_the_level_and_both_read_it(today_one, focus, cast, sign_in):
    address = f"/one-on-ones/{today_one.pk}/focuses/{focus.pk}/level/"
    said = sign_in(cast.maya).post(address, {"level": 3}, headers={"HX-Request": "true"})
    assert said.status_code == 200
    assert 'value="3" checked' in said.content.decode()
    sign_in(cast.maya).post(address, {"level": 2})
    assert [(it.level, it.by) for it in FocusReview.objects.all()] == [(2, cast.maya)]
    assert "With help" in sign_in(cast.priya).get(f"/one-on-ones/{today_one.pk}/").content.decode()
    assert sign_in(cast.priya).post(address, {"level": 4}).status_code == 403
    assert sign_in(cast.maya).post(address, {"level": 9}).status_code == 422
    assert FocusReview.objects.get().level == 2


def test_the_rep_scores_before_the_one_on_one_tells_the_level(today_one, focus, cast, monday, sign_in):
    observe(focus, monday - timedelta(days=2), level=4)
    address = f"/one-on-ones/{today_one.pk}/"
    assert ": teaches it." in sign_in(cast.maya).get(address).content.decode()
    assert "teaches it." not in sign_in(cast.priya).get(address).content.decode()


def test_a_focus_of_somebody_else_has_no_place_in_it(today_one, focus, cast, monday, sign_in):
    other = Focus.choose(
        cast.theo,
        Terms(focus.skill, "x", monday.date(), monday.date() + timedelta(days=30)),
        by=cast.maya,
        at=monday,
    )
    address = f"/one-on-ones/{today_one.pk}/focuses/{other.pk}/level/"
    assert sign_in(cast.maya).post(address, {"level": 2}).status_code == 404


def test_a_past_one_on_one_shows_the_focus_as_it_stood_then(today_one, focus, cast, monday, sign_in):
    observe(focus, monday - timedelta(days=2), level=2)
    FocusReview.level_today(today_one, focus, 2, by=cast.maya, at=monday)
    today_one.hold(by=cast.maya, at=monday)
    observe(focus, monday + timedelta(minutes=1), level=4)
    focus.close(by=cast.maya, at=monday + timedelta(hours=1))
    body = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").content.decode()
    assert "Last observed on Saturday: with help" in body or "with help" in body
    assert "teaches it." not in body
    assert 'value="2" checked' in body


def test_a_new_focus_is_not_read_into_an_old_one_on_one(today_one, cast, focus, monday, sign_in):
    before = today_one.rhythm.one_on_ones.get(due_on=(monday - timedelta(days=35)).date())
    assert "Discovery" not in sign_in(cast.maya).get(f"/one-on-ones/{before.pk}/").content.decode()
    after = today_one.rhythm.one_on_ones.get(due_on=(monday - timedelta(days=7)).date())
    assert "Discovery" in sign_in(cast.maya).get(f"/one-on-ones/{after.pk}/").content.decode()
