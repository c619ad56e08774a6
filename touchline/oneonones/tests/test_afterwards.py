"""What is said about a one-on-one once it is over: confirmed, rated, amended, handed over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from touchline.oneonones.models import Amendment, Commitment, GoalReview, Handover, Topic, Usefulness
from touchline.plans.models import Goal, Milestone


@pytest.fixture
def held(cast, today_one, monday):
    today_one.hold(by=cast.maya, at=monday, minutes=25)
    return today_one


def test_the_rep_confirms_within_seven_days_and_nobody_else_does(cast, held, monday):
    with pytest.raises(PermissionDenied):
        held.confirm(by=cast.maya, at=monday)
    with pytest.raises(ValidationError, match="within seven days"):
        held.confirm(by=cast.priya, at=monday + timedelta(days=7, seconds=1))
    held.confirm(by=cast.priya, at=monday + timedelta(days=7))
    held.refresh_from_db()
    assert held.confirmed_at == monday + timedelta(days=7)
    assert held.lasted == 25


def test_the_leader_says_how_it_ended_and_taking_that_back_takes_the_reps_word_back_with_it(cast, today_one, monday):
    with pytest.raises(PermissionDenied):
        today_one.hold(by=cast.priya, at=monday)
    today_one.hold(by=cast.maya, at=monday)
    assert today_one.confirmed_at is None
    today_one.confirm(by=cast.priya, at=monday)
    today_one.reopen(by=cast.maya, at=monday)
    today_one.refresh_from_db()
    assert today_one.confirmed_at is None


def test_the_side_that_could_not_is_kept_and_taken_back_with_the_outcome(cast, today_one, monday):
    today_one.miss(by=cast.maya, at=monday, whose=today_one.Side.LEADER)
    today_one.refresh_from_db()
    assert today_one.missed_by == "leader"
    today_one.reopen(by=cast.maya, at=monday)
    today_one.refresh_from_db()
    assert today_one.missed_by == ""


def test_words_lock_after_fourteen_days_and_then_amendments_are_added(cast, held, monday):
    late = monday + timedelta(days=14, seconds=1)
    assert not held.is_locked(monday + timedelta(days=14))
    with pytest.raises(ValidationError, match="can still be changed"):
        Amendment.add(held, "We also spoke of Alba", by=cast.maya, at=monday)
    Amendment.add(held, "We also spoke of Alba", by=cast.maya, at=late)
    assert [a.text for a in Amendment.objects.visible_to(cast.priya.user)] == ["We also spoke of Alba"]
    assert not Amendment.objects.visible_to(cast.ines.user).exists()


def test_what_was_looked_at_and_talked_about_locks_too(cast, held, monday):
    days, by = (
        {"starts_on": monday.date(), "due_on": monday.date() + timedelta(days=30)},
        {"by": cast.maya, "at": monday},
    )
    goal = Goal.agree(cast.priya, name="Ten demos", measure="hand", unit="count", target=10, **days, **by)
    step = Milestone.agree(cast.priya, title="Lead a demo", due_on=days["due_on"], **by)
    topic = Topic.raise_("Alba", leader=cast.maya, rep=cast.priya, **by)
    GoalReview.tick(held, goal, **by)
    GoalReview.tick_milestone(held, step, **by)
    topic.settle(in_=held, **by)
    late = monday + timedelta(days=14, seconds=1)
    for act in (
        lambda: GoalReview.untick(held, goal, by=cast.maya, at=late),
        lambda: GoalReview.untick_milestone(held, step, by=cast.maya, at=late),
        lambda: topic.reopen(by=cast.maya, at=late),
        lambda: topic.settle(by=cast.maya, at=late, in_=held),
    ):
        with pytest.raises(ValidationError, match="locked since"):
            act()
    assert GoalReview.objects.count() == 2


def test_a_rating_is_the_reps_alone_and_can_be_changed_while_it_can_be_confirmed(cast, held, monday):
    with pytest.raises(PermissionDenied):
        Usefulness.rate(held, 5, by=cast.maya, at=monday)
    Usefulness.rate(held, 2, by=cast.priya, at=monday)
    Usefulness.rate(held, 4, by=cast.priya, at=monday)
    assert [rating.score for rating in Usefulness.objects.all()] == [4]
    with pytest.raises(ValidationError, match="within seven days"):
        Usefulness.rate(held, 1, by=cast.priya, at=monday + timedelta(days=8))


def test_the_other_one_says_how_hard_a_promise_is(cast, held, monday):
    promise = Commitment.make(
        "Send the plan", owner=cast.priya, to=cast.maya, due_on=monday.date(), by=cast.priya, at=monday
    )
    with pytest.raises(PermissionDenied):
        promise.grade(Commitment.Difficulty.EASY, by=cast.priya, at=monday)
    promise.grade(Commitment.Difficulty.HARD, by=cast.maya, at=monday)
    promise.refresh_from_db()
    assert promise.difficulty == 3


def test_only_the_rep_or_the_former_leader_hands_over_and_takes_back(cast, held, monday):
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    with pytest.raises(PermissionDenied):
        Handover.give(cast.priya, former=cast.maya, by=cast.ines, at=monday)
    handover = Handover.give(cast.priya, former=cast.maya, by=cast.maya, at=monday)
    assert Handover.give(cast.priya, former=cast.maya, by=cast.priya, at=monday) == handover
    assert list(Handover.objects.reaching(cast.ines)) == [handover]
    handover.withdraw(by=cast.maya, at=monday)
    assert not Handover.objects.reaching(cast.ines).exists()
