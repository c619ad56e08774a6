"""Where calendars come from: addresses that lie, files that are none, and a real CalDAV server."""

import base64
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import recurring_ical_events
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from touchline.oneonones.calendars.caging import found_safely
from touchline.oneonones.calendars.caldav import entries_text
from touchline.oneonones.calendars.feed import feed_text
from touchline.oneonones.calendars.opening import Unreadable, Wanted, found_in
from touchline.oneonones.calendars.reading import read
from touchline.oneonones.calendars.tasks import line_up, read_calendar
from touchline.oneonones.models import ConnectedCalendar, Feed, OneOnOne, Rhythm
from touchline.oneonones.tasks import fall_due_all
from touchline.oneonones.tests.calendars import event, ics
from touchline.people.models import Absence
from touchline.people.outgoing import Call, CallRefused, call

START = datetime(2026, 11, 30, 10, tzinfo=UTC)
DAILY = event("d", START, "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,10,20,30,40,50")
LIES = {
    "nothing": (b"", "is not a calendar"),
    "page": (b"<html><body>Sign in</body></html>", "is not a calendar"),
    "cut": (ics(event("a", START))[:90], "breaks off or makes no sense"),
    "seconds": (ics(event("a", START, "RRULE:FREQ=SECONDLY")), "repeats every second"),
    "mars": (ics(event("a", "DTSTART;TZID=Mars/Olympus:20261130T100000")), "“Mars/Olympus”, which does not exist"),
    "crowd": (ics(DAILY), "more than 20,000 entries"),
    "bomb": (ics(*[event(f"u{n}", START, "RRULE:FREQ=DAILY") for n in range(70)]), "more than 20,000"),
}

LAUGHS = b"""<!DOCTYPE d [<!ENTITY a "ha">]>
<multistatus xmlns="DAV:"><response><href>&a;</href></response></multistatus>"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()
        if self.path == "/fifty":
            self._fifty_megabytes()
            return
        self.wfile.write(LIES.get(self.path.strip("/"), (b"", ""))[0])

    def do_PROPFIND(self):
        self.send_response(405 if self.path == "/page" else 207)
        self.end_headers()
        self.wfile.write(LAUGHS)

    def _fifty_megabytes(self):
        with contextlib.suppress(OSError):
            for _ in range(5_000):
                self.wfile.write(b"X" * 10_000)

    def finish(self):
        # Whoever asked has hung up on the fifty megabytes.
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *words):
        pass


@pytest.fixture
def site(settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def facts():
    return [list(model.objects.order_by("pk").values()) for model in (OneOnOne, Rhythm, Absence)]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [*((path, why) for path, (_, why) in LIES.items()), ("loop", "without end"), ("fifty", "10 MB"), ("gone", "404")],
)
def test_a_calendar_that_lies_gets_one_sentence_and_nothing_else_changes(cast, rhythm, monday, site, path, sentence):
    calendar = ConnectedCalendar.connect(cast.maya, kind="address", address=f"{site}/{path}", at=monday)
    before = facts()
    read(calendar, at=monday)
    calendar.refresh_from_db()
    assert any(part in calendar.problem for part in sentence.split("|")), calendar.problem
    assert (calendar.read_at, calendar.failures, facts()) == (None, 1, before)
    assert calendar.next_at == monday + timedelta(hours=2)


def test_a_calendar_that_takes_too_long_is_given_up():
    wanted = Wanted(START - timedelta(9), START + timedelta(400), zone="UTC", me="a@x")
    with pytest.raises(Unreadable, match="takes longer or more memory than a calendar should"):
        found_safely(ics(*[event(f"u{n}", START, "RRULE:FREQ=DAILY") for n in range(4000)]), wanted, seconds=1)


def test_a_time_without_a_zone_is_in_the_readers_own():
    wanted = Wanted(START - timedelta(9), START + timedelta(9), zone="Asia/Kolkata", me="a@x", uids=frozenset("a"))
    (found,) = found_in(ics(event("a", "DTSTART:20261130T100000")), wanted)
    assert found.starts_at == datetime(2026, 11, 30, 4, 30, tzinfo=UTC)


def test_a_broken_entry_does_not_hide_the_others():
    wanted = Wanted(START - timedelta(9), START + timedelta(9), zone="UTC", me="a@x", uids=frozenset("ab"))
    found = found_in(ics(event("b", "DTSTART:nonsense"), event("a", START)), wanted)
    assert [one.uid for one in found] == ["a"]


@given(cut=st.integers(60, 400), junk=st.text("\r\n:;=,DTSTARUE0123456789", max_size=40))
def test_whatever_is_in_it_ends_in_a_sentence_or_without_it_but_never_in_a_crash(cut, junk):
    wanted = Wanted(START - timedelta(9), START + timedelta(9), zone="UTC", me="a@x", uids=frozenset("ab"))
    whole = ics(event("a", START, "RRULE:FREQ=WEEKLY;COUNT=2"), event("b", START, "EXDATE:20261130T100000Z"))
    with contextlib.suppress(Unreadable):
        assert {one.uid for one in found_in(whole[:cut] + junk.encode() + whole[cut:], wanted)} <= {"a", "b"}


def test_the_secrets_of_a_calendar_are_sealed_in_its_row(cast, monday):
    address = "https://calendar.example/private-4711/basic.ics"
    ConnectedCalendar.connect(cast.maya, kind="caldav", address=address, login="m", password="hush-hush", at=monday)
    row = str(ConnectedCalendar.objects.values().get())
    assert "4711" not in row
    assert "hush" not in row
    assert ConnectedCalendar.objects.get().address == address


def test_a_calendar_is_read_when_its_turn_comes(cast, monday):
    ConnectedCalendar.connect(cast.maya, kind="address", address="https://calendar.example/x.ics", at=monday)
    assert [line_up(at=monday), line_up(at=monday), line_up(at=monday + timedelta(hours=1))] == [1, 0, 1]


def test_a_file_is_read_once_and_thrown_away(cast, rhythm, monday, sign_in, settings):
    fall_due_all(monday)
    one = rhythm.one_on_ones.get(due_on="2026-11-30")
    file = SimpleUploadedFile("mine.ics", ics(event(str(one.uid), one.starts_at + timedelta(days=1))))
    maya = sign_in(cast.maya)
    maya.post("/settings/calendar/connected/", {"file": file})
    calendar = ConnectedCalendar.objects.get()
    assert (calendar.kind, calendar.name) == ("file", "mine.ics")
    read_calendar.func(calendar.pk)
    assert not list((settings.MEDIA_ROOT / "calendars").iterdir())
    assert "mine.ics" in maya.get("/settings/calendar/").content.decode()
    moved_at = one.starts_at + timedelta(days=1)
    one.refresh_from_db()
    assert one.starts_at == moved_at


@pytest.fixture
def radicale(tmp_path, settings):
    """A real CalDAV server with the calendar of Maya; yields its address."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "users").write_text("maya:hush\n")
    options = [
        f"--server-hosts=127.0.0.1:{port}",
        "--auth-type=htpasswd",
        f"--auth-htpasswd-filename={tmp_path / 'users'}",
        "--auth-htpasswd-encryption=plain",
        f"--storage-filesystem-folder={tmp_path / 'collections'}",
    ]
    environment = {"PATH": os.environ["PATH"], "RADICALE_CONFIG": ""}
    server = subprocess.Popen([sys.executable, "-m", "radicale", *options], env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        address = f"http://127.0.0.1:{port}/maya/work/"
        assert _dav("MKCALENDAR", address).status == 201
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port, server):
    for _ in range(300):
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _dav(method, url, body=b""):
    return call(Call(url, method=method, body=body, login="maya", password="hush"))


