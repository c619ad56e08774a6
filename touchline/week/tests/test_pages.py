"""My week, Team and Rep over HTTP, told by the cast."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from touchline.crm.models import Deal, Quota, Source, Stage
from touchline.oneonones.models import Commitment, OneOnOne, Topic
from touchline.plans.models import Milestone


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def crm(cast, now):
    """A source with two open stages and a way to put deals into it."""
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=now, keeps_next_steps=True)
    stages = {
        name: Stage.objects.create(source=source, name=name, outcome=outcome, position=i, odds=odds, odds_n=40)
        for i, (name, outcome, odds) in enumerate(
            [("Proposal", "open", 0.4), ("Won", "won", None), ("Lost", "lost", None)]
        )
    }
    cast.workspace.facts_as_of = now
    cast.workspace.save(update_fields=["facts_as_of"])

    def deal(
        owner, name, *, stage="Proposal", amount=10_000_00, pushes=0, next_step="Call", close_on=None, decided_on=None
    ):
        return Deal.objects.create(
            source=source, external_id=name, name=name, owner=owner, stage=stages[stage], outcome=stages[stage].outcome,
            amount_minor=amount, currency="USD", next_step=next_step, pushes=pushes, decided_on=decided_on,
            close_on=close_on or now.date() + timedelta(days=30),
        )  # fmt: skip

    return deal


def test_a_leader_without_deals_is_told_what_to_bring_in(cast, sign_in):
    html = sign_in(cast.maya).get("/").content.decode()
    assert "Bring in your deals to see who needs you" in html
    assert "Import deals" in html


def test_the_headline_names_the_rep_whose_close_dates_slip(cast, sign_in, crm):
    for name in ("Alder", "Birch"):
        crm(cast.theo, name, pushes=3)
    crm(cast.priya, "Cedar")
    html = sign_in(cast.maya).get("/").content.decode()
    assert "Theo needs you most this week" in html
    assert "Theo has moved the close date twice or more on two of two open deals." in html
    assert "The other one is on track." in html


def test_nobody_needs_the_leader_when_the_record_is_clean(cast, sign_in, crm):
    crm(cast.theo, "Alder")
    assert "Nobody needs you urgently this week" in sign_in(cast.maya).get("/").content.decode()


def test_the_next_one_on_one_comes_with_what_waits_in_it(cast, sign_in, crm, now):
    soon = now + timedelta(minutes=25)
    one = OneOnOne.plan(cast.maya, cast.priya, starts_at=soon, by=cast.maya, at=now)
    Topic.raise_("I am stuck at Northwind", leader=cast.maya, rep=cast.priya, by=cast.priya, at=now)
    Commitment.make("Map the buyers", owner=cast.priya, to=cast.maya, due_on=soon.date(), by=cast.priya, at=now)
    html = sign_in(cast.maya).get("/").content.decode()
    assert f"/one-on-ones/{one.pk}/" in html
    assert "Priya added one topic." in html
    assert "One promise of Priya’s is due by then." in html
    assert "I am stuck at Northwind" not in html


def test_promises_both_ways_with_the_late_one_first(cast, sign_in, now):
    day = now.date()
    Commitment.make(
        "Send the recording", owner=cast.maya, to=cast.theo, due_on=day + timedelta(days=2), by=cast.maya, at=now
    )
    late = now - timedelta(days=10)
    Commitment.make(
        "Ask finance", owner=cast.maya, to=cast.theo, due_on=late.date() + timedelta(days=7), by=cast.maya, at=late
    )
    html = sign_in(cast.maya).get("/").content.decode()
    assert html.index("Ask finance") < html.index("Send the recording")
    assert "3 days late" in html


def test_a_nudge_puts_its_topic_on_the_next_agenda(cast, sign_in, crm, now):
    for name in ("Alder", "Birch"):
        crm(cast.theo, name, pushes=3)
    one = OneOnOne.plan(cast.maya, cast.theo, starts_at=now + timedelta(days=1), by=cast.maya, at=now)
    client = sign_in(cast.maya)
    assert f'action="/one-on-ones/{one.pk}/topics/' in client.get("/").content.decode()


def test_a_crm_that_never_states_a_next_step_is_not_held_against_the_rep(cast, sign_in, crm):
    Source.objects.update(keeps_next_steps=False)
    for name in ("Alder", "Birch", "Cedar", "Dogwood"):
        crm(cast.theo, name, next_step="")
    client = sign_in(cast.maya)
    assert "Nobody needs you urgently" in client.get("/").content.decode()
    assert "Not in the export" in client.get(f"/reps/{cast.theo.pk}/").content.decode()


def test_an_amount_nobody_knows_is_not_shown_as_zero(cast, sign_in, crm):
    crm(cast.theo, "Alder", amount=None)
    html = sign_in(cast.maya).get(f"/reps/{cast.theo.pk}/").content.decode()
    row = html.split("Alder")[1].split("</tr>")[0]
    assert "–" in row
    assert "$0" not in row


def test_a_record_that_ended_long_ago_is_not_read_as_everybody_on_track(cast, sign_in, crm, now):
    Source.objects.update(keeps_next_steps=False)
    long_ago = now.date() - timedelta(days=400)
    crm(cast.theo, "Alder", stage="Won", close_on=long_ago, decided_on=long_ago)
    crm(cast.theo, "Birch", next_step="")
    Deal.objects.filter(name="Birch").update(close_on=None)
    client = sign_in(cast.maya)
    for url in ("/", "/team/"):
        html = client.get(url).content.decode()
        assert "The record says too little to tell who needs you" in html, url
        assert "no open deal says when it closes or what is next" in html, url
        assert "On track" not in html, url


def test_a_rep_whose_export_has_no_next_steps_is_not_told_that_all_are_set(cast, sign_in, crm):
    Source.objects.update(keeps_next_steps=False)
    crm(cast.theo, "Alder", next_step="")
    assert "has a next step" not in sign_in(cast.theo).get("/").content.decode()


def test_a_rep_sees_own_week_and_own_page_but_no_team(cast, sign_in, crm):
    crm(cast.theo, "Alder", next_step="")
    client = sign_in(cast.theo)
    assert "One of your one open deal has no next step." in client.get("/").content.decode()
    assert client.get(f"/reps/{cast.theo.pk}/").status_code == 200
    assert client.get("/team/").status_code == 404
    assert client.get(f"/reps/{cast.priya.pk}/").status_code == 404


def test_team_shows_every_rep_with_quota_and_landing(cast, sign_in, crm, now):
    today = now.date()
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    Quota.agree(cast.theo, starts_on=start, ends_on=end, amount_minor=100_000_00, currency="USD", by=cast.maya, at=now)
    crm(cast.theo, "Won one", stage="Won", amount=50_000_00, decided_on=today, next_step="")
    crm(cast.theo, "Open one", amount=50_000_00, close_on=today)
    html = sign_in(cast.maya).get("/team/").content.decode()
    assert "50%" in html
    assert "of $100k" in html
    assert "Priya Raman" in html


def test_a_leader_of_leaders_sees_the_team_below_but_no_promise_of_it(cast, sign_in, now):
    Commitment.make("Ask finance", owner=cast.theo, to=cast.maya, due_on=now.date(), by=cast.theo, at=now)
    client = sign_in(cast.vera)
    team = client.get(f"/team/{cast.maya.pk}/").content.decode()
    rep = client.get(f"/reps/{cast.theo.pk}/").content.decode()
    assert "Theo Brandt" in team
    assert "Ask finance" not in team + rep
    assert "Commitments</h2>" not in rep


def test_the_rep_page_shows_goals_promises_and_overdue_milestones(cast, sign_in, now):
    Commitment.make("Ask finance", owner=cast.theo, to=cast.maya, due_on=now.date(), by=cast.theo, at=now)
    Milestone.agree(
        cast.theo, title="Run a discovery call alone", due_on=now.date() - timedelta(days=3), by=cast.maya, at=now
    )
    html = sign_in(cast.maya).get(f"/reps/{cast.theo.pk}/").content.decode()
    assert "Ask finance" in html
    assert "Run a discovery call alone" in html
    assert "3 days late" in html


def test_a_rep_sets_goals_from_their_own_page_and_nobody_above_the_leader_does(cast, sign_in):
    for who in (cast.theo, cast.maya):
        assert f"/reps/{cast.theo.pk}/goals/new/" in sign_in(who).get(f"/reps/{cast.theo.pk}/").text
    assert "goals/new/" not in sign_in(cast.vera).get(f"/reps/{cast.theo.pk}/").text


def test_what_was_excused_is_not_counted_as_due_on_the_rep_page(cast, sign_in, now):
    for days in (8, 15):
        OneOnOne.log(cast.maya, cast.theo, held_at=now - timedelta(days=days), by=cast.maya, at=now)
    ill = OneOnOne.log(cast.maya, cast.theo, held_at=now - timedelta(days=22), by=cast.maya, at=now)
    ill.reopen(by=cast.maya, at=now)
    ill.excuse(why="Ill", by=cast.maya, at=now)
    html = sign_in(cast.maya).get(f"/reps/{cast.theo.pk}/").text
    assert "Held 2 of the last 2 due" in html
    assert "Ill, said Maya" in html


@pytest.mark.parametrize("who", ["omar", "adam", "stranger", "noor", "ines"])
def test_others_do_not_know_the_rep_is_there(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get(f"/reps/{cast.theo.pk}/").status_code == 404
    assert client.get(f"/team/{cast.maya.pk}/").status_code == 404


def test_the_palette_finds_people_one_may_see(cast, sign_in):
    assert "Theo Brandt" in sign_in(cast.maya).get("/palette/?q=the").content.decode()
    assert "Theo Brandt" not in sign_in(cast.ines).get("/palette/?q=the").content.decode()


def test_a_leader_of_leaders_sees_what_each_team_needs(cast, sign_in, crm, now):
    for n in range(4):
        crm(cast.theo, f"Slips {n}", pushes=3)
    today = now.date()
    start, end = today.replace(day=1), today.replace(day=28)
    Quota.agree(cast.theo, starts_on=start, ends_on=end, amount_minor=100_000_00, currency="USD", by=cast.maya, at=now)
    client = sign_in(cast.vera)
    week, team = (client.get(url).content.decode() for url in ("/", "/team/"))
    assert "Maya’s team needs you most this week" in week
    assert "Maya’s team has moved the close date twice or more on four of four open deals" in week
    assert f'href="/team/{cast.maya.pk}/"' in team
    assert "of $100k" in team


def test_of_someone_without_a_record_nothing_is_said(cast, sign_in, crm):
    crm(cast.theo, "Open one")
    html = sign_in(cast.maya).get("/team/").content.decode()
    assert "Too little to say</span></td>\n</tr>" in html
