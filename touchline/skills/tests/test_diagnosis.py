"""Maya asks what would help Theo most: the page names what lies beyond luck's limits, and nothing more."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touchline.crm.models import Quota
from touchline.skills.models import Hunch
from touchline.skills.tests.story_of_a_funnel import decide, move, push


@pytest.fixture
def today(monday):
    with time_machine.travel(monday, tick=False):
        yield monday.date()


@pytest.fixture
def page(cast, sign_in, today):
    """The diagnosis of Theo, as Maya sees it."""

    def go(person=None):
        return sign_in(person or cast.maya).get(f"/reps/{cast.theo.pk}/diagnosis/").content.decode()

    return go


def test_nineteen_decided_deals_are_too_little_to_say_however_bad_they_look(cast, page, today):
    decide(cast, cast.theo, won=0, of=19, until=today)
    decide(cast, cast.priya, won=50, of=100, until=today)
    body = page()
    assert "Too little to say about Theo" in body
    assert "19 deals were decided in the year; below 20 a rate says more about luck than about Theo." in body
    assert "Likely lever" not in body


def test_the_twentieth_deal_makes_it_a_likely_lever(cast, page, today):
    decide(cast, cast.theo, won=0, of=20, until=today)
    decide(cast, cast.priya, won=50, of=100, until=today)
    body = page()
    assert "Theo’s likely lever is the win rate" in body
    assert "0 of 20, 0%. Luck alone leaves 2 to 15 at the team’s 42%." in body
    assert "Outside: beyond 99.8% limits. Luck alone gets as far in fewer than 1 case of 1,000, n 20." in body


def test_what_comes_with_nothing_done_is_printed_beside_the_lever(cast, page, today):
    decide(cast, cast.theo, won=9, of=60, until=today)
    decide(cast, cast.priya, won=40, of=100, until=today)
    body = page()
    assert "Nothing done, 15% is likely to be 19% next time." in body


def test_within_the_limits_nobody_can_tell_and_nothing_is_named(cast, page, today):
    decide(cast, cast.theo, won=18, of=50, until=today)
    decide(cast, cast.priya, won=40, of=100, until=today)
    body = page()
    assert "Can’t tell what would help Theo most" in body
    assert "Likely lever" not in body
    assert "Learn from it" not in body


def test_above_the_limits_is_something_to_learn_from_and_no_lever(cast, page, today):
    decide(cast, cast.theo, won=45, of=60, until=today)
    decide(cast, cast.priya, won=30, of=100, until=today)
    body = page()
    assert "Something to learn from Theo: the win rate" in body
    assert "Learn from it" in body
    assert "Likely lever" not in body


def test_each_stage_is_judged_by_what_was_seen_to_leave_it(cast, page, today):
    """Theo wins as often as Priya, but few of his deals are seen to get past Discovery."""
    for rep, passed in ((cast.theo, 8), (cast.priya, 70)):
        deals = decide(cast, rep, won=40, of=100, until=today)
        move(deals[:passed], "Discovery", "Proposal")
        move(deals[passed:100], "Discovery", "Lost")
    body = page()
    assert "Theo’s likely lever is getting past Discovery" in body
    assert "8 of 100, 8%" in body
    assert "Past Proposal" not in body


def test_without_history_the_page_says_what_it_cannot_know(cast, page, today):
    decide(cast, cast.theo, won=18, of=50, until=today)
    body = page()
    assert "No deal was seen changing its stage" in body
    assert "No close date was seen moving" in body
    assert "Nobody else of your team decided a deal" in body
    assert "Close date never moved" not in body


def test_close_dates_that_move_more_often_than_the_teams_are_a_lever(cast, page, today):
    for rep, pushed in ((cast.theo, 80), (cast.priya, 10)):
        push(decide(cast, rep, won=40, of=100, until=today)[:pushed])
    body = page()
    assert "Theo’s likely lever is keeping close dates" in body
    assert "20 of 100, 20%. Luck alone leaves" in body


def test_a_deal_pushed_five_times_counts_once(cast, page, today):
    """Luck's limits hold for things that happen by themselves, and five pushes of one deal do not."""
    for rep in (cast.theo, cast.priya):
        deals = decide(cast, rep, won=40, of=100, until=today)
        for _ in range(5 if rep == cast.theo else 1):
            push(deals[:40])
    body = page()
    assert "Can’t tell what would help Theo most" in body
    assert "60 of 100, 60%" in body


