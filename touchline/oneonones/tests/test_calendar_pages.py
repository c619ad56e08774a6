"""The settings page of one's calendars."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from touchline.oneonones.models import ConnectedCalendar
from touchline.people.outgoing import MOST_BYTES

CONNECT = "/settings/calendar/connected/"
ADDRESS = "https://calendar.example/private-4711/basic.ics"


def test_a_calendar_is_connected_and_disconnected(cast, sign_in):
    maya = sign_in(cast.maya)
    maya.post(CONNECT, {"address": ADDRESS, "takes_leave": "on"})
    calendar = ConnectedCalendar.objects.get()
    page = maya.get("/settings/calendar/").content.decode()
    assert (calendar.kind, calendar.takes_leave) == ("address", True)
    assert "calendar.example" in page
    assert "4711" not in page
    maya.post(f"/settings/calendar/{calendar.pk}/disconnected/")
    calendar.refresh_from_db()
    assert (calendar.address, calendar.ended_at is None) == ("", False)
    assert "calendar.example is no longer read" in maya.get("/settings/calendar/").content.decode()


def test_a_name_makes_it_caldav(cast, sign_in):
    sign_in(cast.maya).post(CONNECT, {"address": ADDRESS, "login": "maya", "password": "hush"})
    calendar = ConnectedCalendar.objects.get()
    assert (calendar.kind, calendar.login, calendar.password) == ("caldav", "maya", "hush")


def test_the_address_a_phone_gives_is_understood(cast, sign_in):
    sign_in(cast.maya).post(CONNECT, {"address": "webcal://calendar.example/x.ics"})
    assert ConnectedCalendar.objects.get().address == "https://calendar.example/x.ics"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Enter an address or choose a file, one of the two."),
        ({"address": "file:///etc/passwd"}, "Enter an address that begins with https://"),
        (
            {"file": SimpleUploadedFile("big.ics", b"x" * (MOST_BYTES + 1))},
            "big.ics has 10.0 MB; 10 MB is the most.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_before_it_is_kept(cast, sign_in, sent, sentence):
    response = sign_in(cast.maya).post(CONNECT, sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ConnectedCalendar.objects.exists()


def test_what_went_wrong_stands_on_the_row_and_in_the_heading(cast, sign_in, monday):
    calendar = ConnectedCalendar.connect(cast.maya, kind="address", address=ADDRESS, at=monday)
    calendar.could_not_be_read("calendar.example did not answer in time.", at=monday + timedelta(hours=1))
    page = sign_in(cast.maya).get("/settings/calendar/").content.decode()
    assert "calendar.example could not be read" in page
    assert "did not answer in time." in page


def test_another_persons_calendar_is_nobodys_to_know(cast, sign_in, monday):
    calendar = ConnectedCalendar.connect(cast.maya, kind="address", address=ADDRESS, at=monday)
    for who in (cast.vera, cast.adam, cast.priya):
        client = sign_in(who)
        assert "calendar.example" not in client.get("/settings/calendar/").content.decode()
        assert client.post(f"/settings/calendar/{calendar.pk}/disconnected/").status_code == 404
