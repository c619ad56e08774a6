"""What we write is what a calendar client understands: clocks that change, repetitions, cancellations."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from touchline.oneonones.calendars import zones
from touchline.oneonones.calendars.entries import Entry, Party, invitation, published

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "UTC"]


def entry(**given):
    return Entry(
        **{
            "uid": "0b4d",
            "summary": "One-on-one: Maya and Priya",
            "url": "https://touchline.example/one-on-ones/1/",
            "starts_at": datetime(2026, 10, 5, 10, 30, tzinfo=BERLIN),
            "minutes": 30,
            "zone": "Europe/Berlin",
            "sequence": 0,
            "changed_at": datetime(2026, 10, 1, tzinfo=UTC),
        }
        | given
    )


def read(text, start, end):
    return recurring_ical_events.of(Calendar.from_ical(text)).between(start, end)


@given(zone=st.sampled_from(ZONES), hours=st.integers(0, 4 * 365 * 24))
def test_a_written_zone_shows_the_hour_the_zone_shows(zone, hours):
    """Read back by itself, without looking the name up, it agrees with the zone at every hour of four years."""
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ours = zones.written(zone, 2025, 2030).to_tz(lookup_tzid=False)
    assert at.astimezone(ours).replace(tzinfo=None) == at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_a_written_zone_changes_in_the_very_minute(zone, change):
    ours = zones.written(zone, 2025, 2030).to_tz(lookup_tzid=False)
    for minutes in range(-150, 151, 15):
        local = (change + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
        if not local.fold:
            assert local.replace(tzinfo=ours).utcoffset() == local.utcoffset(), local


def test_weekly_half_past_ten_in_berlin_stays_half_past_ten_across_both_clock_changes():
    until = datetime(2027, 4, 12, 10, 30, tzinfo=BERLIN)
    text = published([entry(every=7, until=until)], name="One-on-ones")
    assert b"BEGIN:VTIMEZONE" in text
    found = [one.start for one in read(text, datetime(2026, 10, 1), datetime(2027, 5, 1))]
    assert len(found) == 28
    assert {(day.hour, day.minute) for day in found} == {(10, 30)}
    assert {day.astimezone(UTC).hour for day in found[:3]} == {8}
    assert {day.astimezone(UTC).hour for day in found[3:25]} == {9}
    assert {day.astimezone(UTC).hour for day in found[25:]} == {8}


def test_a_cancelled_one_is_told_as_cancelled_and_free():
    (told,) = read(
        published([entry(is_cancelled=True, sequence=1)], name="x"), datetime(2026, 10, 1), timedelta(days=9)
    )
    assert (told["STATUS"], told["TRANSP"], told["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)


def test_the_feed_says_how_often_to_look_again():
    calendar = Calendar.from_ical(published([entry()], name="One-on-ones of Maya"))
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["X-PUBLISHED-TTL"].to_ical() == b"PT1H"
    assert calendar["METHOD"] == "PUBLISH"


def test_a_day_left_out_is_left_out():
    gone = datetime(2026, 10, 12, 10, 30, tzinfo=BERLIN)
    until = datetime(2026, 10, 31, tzinfo=BERLIN)
    text = published([entry(every=7, until=until, without=(gone,))], name="x")
    days = [one.start.day for one in read(text, datetime(2026, 10, 1), datetime(2026, 11, 1))]
    assert days == [5, 19, 26]


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_an_invitation_names_both_and_who_called(cancelled, method):
    maya, priya = Party("Maya Okonkwo", "maya@fieldstone.example"), Party("Priya Raman", "priya@fieldstone.example")
    calendar = Calendar.from_ical(invitation(entry(is_cancelled=cancelled), organizer=maya, attendees=[maya, priya]))
    (event,) = calendar.events
    assert calendar["METHOD"] == method
    assert event["ORGANIZER"] == "mailto:maya@fieldstone.example"
    assert [str(one) for one in event["ATTENDEE"]] == [
        "mailto:maya@fieldstone.example",
        "mailto:priya@fieldstone.example",
    ]
    assert event["ATTENDEE"][1].params["PARTSTAT"] == "NEEDS-ACTION"
