"""The leader's Skills page: who works on what, where the time went, what was tried; counted by hand."""

from datetime import timedelta

import pytest
import time_machine

from touchline.people.models import Person, ReportingLine, Role
from touchline.skills.looking import take_look
from touchline.skills.models import Practice, SecondRating
from touchline.skills.queries.current import with_focuses
from touchline.skills.queries.team import names, team_overview

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _it_is_monday(monday):
    with time_machine.travel(monday, tick=False):
        yield


@pytest.fixture
def team(cast, monday):
    def go():
        people = list(with_focuses(Person.objects.reporting_to(cast.maya).here().select_related("workspace")))
        return team_overview(cast.maya, people, today=monday.date())

    return go


def row_of(found, person):
    return next(row for row in found.rows if row.person == person)


def test_a_team_without_focuses_is_told_so_and_where_to_begin(cast, sign_in, skills):
    html = sign_in(cast.maya).get("/skills/").content.decode()
    assert "<h1>Nobody works on a skill yet</h1>" in html
    assert f'<a class="btn primary" href="/reps/{cast.priya.pk}/diagnosis/" >Find what would help Priya</a>' in html
    assert html.count("Not chosen") == 2
    assert "No coaching time counted yet" in html


def test_who_is_left_alone_stands_in_the_headline_with_the_weeks(cast, choose, observe, team, sign_in):
    choose(cast.theo, weeks_ago=4)
    seen = choose(cast.priya, "Negotiating", weeks_ago=4)
    observe(seen, days_ago=5, level=3)
    found = team()
    assert found.finding == "Theo has had no observation in four weeks"
    html = sign_in(cast.maya).get("/skills/").content.decode()
    assert "<h1>Theo has had no observation in four weeks</h1>" in html
    assert "Not worked on" in html
    assert "observed 18 Nov, level 3, on their own" in html
    assert "Observe Theo" in html
    observe(choose(cast.theo, "Negotiating", weeks_ago=1), days_ago=2)
    assert team().finding == "Theo has had no observation in four weeks"


def test_two_left_alone_are_named_together_with_the_shorter_time(cast, choose, team):
    choose(cast.theo, weeks_ago=4)
    choose(cast.priya, weeks_ago=3)
    assert team().finding == "Priya and Theo have had no observation in three weeks"


def test_what_is_over_and_what_can_be_looked_at_is_said_next(cast, choose, observe, monday, team):
    over = choose(cast.theo, weeks_ago=9, ends_on=monday.date() - DAY)
    due = choose(cast.priya, weeks_ago=8)
    for focus in (over, due):
        observe(focus, days_ago=3)
    assert team().finding == "Theo: the focus is over and waits for you to close it"
    assert row_of(team(), cast.theo).state.says == "Over, close it"
    assert row_of(team(), cast.priya).state.says == "Look due"
    over.close(by=cast.maya, at=monday)
    assert team().finding == "The record of Priya can be looked at"
    take_look(due, look="first", by=cast.maya, at=monday)
    assert team().finding == "Theo works on no skill yet"
    observe(choose(cast.theo, "Negotiating", weeks_ago=1), days_ago=1)
    assert team().finding == "Everybody works on a skill and was observed within two weeks"


def test_minutes_are_those_that_count_of_those_promised(cast, choose, observe, monday, team):
    """Theo's focus is four weeks old at 30 minutes a week; 30 + 45 were told, 20 led by Maya, 25 without feedback."""
    focus = choose(cast.theo, weeks_ago=4)
    observe(focus, days_ago=20, minutes=30)
    observe(focus, days_ago=6, minutes=45)
    observe(focus, days_ago=5, minutes=20, lead="leader")
    observe(focus, days_ago=4, minutes=25, told=False)
    at = monday - 3 * DAY
    Practice.note(focus, kind="role_play", on=at.date(), by=cast.maya, at=at, minutes=15)
    Practice.note(focus, kind="role_play", on=at.date(), by=cast.theo, at=at, minutes=60)
    row = row_of(team(), cast.theo)
    assert row.total == 30 + 45 + 15
    weeks = 29 / 7
    assert (row.promised, row.spent) == (30, round(90 / weeks))
    assert row_of(team(), cast.priya).promised is None
    assert team().time_says == "90 minutes of coaching counted with one of two reps"


def test_what_was_tried_is_listed_with_word_and_n(cast, choose, monday, sign_in):
    focus = choose(cast.theo, weeks_ago=9)
    focus.close(by=cast.maya, at=monday)
    take_look(focus, look="close", by=cast.maya, at=monday)
    html = sign_in(cast.maya).get("/skills/").content.decode()
    assert "What was tried: 1 too early to say" in html
    assert "Too early to say" in html
    assert f"/focuses/{focus.pk}/" in html


def test_a_gain_is_more_than_one_rater_errs(cast, choose, observe, team):
    by_one = choose(cast.theo)
    for level, days in ((2, 9), (3, 2)):
        observe(by_one, level=level, days_ago=days)
    by_two = choose(cast.priya)
    for level, days in ((1, 9), (3, 2)):
        observe(by_two, level=level, days_ago=days)
    assert (team().gains.tenured, team().gains.gained) == (2, 1)
    assert team().gains_say == "One of two reps here for a year gained on a skill in twelve months."


def test_nobody_elses_team_is_on_the_page(cast, choose, sign_in):
    choose(cast.theo, behaviour="canary behaviour")
    html = sign_in(cast.vera).get("/skills/").content.decode()
    assert "Theo" not in html
    assert "Maya Okonkwo" in html
    assert "Your skills" in sign_in(cast.theo).get("/skills/").content.decode()


def test_two_hundred_rows_are_shown_in_pages(cast, sign_in, monday):
    for n in range(200):
        rep = Person.objects.create(workspace=cast.workspace, name=f"Rep {n}", email=f"rep{n}@fieldstone.example")
        rep.roles.create(kind=Role.Kind.REP, from_on=monday.date())
        rep.seats.create(leader=cast.maya, from_on=monday.date())
    ReportingLine.redraw(cast.workspace)
    response = sign_in(cast.maya).get("/skills/?page=2")
    assert "Page 2 of 6" in response.content.decode()
    assert len(response.content) < 60_000
    assert sign_in(cast.maya).get("/skills/?page=999").status_code == 200


def test_names_are_few():
    assert names(["Ana"]) == "Ana"
    assert names(["Ana", "Ben", "Cy"]) == "Ana, Ben and Cy"
    assert names(["Ana", "Ben", "Cy", "Dee"]) == "Ana, Ben and two others"


def test_a_leader_finds_the_second_level_asked_of_them(cast, choose, observe, monday, sign_in):
    asked = SecondRating.ask(observe(choose()), cast.ines, by=cast.maya, at=monday)
    body = sign_in(cast.ines).get("/skills/").content.decode()
    assert "A second level is asked of you" in body
    assert f"/second-ratings/{asked.pk}/" in body
    asked.give(3, by=cast.ines, at=monday)
    assert "A second level" not in sign_in(cast.ines).get("/skills/").content.decode()
