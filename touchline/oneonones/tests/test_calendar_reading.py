"""A calendar read in: it moves ours once, asks before it cancels, brings days away, and keeps nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers

from touchline.oneonones.calendars.feed import feed_text, series_uid
from touchline.oneonones.calendars.reading import read
from touchline.oneonones.models import CalendarEntry, ConnectedCalendar, OneOnOne
from touchline.oneonones.tasks import fall_due_all
from touchline.oneonones.tests.calendars import BERLIN_PAIR, event, ics
from touchline.people.models import Absence


@pytest.fixture
def coming(rhythm, monday):
    """The one-on-one of Maya and Priya on Monday 30 November, 10:30."""
    fall_due_all(monday)
    return rhythm.one_on_ones.get(due_on="2026-11-30")


@pytest.fixture
def calendar(cast, monday):
    return ConnectedCalendar.connect(
        cast.maya, kind="address", address="https://calendar.example/secret.ics", at=monday, takes_leave=True
    )


@pytest.fixture
def says(calendar, monday):
    """The calendar says these entries, some minutes after it was read last."""
    clock = iter(range(1000))

    def say(*events, whose=calendar, at=monday):
        read(whose, at=at + timedelta(minutes=next(clock)), text=ics(*events))
        whose.refresh_from_db()
        assert whose.problem == ""

    return say


def asking():
    return list(CalendarEntry.objects.asking().values_list("one_on_one__due_on", "asks"))


def test_ours_come_back_where_they_are_and_nothing_happens(says, coming):
    says(event(str(coming.uid), coming.starts_at))
    coming.refresh_from_db()
    assert (coming.moved_at, asking()) == (None, [])
    assert coming.calendar_entries.get().starts_at == coming.starts_at


def test_one_moved_in_the_calendar_moves_here_once(says, coming):
    to = coming.starts_at + timedelta(days=1)
    says(event(str(coming.uid), to))
    coming.refresh_from_db()
    assert (coming.starts_at, coming.moved_why) == (to, "Moved in the calendar")
    says(event(str(coming.uid), to))
    assert asking() == []
    says(event(str(coming.uid), to + timedelta(days=1)))
    coming.refresh_from_db()
    assert coming.starts_at == to
    assert asking() == [(coming.due_on, "moved")]


def test_a_copy_older_than_a_move_here_moves_nothing_back(says, cast, coming, monday):
    first = coming.starts_at
    coming.move(first + timedelta(days=1), by=cast.maya, at=monday)
    says(event(str(coming.uid), first))
    coming.refresh_from_db()
    assert (coming.starts_at, asking()) == (first + timedelta(days=1), [])
    says(event(str(coming.uid), coming.starts_at, "SEQUENCE:1"))
    assert asking() == []


def test_a_series_of_the_two_moves_the_one_whose_slot_it_has(says, coming):
    weekly = event("series@elsewhere", datetime(2026, 11, 2, 11, tzinfo=UTC), BERLIN_PAIR, "RRULE:FREQ=WEEKLY")
    says(weekly)
    coming.refresh_from_db()
    assert coming.moved_at is None
    to = datetime(2026, 12, 1, 15, tzinfo=UTC)
    says(weekly, event("series@elsewhere", to, BERLIN_PAIR, "RECURRENCE-ID:20261130T110000Z"))
    coming.refresh_from_db()
    assert (coming.starts_at, asking()) == (to, [])


def test_a_meeting_of_three_is_not_theirs(says, coming):
    third = "ATTENDEE:mailto:theo@fieldstone.example"
    says(event("x", coming.starts_at, BERLIN_PAIR, third))
    assert not CalendarEntry.objects.exists()


def test_what_our_feed_says_far_ahead_means_the_one_it_becomes(says, coming, rhythm):
    uid = series_uid(rhythm)
    tail = event(uid, coming.starts_at, "RRULE:FREQ=WEEKLY")
    to = coming.starts_at + timedelta(hours=5)
    says(tail, event(uid, to, f"RECURRENCE-ID:{coming.starts_at:%Y%m%dT%H%M%SZ}"))
    coming.refresh_from_db()
    assert coming.starts_at == to


@pytest.mark.parametrize("how", ["cancelled", "gone"])
def test_one_cancelled_there_is_asked_about_and_stays_here(says, coming, how):
    says(event(str(coming.uid), coming.starts_at))
    says(*([event(str(coming.uid), coming.starts_at, "STATUS:CANCELLED", "SEQUENCE:1")] if how == "cancelled" else []))
    coming.refresh_from_db()
    assert coming.is_open
    assert asking() == [(coming.due_on, "cancelled")]


def test_one_that_is_back_is_no_longer_asked_about(says, coming):
    here = event(str(coming.uid), coming.starts_at)
    says(here)
    says()
    says(here)
    assert asking() == []


def test_a_series_that_becomes_our_own_entry_is_not_gone(says, coming, rhythm):
    says(event(series_uid(rhythm), coming.starts_at, "RRULE:FREQ=WEEKLY;COUNT=1"))
    says(event(str(coming.uid), coming.starts_at))
    assert asking() == []


def test_a_reps_calendar_moves_nothing_but_asks_the_leader(says, cast, coming, monday, sign_in):
    hers = ConnectedCalendar.connect(cast.priya, kind="address", address="https://calendar.example/p.ics", at=monday)
    to = coming.starts_at + timedelta(days=1, hours=4)
    says(event(str(coming.uid), to), whose=hers)
    coming.refresh_from_db()
    assert coming.moved_at is None
    page = sign_in(cast.maya).get("/one-on-ones/").content.decode()
    assert "Priya’s calendar says the" in page
    assert "is on Tuesday, 1 December at 14:30" in page
    assert "calendar says" not in sign_in(cast.priya).get("/one-on-ones/").content.decode()


@pytest.mark.parametrize(("answer", "outcome"), [("missed", "missed"), ("excused", "excused"), ("stands", "")])
def test_the_leader_says_what_became_of_it(says, cast, coming, sign_in, answer, outcome):
    says(event(str(coming.uid), coming.starts_at, "STATUS:CANCELLED"))
    maya, entry = sign_in(cast.maya), CalendarEntry.objects.get()
    assert "is cancelled: missed, moved or excused?" in maya.get("/one-on-ones/").content.decode()
    assert sign_in(cast.priya).post(f"/one-on-ones/in-calendar/{entry.pk}/missed/").status_code == 404
    maya.post(f"/one-on-ones/in-calendar/{entry.pk}/{answer}/")
    coming.refresh_from_db()
    assert coming.outcome == outcome
    assert "calendar says" not in maya.get("/one-on-ones/").content.decode()
    says(event(str(coming.uid), coming.starts_at, "STATUS:CANCELLED"))
    assert asking() == []


def test_an_answer_nobody_knows_is_refused(says, cast, coming, sign_in):
    says(event(str(coming.uid), coming.starts_at, "STATUS:CANCELLED"))
    url = f"/one-on-ones/in-calendar/{CalendarEntry.objects.get().pk}/forgotten/"
    assert sign_in(cast.maya).post(url).status_code == 422
    assert len(asking()) == 1


LEAVE = ("DTSTART;VALUE=DATE:20261214", "DTEND;VALUE=DATE:20261219", "SUMMARY:Vacation in Lisbon")


def test_leave_becomes_days_away_and_follows_the_calendar(says, cast):
    says(event("v", *LEAVE))
    away = cast.maya.absences.standing().get()
    assert (str(away.from_on), str(away.to_on)) == ("2026-12-14", "2026-12-18")
    says(event("v", LEAVE[0], "DTEND;VALUE=DATE:20261217", LEAVE[2]))
    assert str(cast.maya.absences.standing().get().to_on) == "2026-12-16"
    says()
    assert not cast.maya.absences.standing().exists()


@pytest.mark.parametrize(
    "lines",
    [
        (*LEAVE, "TRANSP:TRANSPARENT"),
        (*LEAVE, "STATUS:CANCELLED"),
        (LEAVE[0], LEAVE[1], "SUMMARY:Sales kick-off"),
        ("DTSTART:20261214T090000Z", LEAVE[2]),
    ],
)
def test_what_only_looks_like_leave_is_none(says, lines):
    says(event("v", *lines))
    assert not Absence.objects.exists()


def test_leave_is_known_by_the_mark_of_the_office_too(says, cast):
    says(event("v", LEAVE[0], LEAVE[1], "SUMMARY:Lisbon", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"))
    assert cast.maya.absences.standing().count() == 1


def test_days_away_are_taken_only_where_the_person_wants_that(says, cast, monday):
    plain = ConnectedCalendar.connect(cast.maya, kind="address", address="https://calendar.example/2.ics", at=monday)
    says(event("v", *LEAVE), whose=plain)
    assert not Absence.objects.exists()


def test_nothing_of_other_meetings_is_kept(says, coming):
    says(
        event("secret-uid", coming.starts_at, "SUMMARY:Offer for Alba", "ATTENDEE:mailto:buyer@alba.example"),
        event(str(coming.uid), coming.starts_at, "SUMMARY:Renamed by me", "DESCRIPTION:Alba"),
        event("v", *LEAVE),
    )
    kept = [*CalendarEntry.objects.all(), *ConnectedCalendar.objects.all(), *Absence.objects.all()]
    text = serializers.serialize("json", kept)
    for word in ("Alba", "alba", "secret-uid", "Renamed", "Lisbon", "buyer"):
        assert word not in text


def test_a_feed_copied_into_a_calendar_changes_nothing(cast, calendar, coming, monday):
    from touchline.oneonones.models import Feed

    coming.move(coming.starts_at + timedelta(days=1), by=cast.maya, at=monday)
    Feed.make(cast.maya, at=monday)
    before = list(OneOnOne.objects.order_by("pk").values())
    read(calendar, at=monday, text=feed_text(Feed.objects.get(), now=monday))
    calendar.refresh_from_db()
    assert (calendar.problem, asking()) == ("", [])
    assert calendar.entries.count() > 3
    assert list(OneOnOne.objects.order_by("pk").values()) == before
