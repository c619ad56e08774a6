"""Invitations by mail: planned, moved and cancelled ones reach both calendars, each exactly when due."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from icalendar import Calendar

from touchline.oneonones.calendars import tasks
from touchline.oneonones.calendars.inviting import due, send_due
from touchline.oneonones.models import Mailing, OneOnOne
from touchline.oneonones.tasks import fall_due_all


@pytest.fixture
def _switched_on(cast):
    cast.workspace.sends_invitations = True
    cast.workspace.save()


@pytest.fixture
def planned(cast, monday):
    return OneOnOne.plan(cast.maya, cast.theo, starts_at=monday + timedelta(days=1), by=cast.maya, at=monday)


def letters():
    """What went out since the last look: method, sequence, uid and to whom."""
    out, mail.outbox[:] = list(mail.outbox), []
    found = []
    for letter in out:
        (text, kind) = letter.alternatives[0]
        calendar = Calendar.from_ical(text)
        (event,) = calendar.events
        assert f"method={calendar['METHOD']}" in kind
        found.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["UID"]), tuple(letter.to)))
    return found


BOTH = ("maya@fieldstone.example", "theo@fieldstone.example")


@pytest.mark.usefixtures("_switched_on")
def test_planned_moved_and_excused_are_mailed_to_both_and_count_up(cast, planned, monday):
    uid = str(planned.uid)
    assert (send_due(at=monday), letters()) == (1, [("REQUEST", 0, uid, BOTH)])
    assert (send_due(at=monday), letters()) == (0, [])
    planned.move(monday + timedelta(days=2), by=cast.maya, at=monday)
    send_due(at=monday)
    assert letters() == [("REQUEST", 1, uid, BOTH)]
    planned.excuse(why="Trade fair", by=cast.maya, at=monday)
    send_due(at=monday)
    ((method, cancelled, _, _),) = letters()
    planned.reopen(by=cast.maya, at=monday)
    send_due(at=monday)
    ((again, reopened, _, _),) = letters()
    assert (method, again) == ("CANCEL", "REQUEST")
    assert 1 < cancelled < reopened


@pytest.mark.usefixtures("_switched_on")
def test_what_a_pause_takes_away_is_cancelled(cast, rhythm, monday):
    fall_due_all(monday)
    send_due(at=monday)
    assert [method for method, *_ in letters()] == ["REQUEST", "REQUEST"]
    rhythm.pause(why="Parental leave", by=cast.maya, at=monday)
    send_due(at=monday)
    assert [method for method, *_ in letters()] == ["CANCEL", "CANCEL"]
    assert due(at=monday) == []


@pytest.mark.usefixtures("_switched_on")
def test_what_was_rolled_back_is_never_mailed(cast, monday):
    with transaction.atomic():
        OneOnOne.plan(cast.maya, cast.theo, starts_at=monday + timedelta(days=1), by=cast.maya, at=monday)
        transaction.set_rollback(True)
    assert (send_due(at=monday), letters()) == (0, [])


@pytest.mark.usefixtures("_switched_on")
def test_a_post_office_that_is_closed_is_tried_again_within_the_hour(planned, monday, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due(at=monday) == 0
    assert Mailing.objects.get().sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(at=monday + timedelta(minutes=5)) == 0
    assert send_due(at=monday + timedelta(hours=1)) == 1


def test_nothing_is_mailed_where_the_company_does_not_want_it(planned, monday):
    assert not tasks.post(at=monday)
    assert send_due(at=monday) == 0


@pytest.mark.usefixtures("_switched_on")
def test_the_clock_wakes_the_worker_only_for_something_due(planned, monday):
    assert tasks.post(at=monday)
    tasks.send_invitations.func()
    assert len(letters()) == 1
    assert not tasks.post(at=monday)


@pytest.mark.usefixtures("_switched_on")
def test_the_mail_says_who_and_when_and_nothing_of_what(planned, monday):
    send_due(at=monday)
    letter = mail.outbox[0]
    assert letter.subject == "One-on-one: Maya and Theo, 24 Nov 2026"
    assert "Tuesday, 24 November 2026, 07:40 (UTC), 30 minutes" in letter.body
    assert letter.reply_to == ["maya@fieldstone.example"]


def test_an_administrator_switches_it_on(cast, sign_in):
    assert "Invitations to one-on-ones go out by mail" in sign_in(cast.adam).get("/settings/").content.decode()
    assert "are switched off" in sign_in(cast.theo).get("/settings/calendar/").content.decode()
