"""A rep's own skills: what waits, what to work on, the feedback, and what the record said of what is closed."""

import re
from datetime import timedelta

import pytest
import time_machine

from touchline.skills.models import Observation, Pairing, Practice, Skip, Worksheet


@pytest.fixture(autouse=True)
def clock(monday):
    with time_machine.travel(monday, tick=False) as moved:
        yield moved


@pytest.fixture
def page_of(sign_in):
    """The own page of somebody, as text."""
    return lambda person: sign_in(person).get("/skills/own/").content.decode()


def test_with_nothing_chosen_the_page_says_how_it_begins(cast, page_of):
    body = page_of(cast.theo)
    assert "Nothing is chosen to work on yet" in body
    assert "You and Maya choose what would help you most" in body
    assert "you report to nobody here" in page_of(cast.omar)


def test_a_focus_stands_there_with_its_plan_and_what_it_should_move(cast, choose, page_of):
    choose(cast.theo, weeks_ago=1)
    body = page_of(cast.theo)
    assert "Asks what the problem costs before showing anything" in body
    assert "If a new deal is opened, then I write down what it costs them and who pays." in body
    assert "New deals that left the first stage within 30 days: from 30%, 12 of 40, to 50%" in body
    assert "30 minutes a week by Maya" in body
    assert "16 Nov to 25 Jan 2027" in body


def test_a_rep_finds_the_own_page_behind_skills(cast, choose, sign_in):
    choose(cast.theo)
    body = sign_in(cast.theo).get("/skills/").content.decode()
    assert "<title>Your skills" in body
    assert '<li class="tab"><a class="nav" href="/skills/" data-key="g s" aria-current="page">' in body


def test_an_observation_waits_for_the_own_level_and_hides_the_leaders_until_then(cast, choose, observe, page_of):
    seen = observe(choose(cast.theo), level=3)
    body = page_of(cast.theo)
    assert "Maya observed your call yesterday: give your own level" in body
    assert f'action="/observations/{seen.pk}/self-scored/"' in body
    assert all(level in body for level in seen.focus.edition.levels)
    assert "Maya: on their own" not in body
    words = ("Asked for the cost", "They named a sum", "Ask who pays it")
    assert not any(word in body for word in words)
    seen.score_oneself(2, by=cast.theo, at=seen.feedback_at)
    body = page_of(cast.theo)
    assert all(word in body for word in words)
    assert "You: with help. Maya: on their own." in body
    assert "/self-scored/" not in body


def test_several_observations_are_counted_in_the_headline(cast, choose, observe, page_of):
    focus = choose(cast.theo)
    for days in range(1, 6):
        observe(focus, days_ago=days)
    body = page_of(cast.theo)
    assert "Five observations wait for your own level" in body
    assert body.count("/self-scored/") == 3
    assert body.count("btn primary") == 1


def test_feedback_stands_newest_first(cast, choose, observe, page_of):
    focus = choose(cast.theo)
    for days, kind in ((9, "ride_along"), (2, "role_play")):
        seen = observe(focus, days_ago=days, kind=kind)
        seen.score_oneself(2, by=cast.theo, at=seen.feedback_at)
    body = page_of(cast.theo)
    feedback = body[body.index('id="feedback-h"') :]
    assert feedback.index("Role-play, 21 Nov") < feedback.index("Ride-along, 14 Nov")


def test_what_was_written_down_afterwards_asks_who_led(cast, choose, monday, page_of):
    hour = timedelta(hours=1)
    facts = {"kind": "call", "lead": "rep", "seen_at": monday - hour, "minutes": 30, "level": 2}
    seen = Observation.log(choose(cast.theo), **facts, by=cast.maya, at=monday)
    seen.score_oneself(2, by=cast.theo, at=monday)
    body = page_of(cast.theo)
    assert "Who led the call today? Only you can say" in body
    assert body.count(f'action="/observations/{seen.pk}/led/"') == 2
    seen.say_who_led("rep", by=cast.theo, at=monday)
    assert "/led/" not in page_of(cast.theo)


def test_a_prompt_to_practise_is_done_or_skipped(cast, choose, monday, page_of):
    focus = choose(cast.theo)
    body = page_of(cast.theo)
    assert "Discovery: time for the next try" in body
    assert "day 28: try it once. If a new deal is opened" in body
    assert f'action="/focuses/{focus.pk}/practised/"' in body
    assert f'action="/focuses/{focus.pk}/prompts/28/skipped/"' in body
    skip = Skip.pass_over(focus, 28, at=monday)
    assert "/practised/" not in page_of(cast.theo)
    skip.take_back()
    Practice.note(focus, kind="retry", on=monday.date(), by=cast.theo, at=monday)
    body = page_of(cast.theo)
    assert "/practised/" not in body
    assert "1 time, last today" in body