def test_two_levers_are_both_named_and_the_less_likely_luck_leads(cast, page, today):
    for rep, won, pushed in ((cast.theo, 25, 90), (cast.priya, 45, 10)):
        push(decide(cast, rep, won=won, of=100, until=today)[:pushed])
    body = page()
    assert "Theo’s likely lever is keeping close dates" in body
    assert body.count(">Likely lever<") == 2
    assert body.index("Close date never moved: 10 of 100") < body.index("25 of 100, 25%.")


def test_a_record_that_ends_long_ago_is_looked_at_from_its_last_day(cast, page, today):
    last = today - timedelta(days=400)
    decide(cast, cast.theo, won=18, of=50, until=last)
    body = page()
    assert f"to {last:%-d %b %Y}, the last day a deal of the team was decided" in body
    assert "18 of 50, 36%" in body


def test_the_year_before_and_the_quotas_stand_beside_it(cast, page, today, monday):
    decide(cast, cast.theo, won=18, of=50, until=today)
    decide(cast, cast.theo, won=30, of=40, until=today - timedelta(days=365), over=300)
    start = today.replace(day=1) - timedelta(days=60)
    Quota.agree(
        cast.theo, starts_on=start, ends_on=today - timedelta(3), amount_minor=10_000_000, currency="USD",
        by=cast.maya, at=monday,
    )  # fmt: skip
    body = page()
    assert "30 of 40 the year before, 75%" in body
    assert "% of plan: " in body
    assert "1 quota of these days." in body


def test_what_comes_in_is_told_and_never_named_a_lever(cast, page, today):
    decide(cast, cast.theo, won=20, of=50, until=today, days=90, amount=100_000)
    decide(cast, cast.priya, won=40, of=100, until=today, days=20, amount=2_000_000)
    body = page()
    assert "Can’t tell what would help Theo most" in body
    assert "Above the team" in body
    assert "Below the team" in body
    assert "90 days" in body
    assert "$1k" in body


@pytest.mark.parametrize(
    ("cause", "leads", "href"),
    [
        ("skill", "Choose one thing to work on", "/focuses/new/?metric=win_rate"),
        ("knowledge", "Show it or teach it", "/skills/library/"),
        ("will", "Ask in the next one-on-one", "/reps/"),
        ("territory", "Look at potential before skill", "/reps/"),
    ],
)
def test_each_answer_leads_somewhere_else_and_is_kept_for_maya_alone(cast, page, sign_in, today, cause, leads, href):
    decide(cast, cast.theo, won=0, of=20, until=today)
    decide(cast, cast.priya, won=50, of=100, until=today)
    assert "Only you can read your answer" in page()
    maya = sign_in(cast.maya)
    maya.post(f"/reps/{cast.theo.pk}/diagnosis/hunch/", {"cause": cause, "lever": "the win rate"})
    body = page()
    assert leads in body
    assert href in body
    assert f"You said {cause}, about the win rate, today." in body
    assert Hunch.objects.get().leader == cast.maya


def test_an_answer_changed_takes_the_place_of_the_first_and_none_is_refused(cast, sign_in, today):
    maya, url = sign_in(cast.maya), f"/reps/{cast.theo.pk}/diagnosis/hunch/"
    maya.post(url, {"cause": "will"})
    maya.post(url, {"cause": "skill"})
    assert Hunch.objects.get().cause == "skill"
    refused = maya.post(url, {})
    assert refused.status_code == 422
    assert "Choose one of the four." in refused.content.decode()


def test_only_the_leader_of_today_reads_it(cast, sign_in, today):
    url = f"/reps/{cast.theo.pk}/diagnosis/"
    asked = {who: sign_in(who).get(url).status_code for who in (cast.maya, cast.theo, cast.priya, cast.vera, cast.adam)}
    assert list(asked.values()) == [200, 403, 404, 404, 404]
    Hunch.have(cast.maya, cast.theo, cause="will", lever="the win rate", at=cast.workspace.created_at)
    cast.theo.move(to=cast.ines, by=cast.adam, on=today)
    assert sign_in(cast.maya).get(url).status_code == 404
    assert "You said" not in sign_in(cast.ines).get(url).content.decode()


def test_it_costs_no_more_with_everything_on_it(cast, page, sign_in, today):
    maya = sign_in(cast.maya)
    url = f"/reps/{cast.theo.pk}/diagnosis/"
    for rep in (cast.theo, cast.priya):
        deals = decide(cast, rep, won=40, of=100, until=today)
        move(deals[:60], "Discovery", "Proposal")
        push(deals[:30])
    Hunch.have(cast.maya, cast.theo, cause="will", lever="the win rate", at=cast.workspace.created_at)
    maya.get(url)
    with CaptureQueriesContext(connection) as captured:
        maya.get(url)
    assert len(captured) <= 12
