"""The feed: two years as a calendar client sees them, equal to ours, and nothing of anybody else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.test import Client
from icalendar import Calendar

from touchline.oneonones.calendars.feed import feed_text
from touchline.oneonones.models import Feed, Note, OneOnOne, Rhythm, Topic
from touchline.oneonones.tasks import fall_due_all

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def running(rhythm, monday):
    """The rhythm of Maya and Priya with the four weeks ahead it has by now."""
    fall_due_all(monday)
    return rhythm


@pytest.fixture
def link(cast, monday):
    return f"/calendar/{Feed.make(cast.maya, at=monday)}.ics"


def shown(text, start, end):
    """What a calendar client shows: the instant and uid of everything that is not cancelled."""
    instances = recurring_ical_events.of(Calendar.from_ical(text)).between(start, end)
    return {(one.start.astimezone(UTC), one["UID"]) for one in instances if one["STATUS"] != "CANCELLED"}


def starts(text, start, end):
    return sorted(at for at, _ in shown(text, start, end))


def test_two_years_of_a_client_equal_two_years_of_ours(cast, monday):
    """Moved, excused and withdrawn ones included, across every clock change, as time goes by."""
    cast.maya.zone = "Europe/Berlin"
    cast.maya.save()
    by = {"by": cast.maya}
    at = datetime(2026, 10, 5, 7, tzinfo=UTC)
    weekly = {"every": 7, "weekday": 0, "at_time": time(10, 30), "starts_on": at.date()}
    rhythm = Rhythm.agree(cast.maya, cast.priya, at=at, **weekly, **by)
    other = Rhythm.agree(cast.maya, cast.theo, at=at, **{**weekly, "every": 14, "weekday": 2}, **by)
    Feed.make(cast.maya, at=at)
    day = at
    for week in range(30):
        day = at + timedelta(weeks=week)
        fall_due_all(day)
        coming = OneOnOne.objects.open().filter(starts_at__gt=day).order_by("starts_at")
        if week % 5 == 1:
            coming.filter(rep=cast.priya)[0].move(day + timedelta(days=3, hours=5), at=day, **by)
        if week in (2, 9, 23):
            coming.filter(rep=cast.theo)[0].excuse(why="Trade fair", at=day, **by)
        if week == 11:
            other.pause(why="Parental leave", at=day, **by)
        if week == 19:
            other.refresh_from_db()
            other.resume(at=day, **by)
        if week == 23:
            OneOnOne.plan(cast.maya, cast.theo, starts_at=day + timedelta(days=401), at=day, **by)
        _agree(cast, day)
    rhythm.refresh_from_db()
    assert rhythm.one_on_ones.filter(moved_at__isnull=False).count() == 6


def _agree(cast, now):
    end = now + timedelta(days=730)
    text = feed_text(Feed.objects.get(), now=now)
    window = OneOnOne.objects.filter(starts_at__gte=now - timedelta(days=60), starts_at__lt=end)
    ours = list(window.exclude(outcome="excused").values_list("starts_at", flat=True))
    for rhythm in Rhythm.objects.running().filter(paused_at=None):
        made = set(OneOnOne.objects.between(rhythm.leader, rhythm.rep).values_list("due_on", flat=True))
        slots = [rhythm.starts_at(day) for day in rhythm.slots(until=end.date() + timedelta(days=1)) if day not in made]
        ours += [slot for slot in slots if now < slot < end]
    assert starts(text, now - timedelta(days=60), end) == sorted(at.astimezone(UTC) for at in ours)


def test_half_past_ten_stays_half_past_ten_where_the_pair_is(cast, monday):
    cast.maya.zone = "Europe/Berlin"
    cast.maya.save()
    at = datetime(2026, 10, 19, 6, tzinfo=UTC)
    terms = {"every": 7, "weekday": 0, "at_time": time(10, 30), "starts_on": at.date()}
    Rhythm.agree(cast.maya, cast.priya, by=cast.maya, at=at, **terms)
    Feed.make(cast.priya, at=at)
    found = starts(feed_text(Feed.objects.get(), now=at), at, at + timedelta(days=200))
    assert {one.astimezone(BERLIN).time() for one in found} == {time(10, 30)}
    assert {one.time() for one in found} == {time(8, 30), time(9, 30)}


def test_what_falls_away_is_told_as_cancelled_under_its_old_identity(cast, running, monday):
    Feed.make(cast.priya, at=monday)
    coming = {str(one.uid) for one in running.one_on_ones.filter(starts_at__gt=monday)}
    running.pause(why="Parental leave", by=cast.maya, at=monday)
    events = Calendar.from_ical(feed_text(Feed.objects.get(), now=monday)).events
    cancelled = {str(event["UID"]) for event in events if event["STATUS"] == "CANCELLED"}
    assert coming
    assert coming < cancelled


def test_a_move_keeps_the_identity_and_counts_up(cast, running, monday, link):
    one = running.one_on_ones.open().filter(starts_at__gt=monday).first()
    one.move(monday + timedelta(days=2), by=cast.maya, at=monday)
    events = Calendar.from_ical(Client().get(link).content).events
    (event,) = [event for event in events if event["UID"] == str(one.uid)]
    assert event.start.astimezone(UTC) == monday + timedelta(days=2)
    assert event["SEQUENCE"] == 1


def test_nothing_of_what_is_said_and_of_anybody_else_is_in_it(cast, running, monday, link):
    one = running.one_on_ones.open().filter(starts_at__gt=monday).first()
    Topic.raise_("Alba renewal", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    Note.write(one, by=cast.maya, body="Alba is late", version=0, at=monday)
    OneOnOne.plan(cast.ines, cast.noor, starts_at=monday + timedelta(days=1), by=cast.ines, at=monday)
    OneOnOne.plan(cast.vera, cast.ines, starts_at=monday + timedelta(days=1), by=cast.vera, at=monday)
    text = Client().get(link).content.decode()
    assert "SUMMARY:One-on-one: Maya and Priya" in text
    assert f"/one-on-ones/{one.pk}/" in text.replace("\r\n ", "")
    for word in ("Alba", "Ines", "Noor", "Vera", "Okonkwo and", "@fieldstone"):
        assert word not in text


def test_a_leader_the_rep_has_left_no_longer_has_them_in_the_feed(cast, running, monday, link):
    assert "Priya" in Client().get(link).content.decode()
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    fall_due_all(monday)
    events = Calendar.from_ical(Client().get(link).content).events
    assert {event["STATUS"] for event in events} == {"CANCELLED"}


def test_it_needs_no_sign_in_but_goes_to_no_cache_and_no_referrer(link):
    response = Client().get(link)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert response["X-Robots-Tag"] == "noindex"


def test_what_has_not_changed_is_not_sent_again(cast, running, monday, link):
    client = Client()
    tag = client.get(link)["ETag"]
    again = client.get(link, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-store"
    running.one_on_ones.open().filter(starts_at__gt=monday)[0].move(monday + timedelta(days=2), by=cast.maya, at=monday)
    assert client.get(link, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_new_address_ends_the_one_before_and_is_shown_once(cast, sign_in, link):
    maya = sign_in(cast.maya)
    shown_now = maya.post("/settings/calendar/feed/made/").content.decode()
    assert Client().get(link).status_code == 404
    assert "Give this address to your calendar" in shown_now
    new = shown_now.split('readonly value="')[1].split("/calendar/")[1].split(".ics")[0]
    assert Client().get(f"/calendar/{new}.ics").status_code == 200
    assert new not in maya.get("/settings/calendar/").content.decode()
    assert new not in str(Feed.objects.values().get())


def test_a_withdrawn_address_and_that_of_somebody_who_left_open_nothing(cast, sign_in, monday, link):
    priya = f"/calendar/{Feed.make(cast.priya, at=monday)}.ics"
    cast.priya.leave(by=cast.maya, on=date(2026, 11, 23))
    assert Client().get(priya).status_code == 404
    sign_in(cast.maya).post("/settings/calendar/feed/withdrawn/")
    assert Client().get(link).status_code == 404


def test_a_guess_is_nothing_and_many_guesses_have_to_wait(db, link):
    answers = [Client().get(f"/calendar/guess-{n}.ics").status_code for n in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert Client().get(link).status_code == 200
    assert [Client().get(link).status_code for _ in range(30)][-1] == 429