def test_the_partner_of_the_week_waits_until_the_own_side_is_written(cast, monday, page_of):
    two = [cast.theo, cast.priya]
    (pair,) = Pairing.pair_up(cast.maya, two, week_on=monday.date(), turn=0, by=cast.maya, at=monday)
    body = page_of(cast.theo)
    assert "Priya is your partner this week" in body
    assert "Write your side" in body
    Worksheet.write(pair, by=cast.theo, question="How?", answer="", next_try="", at=monday)
    assert "Write your side" not in page_of(cast.theo)
    assert "Write your side" in page_of(cast.priya)


def test_a_focus_nobody_observes_says_so_to_the_rep_too(cast, choose, page_of):
    choose(cast.theo)
    assert "Nobody has observed it for two weeks or more. Ask Maya to sit in on a call that you lead." in page_of(
        cast.theo
    )


def test_a_closed_focus_says_what_the_record_said(cast, choose, monday, page_of):
    focus = choose(cast.theo)
    focus.close(by=cast.maya, at=monday)
    body = page_of(cast.theo)
    assert "You work on nothing right now" in body
    assert "Nothing was looked at before it was closed." in body
    facts = {"design": "one_rep", "metric": "first_stage", "version": "1", "looked_on": monday.date()}
    days = {name: monday.date() for name in ("before_from", "before_to", "after_from", "after_to")}
    counts = {"hits_before": 12, "n_before": 40, "hits_after": 16, "n_after": 38, "points": 12, "low": -3, "high": 26}
    said = {"said": "cant_tell", "p_up": 0.9, "p_worth": 0.7, "team_n_before": 151, "team_n_after": 143}
    focus.verdicts.model.store(focus, look="close", by=cast.maya, at=monday, **facts, **days, **counts, **said)
    body = page_of(cast.theo)
    assert "Can’t tell yet: a rise, a fall and nothing all fit." in body
    assert "+12 points, between −3 and +26 in 9 cases of 10." in body
    assert "need not have moved because of it" in body
    assert "of 151" not in body


def test_nobody_reads_another_reps_skills(cast, choose, observe, page_of, sign_in):
    observe(choose(cast.theo))
    for other in (cast.priya, cast.maya, cast.vera, cast.noor, cast.omar, cast.adam, cast.stranger):
        assert "Asked for the cost" not in page_of(other)
        assert "Asked for the cost" not in sign_in(other).get("/skills/").content.decode()


def test_a_leader_has_an_own_page_too(cast, choose, page_of):
    choose(cast.maya, by=cast.vera)
    assert "30 minutes a week by Vera" in page_of(cast.maya)


def form_of(body, action):
    """What the form with this address sends, as a browser would."""
    form = body[body.index(f'action="{action}"') :]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


def test_what_waits_is_answered_from_the_page(cast, choose, observe, sign_in, page_of):
    focus, theo = choose(cast.theo), sign_in(cast.theo)
    seen = observe(focus, level=3)
    theo.post(f"/observations/{seen.pk}/self-scored/", {"level": "2"})
    seen.refresh_from_db()
    assert (seen.self_level, seen.level) == (2, 3)
    sent = form_of(page_of(cast.theo), f"/focuses/{focus.pk}/practised/")
    assert sent["on"] == "2026-11-23"
    for _ in range(2):
        assert theo.post(f"/focuses/{focus.pk}/practised/", sent).status_code == 302
    assert Practice.objects.get().by == cast.theo
    assert "Nothing else waits for you" in page_of(cast.theo)


def test_a_prompt_is_skipped_from_the_page(cast, choose, sign_in, page_of):
    focus = choose(cast.theo)
    sign_in(cast.theo).post(f"/focuses/{focus.pk}/prompts/28/skipped/")
    assert Skip.objects.get().day == 28
    assert "You work on Discovery" in page_of(cast.theo)


def test_who_led_is_said_from_the_page(cast, choose, monday, sign_in):
    facts = {"kind": "call", "lead": "rep", "seen_at": monday - timedelta(hours=1), "minutes": 30, "level": 2}
    seen = Observation.log(choose(cast.theo), **facts, by=cast.maya, at=monday)
    sign_in(cast.theo).post(f"/observations/{seen.pk}/led/", {"lead": "leader"})
    seen.refresh_from_db()
    assert seen.led_by == "leader"
