"""What other pages ask about one-on-ones and promises."""

from datetime import date, timedelta

import pytest

from touchline.oneonones.absences import enter_absence
from touchline.oneonones.models import Commitment, GoalReview, OneOnOne, Rhythm, Topic
from touchline.oneonones.queries import course, next_one_on_one, promises_between, promises_of, week_of
from touchline.oneonones.queries.below import adherence_below
from touchline.oneonones.queries.meetings import pairs
from touchline.plans.models import Goal

TODAY = date(2026, 11, 23)


def promise(owner, to, what, *, made, due, by=None, one_on_one=None):
    return Commitment.make(what, owner=owner, to=to, due_on=due, by=by or owner, at=made, one_on_one=one_on_one)


def rows(leader, monday):
    """The rows of a leader's reps, with what the record says was held; two queries and five."""
    record, _ = adherence_below(leader, now=monday)
    return pairs(leader, today=TODAY, kept=record.kept_by_rep())


@pytest.fixture
def promised(cast, monday, today_one):
    """Priya kept two, one of them late, and missed one; one is overdue. Maya owes her one."""
    made = monday - timedelta(days=14)
    on_time, late, missed = (
        promise(cast.priya, cast.maya, what, made=made, due=date(2026, 11, 16)) for what in ("Map Alba", "Call", "Ask")
    )
    on_time.keep(by=cast.priya, at=made + timedelta(days=2))
    late.keep(by=cast.priya, at=made + timedelta(days=9))
    missed.miss(by=cast.maya, at=made + timedelta(days=10))
    promise(cast.priya, cast.maya, "Meet two more people", made=made, due=date(2026, 11, 20))
    promise(cast.maya, cast.priya, "Introduce the finance director", made=made, due=TODAY)


def test_a_pair_sees_what_is_open_and_how_the_last_ones_ended(cast, promised, django_assert_num_queries):
    with django_assert_num_queries(2):
        between = promises_between(cast.maya, cast.priya, today=TODAY)
    assert [(p.owner, p.what, p.days_late) for p in between.open] == [
        ("Priya", "Meet two more people", 3),
        ("You", "Introduce the finance director", 0),
    ]
    assert between.by_rep == ("kept", "late", "missed")
    assert (between.rep_kept, between.by_leader) == (1, ())


def test_my_promises_run_both_ways(cast, promised, django_assert_num_queries):
    with django_assert_num_queries(1):
        both = promises_of(cast.priya, today=TODAY)
    assert [p.what for p in both.mine] == ["Meet two more people"]
    assert [(p.owner, p.to) for p in both.theirs] == [("Maya", "you")]


def test_every_rep_of_a_leader_is_one_row(cast, promised, monday, django_assert_num_queries):
    """Of the five that took place the two in which her goal was looked at count."""
    goal = Goal.agree(
        cast.priya, name="Win 6", measure="hand", unit="count", target=6, starts_on=date(2026, 10, 1),
        due_on=TODAY, by=cast.maya, at=monday - timedelta(days=50),
    )  # fmt: skip
    for one in OneOnOne.objects.held().order_by("due_on")[:2]:
        GoalReview.tick(one, goal, by=cast.maya, at=one.outcome_at)
    with django_assert_num_queries(7):
        priya, theo = rows(cast.maya, monday)
    assert (priya.last_held_on, priya.next_day, priya.next_clock.hour) == (date(2026, 11, 16), TODAY, 10)
    assert (priya.open_promises, priya.overdue_promises) == (2, 1)
    assert (priya.held, priya.due, priya.marks[0]) == (2, 5, "kept")
    assert (theo.last_held_on, theo.next_pk, theo.marks, theo.rhythm) == (None, None, (), None)


def test_pairs_cost_the_same_for_ten_times_the_meetings(cast, promised, monday, django_assert_num_queries):
    for day in range(1, 60):
        OneOnOne.log(cast.maya, cast.theo, held_at=monday - timedelta(days=day), by=cast.maya, at=monday)
    with django_assert_num_queries(7):
        assert rows(cast.maya, monday)[1].last_held_on == date(2026, 11, 22)


