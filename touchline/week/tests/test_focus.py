"""A focus where the leader looks first: My week, Team and the rep's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from touchline.oneonones.models import OneOnOne
from touchline.skills.models import Focus, Observation, Skill, Terms


@pytest.fixture
def focus(cast):
    at = timezone.now() - timedelta(weeks=3)
    skill = next(s for s in Skill.start_with(cast.workspace, by=cast.maya, at=at) if s.name == "Discovery")
    terms = Terms(
        skill, "Asks what it costs", at.date(), at.date() + timedelta(days=70), "first_stage", (12, 40), 50, minutes=30
    )
    return Focus.choose(cast.theo, terms, by=cast.maya, at=at)


def read(client, address):
    return client.get(address).content.decode()


def test_a_focus_nobody_looks_at_is_a_reason_and_a_topic_for_the_next_one_on_one(focus, cast, sign_in):
    now = timezone.now()
    OneOnOne.plan(cast.maya, cast.theo, starts_at=now + timedelta(hours=2), by=cast.maya, at=now)
    maya = sign_in(cast.maya)
    assert "picked “Discovery” and has not been observed for three weeks" in read(maya, "/")
    assert "Focus left alone" in read(maya, f"/reps/{cast.theo.pk}/")
    assert "Discovery: when do I come along?" in read(maya, "/")


def test_an_observation_takes_the_reason_away(focus, cast, sign_in):
    at = timezone.now() - timedelta(days=2)
    seen = Observation.declare(focus, kind="call", lead="rep", by=cast.maya, at=at)
    seen.score(level=3, minutes=30, by=cast.maya, at=at + timedelta(minutes=30))
    maya = sign_in(cast.maya)
    assert "Focus left alone" not in read(maya, f"/reps/{cast.theo.pk}/")
    assert "On their own when last observed" in read(maya, f"/reps/{cast.theo.pk}/")
    assert "has not been observed" not in read(maya, "/")


def test_the_rep_scores_before_the_page_tells_the_level(focus, cast, sign_in):
    at = timezone.now() - timedelta(days=2)
    seen = Observation.declare(focus, kind="call", lead="rep", by=cast.maya, at=at)
    seen.score(level=4, minutes=30, by=cast.maya, at=at + timedelta(minutes=30))
    theo = sign_in(cast.theo)
    assert "Teaches it" not in read(theo, f"/reps/{cast.theo.pk}/")
    assert "Observed on" in read(theo, f"/reps/{cast.theo.pk}/")
    seen.score_oneself(2, by=cast.theo, at=timezone.now())
    assert "Teaches it when last observed" in read(theo, f"/reps/{cast.theo.pk}/")


def test_the_reps_own_week_says_what_to_work_on_and_what_to_score(focus, cast, sign_in):
    theo = sign_in(cast.theo)
    assert "Asks what it costs" in read(theo, "/")
    assert "Score yourself" not in read(theo, "/")
    at = timezone.now() - timedelta(days=2)
    seen = Observation.declare(focus, kind="call", lead="rep", by=cast.maya, at=at)
    seen.score(level=4, minutes=30, by=cast.maya, at=at + timedelta(minutes=30))
    body = read(theo, "/")
    assert "Score yourself on one observation" in body
    assert "Teaches it" not in body


def test_the_reps_page_shows_it_to_the_two_and_to_nobody_above(focus, cast, sign_in):
    page = f"/reps/{cast.theo.pk}/"
    for person in (cast.maya, cast.theo):
        body = read(sign_in(person), page)
        assert "Skill focus: Discovery" in body
        assert "50%, from 30%" in body
    assert "Discovery" not in read(sign_in(cast.vera), page)
    assert "Discovery" not in read(sign_in(cast.vera), f"/team/{cast.maya.pk}/")


def test_a_rep_without_one_has_a_way_to_one(cast, sign_in):
    assert f"/reps/{cast.priya.pk}/diagnosis/" in read(sign_in(cast.maya), f"/reps/{cast.priya.pk}/")
    assert "diagnosis" not in read(sign_in(cast.priya), f"/reps/{cast.priya.pk}/")