def _resources(text):
    """A feed as a client stores it: one resource for each identity, with the zones it needs."""
    whole = Calendar.from_ical(text)
    for found in whole.events:
        single = Calendar()
        single.add("VERSION", "2.0")
        single.add("PRODID", "-//Client//EN")
        for zone in whole.timezones:
            single.add_component(zone)
        single.add_component(found)
        yield str(found["UID"]), single.to_ical()


def _shown(text, start, end):
    calendars = Calendar.from_ical(text, multiple=True)
    instances = [one for each in calendars for one in recurring_ical_events.of(each).between(start, end)]
    return sorted((one.start.astimezone(UTC), str(one["UID"])) for one in instances if one["STATUS"] != "CANCELLED")


def test_our_feed_put_into_a_real_server_comes_back_equal_over_two_years(cast, rhythm, monday, radicale):
    cast.maya.zone = "Europe/Berlin"
    cast.maya.save()
    fall_due_all(monday)
    first, second = rhythm.one_on_ones.open().filter(starts_at__gt=monday).order_by("starts_at")[:2]
    first.move(first.starts_at + timedelta(days=1, hours=3), by=cast.maya, at=monday)
    second.excuse(why="Trade fair", by=cast.maya, at=monday)
    Feed.make(cast.maya, at=monday)
    text = feed_text(Feed.objects.get(), now=monday)
    for uid, resource in _resources(text):
        assert _dav("PUT", f"{radicale}{uid}.ics", resource).status == 201
    end = monday + timedelta(days=730)
    back = entries_text(radicale, login="maya", password="hush", start=monday, end=end)
    assert _shown(back, monday, end) == _shown(text, monday, end)
    assert len(_shown(back, monday, end)) > 100


@pytest.mark.parametrize("where", ["maya/work/", "maya/", ""])
def test_one_moved_on_a_real_server_moves_here(cast, rhythm, monday, radicale, where):
    fall_due_all(monday)
    one = rhythm.one_on_ones.get(due_on="2026-11-30")
    to = one.starts_at + timedelta(days=1)
    _dav("PUT", f"{radicale}one.ics", ics(event(str(one.uid), to, "SEQUENCE:1")))
    _dav("PUT", f"{radicale}other.ics", ics(event("other", to, "SUMMARY:Dentist")))
    address = radicale.replace("maya/work/", where)
    secret = {"login": "maya", "password": "hush"}
    calendar = ConnectedCalendar.connect(cast.maya, kind="caldav", address=address, at=monday, **secret)
    read(calendar, at=monday)
    calendar.refresh_from_db()
    one.refresh_from_db()
    assert (calendar.problem, one.starts_at, calendar.entries.count()) == ("", to, 1)


def test_a_wrong_password_is_a_sentence(cast, monday, radicale):
    secret = {"login": "maya", "password": "wrong"}
    calendar = ConnectedCalendar.connect(cast.maya, kind="caldav", address=radicale, at=monday, **secret)
    read(calendar, at=monday)
    assert calendar.problem == "127.0.0.1 does not accept this name and password."


def test_a_web_page_is_no_caldav_server(cast, monday, site):
    with pytest.raises(CallRefused, match="where CalDAV would answer 207"):
        entries_text(f"{site}/page", login="", password="", start=START, end=START)


def test_xml_that_defines_words_of_its_own_is_not_unfolded(site):
    with pytest.raises(CallRefused, match="a form of XML that CalDAV has no use for"):
        entries_text(f"{site}/", login="", password="", start=START, end=START)


def test_basic_authentication_is_what_the_server_expects(radicale):
    pair = base64.b64encode(b"maya:hush").decode()
    assert call(Call(radicale, headers={"Authorization": f"Basic {pair}"})).status == 200
