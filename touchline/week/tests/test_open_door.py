"""The open door detector on the Team page, over the story the readings are tested with."""

from datetime import date, time, timedelta

import pytest
import time_machine

from touchline.oneonones.models import OneOnOne, Rhythm, Topic
from touchline.oneonones.queries.open_door import open_doors
from touchline.oneonones.tests.story_of_going import tell


@pytest.fixture
def story(cast, monday):
    with time_machine.travel(monday, tick=False):
        yield tell(cast)


def doors(cast, monday, *, is_own=True):
    found = open_doors(cast.maya, [cast.priya, cast.theo], as_of=monday, is_own=is_own)
    return [
        (row.held, row.due, row.status_only, row.talks, f"{row.goal_on}", row.topics, row.silence) for row in found.rows
    ]


def test_every_rep_has_a_row_counted_by_hand(cast, story, monday, django_assert_num_queries):
    """Priya: 5 of 11, nothing said apart from deals in none of 8, last goal on 16 November, 6 topics, 52 days.

    Theo: 9 of 11; none of 9; last goal on 10 November; no topic; 22 days from 13 October to 4 November.
    """
    with django_assert_num_queries(2):
        found = doors(cast, monday)
    assert found == [(5, 11, 0, 8, "2026-11-16", 6, 52), (9, 11, 0, 9, "2026-11-10", 0, 22)]


def test_the_section_says_who_waits_and_who_brings_nothing(cast, story, sign_in):
    html = sign_in(cast.maya).get("/team/").content.decode()
    assert "Priya went over a month without a one-on-one that counts" in html
    assert '<span class="late">52 days</span>' in html
    for shown in ("5 of 11", "0 of 8", "9 of 11", "22 days"):
        assert shown in html


def test_a_silence_that_began_before_the_days_looked_at_is_that_long_or_longer(cast, monday, sign_in):
    rhythm = Rhythm.agree(
        cast.maya, cast.theo, every=7, weekday=0, at_time=time(10), starts_on=date(2026, 6, 1),
        by=cast.maya, at=monday - timedelta(days=180),
    )  # fmt: skip
    rhythm.fall_due(until=monday.date())
    with time_machine.travel(monday, tick=False):
        assert "121 days or more" in sign_in(cast.maya).get("/team/").content.decode()


def test_one_without_a_goal_or_a_promise_was_deal_status_only(cast, story, monday):
    for days in (1, 2, 3):
        at = monday - timedelta(days=days)
        OneOnOne.log(cast.maya, cast.theo, held_at=at, by=cast.maya, at=at)
    assert doors(cast, monday)[1][2:4] == (3, 12)


def test_a_topic_taken_back_was_not_raised(cast, story, monday):
    Topic.objects.filter(author=cast.priya).first().withdraw(by=cast.priya, at=monday)
    assert doors(cast, monday)[0][5] == 5


def test_a_leader_above_sees_how_many_were_held_and_not_what_was_in_them(cast, story, monday, sign_in):
    assert doors(cast, monday, is_own=False)[0] == (5, 11, None, None, "None", None, 52)
    html = sign_in(cast.vera).get(f"/team/{cast.maya.pk}/").content.decode()
    assert "5 of 11" in html
    for content in ("Deal status only", "Goal last reviewed", "Topics from the rep"):
        assert content not in html


def test_a_team_without_one_on_ones_has_no_such_section(cast, sign_in):
    assert "open door" not in sign_in(cast.maya).get("/team/").content.decode()


def test_an_open_door_is_named_before_a_silence(cast, monday, sign_in):
    """Nine talks without a goal end no silence, and are what wants a word first."""
    for days in range(1, 90, 10):
        at = monday - timedelta(days=days)
        OneOnOne.log(cast.maya, cast.theo, held_at=at, by=cast.maya, at=at)
    found = open_doors(cast.maya, [cast.theo], as_of=monday, is_own=True)
    assert found.finding == "With Theo most one-on-ones were deal status only"
    assert (found.rows[0].silence, found.rows[0].raises_nothing) == (81, True)
