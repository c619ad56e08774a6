"""Three years of one-on-ones and one of skills: the standard says of the leaders what their plot says, counted anew."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from touchline.demo.plot import STEERS
from touchline.demo.tests.talking import ANJALI, BRUNO, GOOD, HELEN, readings, told
from touchline.measures.standard import Band
from touchline.oneonones.models import Commitment, GoalReview, OneOnOne, Topic
from touchline.people.models import Person
from touchline.skills.queries.indicators import going

MONDAY = date(2026, 11, 23)
NOW = datetime.combine(MONDAY, time(7, 40), tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_years")]


@pytest.fixture(scope="module")
def three_years(django_db_setup, django_db_blocker):
    """The shipped story, told once for all tests here, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        told(MONDAY)
        yield
        transaction.set_rollback(True)


def working_days(start, end):
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def counted(name, *, today=MONDAY):
    """Due and held of a leader's reps in thirteen weeks, from the rows alone."""
    reviewed = set(GoalReview.objects.values_list("one_on_one", flat=True))
    due = held = 0
    for one in OneOnOne.objects.filter(leader__name=name, due_on__gt=today - timedelta(weeks=13), due_on__lt=today):
        if one.outcome == "excused" and one.recorded_at.date() < one.due_on:
            continue
        on = one.outcome_at.date()
        counts = one.outcome == "held" and one.lasted >= 20 and one.pk in reviewed
        due += 1
        held += counts and on >= one.due_on and working_days(one.due_on, on) <= 5
    return due, held


def test_the_reading_is_what_the_rows_say():
    for name in (HELEN, BRUNO, ANJALI, STEERS.name):
        reading, (due, held) = readings(name, on=MONDAY)["O1"], counted(name)
        assert (reading.n, reading.value) == (due, pytest.approx(held / due)), name


def test_promises_topics_and_confirmations_are_what_the_rows_say():
    first = MONDAY - timedelta(weeks=13) + timedelta(days=1)
    for name in (HELEN, ANJALI):
        found = readings(name, on=MONDAY)
        topics = Topic.objects.filter(leader__name=name, raised_at__date__gte=first, withdrawn_at=None)
        own = sum(topic.author_id == topic.rep_id for topic in topics)
        assert (found["O7"].n, found["O7"].value) == (len(topics), pytest.approx(own / len(topics))), name
        held = OneOnOne.objects.held().filter(leader__name=name, outcome_at__date__gte=first)
        told = [one for one in held if one.confirmed_at or one.recorded_at < NOW - timedelta(days=7)]
        said = sum(one.confirmed_at is not None for one in told)
        assert (found["O8"].n, found["O8"].value) == (len(told), pytest.approx(said / len(told))), name
        due = Commitment.objects.filter(owner__name=name, due_on__range=(first, MONDAY)).exclude(to__name=STEERS.name)
        over = [one for one in due if one.state != "open" or one.due_on < MONDAY]
        kept = sum(one.state == "kept" and one.settled_on <= one.due_on for one in over)
        assert (found["O5.leader"].n, found["O5.leader"].value) == (len(over), pytest.approx(kept / len(over))), name


def test_who_practises_is_good_or_better_in_everything_the_record_can_tell():
    found = readings(HELEN, on=MONDAY)
    assert 0.88 <= found["O1"].value <= 0.97
    judged = {id: reading.band for id, reading in found.items() if id != "O6"}
    assert {id: band for id, band in judged.items() if band not in GOOD} in ({}, {"O1.worst": Band.PROMISING})
    assert found["O7.useful"].value >= 4


def test_the_open_door_is_open_half_the_time_and_leads_to_nothing():
    found = readings(BRUNO, on=MONDAY)
    assert (found["O1"].value, found["O1"].band) == (0, Band.BELOW)
    assert found["O2"].value > 0.2
    assert found["O3"].value > 31
    slots = OneOnOne.objects.filter(leader__name=BRUNO, due_on__lt=MONDAY).exclude(outcome="excused")
    assert 0.4 < slots.held().count() / slots.count() < 0.6
    assert max(one.lasted for one in slots.held()) < 20
    assert not Commitment.objects.filter(one_on_one__in=slots).exists()


def test_who_is_improving_lies_between_and_has_come_a_long_way():
    assert (
        readings(BRUNO, on=MONDAY)["O1"].value
        < readings(ANJALI, on=MONDAY)["O1"].value
        < readings(HELEN, on=MONDAY)["O1"].value
    )
    years = [readings(ANJALI, on=MONDAY - timedelta(weeks=weeks))["O1"].value for weeks in (130, 78, 26, 0)]
    assert years == sorted(years)
    assert years[0] < 0.3
    assert years[-1] > 0.65


def test_nobody_waits_longer_than_three_weeks_for_the_one_who_practises():
    days = defaultdict(list)
    for one in OneOnOne.objects.held().filter(leader__name=HELEN).order_by("outcome_at"):
        days[one.rep_id].append(one.outcome_at.date())
    still = Person.objects.reporting_to(Person.objects.get(name=HELEN))
    assert {rep.pk for rep in still} <= days.keys()
    for rep, held in days.items():
        marks = [*held, MONDAY] if rep in {one.pk for one in still} else held
        assert max((after - before).days for before, after in pairwise(marks)) <= 21


def test_the_vp_meets_every_leader_and_hears_nothing_of_what_they_think_of_it():
    slots = OneOnOne.objects.held().filter(leader__name=STEERS.name)
    assert set(slots.values_list("rep__name", flat=True)) == {HELEN, BRUNO, ANJALI}
    assert slots.earliest("due_on").due_on < MONDAY - timedelta(weeks=150)
    assert readings(STEERS.name, on=MONDAY)["O7.useful"].value is None


def test_no_topic_and_no_promise_is_forgotten():
    waiting = Topic.objects.open()
    assert waiting.exists()
    assert waiting.earliest("raised_at").raised_at > NOW - timedelta(days=90)
    assert waiting.exclude(leader__name=BRUNO).earliest("raised_at").raised_at > NOW - timedelta(days=45)
    assert not Commitment.objects.open().filter(due_on__lt=MONDAY - timedelta(days=14)).exists()


def skills(name):
    return {reading.id: reading for reading in going(Person.objects.get(name=name), as_of=NOW).readings}


def test_who_practises_is_good_at_skills_too_and_the_open_door_is_below():
    helen, bruno, anjali = (skills(name) for name in (HELEN, BRUNO, ANJALI))
    assert helen["D1"].band in GOOD
    assert bruno["D1"].band is Band.BELOW
    assert bruno["D1"].value < anjali["D1"].value < helen["D1"].value
    assert {id: reading.band for id, reading in helen.items() if reading.band is Band.BELOW} == {}
    assert {id: helen[id].band for id in ("D2", "D4", "D6", "D7") if helen[id].band not in GOOD} == {}
    assert helen["D3"].value >= 2
    assert bruno["D3"].value == 0


def test_half_practised_lies_between_in_what_is_seen_and_told():
    helen, anjali = skills(HELEN), skills(ANJALI)
    assert anjali["D3"].value < helen["D3"].value
    assert 0.5 < anjali["D4"].value < helen["D4"].value
