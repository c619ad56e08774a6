"""Slack and Teams: what is posted, how patiently, and what a person sees of it."""

import json
from datetime import timedelta

import pytest
import time_machine

from touchline.people.models import Notice, Webhook
from touchline.people.tests.recorder import recording
from touchline.people.webhooks import patience, post_waiting

SECRET = "https://hooks.slack.com/services/T0/B0/topsecret"


@pytest.fixture
def recorder(settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with recording() as recorder:
        yield recorder


@pytest.fixture
def webhook(cast, recorder, tuesday):
    return Webhook.add(cast.theo, kind="slack", address=recorder.address, events=["topic", "due"], at=tuesday)


@pytest.fixture
def tuesday(monday):
    """Tuesday at 9:40, outside everybody's quiet hours."""
    return monday + timedelta(days=1, hours=2)


@pytest.fixture(autouse=True)
def _it_is_tuesday(tuesday):
    with time_machine.travel(tuesday, tick=False):
        yield


def line_up(webhook, *texts, at):
    Notice.line_up(
        [
            Notice(webhook=webhook, event="topic", about=text, text=text, url="http://localhost/x", lined_up_at=at)
            for text in texts
        ]
    )


def test_what_waits_goes_out_as_one_message_and_once(webhook, recorder, tuesday):
    line_up(webhook, "Maya & Theo <b>", "Maya and Priya", at=tuesday)
    assert post_waiting(at=tuesday) == 1
    assert post_waiting(at=tuesday + timedelta(minutes=5)) == 0
    line_up(webhook, "Maya & Theo <b>", at=tuesday)
    assert post_waiting(at=tuesday + timedelta(minutes=9)) == 0
    assert recorder.posted == [
        {"text": "Maya &amp; Theo &lt;b&gt; <http://localhost/x|Open>\nMaya and Priya <http://localhost/x|Open>"}
    ]


def test_teams_takes_a_card_in_which_a_name_is_no_markdown(webhook, recorder, tuesday):
    Webhook.objects.update(kind="teams")
    line_up(webhook, "Maya *and* Theo", at=tuesday)
    post_waiting(at=tuesday)
    card = recorder.posted[0]["attachments"][0]["content"]
    assert (card["type"], card["body"][0]["text"]) == ("AdaptiveCard", r"Maya \*and\* Theo [Open](http://localhost/x)")


def test_patience_that_is_asked_for_is_kept_and_nothing_is_lost(webhook, recorder, tuesday):
    recorder.answers = [(429, {"Retry-After": "90"}), (200, {})]
    line_up(webhook, "Maya and Theo", at=tuesday)
    assert post_waiting(at=tuesday) == 0
    assert post_waiting(at=tuesday + timedelta(seconds=89)) == 0
    assert len(recorder.posted) == 1
    assert post_waiting(at=tuesday + timedelta(seconds=90)) == 1
    webhook.refresh_from_db()
    assert (len(recorder.posted), webhook.failures, webhook.problem) == (2, 0, "")


def test_a_second_passes_between_two_messages(webhook, recorder, tuesday):
    line_up(webhook, "Maya and Theo", at=tuesday)
    post_waiting(at=tuesday)
    line_up(webhook, "Maya and Priya", at=tuesday)
    assert post_waiting(at=tuesday + timedelta(milliseconds=900)) == 0
    assert post_waiting(at=tuesday + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("30", 30), ("Tue, 24 Nov 2026 09:41:00 GMT", 60), ("soon", 60), ("", 60), ("9" * 30, 86_400)],
)
def test_retry_after_is_seconds_or_an_instant(asked, seconds, tuesday):
    assert patience(asked, at=tuesday) == timedelta(seconds=seconds)


def test_five_failures_pause_it_and_resuming_does_not_catch_up(webhook, recorder, tuesday):
    recorder.answers = [(500, {})] * 5
    at = tuesday
    for _ in range(5):
        line_up(webhook, "Maya and Theo", at=at)
        post_waiting(at=at)
        webhook.refresh_from_db()
        Webhook.objects.update(next_at=at)
    assert webhook.paused_at == tuesday
    assert webhook.problem == "127.0.0.1 did not take the message (answer 500)."
    assert post_waiting(at=at) == 0
    webhook.resume(at=at)
    assert post_waiting(at=at) == 0
    assert len(recorder.posted) == 5


