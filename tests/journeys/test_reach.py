"""A link in a mail, pressed in a real browser that has never signed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from touchline.oneonones.models import Commitment, Tap


@pytest.mark.parametrize("width", [1440, 390])
def test_a_promise_is_marked_as_kept_with_one_press(width, cast, open_page):
    """The page sends no referrer, so the browser says "Origin: null" when the button is pressed."""
    now = timezone.now()
    due_on = cast.workspace.today(now) + timedelta(days=1)
    promise = Commitment.make("Call Northwind", owner=cast.theo, to=cast.maya, due_on=due_on, by=cast.maya, at=now)
    page = open_page(width=width)
    page.tab.goto(f"/tap/{Tap.to_keep(promise, at=now)}/")
    page.tab.get_by_role("button", name="Yes, mark it as kept").click()
    page.tab.get_by_role("heading", name="Marked as kept").wait_for()
    promise.refresh_from_db()
    assert promise.is_kept
    assert page.complaints == []
