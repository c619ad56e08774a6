"""Rhythms: slots across clock changes, pauses and moves, and never one lost."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from touchline.oneonones.models import OneOnOne, Rhythm
from touchline.oneonones.tasks import fall_due_all
from touchline.people.models import Person, Workspace

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "UTC"]


@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    every=st.sampled_from([7, 14, 28]),
    at_time=st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0)),
    starts_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_every_slot_is_at_its_own_time_on_its_own_weekday(zone, weekday, every, at_time, starts_on):
    leader = Person(workspace=Workspace(zone=zone))
    rhythm = Rhythm(
        leader=leader, weekday=weekday, every=every, at_time=at_time, starts_on=starts_on, falls_due_from=starts_on
    )
    days = list(rhythm.slots(until=starts_on + timedelta(days=730)))
    assert days[0] - starts_on < timedelta(days=7)
    assert all(day.weekday() == weekday for day in days)
    assert {later - day for day, later in itertools.pairwise(days)} == {timedelta(days=every)}
    for day in days:
        local = rhythm.starts_at(day).astimezone(UTC).astimezone(ZoneInfo(zone))
        skipped = local.replace(tzinfo=None) - datetime.combine(day, at_time)
        assert timedelta(0) <= skipped <= timedelta(hours=1)
        assert local.date() == day or skipped


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(
    ("day", "starts_at"),
    [
        (date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 1), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 8), datetime(2026, 11, 8, 7, 30, tzinfo=UTC)),
    ],
    ids=["skipped, so an hour later", "the clocks go back before", "an ordinary Sunday"],
)
def test_a_slot_at_half_past_two_starts_at_one_instant_however_the_time_was_come_by(day, starts_at, fold):
    """A time taken from a clock that had been put back carries a fold; the time agreed on does not."""
    leader = Person(workspace=Workspace(zone="America/New_York"))
    at_time = time(2, 30, fold=fold)
    rhythm = Rhythm(leader=leader, weekday=6, every=7, at_time=at_time, starts_on=day, falls_due_from=day)
    assert rhythm.starts_at(day).astimezone(UTC) == starts_at


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_the_clocks_repeat_is_taken_as_the_first(fold):
    leader, day = Person(workspace=Workspace(zone="America/New_York")), date(2026, 11, 1)
    at_time = time(1, 30, fold=fold)
    rhythm = Rhythm(leader=leader, weekday=6, every=7, at_time=at_time, starts_on=day, falls_due_from=day)
    assert rhythm.starts_at(day).astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_clock_change_keeps_the_hour_on_the_wall(cast, monday):
    cast.maya.zone = "Europe/Berlin"
    cast.maya.save()
    rhythm = Rhythm.agree(
        cast.maya,
        cast.theo,
        every=7,
        weekday=0,
        at_time=time(9),
        starts_on=date(2026, 10, 19),
        by=cast.maya,
        at=monday - timedelta(days=36),
    )
    starts = dict(rhythm.one_on_ones.values_list("due_on", "starts_at"))
    assert (starts[date(2026, 10, 19)].hour, starts[date(2026, 10, 26)].hour) == (7, 8)


def test_a_time_the_clocks_skip_is_the_hour_after():
    rhythm = Rhythm(leader=Person(workspace=Workspace(zone="Europe/Berlin")), at_time=time(2, 30))
    assert rhythm.starts_at(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_the_tick_twice_makes_each_slot_once(cast, rhythm, monday):
    fall_due_all(monday)
    fall_due_all(monday)
    days = list(rhythm.one_on_ones.order_by("due_on").values_list("due_on", flat=True))
    assert len(days) == len(set(days))
    assert days[-1] == date(2026, 12, 21)


def test_a_tick_that_slept_for_months_loses_no_slot(cast, rhythm, monday):
    fall_due_all(monday + timedelta(days=120))
    days = set(rhythm.one_on_ones.values_list("due_on", flat=True))
    assert {date(2026, 10, 19) + timedelta(days=7 * n) for n in range(20)} <= days


def test_pausing_drops_what_is_to_come_and_keeps_what_was_due(cast, rhythm, monday):
    rhythm.pause(why="Parental leave", by=cast.maya, at=monday)
    assert rhythm.one_on_ones.filter(due_on__lt=monday.date()).count() == 5
    assert not rhythm.one_on_ones.filter(starts_at__gt=monday).exists()


def test_the_slots_of_a_pause_never_come_back(cast, rhythm, monday):
    rhythm.pause(why="Parental leave", by=cast.maya, at=monday)
    rhythm.resume(by=cast.maya, at=monday + timedelta(days=60))
    fall_due_all(monday + timedelta(days=90))
    assert not rhythm.one_on_ones.filter(due_on__range=(date(2026, 11, 23), date(2027, 1, 21))).exists()
    assert rhythm.one_on_ones.filter(due_on=date(2027, 1, 25)).exists()


def test_pausing_asks_why(cast, rhythm, monday):
    with pytest.raises(ValidationError, match="Write why"):
        rhythm.pause(why=" ", by=cast.maya, at=monday)


def test_a_one_on_one_somebody_wrote_in_survives_a_pause(cast, rhythm, monday):
    from touchline.oneonones.models import Note

    coming = rhythm.one_on_ones.create(
        leader=cast.maya, rep=cast.priya, due_on=date(2026, 11, 30), starts_at=monday + timedelta(days=7)
    )
    Note.write(coming, by=cast.priya, body="Bring the Alba numbers", version=0, at=monday)
    rhythm.pause(why="Holiday", by=cast.maya, at=monday)
    assert OneOnOne.objects.filter(pk=coming.pk).exists()


def test_a_moved_one_is_due_still_when_the_rhythm_ends(cast, rhythm, monday):
    missed = OneOnOne.objects.get(due_on=date(2026, 11, 16))
    missed.move(monday + timedelta(days=2), by=cast.maya, at=monday)
    rhythm.end(by=cast.maya, at=monday)
    assert OneOnOne.objects.filter(pk=missed.pk).exists()


def test_another_time_replaces_the_rhythm_without_a_second_meeting_that_day(cast, rhythm, monday):
    rhythm.fall_due(until=date(2026, 12, 21))
    again = Rhythm.agree(
        cast.maya, cast.priya, every=7, weekday=0, at_time=time(15), starts_on=monday.date(), by=cast.maya, at=monday
    )
    days = list(OneOnOne.objects.order_by("due_on").values_list("due_on", flat=True))
    assert len(days) == len(set(days))
    assert again.one_on_ones.order_by("due_on").first().starts_at.hour == 15


def test_when_the_rep_moves_the_rhythm_ends_and_new_slots_stop(cast, rhythm, monday):
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    fall_due_all(monday)
    rhythm.refresh_from_db()
    assert rhythm.ended_at == monday
    assert not OneOnOne.objects.filter(starts_at__gt=monday).exists()


def test_only_with_ones_own_reps(cast, monday):
    with pytest.raises(ValidationError, match="does not report to"):
        Rhythm.agree(
            cast.maya, cast.noor, every=7, weekday=0, at_time=time(9), starts_on=monday.date(), by=cast.maya, at=monday
        )
