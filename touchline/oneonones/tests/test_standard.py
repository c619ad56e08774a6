"""One-on-ones keep the promises of a practice, and their page leads with what matters most."""

from datetime import date, timedelta

import pytest

from touchline.oneonones.models import OneOnOne
from touchline.oneonones.standard import PRACTICE
from touchline.oneonones.tests.story_of_going import at, begin, hold, tell
from touchline.people.models import Person
from touchline.standard.practice import Finding
from touchline.standard.queries.going import finding
from touchline.standard.tests.promises import PracticePromises


class TestPromises(PracticePromises):
    key = "one_on_ones"

    @pytest.fixture
    def story(self, cast):
        return tell(cast)

    def later(self, cast, story, monday):
        story.slots[cast.priya.pk][12].hold(by=cast.maya, at=monday, recorded_at=monday, minutes=30)


@pytest.fixture
def story(cast):
    return tell(cast)


@pytest.fixture
def kept(cast):
    """Maya held every one-on-one with both, looked at a goal each time, and both confirmed it."""
    story = begin(cast)
    for rep in (cast.priya, cast.theo):
        for slot in story.slots[rep.pk][:12]:
            hold(story, slot)
    return story


def lead(cast, monday):
    return finding(PRACTICE, PRACTICE.find(cast.maya, as_of=monday))


def missed(cast, slots, *, whose=OneOnOne.Side.LEADER):
    for slot in slots:
        slot.reopen(by=cast.maya, at=at(slot.due_on, 12))
        slot.miss(by=cast.maya, at=at(slot.due_on, 12), whose=whose)


def test_all_well_leads_with_how_many_were_held(cast, kept, monday):
    led = lead(cast, monday)
    assert (led.says, led.act) == ("24 of 24 one-on-ones held when due", None)


def test_the_last_two_missed_with_one_rep_lead_where_all_else_is_good(cast, kept, monday, sign_in):
    missed(cast, kept.slots[cast.theo.pk][10:12])
    html = sign_in(cast.maya).get("/one-on-ones/going/").text
    assert "<h1>You hold your one-on-ones, except the last two with Theo</h1>" in html
    assert "22 of 24 one-on-ones held when due. Theo’s of 10 and 17 November did not take place." in html
    assert html.count('class="btn primary"') == 1
    assert f'href="/one-on-ones/new/?rep={cast.theo.pk}" >Plan one with Theo</a>' in html
    assert html.count('class="needs_you"') == 2


def test_one_missed_alone_asks_for_nothing(cast, kept, monday, sign_in):
    missed(cast, kept.slots[cast.theo.pk][11:12])
    assert lead(cast, monday).act is None
    assert 'class="needs_you"' not in sign_in(cast.maya).get("/one-on-ones/going/").text


def test_both_missed_running_are_named(cast, kept, monday):
    for rep in (cast.priya, cast.theo):
        missed(cast, kept.slots[rep.pk][10:12], whose=OneOnOne.Side.REP)
    assert lead(cast, monday).says == "You hold your one-on-ones, except the last with Priya and Theo"


def test_whom_to_meet_is_said_while_the_last_one_with_them_does_not_count(cast, kept, monday):
    missed(cast, kept.slots[cast.priya.pk][2:8])
    led = lead(cast, monday)
    assert led == Finding("18 of 24 one-on-ones held when due", "Your reps confirmed 18 of 18 one-on-ones.")
    missed(cast, kept.slots[cast.priya.pk][11:12])
    assert lead(cast, monday).act.says == "Plan one with Priya"


def test_too_few_due_is_too_early_to_say(cast, monday):
    story = begin(cast, first=date(2026, 11, 9))
    hold(story, story.slots[cast.priya.pk][0])
    assert lead(cast, monday).says == "It is too early to say how your one-on-ones are going"


def test_nobody_reported(cast, monday):
    for rep in (cast.theo, cast.priya):
        rep.move(to=cast.ines, by=cast.adam, on=date(2026, 1, 5))
    assert lead(cast, monday).says == "No one reported to you in these thirteen weeks"


def test_the_dots_of_a_rep_are_the_slots_of_the_figure(cast, story, monday):
    """Priya's of 7 and 14 September took place without counting; what was on leave or is still to come has no dot."""
    found = PRACTICE.find(cast.maya, as_of=monday)
    priya, theo = PRACTICE.strip(found).rows
    assert [(row.hits, row.due) for row in (priya, theo)] == [(5, 11), (9, 11)]
    assert dict(priya.states) == {
        0: "full", 1: "half", 2: "half", 3: "none", 4: "none", 6: "none", 7: "full", 8: "half", 9: "full", 10: "full",
        11: "full",
    }  # fmt: skip
    assert [state for _, state in theo.states] == ["full"] * 7 + ["none", "none", "full", "full"]


def test_a_rep_who_moved_on_keeps_their_dots_and_has_no_link(cast, story, sign_in):
    cast.priya.move(to=cast.ines, by=cast.adam, on=date(2026, 10, 1))
    content = sign_in(cast.maya).get("/one-on-ones/going/").text.split("<main")[1]
    assert "Priya Raman" in content
    assert f'href="/reps/{cast.priya.pk}/"' not in content
    assert f'href="/reps/{cast.theo.pk}/"' in content


def test_of_more_than_fifteen_reps_those_met_least_are_drawn(cast, kept, monday, sign_in):
    for n in range(16):
        Person.join(cast.workspace, name=f"Rep {n}", leader=cast.maya, by=cast.adam, on=monday.date() - timedelta(90))
    missed(cast, kept.slots[cast.theo.pk][10:12])
    html = sign_in(cast.maya).get("/one-on-ones/going/").text
    assert "15 of 18 reps, the fewest first" in html
    assert html.count('class="chart weeks"') == 15
    assert "Theo Brandt: 10 of 12" in html


def test_a_rep_left_behind_leads_by_name_where_the_figure_of_all_would_hide_it(cast, kept, monday):
    """A third rep met every time lifts the figure of all above 80%, while Priya was met in seven of twelve."""
    cast.noor.move(to=cast.maya, by=cast.adam, on=date(2026, 1, 5))
    also = begin(cast, reps=[(cast.noor, 2)])
    for slot in also.slots[cast.noor.pk][:12]:
        hold(also, slot)
    missed(cast, kept.slots[cast.priya.pk][2:7])
    assert lead(cast, monday).says == "Priya met you in 7 of 12 one-on-ones due"
