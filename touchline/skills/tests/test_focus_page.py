"""The page of a focus tells what is true of it now, to the rep and the leader and to nobody else."""

from datetime import timedelta
from random import Random

import pytest

from touchline.skills.models import Draw, Practice, Terms, Verdict
from touchline.skills.tests.story_of_a_focus import decide


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch, monday):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: monday)


@pytest.fixture
def read(cast, sign_in):
    def go(focus, person=None):
        return sign_in(person or cast.maya).get(f"/focuses/{focus.pk}/").content.decode()

    return go


def heading(page):
    return page.split("<h1>")[1].split("</h1>")[0]


def test_a_focus_nobody_observed_for_two_weeks_is_picked_and_not_worked_on(choose, observe, read):
    focus = choose(weeks_ago=3)
    assert heading(read(focus)) == "Picked, and not worked on for 21 days"
    observe(focus, days_ago=1)
    assert "not worked on" not in read(focus)


def test_thirteen_days_without_an_observation_are_not_yet_two_weeks(choose, read, monday):
    focus = choose(starts_on=monday.date() - timedelta(13))
    assert heading(read(focus)) == "Not observed yet"


def test_the_level_that_moved_is_the_finding_with_who_saw_it(choose, observe, read, cast):
    focus = choose()
    observe(focus, level=2, days_ago=9)
    assert heading(read(focus)) == "Level 2, with help, seen once by Maya"
    observe(focus, level=3, days_ago=2)
    page = read(focus)
    assert heading(page) == "Theo moved from level 2 to 3, seen by Maya"
    assert "3. On their own: Follows one problem to what it costs a month" in page
    observe(focus, level=1, days_ago=1)
    assert heading(read(focus)) == "Theo went from level 2 to 1, seen by Maya"


def test_the_rep_reads_the_same_page_with_only_the_levels_already_scored(choose, observe, read, cast, monday):
    focus = choose()
    first = observe(focus, level=2, days_ago=9)
    observe(focus, level=3, days_ago=2)
    assert heading(read(focus, cast.theo)) == "Maya saw your call: score yourself first"
    first.score_oneself(1, by=cast.theo, at=monday)
    page = read(focus, cast.theo)
    assert "3. On their own" not in page
    assert "2. With help" in page
    focus.observations.get(self_level=None).score_oneself(3, by=cast.theo, at=monday)
    assert heading(read(focus, cast.theo)) == "You moved from level 2 to 3, seen by Maya"


def test_feedback_that_is_owed_is_named(choose, observe, read):
    focus = choose()
    observe(focus, told=False, days_ago=1)
    assert heading(read(focus)) == "The call of 22 November waits for your feedback"


def test_a_look_that_is_due_is_the_finding_and_the_act(choose, observe, read, monday):
    focus = choose(weeks_ago=8)
    observe(focus, days_ago=1)
    page = read(focus)
    assert heading(page) == "The first look is due: has it moved?"
    assert f'action="/focuses/{focus.pk}/looked/"' in page


def test_a_focus_past_its_last_day_asks_to_be_closed_with_a_verdict(choose, read, cast, sign_in):
    focus = choose(weeks_ago=11)
    assert heading(read(focus)) == "Its last day was 16 November: close it with a verdict"
    maya = sign_in(cast.maya)
    page = maya.post(f"/focuses/{focus.pk}/closed/", {"why": "Now negotiating"}, follow=True).content.decode()
    assert heading(page) == "Closed on 23 November: too early to say"
    assert "Now negotiating" in page
    verdict = Verdict.objects.get(focus=focus, look="close")
    assert verdict.by == cast.maya
    page = maya.post(f"/focuses/{focus.pk}/reopened/", follow=True).content.decode()
    assert heading(page) == "Its last day was 16 November: close it with a verdict"
    assert not Verdict.objects.filter(focus=focus, look="close").exists()


