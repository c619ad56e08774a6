"""The closing mail: to both, ten minutes after, once."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from touchline.oneonones.models import Closing, Commitment, OneOnOne
from touchline.week.tasks import line_up_closings, send_closing

WHAT, OTHER = "Send Northwind the security answers", "Map the buying group"


@pytest.fixture
def one(cast, monday):
    """Maya and Theo met at 7:30, and marked it as held at 7:40."""
    one = OneOnOne.plan(cast.maya, cast.theo, starts_at=monday - timedelta(minutes=10), by=cast.maya, at=monday - DAY)
    one.hold(by=cast.maya, at=monday)
    return one


@pytest.fixture
def promise(one, monday, cast):
    return Commitment.make(
        WHAT, owner=cast.theo, to=cast.maya, due_on=date(2026, 11, 27), by=cast.maya, at=monday, one_on_one=one
    )


DAY, TEN = timedelta(days=1), timedelta(minutes=10)


def work(at):
    """What clock and worker do at an instant, each of them twice."""
    with time_machine.travel(at, tick=False):
        line_up_closings(at=at)
        line_up_closings(at=at)
        for queued in DBTaskResult.objects.order_by("enqueued_at"):
            send_closing.call(*queued.args_kwargs["args"])


def test_both_get_the_commitments_ten_minutes_after(promise, cast, monday):
    work(monday + TEN - timedelta(seconds=1))
    assert mail.outbox == []
    work(monday + TEN)
    assert [letter.to for letter in mail.outbox] == [[cast.maya.email], [cast.theo.email]]
    to_maya, to_theo = mail.outbox
    assert f"Theo: {WHAT}, by Friday, 27 November" in to_maya.body
    assert f"You: {WHAT}, by Friday, 27 November" in to_theo.body
    assert to_theo.subject == "After your one-on-one with Maya"
    assert WHAT in to_theo.alternatives[0].content


def test_it_is_sent_once_however_often_it_is_held(promise, one, cast, monday):
    work(monday + TEN)
    one.reopen(by=cast.maya, at=monday + TEN)
    one.hold(by=cast.maya, at=monday + TEN)
    work(monday + 3 * TEN)
    assert len(mail.outbox) == 2


def test_what_is_promised_just_after_is_in_it(promise, one, cast, monday):
    Commitment.make(
        OTHER, owner=cast.maya, to=cast.theo, due_on=date(2026, 11, 30), by=cast.maya, at=monday + TEN / 2,
        one_on_one=one,
    )  # fmt: skip
    work(monday + TEN)
    assert mail.outbox == []
    work(monday + 2 * TEN)
    assert all(WHAT in letter.body and OTHER in letter.body for letter in mail.outbox)
    assert len(mail.outbox) == 2


def test_an_undo_takes_it_along(promise, one, cast, monday):
    one.reopen(by=cast.maya, at=monday + TEN / 2)
    work(monday + TEN)
    assert mail.outbox == []


def test_an_undo_while_it_waits_for_the_worker_takes_it_along(promise, one, cast, monday):
    line_up_closings(at=monday + TEN)
    one.reopen(by=cast.maya, at=monday + TEN)
    work(monday + TEN)
    assert mail.outbox == []
    one.hold(by=cast.maya, at=monday + TEN)
    work(monday + 2 * TEN)
    assert len(mail.outbox) == 2


def test_nothing_is_mailed_where_nothing_was_promised(one, monday):
    work(monday + TEN)
    assert mail.outbox == []


def test_what_was_held_long_ago_is_not_mailed(promise, monday):
    work(monday + DAY + TEN)
    assert mail.outbox == []


def test_words_of_another_pair_are_not_in_it(promise, cast, monday):
    Commitment.make(OTHER, owner=cast.priya, to=cast.maya, due_on=date(2026, 11, 27), by=cast.maya, at=monday)
    work(monday + TEN)
    assert not any(OTHER in letter.body for letter in mail.outbox)
    assert {address for letter in mail.outbox for address in letter.to} == {cast.maya.email, cast.theo.email}


def test_the_rep_confirms_from_it_and_the_leader_has_no_such_link(promise, one, monday):
    work(monday + TEN)
    to_maya, to_theo = mail.outbox
    assert "/tap/" not in to_maya.body
    with time_machine.travel(monday + TEN, tick=False):
        Client().post(re.search(r"/tap/\S+", to_theo.body)[0])
    one.refresh_from_db()
    assert one.confirmed_at == monday + TEN


def test_a_mail_server_that_refuses_is_asked_again_later(promise, monday, settings):
    settings.EMAIL_BACKEND, works = "django.core.mail.backends.smtp.EmailBackend", settings.EMAIL_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    work(monday + TEN)
    assert Closing.objects.filter(sent_at=None).count() == 2
    settings.EMAIL_BACKEND = works
    work(monday + 2 * TEN)
    DBTaskResult.objects.all().delete()
    work(monday + 4 * TEN)
    assert len(mail.outbox) == 2


def test_nobody_in_the_demo_gets_mail(promise, cast, monday):
    cast.workspace.demo_anchor = monday.date()
    cast.workspace.save()
    work(monday + TEN)
    assert mail.outbox == []
