"""Whatever two people do with their rhythm, every due slot ends in one outcome and nothing promised is lost.

A few steps run in bin/test; bin/check --night takes 200,000.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from touchline.oneonones.absences import enter_absence, withdraw_absence
from touchline.oneonones.models import Commitment, OneOnOne, Rhythm, Topic, Withdrawn
from touchline.oneonones.tasks import fall_due_all
from touchline.people.models import Absence

BERLIN = ZoneInfo("Europe/Berlin")
# The clocks change on 29 March and 25 October 2026; stories begin shortly before either.
BEGINNINGS = [datetime(2026, 3, 16, 8, tzinfo=BERLIN), datetime(2026, 10, 12, 8, tzinfo=BERLIN)]
TIMES = [time(2, 30), time(9), time(16, 45)]
HOURS_AHEAD = st.integers(1, 30 * 24).map(lambda hours: timedelta(hours=hours))
WHICH = st.integers(0, 40)


class EverySlot(RuleBasedStateMachine):
    """Maya and Theo in Berlin, with German holidays; refusals are fine, losses are not."""

    cast = None

    @initialize(now=st.sampled_from(BEGINNINGS), at_time=st.sampled_from(TIMES), weekday=st.integers(0, 4))
    def begin(self, now, at_time, weekday):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.maya, self.theo, self.now = self.cast.maya, self.cast.theo, now
        self.maya.zone = "Europe/Berlin"
        self.maya.workspace.holidays = "DE"
        self.theo.workspace = self.maya.workspace
        self.maya.save()
        self.maya.workspace.save()
        self.due, self.moved, self.promises, self.topics = set(), {}, set(), set()
        self.agree(7, weekday, at_time)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def told(self, verb, *given, **named):
        """Do it now; a refusal changes nothing."""
        try:
            with transaction.atomic():
                return verb(*given, **named, at=self.now)
        except ValidationError:
            return None

    def pick(self, ones, which):
        ones = list(ones.order_by("due_on", "pk").select_related("leader__workspace", "rep__workspace", "rhythm"))
        return ones[which % len(ones)] if ones else None

    @property
    def rhythm(self):
        return Rhythm.objects.running().select_related("leader__workspace", "rep__workspace").first()

    @rule(every=st.sampled_from(Rhythm.Every.values), weekday=st.integers(0, 6), at_time=st.sampled_from(TIMES))
    def agree(self, every, weekday, at_time):
        today = self.maya.workspace.today(self.now)
        terms = {"every": every, "weekday": weekday, "at_time": at_time, "starts_on": today}
        self.told(Rhythm.agree, self.maya, self.theo, **terms, by=self.maya)

    @rule(days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days, hours):
        self.now += timedelta(days=days, hours=hours)
        fall_due_all(self.now)

    @rule(which=WHICH, minutes=st.none() | st.integers(1, 90))
    def hold(self, which, minutes):
        if one := self.pick(OneOnOne.objects.all(), which):
            self.told(one.hold, by=self.maya, minutes=minutes)

    @rule(which=WHICH, whose=st.sampled_from(["", "leader", "rep"]))
    def miss(self, which, whose):
        if one := self.pick(OneOnOne.objects.all(), which):
            self.told(one.miss, by=self.maya, whose=whose)

    @rule(which=WHICH)
    def excuse(self, which):
        if one := self.pick(OneOnOne.objects.all(), which):
            self.told(one.excuse, why="Ill", by=self.maya)

    @rule(which=WHICH)
    def reopen(self, which):
        if one := self.pick(OneOnOne.objects.all(), which):
            self.told(one.reopen, by=self.maya)

    @rule(which=WHICH, ahead=HOURS_AHEAD)
    def move(self, which, ahead):
        one = self.pick(OneOnOne.objects.all(), which)
        if one and self.told(self._move, one, self.now + ahead):
            self.moved[one.pk] = self.now + ahead

    def _move(self, one, to, at):
        was_moved = one.moved_at is not None
        one.move(to, by=self.maya, at=at)
        assert not was_moved
        return True

    @rule(which=WHICH)
    def move_back(self, which):
        one = self.pick(OneOnOne.objects.exclude(moved_at=None), which)
        if one:
            self.told(one.move_back, by=self.maya)
            one.refresh_from_db()
            if one.moved_at is None:
                del self.moved[one.pk]

    @rule(which=WHICH, ahead=HOURS_AHEAD)
    def move_following(self, which, ahead):
        if one := self.pick(OneOnOne.objects.exclude(rhythm=None), which):
            before = OneOnOne.objects.count()
            self.told(one.move_with_following, (self.now + ahead).replace(minute=0), by=self.maya)
            assert OneOnOne.objects.count() >= before
            self.due = self._fallen_due()

    @rule()
    def pause(self):
        if self.rhythm:
            self.told(self.rhythm.pause, why="Parental leave", by=self.maya)

    @rule()
    def resume(self):
        if self.rhythm:
            self.told(self.rhythm.resume, by=self.maya)

    @rule(ahead=st.integers(-10, 30), days=st.integers(0, 14), who=st.sampled_from(["maya", "theo"]))
    def enter_leave(self, ahead, days, who):
        first = self.now.date() + timedelta(days=ahead)
        person = getattr(self, who)
        self.told(enter_absence, person, from_on=first, to_on=first + timedelta(days=days), by=person)

    @rule(which=WHICH)
    def withdraw_leave(self, which):
        standing = list(Absence.objects.standing().select_related("person__workspace").order_by("pk"))
        if standing:
            absence = standing[which % len(standing)]
            self.told(withdraw_absence, absence, by=absence.person)
            assert not OneOnOne.objects.filter(absence=absence, by_itself=True, starts_at__gt=self.now).exists()

    @rule(which=WHICH, ahead=st.integers(0, 20))
    def promise(self, which, ahead):
        if one := self.pick(OneOnOne.objects.all(), which):
            given = {"owner": self.theo, "to": self.maya, "by": self.theo, "one_on_one": one}
            made = self.told(Commitment.make, "Call", due_on=self.now.date() + timedelta(days=ahead), **given)
            self.promises |= {made.pk} if made else set()

    @rule()
    def raise_topic(self):
        topic = Topic.raise_("Alba", leader=self.maya, rep=self.theo, by=self.theo, at=self.now)
        self.topics.add(topic.pk)

    def _fallen_due(self):
        return set(OneOnOne.objects.filter(starts_at__lte=self.now).values_list("uid", flat=True))

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def what_fell_due_is_there(self):
        self.due |= self._fallen_due()
        assert self.due == set(OneOnOne.objects.filter(uid__in=self.due).values_list("uid", flat=True))
        assert not Withdrawn.objects.filter(uid__in=self.due).exists()

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def every_slot_has_one_outcome_and_what_goes_with_it(self):
        for one in OneOnOne.objects.all():
            ended = one.outcome != ""
            assert ended == (one.outcome_at is not None) == (one.recorded_at is not None)
            assert not one.missed_by or one.outcome == "missed"
            assert one.talked_minutes is None or one.outcome == "held"
            assert not one.by_itself or (one.outcome == "excused" and (one.absence_id or one.is_holiday))
            assert one.outcome != "excused" or one.outcome_why

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def a_moved_one_keeps_the_time_it_was_moved_to(self):
        there = dict(OneOnOne.objects.exclude(moved_at=None).values_list("pk", "starts_at"))
        assert there == self.moved

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def the_two_have_one_slot_a_day(self):
        days = list(OneOnOne.objects.values_list("due_on", flat=True))
        assert len(days) == len(set(days))

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def a_running_rhythm_has_its_next_four_weeks(self):
        rhythm = self.rhythm
        if rhythm and not rhythm.is_paused:
            there = set(OneOnOne.objects.values_list("due_on", flat=True))
            assert {day for day in rhythm.slots(until=self.now.date()) if day not in there} == set()

    @precondition(lambda self: hasattr(self, "savepoint"))
    @invariant()
    def no_open_promise_or_topic_is_lost(self):
        assert Commitment.objects.open().filter(pk__in=self.promises).count() == len(self.promises)
        assert Topic.objects.open().filter(pk__in=self.topics).count() == len(self.topics)


def run(cast, *, stories, steps):
    machine = type("EverySlotOfTheCast", (EverySlot,), {"cast": cast})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=stories, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )


def test_over_any_sequence_every_due_slot_ends_in_one_outcome(cast):
    run(cast, stories=12, steps=25)


@pytest.mark.night
def test_over_two_hundred_thousand_steps_every_due_slot_ends_in_one_outcome(cast):
    run(cast, stories=2_000, steps=100)
