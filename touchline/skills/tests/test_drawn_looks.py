"""Start weeks drawn by chance: the test of the draw is read once, at the second look, and a moved start voids it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random

import pytest

from touchline.skills.looking import take_due_look
from touchline.skills.models import Draw, Terms
from touchline.skills.queries.verdicts import verdict_section
from touchline.skills.tests.story_of_a_focus import decide, practise

WEEK = timedelta(weeks=1)
FIRST = date(2026, 6, 1)
LATER = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)


@pytest.fixture
def draw(cast, skills):
    """Three of Maya's reps begin Negotiating in one of three weeks from 1 June, drawn before."""
    cast.noor.move(to=cast.maya, by=cast.adam, on=date(2026, 2, 1))
    terms = Terms(
        skill=skills["Negotiating"], behaviour="Trades, never gives", starts_on=FIRST, ends_on=FIRST + 10 * WEEK,
        metric="win_rate",
    )  # fmt: skip
    people = dict.fromkeys((cast.theo, cast.priya, cast.noor), (4, 20))
    at = datetime(2026, 5, 20, 9, tzinfo=UTC)
    draw = Draw.draw(cast.maya, people, terms, weeks=3, dice=Random(3), by=cast.maya, at=at)
    for focus in draw.focuses.all():
        practise(focus)
    return draw


@pytest.fixture
def told(cast, draw):
    """Each wins one of four a week before the own start, and three of four from it on."""
    last = FIRST + 2 * WEEK + 8 * WEEK
    for focus in draw.focuses.all():
        week = FIRST - 13 * WEEK
        while week < last:
            decide(cast, focus.person, week, 1, hits=3 if week >= focus.starts_on else 1, n=4)
            week += WEEK
    return draw


def by_hand(draw):
    """The share of all draws in which the rates of the reps rise at least as much, counted one by one."""
    weeks = [FIRST + n * WEEK for n in range(-13, 10)]

    def rise(focus, start):
        deals = list(focus.person.deals.filter(decided_on__gte=weeks[0], decided_on__lt=weeks[-1] + WEEK))
        after = [deal.outcome == "won" for deal in deals if deal.decided_on >= start]
        before = [deal.outcome == "won" for deal in deals if deal.decided_on < start]
        return sum(after) / len(after) - sum(before) / len(before)

    focuses = list(draw.focuses.all())
    seen = sum(rise(focus, focus.starts_on) for focus in focuses)
    draws = list(product(draw.eligible, repeat=3))
    as_large = sum(sum(map(rise, focuses, starts)) >= seen - 1e-9 for starts in draws)
    return as_large / len(draws)


def test_the_second_look_reads_the_draw_and_the_first_does_not(cast, told):
    focus = told.focuses.first()
    first = take_due_look(focus, by=cast.maya, at=LATER)
    second = take_due_look(focus, by=cast.maya, at=LATER)
    assert (first.look, first.p_drawn, first.design) == ("first", None, "drawn")
    assert second.p_drawn == pytest.approx(by_hand(told))
    assert second.p_drawn == pytest.approx(1 / 27)
    look = verdict_section(focus, today=LATER.date()).latest
    assert look.draw == "Start weeks were drawn by chance: another draw would have come out as well 4% of the time."


def test_every_rep_of_a_draw_is_told_the_same_chance(cast, told):
    found = set()
    for focus in told.focuses.all():
        take_due_look(focus, by=cast.maya, at=LATER)
        found.add(take_due_look(focus, by=cast.maya, at=LATER).p_drawn)
    assert len(found) == 1


def test_a_void_draw_is_no_test_and_says_so(cast, told):
    told.void(by=cast.maya, at=datetime(2026, 5, 22, tzinfo=UTC))
    focus = told.focuses.first()
    take_due_look(focus, by=cast.maya, at=LATER)
    second = take_due_look(focus, by=cast.maya, at=LATER)
    assert (second.design, second.p_drawn) == ("one_rep", None)
    section = verdict_section(focus, today=LATER.date())
    assert section.void.startswith("The draw of start weeks is void: a start was moved 22 May")


def test_where_nothing_was_counted_the_draw_tells_nothing(cast, draw):
    focus = draw.focuses.first()
    take_due_look(focus, by=cast.maya, at=LATER)
    assert take_due_look(focus, by=cast.maya, at=LATER).p_drawn is None