def test_one_that_makes_room_leads_back_to_choosing(choose, cast, sign_in):
    focus = choose()
    answer = sign_in(cast.maya).post(f"/focuses/{focus.pk}/closed/", {"why": "", "makes_room": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/reps/{cast.theo.pk}/focuses/new/")


def test_the_metric_is_counted_week_by_week_with_its_denominators(choose, observe, read, cast, monday):
    focus = choose(name="Qualifying out", metric="win_rate", baseline=(9, 36), target=40)
    decide(cast, cast.theo, focus.starts_on - timedelta(weeks=6), 6, hits=3, n=12)
    decide(cast, cast.theo, focus.starts_on, 4, hits=5, n=8)
    observe(focus, days_ago=3)
    page = read(focus)
    assert "5 of 8 since it began, 9 of 36 before it" in page
    assert "week by week: 8 of 20 in 12 weeks, target 40%." in page
    assert "Target 40%" in page
    assert ">Call</text>" in page
    assert "9 of 36 before, 25%" in page


def test_a_run_of_wins_is_worth_a_look_and_no_verdict_and_only_the_leader_reads_it(choose, read, cast):
    focus = choose(name="Qualifying out", metric="win_rate", baseline=(9, 36), target=40)
    for rep in (cast.theo, cast.priya):
        decide(cast, rep, focus.starts_on - timedelta(weeks=12), 12, hits=9, n=36)
    decide(cast, cast.theo, focus.starts_on, 4, hits=10, n=11)
    assert "Worth a look: 10 of 11 run above the" in read(focus)
    assert "An alert, not a verdict" in read(focus)
    assert "Worth a look" not in read(focus, cast.theo)


def test_the_line_of_the_others_is_not_shown_to_a_rep(choose, read, cast):
    focus = choose(name="Qualifying out", metric="win_rate")
    for rep in (cast.theo, cast.priya):
        decide(cast, rep, focus.starts_on, 4, hits=2, n=8)
    assert ">Team 0%</text>" in read(focus)
    assert ">Team " not in read(focus, cast.theo)


def test_before_the_crm_has_anything_the_page_says_so(choose, read):
    assert "Nothing counted since it began; 12 of 40 before it" in read(choose())


def test_minutes_promised_stand_beside_minutes_given(choose, observe, read, cast, monday):
    focus = choose(weeks_ago=2, minutes=30)
    observe(focus, minutes=40, days_ago=2)
    note = {"kind": "role_play", "on": monday.date(), "minutes": 15, "at": monday}
    Practice.note(focus, by=cast.maya, **note)
    Practice.note(focus, by=cast.theo, **note)
    assert "55 of 90 promised so far" in read(focus)


def test_practice_is_noted_by_either_and_taken_back_by_who_wrote_it(choose, cast, sign_in):
    focus = choose()
    theo, maya = sign_in(cast.theo), sign_in(cast.maya)
    sent = {"kind": "retry", "on": "2026-11-20", "minutes": "10", "said": "They named the sum themselves"}
    page = theo.post(f"/focuses/{focus.pk}/practised/", sent, follow=True).content.decode()
    assert "They named the sum themselves" in page
    assert "Practice noted" in page
    practice = Practice.objects.get()
    assert maya.post(f"/practices/{practice.pk}/withdrawn/").status_code == 403
    assert "They named the sum themselves" in maya.get(f"/focuses/{focus.pk}/").content.decode()
    theo.post(f"/practices/{practice.pk}/withdrawn/")
    assert not Practice.objects.exists()


def test_a_day_before_the_focus_is_refused_with_the_page(choose, cast, sign_in):
    focus = choose()
    theo = sign_in(cast.theo)
    refused = theo.post(f"/focuses/{focus.pk}/practised/", {"kind": "retry", "on": "2026-01-02"})
    assert (refused.status_code, b"The focus began on" in refused.content) == (422, True)
    empty = theo.post(f"/focuses/{focus.pk}/practised/", {"kind": "retry", "on": ""})
    assert (empty.status_code, b"Choose the day." in empty.content) == (422, True)
    assert not Practice.objects.exists()


def test_a_prompt_comes_is_passed_over_and_comes_back(choose, cast, sign_in, read):
    focus = choose(weeks_ago=1)
    assert "Day 7: try it once more" in read(focus, cast.theo)
    theo = sign_in(cast.theo)
    page = theo.post(f"/focuses/{focus.pk}/prompts/7/skipped/", follow=True).content.decode()
    assert "Day 7:" not in page
    assert f'action="/focuses/{focus.pk}/prompts/7/asked/"' in page
    theo.post(f"/focuses/{focus.pk}/prompts/7/asked/")
    assert "Day 7: try it once more" in read(focus, cast.theo)
    assert theo.post(f"/focuses/{focus.pk}/prompts/8/skipped/").status_code == 404


def test_a_focus_that_has_not_begun_can_begin_on_another_day(choose, cast, sign_in, read, monday):
    focus = choose(starts_on=monday.date() + timedelta(7))
    assert heading(read(focus)) == "Begins on Monday, 30 November"
    assert "Begin on another day" not in read(focus, cast.theo)
    maya = sign_in(cast.maya)
    page = maya.post(f"/focuses/{focus.pk}/start-moved/", {"starts_on": "2026-12-07"}, follow=True).content.decode()
    assert heading(page) == "Begins on Monday, 7 December"
    refused = maya.post(f"/focuses/{focus.pk}/start-moved/", {"starts_on": "2026-11-01"})
    assert (refused.status_code, b"Choose a day after today." in refused.content) == (422, True)


def test_moving_a_start_that_was_drawn_says_first_that_it_voids_the_draw(cast, skills, sign_in, read, monday):
    people = [cast.theo, cast.priya, cast.noor]
    cast.noor.move(to=cast.maya, by=cast.adam, on=monday.date() - timedelta(1))
    first = monday.date() + timedelta(7)
    terms = Terms(
        skill=skills["Discovery"], behaviour="Asks for the cost", starts_on=first, ends_on=first + timedelta(60),
        metric="first_stage", target=50,
    )  # fmt: skip
    draw = Draw.draw(cast.maya, dict.fromkeys(people, (3, 10)), terms, weeks=3, dice=Random(1), by=cast.maya, at=monday)
    focus = draw.focuses.get(person=cast.theo)
    assert "Move the start and void the draw" in read(focus)
    moved = focus.starts_on + timedelta(1)
    sign_in(cast.maya).post(f"/focuses/{focus.pk}/start-moved/", {"starts_on": moved})
    draw.refresh_from_db()
    assert not draw.is_valid
    assert "The draw of start weeks is void" in read(focus)


def test_a_focus_is_for_the_two(choose, cast, sign_in):
    focus = choose()
    for stranger in (cast.vera, cast.ines, cast.priya, cast.noor, cast.omar, cast.adam, cast.stranger):
        assert sign_in(stranger).get(f"/focuses/{focus.pk}/").status_code == 404
    theo = sign_in(cast.theo)
    for act in ("closed", "reopened", "start-moved"):
        assert theo.post(f"/focuses/{focus.pk}/{act}/").status_code == 403
    page = theo.get(f"/focuses/{focus.pk}/").content.decode()
    assert "Close focus" not in page
