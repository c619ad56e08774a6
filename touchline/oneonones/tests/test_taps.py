"""Links in mails that act with one press: what they show, what they do, and when they no longer do."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from touchline.oneonones.models import Commitment, OneOnOne, Tap
from touchline.timeline.models import Event

WHAT = "Send Northwind the security answers"


@pytest.fixture
def visitor(cast):
    """Somebody without a session, whose browser sends what it sends from a page without a referrer."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "null"})


@pytest.fixture
def promise(cast, monday):
    return Commitment.make(WHAT, owner=cast.theo, to=cast.maya, due_on=date(2026, 11, 24), by=cast.maya, at=monday)


@pytest.fixture
def held(cast, monday):
    return OneOnOne.log(cast.maya, cast.theo, held_at=monday - timedelta(hours=1), by=cast.maya, at=monday)


def test_looking_changes_nothing_and_pressing_keeps_the_promise(visitor, promise, cast, monday):
    path = f"/tap/{Tap.to_keep(promise, at=monday)}/"
    for _ in range(3):
        assert "Did you keep it?" in visitor.get(path).content.decode()
    visitor.head(path)
    promise.refresh_from_db()
    assert promise.is_open
    assert "Marked as kept" in visitor.post(path).content.decode()
    promise.refresh_from_db()
    assert (promise.state, promise.settled_by) == ("kept", cast.theo)
    assert Event.objects.get(verb="commitment.kept").actor == cast.theo


def test_pressing_confirms_the_one_on_one_for_its_rep(visitor, held, cast, monday):
    path = f"/tap/{Tap.to_confirm(held, at=monday)}/"
    assert "Did your one-on-one take place?" in visitor.get(path).content.decode()
    assert "Confirmed: it took place" in visitor.post(path).content.decode()
    held.refresh_from_db()
    assert held.confirmed_at == monday
    assert Event.objects.get(verb="one_on_one.confirmed").actor == cast.theo


def test_it_acts_once_and_says_so_the_second_time(visitor, promise, cast, monday):
    path = f"/tap/{Tap.to_keep(promise, at=monday)}/"
    visitor.post(path)
    promise.refresh_from_db()
    promise.reopen(by=cast.maya, at=monday)
    for answer in (visitor.post(path), visitor.get(path)):
        assert answer.status_code == 410
        assert "This link was used already" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.is_open


def test_two_presses_at_once_act_once(promise, monday):
    token = Tap.to_keep(promise, at=monday)
    one, other = (Tap.opened_by(token, at=monday) for _ in range(2))
    assert one.use(at=monday).value == "ready"
    assert other.use(at=monday).value == "used"
    assert Event.objects.filter(verb="commitment.kept").count() == 1


def test_no_page_shows_a_name_a_promise_or_a_deal(visitor, promise, held, monday):
    keep, confirm = Tap.to_keep(promise, at=monday), Tap.to_confirm(held, at=monday)
    pages = [visitor.get(f"/tap/{token}/") for token in (keep, confirm, "unknown")]
    pages += [visitor.post(f"/tap/{keep}/"), visitor.post(f"/tap/{confirm}/"), visitor.get(f"/tap/{keep}/")]
    words = " ".join(page.content.decode() for page in pages)
    assert not re.search("Theo|Maya|Northwind|Fieldstone|security", words)


def test_unknown_and_too_old_look_the_same(visitor, promise, monday):
    token = Tap.to_keep(promise, at=monday - Tap.LASTS)
    with time_machine.travel(monday, tick=False):
        old, unknown = (visitor.get(f"/tap/{one}/") for one in (token, "x" * 43))
        assert visitor.post(f"/tap/{token}/").status_code == 404
    assert old.status_code == unknown.status_code == 404
    assert old.content == unknown.content
    assert "This link no longer works" in old.content.decode()
    promise.refresh_from_db()
    assert promise.is_open


def test_what_was_settled_meanwhile_is_said_kindly(visitor, promise, cast, monday):
    path = f"/tap/{Tap.to_keep(promise, at=monday)}/"
    promise.drop(why="The deal is off", by=cast.maya, at=monday)
    for answer in (visitor.get(path), visitor.post(path)):
        assert "This commitment was settled meanwhile" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == "dropped"


def test_a_one_on_one_that_was_opened_again_can_no_longer_be_confirmed(visitor, held, cast, monday):
    path = f"/tap/{Tap.to_confirm(held, at=monday)}/"
    held.reopen(by=cast.maya, at=monday)
    assert "There is nothing left to confirm" in visitor.post(path).content.decode()
    held.refresh_from_db()
    assert held.confirmed_at is None


def test_links_of_somebody_who_left_do_nothing(visitor, promise, cast, monday):
    path = f"/tap/{Tap.to_keep(promise, at=monday)}/"
    cast.theo.leave(by=cast.adam, on=monday.date())
    assert visitor.post(path).status_code == 404


def test_it_goes_to_no_cache_no_index_and_no_other_site(visitor, promise, monday):
    token = Tap.to_keep(promise, at=monday)
    for answer in (visitor.get(f"/tap/{token}/"), visitor.get("/tap/unknown/"), visitor.post(f"/tap/{token}/")):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_guessing_is_slowed_down(visitor):
    answers = [visitor.get(f"/tap/{number}/") for number in range(22)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429] * 2
    assert "Wait a minute" in answers[-1].content.decode()


def test_only_the_hash_is_kept_and_old_links_are_forgotten(promise, monday):
    token = Tap.to_keep(promise, at=monday)
    assert token not in str(list(Tap.objects.values_list()))
    Tap.forget(at=monday + timedelta(days=13))
    assert Tap.objects.exists()
    Tap.forget(at=datetime(2026, 12, 8, tzinfo=UTC))
    assert not Tap.objects.exists()
