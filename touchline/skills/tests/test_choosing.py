"""Maya chooses with Theo what to work on: two at a time, in words, and told beforehand what could be seen at all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touchline.crm.models import Activity
from touchline.skills.models import Focus
from touchline.skills.tests.story_of_a_funnel import decide, stages_of


@pytest.fixture
def today(monday):
    with time_machine.travel(monday, tick=False):
        yield monday.date()


@pytest.fixture
def maya(cast, sign_in, today):
    return sign_in(cast.maya)


@pytest.fixture
def url(cast):
    return f"/reps/{cast.theo.pk}/focuses/new/"


@pytest.fixture
def said(skills, today):
    """What Maya fills in."""

    def go(name="Discovery", **words):
        given = {
            "skill": skills[name].pk,
            "behaviour": "Asks what the problem costs before showing anything",
            "metric": "win_rate",
            "target": 60,
            "cue": "new_deal",
            "then": "write down what it costs them and who pays",
            "minutes": 30,
            "starts_on": today,
            "ends_on": today + timedelta(days=70),
        }
        return given | words

    return go


def meet(cast, *, held, of, until):
    """Meetings of Theo over the thirteen weeks before, so many of them held."""
    source = stages_of(cast)["Won"].source
    for number in range(of):
        on = until - timedelta(days=1 + number * 90 // of)
        Activity.objects.create(
            source=source, external_id=f"M{number}", kind="meeting", owner=cast.theo, on=on, done=number < held
        )


def test_the_first_question_is_the_skill_and_those_that_move_the_lever_lead(cast, maya, url, skills):
    body = maya.get(f"{url}?metric=win_rate").content.decode()
    assert "Which skill would help Theo most?" in body
    assert "Should move what lies below" in body
    matching = [name for name, skill in skills.items() if skill.metric == "win_rate"]
    others = [name for name, skill in skills.items() if skill.metric != "win_rate"]
    where = {name: body.index(f">{name}</a>") for name in skills}
    assert max(where[name] for name in matching) < min(where[name] for name in others)


def test_no_skill_described_yet_leads_to_describing_them(maya, url):
    body = maya.get(url).content.decode()
    assert "Say first what good looks like" in body


def test_the_levels_stand_beside_and_who_reads_it_is_said_before_typing(cast, maya, url, skills):
    skill = skills["Discovery"]
    body = maya.get(f"{url}?skill={skill.pk}").content.decode()
    assert "Asks what the customer wants, then shows the product." in body
    assert "You and Theo can read what you write here, and nobody else." in body
    assert body.index("nobody else.") < body.index("<textarea")


def test_what_these_volumes_could_show_is_told_for_each_metric_before_it_is_chosen(cast, maya, url, skills, today):
    decide(cast, cast.theo, won=6, of=24, until=today - timedelta(1), over=90)
    meet(cast, held=60, of=120, until=today)
    body = maya.get(f"{url}?skill={skills['Qualifying out'].pk}").content.decode()
    assert "6 of 24, 25% in the thirteen weeks before today." in body
    assert "With Theo’s volumes (8 a month)" in body
    assert "60 of 120, 50% in the thirteen weeks before today." in body
    assert "With Theo’s volumes (40 a month) we could detect a rise of 20 points by 18 January 2027, not 10." in body
    assert "“Deals won, of those decided” is too rare to show" in body
    assert "“Meetings held, of those planned” comes more often: a rise of 20 points would show." in body


def test_a_metric_nothing_was_counted_of_says_so(cast, maya, url, skills):
    body = maya.get(f"{url}?skill={skills['Discovery'].pk}").content.decode()
    assert "Nothing counted for Theo in thirteen weeks, so no rise could be shown." in body


def test_a_focus_keeps_what_was_agreed_and_the_baseline_of_the_thirteen_weeks_before(cast, maya, url, said, today):
    decide(cast, cast.theo, won=6, of=24, until=today - timedelta(1), over=90)
    decide(cast, cast.theo, won=9, of=10, until=today - timedelta(92), over=60)
    response = maya.post(url, said(), follow=True)
    focus = Focus.objects.get()
    assert (focus.baseline_hits, focus.baseline_n, focus.target) == (6, 24, 60)
    assert focus.is_complete
    plan = "If a new deal is opened, then I write down what it costs them and who pays."
    assert focus.if_then == plan
    assert f"Have Theo say it once aloud: “{plan}”" in response.content.decode()


def test_the_sentence_reads_well_however_its_half_was_typed(maya, url, said):
    maya.post(url, said(then="I write it down.", target=""))
    assert Focus.objects.get().if_then == "If a new deal is opened, then I write it down."


def test_half_a_plan_is_refused_and_what_was_typed_stays(maya, url, said):
    response = maya.post(url, said(then=""))
    body = response.content.decode()
    assert response.status_code == 422
    assert "A plan has both halves: what sets it off, and what is done then." in body
    assert "Asks what the problem costs" in body
    assert not Focus.objects.exists()


def test_more_than_ninety_days_are_refused_with_the_latest_day(maya, url, said, today):
    body = maya.post(url, said(ends_on=today + timedelta(days=91))).content.decode()
    assert "A focus lasts 90 days at most: until 21 February 2027." in body


def test_a_target_below_where_it_stands_is_refused(cast, maya, url, said, today):
    decide(cast, cast.theo, won=15, of=20, until=today - timedelta(1), over=80)
    response = maya.post(url, said(target=60))
    assert response.status_code == 422
    assert "It stands at 75%. Write a target above it." in response.content.decode()


def test_two_presses_make_one_focus(maya, url, said):
    key = "0c3d4f0e-5f0b-4c5a-9d0e-6d2a8f4b1c77"
    for _ in range(2):
        maya.post(url, said(key=key))
    assert Focus.objects.count() == 1


def test_a_third_focus_asks_which_of_two_is_closed_and_leads_back_to_choosing(cast, maya, url, said, choose, observe):
    first, second = choose(), choose(name="Negotiating")
    observe(first, days_ago=3)
    for response in (maya.get(url), maya.post(url, said("Answering doubts"))):
        body = response.content.decode()
        assert "Which one do you close, and with what verdict?" in body
        assert "Discovery" in body
        assert "Negotiating" in body
        assert "Since 26 Oct, last observed Fri" in body or "last observed 20 Nov" in body
        assert "Since 26 Oct, never observed. The record: First look on 21 Dec." in body
    assert Focus.objects.active().count() == 2
    closed = maya.post(f"/focuses/{second.pk}/closed/", {"makes_room": "1", "why": "Needs it less now"})
    assert closed["Location"] == url
    second.refresh_from_db()
    assert second.closed_why == "Needs it less now"
    assert second.verdicts.get().said == "too_early"
    assert "Which skill would help Theo most?" in maya.get(url).content.decode()


def test_choosing_is_the_leaders_alone(cast, sign_in, url, said, today):
    answers = [sign_in(who).post(url, said()).status_code for who in (cast.theo, cast.priya, cast.vera, cast.omar)]
    assert answers == [403, 404, 404, 404]
    assert not Focus.objects.exists()


def test_the_form_costs_twelve_queries_at_most(cast, maya, url, skills, today):
    decide(cast, cast.theo, won=6, of=24, until=today - timedelta(1), over=90)
    meet(cast, held=10, of=20, until=today)
    page = f"{url}?skill={skills['Discovery'].pk}"
    maya.get(page)
    with CaptureQueriesContext(connection) as captured:
        maya.get(page)
    assert len(captured) <= 12
