"""Monday's one-on-one, told by the people in it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touchline.oneonones.models import Commitment, Note, OneOnOne, PrivateNote, Topic
from touchline.plans.models import Milestone

HTMX = {"HX-Request": "true"}


@pytest.fixture
def one(cast, today_one):
    return today_one


def url(one, rest=""):
    return f"/one-on-ones/{one.pk}/{rest}"


def test_the_leader_reads_a_brief_the_rep_never_sees(cast, sign_in, one):
    leader, rep = sign_in(cast.maya).get(url(one)), sign_in(cast.priya).get(url(one))
    assert "Before you start" in leader.text
    assert "Only you see this brief" in leader.text
    assert "No deals imported yet" in leader.text
    assert "Priya has no goal yet" in leader.text
    assert rep.status_code == 200
    assert "Before you start" not in rep.text
    assert "You could ask" not in rep.text
    assert "MISSING[" not in leader.text + rep.text
    assert "<c-" not in leader.text + rep.text


@pytest.mark.parametrize("who", ["theo", "ines", "noor", "vera", "omar", "adam", "stranger"])
@pytest.mark.parametrize("rest", ["", "notes/", "private-notes/", "topics/", "commitments/", "held/", "moved/"])
def test_nobody_else_knows_it_exists(cast, sign_in, one, who, rest):
    client = sign_in(getattr(cast, who))
    answer = client.get(url(one)) if not rest else client.post(url(one, rest), {"body": "x", "version": 0, "text": "x"})
    assert answer.status_code == 404
    assert not Note.objects.exists()
    assert not Topic.objects.exists()


def test_the_former_leader_loses_sight_of_it_and_the_new_one_inherits_nothing(cast, sign_in, one, monday):
    sign_in(cast.maya).post(url(one, "private-notes/"), {"body": "Wants my job", "version": 0})
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    for who in (cast.maya, cast.ines):
        assert sign_in(who).get(url(one)).status_code == 404
    assert sign_in(cast.priya).get(url(one)).status_code == 200
    assert not PrivateNote.objects.visible_to(cast.ines.user).exists()


def test_prepare_hold_commit_and_what_is_open_comes_back_next_week(cast, sign_in, one):
    priya, maya = sign_in(cast.priya), sign_in(cast.maya)
    priya.post(url(one, "topics/"), {"text": "Stuck at Northwind"})
    priya.post(url(one, "topics/"), {"text": "Shadow Amira on Wednesday"})
    maya.post(url(one, "topics/"), {"text": "Brightline: what would you do differently?"})
    page = maya.get(url(one)).text
    assert page.index("Stuck at Northwind") < page.index("Brightline")

    settled = Topic.objects.get(text="Stuck at Northwind")
    maya.post(url(one, f"topics/{settled.pk}/settled/"))
    maya.post(url(one, "notes/"), {"body": "Alba: three-year price by Thursday", "version": 0})
    maya.post(url(one, "commitments/"), {"who": "other", "what": "Send Alba the ramp price", "when": "next"})
    maya.post(url(one, "commitments/"), {"who": "me", "what": "Call the finance director", "when": "next"})
    assert "Finish" in maya.get(url(one)).text
    maya.post(url(one, "held/"))

    kept, open_still = Commitment.objects.order_by("pk")
    assert (kept.owner, kept.to, kept.due_on.isoformat()) == (cast.priya, cast.maya, "2026-11-30")
    assert (open_still.owner, open_still.to) == (cast.maya, cast.priya)
    priya.post(f"/commitments/{kept.pk}/kept/")

    priya.get("/one-on-ones/")
    following = OneOnOne.objects.get(due_on="2026-11-30")
    next_week = priya.get(url(following)).text
    assert "Shadow Amira" in next_week
    assert "Brightline" in next_week
    assert "Stuck at Northwind" not in next_week
    assert "Call the finance director" in next_week
    assert "Kept" in next_week
    assert "Stuck at Northwind" in priya.get(url(one)).text


def test_without_a_goal_the_page_asks_to_set_one(cast, sign_in, one):
    assert f"/reps/{cast.priya.pk}/goals/new/" in sign_in(cast.maya).get(url(one)).text


def test_a_milestone_is_looked_at_and_reached_without_leaving_the_one_on_one(cast, today_one, sign_in, monday):
    step = Milestone.agree(cast.priya, title="Lead a demo", due_on=date(2026, 12, 1), by=cast.maya, at=monday)
    maya, at = sign_in(cast.maya), f"/one-on-ones/{today_one.pk}/milestones/{step.pk}"
    maya.post(f"/one-on-ones/{today_one.pk}/held/", {"minutes": "30"})
    assert "so it does not count as held" in maya.get(f"/one-on-ones/{today_one.pk}/").text
    part = maya.post(f"{at}/reviewed/", headers=HTMX).text
    assert "does not count" not in part
    assert f"{at}/unreviewed/" in part
    maya.post(f"{at}/unreviewed/")
    assert "does not count" in maya.get(f"/one-on-ones/{today_one.pk}/").text
    priya = sign_in(cast.priya)
    assert priya.post(f"{at}/reached/").url == f"/one-on-ones/{today_one.pk}/"
    assert f"{at}/reopened/" in priya.get(f"/one-on-ones/{today_one.pk}/").text
    assert priya.post(f"{at}/reviewed/").status_code == 403


def test_one_of_a_few_minutes_is_told_kindly_why_it_does_not_count(cast, today_one, sign_in):
    maya = sign_in(cast.maya)
    page = maya.post(f"/one-on-ones/{today_one.pk}/held/", {"minutes": "10"}, follow=True).text
    assert "Under 20 minutes, so it is a good word in passing" in page


def test_what_is_added_after_the_end_is_for_the_next_one(cast, today_one, sign_in):
    maya = sign_in(cast.maya)
    page = maya.post(f"/one-on-ones/{today_one.pk}/held/", {"minutes": "30"}, follow=True).text
    assert "Add a topic for next time" in page
    added = maya.post(f"/one-on-ones/{today_one.pk}/topics/", {"text": "Alba", "key": uuid4()}, headers=HTMX)
    assert "On the next agenda: Alba" in added.text


def test_only_the_leader_says_how_it_ended(cast, sign_in, one):
    assert sign_in(cast.priya).post(url(one, "held/")).status_code == 403
    assert sign_in(cast.priya).post(url(one, "missed/")).status_code == 403
    one.refresh_from_db()
    assert one.is_open


def test_finishing_can_be_taken_back(cast, sign_in, one):
    maya = sign_in(cast.maya)
    page = maya.post(url(one, "held/"), follow=True).text
    assert url(one, "reopened/") in page
    assert "Undo" in page
    maya.post(url(one, "reopened/"))
    one.refresh_from_db()
    assert one.is_open
    assert one.outcome_at is None


def test_one_closed_after_its_day_counts_as_held_on_its_day_and_logged_afterwards(cast, sign_in, rhythm):
    last_week = OneOnOne.objects.get(due_on="2026-11-16")
    maya = sign_in(cast.maya)
    assert "It was held" in maya.get(url(last_week)).text
    maya.post(url(last_week, "held/"))
    last_week.refresh_from_db()
    assert last_week.outcome_at == last_week.starts_at
    assert last_week.was_logged_late
    assert "logged afterwards" in maya.get(url(last_week)).text


def test_excusing_asks_why_and_keeps_what_was_said(cast, sign_in, one):
    maya = sign_in(cast.maya)
    refused = maya.post(url(one, "excused/"), {"why": ""})
    assert refused.status_code == 422
    assert "Write why." in refused.text
    maya.post(url(one, "excused/"), {"why": "Priya was ill"})
    one.refresh_from_db()
    assert (one.outcome, one.outcome_why) == ("excused", "Priya was ill")


def test_moving_asks_for_a_time_and_works_once(cast, sign_in, one, monday):
    maya = sign_in(cast.maya)
    assert maya.post(url(one, "moved/"), {"day": ""}).status_code == 422
    maya.post(url(one, "moved/"), {"day": "2026-11-24", "time": "14:00", "why": "Customer visit"})
    one.refresh_from_db()
    assert (one.starts_at.isoformat(), one.moved_by) == ("2026-11-24T14:00:00+00:00", cast.maya)
    again = maya.post(url(one, "moved/"), {"day": "2026-11-25", "time": "14:00"})
    assert again.status_code == 422
    assert "It was moved once already" in again.text


def test_a_topic_ticked_with_htmx_answers_with_the_agenda_and_an_undo(cast, sign_in, one, monday):
    topic = Topic.raise_("Stuck", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    answer = sign_in(cast.priya).post(url(one, f"topics/{topic.pk}/settled/"), headers=HTMX)
    assert answer.text.strip().startswith("<section")
    assert "Settled: Stuck" in answer.text
    assert "<title>" not in answer.text
    assert f"topics/{topic.pk}/reopened/" in answer.text


def test_only_its_author_takes_a_topic_back(cast, sign_in, one, monday):
    topic = Topic.raise_("Stuck", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    assert sign_in(cast.maya).post(url(one, f"topics/{topic.pk}/withdrawn/")).status_code == 403
    sign_in(cast.priya).post(url(one, f"topics/{topic.pk}/withdrawn/"))
    assert "Stuck" not in sign_in(cast.maya).get(url(one)).text


@pytest.mark.parametrize("what", ["topics/", "commitments/"])
def test_a_double_click_makes_one_row(cast, sign_in, one, what):
    key = "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a01"
    form = {"key": key, "text": "Once", "who": "me", "what": "Once", "when": "next"}
    for _ in range(2):
        sign_in(cast.maya).post(url(one, what), form)
    assert Topic.objects.count() + Commitment.objects.count() == 1


def test_a_commitment_without_its_words_is_refused_with_answers_kept(cast, sign_in, one):
    answer = sign_in(cast.maya).post(
        url(one, "commitments/"), {"who": "me", "what": "", "when": "day", "unit": "calls"}
    )
    assert answer.status_code == 422
    assert "Write what will be done." in answer.text
    assert "Choose the day it is due." in answer.text
    assert 'value="calls"' in answer.text


def test_the_page_costs_the_same_for_many_topics_promises_and_notes(
    cast, sign_in, one, monday, django_assert_max_num_queries
):
    client = sign_in(cast.maya)
    with CaptureQueriesContext(connection) as few:
        client.get(url(one))
    for n in range(30):
        Topic.raise_(f"Topic {n}", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
        Commitment.make(f"Promise {n}", owner=cast.priya, to=cast.maya, due_on=one.due_on, by=cast.maya, at=monday)
    with django_assert_max_num_queries(len(few)):
        client.get(url(one))
    assert len(few) <= 12
