"""How coaching is going: every number counted a second time by hand, from the rows of a small story."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from touchline.people.models import Person
from touchline.skills.models import Focus, Observation, Practice
from touchline.skills.queries.indicators import going
from touchline.skills.tests import story_of_going as telling
from touchline.skills.tests.story_of_a_focus import decide

TODAY = date(2026, 11, 23)
QUARTER = date(2026, 8, 25)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _it_is_monday(monday):
    with time_machine.travel(monday, tick=False):
        yield


@pytest.fixture
def story(cast):
    return telling.tell(cast)


@pytest.fixture
def readings(cast, story, monday):
    return {reading.id: reading for reading in going(cast.maya, as_of=monday).readings}


def hits(reading):
    return round(reading.value * reading.n), reading.n


def months_by_hand(cast):
    """Of each rep's six months of thirty days, those with a focus on more than fifteen of their days."""
    found = []
    for rep in (cast.theo, cast.priya):
        focuses = list(Focus.objects.filter(person=rep))
        for n in range(6):
            days = [TODAY - DAY * (30 * n + k) for k in range(30)]
            busy = [
                any(
                    f.starts_on <= day <= min(f.ends_on, f.closed_at.date() if f.closed_at else f.ends_on)
                    for f in focuses
                )
                for day in days
            ]
            found.append(sum(busy) > 15)
    return sum(found), len(found)


def minutes_by_hand(rep):
    """Observations the rep led with feedback given, and role-plays Maya noted, since 25 August."""
    told = Observation.objects.filter(focus__person=rep, on__gte=QUARTER).exclude(feedback_at=None)
    seen = sum(one.minutes for one in told if one.declared_lead == "rep")
    played = Practice.objects.filter(focus__person=rep, kind="role_play", by__name__startswith="Maya")
    return seen + sum(one.minutes for one in played)


def test_every_number_equals_a_count_by_hand(cast, readings):
    assert hits(readings["D1"]) == months_by_hand(cast) == (6, 12)
    assert hits(readings["D2"]) == (1, 2)
    theo, priya = (minutes_by_hand(rep) for rep in (cast.theo, cast.priya))
    assert (theo, priya) == (30 + 50 + 35 + 30, 45)
    month = 91 / (365.25 / 12)
    assert readings["D3"].value == pytest.approx((theo + priya) / 2 / 60 / month)
    assert hits(readings["D3.share"]) == (0, 2)
    assert hits(readings["D4"]) == (4, 6)
    assert hits(readings["D5"]) == (0, 1)
    assert hits(readings["D6"]) == (1, 1)
    assert (readings["D7"].value, readings["D7"].n) == (None, 0)
    assert hits(readings["D8.stagnation"]) == (1, 2)


def test_the_page_says_it_in_words_and_opens_to_what_it_counts(cast, story, sign_in):
    client = sign_in(cast.maya)
    html = client.get("/skills/going/").content.decode()
    assert "<h1>Your reps had a focus in 6 of 12 months</h1>" in html
    assert "50%, between 29% and 71%, 12 rep-months, 26 May to today." in html
    assert "Good is at least 85%, world-class at least 95%." in html
    told = client.get("/skills/going/D4/").content.decode()
    for words in ("feedback after more than two days", "no feedback", "feedback can still be given in time"):
        assert words in told
    assert told.count('data-label="Counted">Yes<') == 4
    begun = client.get("/skills/going/D2/").content.decode()
    assert "Discovery: no target" in begun
    moved = client.get("/skills/going/D6/").content.decode()
    assert "Discovery: from level 1 to level 3" in moved
    for id in ("D1", "D3", "D3.share", "D5", "D7", "D8.core", "D8.stagnation"):
        assert client.get(f"/skills/going/{id}/").status_code == 200, id
    assert client.get("/skills/going/O1/").status_code == 404


def test_what_was_not_known_yet_does_not_count(cast, story):
    def known(*day):
        return {one.id: one for one in going(cast.maya, as_of=datetime(*day, tzinfo=UTC)).readings}

    assert known(2026, 11, 6, 11)["D4"].n == 4
    assert known(2026, 11, 6, 13)["D4"].n == 5
    assert known(2026, 9, 27, 12)["D6"].n == 0
    before, after = known(2026, 11, 17, 9), known(2026, 11, 17, 20)
    assert after["D3"].value > before["D3"].value


