"""What is brought in at once is what the verbs would have written one by one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict

from touchline.oneonones.models import Commitment, GoalReview, Note, PrivateNote, Topic, Usefulness
from touchline.plans.models import Goal
from touchline.timeline.models import Event

DAY = timedelta(days=1)
KINDS = (Topic, Commitment, GoalReview, Note, PrivateNote, Usefulness)


@pytest.fixture
def held(today_one, cast, monday):
    today_one.hold(by=cast.maya, at=monday)
    return today_one


@pytest.fixture
def goal(cast, monday):
    day = monday.date()
    when = {"starts_on": day - 30 * DAY, "due_on": day + 30 * DAY, "by": cast.maya, "at": monday - 30 * DAY}
    return Goal.agree(cast.priya, name="Win 6", measure="hand", unit="count", target=6, **when)


def by_verbs(cast, held, goal, at):
    pair = {"leader": cast.maya, "rep": cast.priya}
    talked = Topic.raise_("Price at Arden", **pair, by=cast.priya, at=at - DAY)
    dropped = Topic.raise_("Travel", **pair, by=cast.maya, at=at - DAY)
    Topic.raise_("Next quarter", **pair, by=cast.maya, at=at - DAY)
    talked.settle(by=cast.maya, at=at, in_=held)
    dropped.withdraw(by=cast.maya, at=at)
    due = {"due_on": at.date() + 7 * DAY, "by": cast.maya, "at": at, "one_on_one": held}
    call = Commitment.make("Call the buyer", owner=cast.priya, to=cast.maya, number=3, unit="calls", **due)
    terms = Commitment.make("Ask for longer terms", owner=cast.maya, to=cast.priya, **due)
    plan = Commitment.make("Write the plan", owner=cast.priya, to=cast.maya, **due)
    Commitment.make("Find a reference", owner=cast.maya, to=cast.priya, **due)
    call.grade(3, by=cast.maya, at=at)
    call.keep(by=cast.priya, at=at + 8 * DAY)
    terms.miss(by=cast.priya, at=at + 9 * DAY)
    plan.drop(why="The deal is lost", by=cast.maya, at=at + 2 * DAY)
    GoalReview.tick(held, goal, by=cast.maya, at=at)
    Note.write(held, by=cast.maya, body="Ask who signs", version=0, at=at)
    PrivateNote.write(held, by=cast.maya, body="Tired", version=0, at=at)
    Usefulness.rate(held, 4, by=cast.priya, at=at + DAY)


def at_once(cast, held, goal, at):
    pair = {"leader": cast.maya, "rep": cast.priya, "raised_at": at - DAY}
    topics = [
        Topic(text="Price at Arden", author=cast.priya, settled_at=at, settled_in=held, **pair),
        Topic(text="Travel", author=cast.maya, withdrawn_at=at, **pair),
        Topic(text="Next quarter", author=cast.maya, **pair),
    ]
    day = at.date()
    by_priya = {"owner": cast.priya, "to": cast.maya, "one_on_one": held, "made_by": cast.maya, "made_at": at}
    by_maya = by_priya | {"owner": cast.maya, "to": cast.priya}
    due = {"due_on": day + 7 * DAY, "first_due_on": day + 7 * DAY}
    kept = {"state": "kept", "settled_on": day + 8 * DAY, "settled_at": at + 8 * DAY, "settled_by": cast.priya}
    missed = {"state": "missed", "settled_on": day + 9 * DAY, "settled_at": at + 9 * DAY, "settled_by": cast.priya}
    dropped = {"state": "dropped", "settled_on": day + 2 * DAY, "settled_at": at + 2 * DAY, "settled_by": cast.maya}
    promises = [
        Commitment(what="Call the buyer", number=3, unit="calls", difficulty=3, **by_priya, **due, **kept),
        Commitment(what="Ask for longer terms", **by_maya, **due, **missed),
        Commitment(what="Write the plan", dropped_why="The deal is lost", **by_priya, **due, **dropped),
        Commitment(what="Find a reference", **by_maya, **due),
    ]
    Topic.bring_in(topics)
    Commitment.bring_in(promises)
    GoalReview.bring_in([GoalReview(one_on_one=held, goal=goal, by=cast.maya, at=at)])
    Note.bring_in([Note(one_on_one=held, author=cast.maya, body="Ask who signs", written_at=at)])
    PrivateNote.bring_in([PrivateNote(one_on_one=held, author=cast.maya, body="Tired", written_at=at)])
    Usefulness.bring_in([Usefulness(one_on_one=held, score=4, at=at + DAY)])


def written(tell, *args):
    """Every row and event `tell` leaves, whatever their keys; and then takes it back."""
    with transaction.atomic():
        before = set(Event.objects.values_list("pk", flat=True))
        tell(*args)
        rows = [str(model_to_dict(row) | {"id": 0}) for kind in KINDS for row in kind.objects.order_by("pk")]
        fresh = Event.objects.exclude(pk__in=before)
        events = fresh.values_list("verb", "label", "actor", "about", "happened_at", "recorded_at")
        told = sorted(rows), sorted(events), Goal.objects.get().reviewed_at
        transaction.set_rollback(True)
    return told


def test_rows_and_events_are_those_of_the_verbs(cast, held, goal, monday):
    rows, events, reviewed_at = written(by_verbs, cast, held, goal, monday)
    assert (len(rows), len(events), reviewed_at) == (11, 13, monday)
    assert written(at_once, cast, held, goal, monday) == (rows, events, reviewed_at)


def test_what_the_verbs_refuse_is_refused(cast, held, goal, monday):
    late = held.locks_at + DAY
    day = monday.date()
    promise = {"owner": cast.priya, "to": cast.maya, "what": "Call", "made_by": cast.maya, "due_on": day}
    topic = {"leader": cast.maya, "rep": cast.priya, "author": cast.maya, "text": "Price"}
    refused = (
        Topic(raised_at=monday, settled_at=monday - DAY, **topic),
        Commitment(first_due_on=day, made_at=monday + DAY, **promise),
        Commitment(first_due_on=late.date(), made_at=late, one_on_one=held, **promise),
        Commitment(first_due_on=day, made_at=monday, state="kept", settled_at=monday - DAY, **promise),
        GoalReview(one_on_one=held, goal=goal, by=cast.maya, at=late),
        Note(one_on_one=held, author=cast.maya, body="Late", written_at=late),
        Usefulness(one_on_one=held, score=5, at=monday + 8 * DAY),
    )
    for one in refused:
        with pytest.raises(ValidationError):
            type(one).bring_in([one])
    assert not any(kind.objects.exists() for kind in KINDS)
