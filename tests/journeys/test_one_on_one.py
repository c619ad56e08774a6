"""A one-on-one from both sides: prepare, hold, commit, confirm, and next week's agenda carries what is open."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from touchline.oneonones.models import Commitment, Note, OneOnOne, Rhythm, Topic

PROMISE = "Map the buying group at Alba"


@pytest.fixture
def meeting(cast):
    """Maya and Theo meet today for half an hour, and every week; Theo owes a promise since three days."""
    now = timezone.now()
    pair, by = {"leader": cast.maya, "rep": cast.theo}, {"by": cast.maya}
    starts, today = now + timedelta(minutes=5), cast.workspace.today(now)
    if cast.workspace.today(starts) != today:
        starts = now + timedelta(seconds=5)
    one = OneOnOne.plan(**pair, starts_at=starts, at=now, **by)
    OneOnOne.plan(**pair, starts_at=starts + timedelta(days=7), at=now, **by)
    rhythm = Rhythm.objects.create(
        **pair, every=7, weekday=0, at_time="10:00", starts_on=today, falls_due_from=today, agreed_at=now,
        agenda="Your topics\nGoals\nDeals",
    )  # fmt: skip
    OneOnOne.objects.filter(pk=one.pk).update(rhythm=rhythm)
    Commitment.make(
        "Call Osk", owner=cast.theo, to=cast.maya, due_on=today - timedelta(days=3), at=now - timedelta(days=9), **by
    )
    Topic.raise_("Stuck at Northwind", **pair, by=cast.theo, at=now - timedelta(days=1))
    return one


def following(one):
    return OneOnOne.objects.exclude(pk=one.pk).get(starts_at__gt=one.starts_at)


def promise(tab, what):
    tab.get_by_label("Will do what").fill(what)
    tab.get_by_role("button", name="Add commitment").click()
    expect(tab.locator("#commitments")).to_contain_text(what)


@pytest.mark.parametrize("width", [1440, 390])
def test_prepare_hold_commit_confirm_and_the_next_agenda_carries_what_is_open(cast, meeting, open_page, width):
    theo = open_page(cast.theo, width=width).tab
    theo.goto(f"/one-on-ones/{meeting.pk}/")
    theo.get_by_label("New topic").fill("Can I shadow a close call?")
    theo.get_by_role("button", name="Add topic").click()
    expect(theo.locator("#agenda")).to_contain_text("Can I shadow a close call?")

    page = open_page(cast.maya, width=width)
    maya = page.tab
    maya.goto(f"/one-on-ones/{meeting.pk}/")
    expect(maya.locator("#brief")).to_contain_text("You could ask")
    expect(maya.locator("#agenda ol.order")).to_have_text("Your topicsGoalsDeals")
    expect(maya.locator("#agenda .rows").first).to_contain_text("Promise past due: Theo")
    maya.get_by_role("button", name="Start the clock").click()
    expect(maya.get_by_role("timer")).to_have_text("0 of 30 min")
    maya.get_by_role("button", name="Settled: Stuck at Northwind").click()
    expect(maya.get_by_role("button", name="Settled: Stuck at Northwind")).to_have_attribute("aria-pressed", "true")
    maya.get_by_label("Your notes").fill("Osk decides on Thursday.")
    expect(maya.locator("#saved")).to_contain_text("Saved")
    promise(maya, PROMISE)
    maya.get_by_role("button", name="Finish").click()
    expect(maya.get_by_role("main")).to_contain_text(re.compile("Held"))
    expect(maya.get_by_label("Will do what")).to_have_value("")

    theo.goto(f"/one-on-ones/{meeting.pk}/")
    expect(theo.get_by_label("New topic")).to_have_value("")
    expect(theo.get_by_role("main")).to_contain_text("Osk decides on Thursday.")
    theo.get_by_role("button", name="Yes, it took place").click()
    expect(theo.get_by_role("main")).to_contain_text("Confirmed by Theo")

    maya.goto(f"/one-on-ones/{following(meeting).pk}/")
    expect(maya.locator("#agenda")).to_contain_text("Can I shadow a close call?")
    expect(maya.locator("#agenda")).not_to_contain_text("Stuck at Northwind")
    expect(maya.locator("#agenda")).to_contain_text("Call Osk")
    expect(maya.locator("#commitments")).to_contain_text(PROMISE)
    assert not page.complaints


def test_a_leader_holds_it_without_touching_the_mouse(cast, meeting, open_page):
    tab = open_page(cast.maya).tab
    tab.goto(f"/one-on-ones/{meeting.pk}/")
    press_on(tab, tab.get_by_role("button", name="Settled: Stuck at Northwind"), "Space")
    expect(tab.get_by_role("button", name="Settled: Stuck at Northwind")).to_have_attribute("aria-pressed", "true")
    press_on(tab, tab.get_by_label("Will do what"), PROMISE)
    tab.keyboard.press("Enter")
    expect(tab.locator("#commitments")).to_contain_text(PROMISE)
    press_on(tab, tab.get_by_role("button", name="Finish"), "Enter")
    expect(tab.get_by_role("main")).to_contain_text("Held")
    tab.goto("/commitments/")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    tab.keyboard.press("x")
    expect(tab.locator("#commitments")).not_to_contain_text("Call Osk")
    expect(tab.locator("[data-rows] .tick").first).to_be_focused()
    tab.goto("/commitments/?several=1")
    tab.keyboard.press("j")
    tab.keyboard.press("m")
    expect(tab.get_by_text("Missed: 1 promise")).to_be_visible()
    assert list(Commitment.objects.order_by("pk").values_list("state", flat=True)) == ["kept", "missed"]


def press_on(tab, wanted, keys):
    """Reach `wanted` with the tabulator alone, then press a key or type."""
    for _ in range(200):
        if wanted.evaluate("each => each === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press(keys) if keys in ("Space", "Enter") else tab.keyboard.type(keys)


def test_words_typed_without_a_connection_are_kept_and_saved_when_it_is_back(cast, meeting, open_page):
    tab = open_page(cast.theo, width=390).tab
    tab.goto(f"/one-on-ones/{meeting.pk}/")
    tab.context.set_offline(True)
    tab.get_by_label("Your notes").fill("Written on the train")
    expect(tab.locator("#saved")).to_have_text("Not saved yet: no connection. Kept on this device.")
    tab.get_by_label("New topic").fill("A thought on the train")
    tab.context.set_offline(False)
    expect(tab.locator("#saved")).to_contain_text("Saved")
    assert Note.objects.get().body == "Written on the train"

    tab.route("**/notes/", lambda route: route.abort())
    tab.get_by_label("Your notes").fill("Written on the train, and in the tunnel")
    expect(tab.locator("#saved")).to_have_text("Not saved yet: no connection. Kept on this device.")
    tab.unroute("**/notes/")
    tab.reload()
    expect(tab.get_by_label("Your notes")).to_have_value("Written on the train, and in the tunnel")
    expect(tab.get_by_label("New topic")).to_have_value("A thought on the train")
    expect(tab.locator("#saved")).to_contain_text("Saved")
    assert Note.objects.get().body == "Written on the train, and in the tunnel"
    assert not tab.evaluate("Object.keys(localStorage).filter((key) => key.includes('/notes/')).length")
