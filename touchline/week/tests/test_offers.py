"""A practice nobody below or above knows plugs in by one line of the settings, and is told wherever it matters."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from touchline.crm.models import Deal, Source, Stage
from touchline.oneonones.models import Commitment, OneOnOne
from touchline.people.models import Digest, Notice, Webhook
from touchline.people.webhooks import announce
from touchline.skills.models import Focus, Skill, Terms
from touchline.week import digest

SAYS = "has closed the quarter and was never thanked"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def praised(settings, cast, now):
    """The practice is plugged in, and an export was read in which Theo has a deal."""
    settings.TOUCHLINE_OFFERS = [*settings.TOUCHLINE_OFFERS, "touchline.week.tests.praise.OFFER"]
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=now)
    stage = Stage.objects.create(source=source, name="Proposal", outcome="open", position=1)
    Deal.objects.create(source=source, external_id="1", name="Alder", owner=cast.theo, stage=stage, outcome="open")
    cast.workspace.facts_as_of = now
    cast.workspace.save(update_fields=["facts_as_of"])


def test_its_finding_leads_my_week_with_its_act_and_stands_on_team_and_rep(praised, cast, sign_in):
    maya = sign_in(cast.maya)
    week, team, rep = (maya.get(url).text for url in ("/", "/team/", f"/reps/{cast.theo.pk}/"))
    assert "Theo needs you most this week" in week
    assert f"Theo {SAYS}." in week
    assert '<a class="btn small" href="/praise/">Thank Theo</a>' in week
    assert "Not thanked" in team
    assert f"Theo {SAYS}." in rep


def test_what_waits_stands_in_the_palette_and_in_the_own_week(praised, cast, sign_in):
    theo = sign_in(cast.theo)
    assert "Say thank you: Thank Priya for the handover" in theo.get("/palette/").text
    own = theo.get("/").text
    assert "Also waiting for you" in own
    assert '<a href="/praise/7/">Thank Priya for the handover</a>' in own


def test_what_waits_is_mailed_once_with_its_press(praised, cast):
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        letter = Digest.line_up(cast.theo, at=at)
        assert digest.send(letter, at=at)
    (sent,) = mail.outbox
    assert sent.subject == "1 to thank"
    assert "/praise/7/now/" in sent.body


def test_a_webhook_can_be_told_of_it_and_who_chose_only_that_is_told_nothing_else(praised, cast, sign_in):
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    Commitment.make("Ask finance", owner=cast.theo, to=cast.maya, due_on=at.date(), by=cast.maya, at=at)
    Webhook.add(cast.theo, kind="slack", address="https://hooks.slack.com/x", events=["thanks", "gone"], at=at)
    announce(at=at)
    assert [notice.text for notice in Notice.objects.all()] == ["You were thanked."]
    reach = sign_in(cast.theo).get("/settings/reach/").text
    assert "Posts when you are thanked" in reach


def test_its_finding_opens_the_brief_where_nothing_else_went_wrong(praised, cast, sign_in, now):
    one = OneOnOne.plan(cast.maya, cast.theo, starts_at=now + timedelta(hours=2), by=cast.maya, at=now)
    assert "Theo was never thanked." in sign_in(cast.maya).get(f"/one-on-ones/{one.pk}/").text
    assert "Theo was never thanked." not in sign_in(cast.theo).get(f"/one-on-ones/{one.pk}/").text


def test_the_palette_of_somebody_with_everything_waiting_stays_within_its_queries(cast, sign_in, now):
    then = now - timedelta(days=8)
    skill = Skill.start_with(cast.workspace, by=cast.maya, at=then)[0]
    terms = Terms(skill, "Asks what it costs", then.date(), then.date() + timedelta(days=60))
    Focus.choose(cast.theo, terms, by=cast.maya, at=then)
    OneOnOne.log(cast.maya, cast.theo, held_at=now - timedelta(days=1), by=cast.maya, at=now)
    Commitment.make("Ask finance", owner=cast.theo, to=cast.maya, due_on=now.date(), by=cast.maya, at=now)
    theo = sign_in(cast.theo)
    theo.get("/palette/")
    with CaptureQueriesContext(connection) as captured:
        found = theo.get("/palette/").text
    assert len(captured) <= 12
    assert "Due today: Ask finance" in found
    assert "Did it take place?: One-on-one with Maya Okonkwo" in found