def test_one_that_nobody_closed_waits_for_its_outcome(cast, rhythm, monday):
    """The one of last Monday can still be held in time, so it is not due yet."""
    priya = rows(cast.maya, monday)[0]
    assert (priya.held, priya.due, priya.waiting) == (0, 4, 5)


def test_an_excused_slot_is_not_due(cast, today_one, monday):
    one = OneOnOne.objects.get(due_on=date(2026, 11, 16))
    one.reopen(by=cast.maya, at=monday)
    one.excuse(why="Priya was on leave", by=cast.maya, at=monday - timedelta(days=8))
    priya = rows(cast.maya, monday)[0]
    assert (priya.held, priya.due) == (0, 4)


def test_the_week_shows_what_the_rep_added_and_when_the_brief_is_ready(
    cast, today_one, monday, django_assert_num_queries
):
    Topic.raise_("Stuck at Northwind", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    Topic.raise_("Brightline", leader=cast.maya, rep=cast.priya, by=cast.maya, at=monday)
    with django_assert_num_queries(1):
        (one,) = week_of(cast.maya, monday=TODAY, now=monday)
    assert (one.with_, one.topics_by_rep, one.brief_ready, one.is_today) == ("Priya Raman", 1, True, True)
    (for_priya,) = week_of(cast.priya, monday=TODAY, now=monday)
    assert (for_priya.with_, for_priya.brief_ready) == ("Maya Okonkwo", False)


def test_the_next_one_is_todays_even_after_its_time(cast, today_one, monday):
    assert next_one_on_one(cast.maya, cast.priya, now=monday + timedelta(hours=9)).pk == today_one.pk
    assert next_one_on_one(cast.maya, cast.priya, now=monday + timedelta(days=1)).day == date(2026, 11, 30)
    assert next_one_on_one(cast.maya, cast.theo, now=monday) is None


def test_history_tells_what_was_talked_about_and_promised(cast, today_one, monday, django_assert_num_queries):
    held = OneOnOne.objects.get(due_on=date(2026, 11, 16))
    topic = Topic.raise_("Alba buying group", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    topic.settle(by=cast.maya, at=monday, in_=held)
    promise(cast.priya, cast.maya, "Map Alba", made=monday, due=TODAY, one_on_one=held)
    with django_assert_num_queries(1):
        (first, *rest), _ = course(cast.maya, cast.priya, now=monday, reader=cast.maya)
    assert (first.day, first.state, first.title, first.commitments) == (
        date(2026, 11, 16),
        "held",
        "Alba buying group",
        1,
    )
    assert len(rest) == 4


def test_history_holds_nothing_to_come_and_says_whose_leave_it_was(cast, today_one, monday):
    for one in OneOnOne.objects.filter(due_on__in=[date(2026, 11, 2), date(2026, 11, 9)]):
        one.reopen(by=cast.maya, at=one.starts_at)
    for day in (date(2026, 11, 9), date(2026, 11, 30)):
        enter_absence(cast.priya, kind="leave", from_on=day, to_on=day, by=cast.priya, at=monday - timedelta(days=60))
    OneOnOne.objects.open().excuse_where_away(monday)
    OneOnOne.objects.get(due_on=date(2026, 11, 2)).excuse(why="Trade fair", by=cast.maya, at=monday)
    past, following = course(cast.maya, cast.priya, now=monday, reader=cast.maya)
    assert following.day == TODAY
    assert {one.day: one.why for one in past if one.state == "excused"} == {
        date(2026, 11, 9): "Leave of Priya",
        date(2026, 11, 2): "Trade fair, said Maya",
    }


def test_times_are_told_in_the_readers_zone(cast, today_one, monday):
    cast.maya.zone = "Asia/Tokyo"
    (one,) = week_of(cast.maya, monday=TODAY, now=monday)
    assert (one.day, one.clock.hour) == (TODAY, 19)


def test_a_new_rhythm_shows_on_the_row(cast, rhythm, monday):
    assert rows(cast.maya, monday)[0].rhythm.every == Rhythm.Every.WEEK