def test_a_call_the_leader_led_counts_for_nothing(cast, story, monday, readings):
    led = Observation.objects.get(declared_lead="leader")
    led.say_who_led("rep", by=cast.theo, at=monday)
    after = {one.id: one for one in going(cast.maya, as_of=monday).readings}
    month = 91 / (365.25 / 12)
    assert after["D3"].value - readings["D3"].value == pytest.approx(40 / 2 / 60 / month)


def test_three_weeks_of_practice_in_the_first_six_count_once_each(cast, story, monday, readings):
    telling.practise(story[1], date(2026, 10, 28))
    after = {one.id: one for one in going(cast.maya, as_of=monday).readings}
    assert hits(after["D5"]) == (1, 1)


def test_a_focus_past_its_end_is_none(cast, story, monday):
    """Negotiating was to end on 25 October and is still open."""
    Focus.objects.filter(pk=story[1].pk).update(ends_on=date(2026, 10, 25))
    found = going(cast.maya, as_of=monday)
    assert hits(found.reading("D1")) == (5, 12)


def test_two_raters_are_compared_once_twenty_pairs_are_there(cast, story, monday):
    for n in range(20):
        telling.see(cast, story[1], date(2026, 10, 8), level=1 + n % 4, second=1 + n % 4 if n else 2)
    found = going(cast.maya, as_of=monday)
    assert found.reading("D7").n == 20
    assert found.counts.agreement.exact.mid == 19 / 20
    assert found.reading("D7").value == pytest.approx(found.counts.agreement.kappa)
    assert found.reading("D7").band == "world_class"


def test_the_middle_of_five_gets_its_minutes_counted(cast, story, monday):
    """Five reps for all thirteen weeks, the first winning least: Theo and Priya are the two ends."""
    others = [Person.objects.create(workspace=cast.workspace, name=f"Rep {n}") for n in range(3)]
    for rep in others:
        rep.move(to=cast.maya, by=cast.adam, on=date(2026, 1, 5))
    for place, rep in enumerate([cast.theo, *others, cast.priya]):
        decide(cast, rep, date(2026, 8, 1), 10, hits=2 + 8 * place, n=40)
    focus = telling.choose(cast, others[0], story[0].skill, date(2026, 10, 5), date(2026, 12, 20))
    telling.see(cast, focus, date(2026, 10, 7), level=2, minutes=190)
    found = going(cast.maya, as_of=monday)
    assert found.reading("D8.core").value == pytest.approx(190 / (190 + 145 + 45))
    assert {time.rep: time.is_middle for time in found.counts.times}[cast.theo.pk] is False


def test_it_counts_while_the_rep_reported_and_names_no_skill_afterwards(cast, story, monday, sign_in):
    cast.theo.move(to=cast.ines, by=cast.adam, on=date(2026, 11, 10))
    html = sign_in(cast.maya).get("/skills/going/D6/").content.decode()
    assert "A focus: from level 1 to level 3" in html
    assert "Discovery" not in html
    assert going(cast.maya, as_of=monday).reading("D4").n == 5
    theirs = sign_in(cast.ines).get("/skills/going/D6/").content.decode()
    assert "from level 1" not in theirs


def test_who_leads_nobody_has_no_such_page_and_a_new_leader_is_told_where_to_begin(cast, sign_in):
    assert sign_in(cast.theo).get("/skills/going/").status_code == 404
    assert sign_in(cast.theo).get("/skills/going/D1/").status_code == 404
    html = sign_in(cast.ines).get("/skills/going/").content.decode()
    assert "Nothing to count yet" in html
    assert "See your team" in html


def test_a_leader_of_leaders_sees_nothing_of_the_teams_below(cast, story, sign_in):
    html = sign_in(cast.vera).get("/skills/going/").content.decode()
    for content in ("Theo", "Priya", "Discovery"):
        assert content not in html