def test_an_address_that_is_gone_pauses_it_at_once(webhook, recorder, tuesday):
    recorder.answers = [(410, {})]
    line_up(webhook, "Maya and Theo", at=tuesday)
    post_waiting(at=tuesday)
    webhook.refresh_from_db()
    assert webhook.paused_at == tuesday
    assert "no longer takes messages" in webhook.problem


def test_nothing_is_posted_in_quiet_hours_or_for_somebody_who_left(webhook, recorder, cast, tuesday):
    night = tuesday.replace(hour=22)
    line_up(webhook, "Maya and Theo", at=night)
    assert post_waiting(at=night) == 0
    cast.theo.leave(by=cast.adam, on=tuesday.date())
    assert post_waiting(at=tuesday + timedelta(days=1)) == 0
    assert recorder.posted == []


def test_the_address_is_kept_sealed_and_never_shown_again(cast, sign_in):
    theo = sign_in(cast.theo)
    theo.post("/settings/reach/webhooks/", {"kind": "slack", "address": SECRET, "events": ["due"]})
    webhook = cast.theo.webhooks.get()
    assert webhook.address == SECRET
    assert "topsecret" not in webhook.sealed_address
    body = theo.get("/settings/reach/").content.decode()
    assert "Slack at hooks.slack.com" in body
    assert "topsecret" not in body


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"kind": "slack", "address": "http://hooks.slack.com/x", "events": ["due"]}, "begins with https://"),
        ({"kind": "slack", "address": SECRET}, "Choose at least one."),
        ({"kind": "irc", "address": SECRET, "events": ["due"]}, "Choose one from the list"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_what_to_do(sent, says, cast, sign_in):
    response = sign_in(cast.theo).post("/settings/reach/webhooks/", sent)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Webhook.objects.exists()


def test_the_sixth_address_is_refused(cast, sign_in, tuesday):
    for _ in range(5):
        Webhook.add(cast.theo, kind="slack", address=SECRET, events=["due"], at=tuesday)
    sent = {"kind": "slack", "address": SECRET, "events": ["due"]}
    response = sign_in(cast.theo).post("/settings/reach/webhooks/", sent)
    assert response.status_code == 422
    assert "5 addresses are the most" in response.content.decode()


def test_the_test_button_says_at_once_whether_it_works(webhook, recorder, cast, sign_in, tuesday):
    theo, path = sign_in(cast.theo), f"/settings/reach/webhooks/{webhook.pk}/tested/"
    recorder.answers = [(403, {}), (200, {})]
    assert "no longer takes messages" in theo.post(path, follow=True).content.decode()
    assert "Slack took the message." in theo.post(path, follow=True).content.decode()
    assert "Try again in a minute." in theo.post(path, follow=True).content.decode()
    assert json.dumps(recorder.posted).count("This is a test from Touchline.") == 2
    webhook.refresh_from_db()
    assert webhook.paused_at is None


def test_an_address_inside_our_own_network_is_not_called(cast, sign_in, settings, tuesday):
    settings.OUTGOING_ALLOWED = []
    webhook = Webhook.add(cast.theo, kind="slack", address="https://127.0.0.1/x", events=["due"], at=tuesday)
    said = sign_in(cast.theo).post(f"/settings/reach/webhooks/{webhook.pk}/tested/", follow=True).content.decode()
    assert "lies inside a private network" in said


@pytest.mark.parametrize("act", ["chosen", "tested", "resumed", "removed"])
def test_nobody_else_touches_a_webhook(act, webhook, cast, sign_in, recorder):
    path = f"/settings/reach/webhooks/{webhook.pk}/{act}/"
    assert sign_in(cast.maya).post(path, {"events": ["due"]}).status_code == 404
    assert recorder.posted == []
    assert Webhook.objects.get().events == ["due", "topic"]


def test_events_are_chosen_anew_and_an_address_is_removed(webhook, cast, sign_in):
    theo, path = sign_in(cast.theo), f"/settings/reach/webhooks/{webhook.pk}"
    theo.post(f"{path}/chosen/", {"events": ["overdue"]})
    assert Webhook.objects.get().events == ["overdue"]
    assert "Choose at least one" in theo.post(f"{path}/chosen/", {}, follow=True).content.decode()
    theo.post(f"{path}/removed/")
    assert not Webhook.objects.exists()
