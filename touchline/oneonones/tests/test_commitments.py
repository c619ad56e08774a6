"""Promises both ways: kept, late, missed, dropped, or agreed on anew once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from touchline.oneonones.models import Commitment

DUE = date(2026, 11, 25)


@pytest.fixture
def promise(cast, monday):
    made = monday - timedelta(days=7)
    return Commitment.make("Map the buying group", owner=cast.priya, to=cast.maya, due_on=DUE, by=cast.maya, at=made)


def test_both_see_it_and_nobody_else_does(cast, sign_in, promise):
    assert "Priya to you" in sign_in(cast.maya).get("/commitments/").text
    assert "You to Maya" in sign_in(cast.priya).get("/commitments/").text
    for who in (cast.theo, cast.ines, cast.vera, cast.adam, cast.omar, cast.stranger):
        assert "Map the buying group" not in sign_in(who).get("/commitments/").text
        assert sign_in(who).post(f"/commitments/{promise.pk}/kept/").status_code == 404


def test_a_tick_keeps_it_and_undo_opens_it_again(cast, sign_in, promise):
    priya = sign_in(cast.priya)
    answer = priya.post(f"/commitments/{promise.pk}/kept/", follow=True)
    assert "Kept: Map the buying group" in answer.text
    promise.refresh_from_db()
    assert (promise.state, promise.settled_by, promise.was_kept_late) == ("kept", cast.priya, False)
    priya.post(f"/commitments/{promise.pk}/reopened/")
    promise.refresh_from_db()
    assert promise.is_open


def test_ticked_with_htmx_inside_a_one_on_one_answers_with_its_commitments(cast, sign_in, promise, today_one):
    url = f"/commitments/{promise.pk}/kept/?in={today_one.pk}"
    answer = sign_in(cast.maya).post(url, headers={"HX-Request": "true"})
    assert 'id="commitments"' in answer.text
    assert "Commitments from today" in answer.text


def test_the_page_a_promise_was_ticked_on_comes_back(cast, sign_in, promise):
    client = sign_in(cast.maya)
    ours = client.post(f"/commitments/{promise.pk}/kept/", headers={"Referer": "http://testserver/?a=1"})
    assert ours["Location"] == "/?a=1"
    theirs = client.post(f"/commitments/{promise.pk}/reopened/", headers={"Referer": "https://evil.example/x"})
    assert theirs["Location"] == "/commitments/"


def test_kept_after_its_day_is_kept_late_unless_it_was_done_in_time(cast, promise, monday):
    promise.keep(by=cast.priya, at=monday + timedelta(days=9))
    assert promise.was_kept_late
    promise.reopen(by=cast.priya, at=monday + timedelta(days=9))
    promise.keep(by=cast.priya, at=monday + timedelta(days=9), on=DUE)
    assert not promise.was_kept_late


def test_a_day_to_come_is_no_day_it_was_kept(cast, sign_in, promise):
    answer = sign_in(cast.priya).post(f"/commitments/{promise.pk}/kept/", {"on": "2026-12-24"})
    assert answer.status_code == 422
    assert "must be 23 November 2026 or earlier" in answer.text


def test_a_day_that_is_none_is_refused_and_nothing_is_settled(cast, sign_in, promise):
    answer = sign_in(cast.priya).post(f"/commitments/{promise.pk}/kept/", {"on": "last week"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    promise.refresh_from_db()
    assert promise.is_open


def test_the_day_changes_once_and_only_before_it_is_due(cast, sign_in, promise):
    priya = sign_in(cast.priya)
    refused = priya.post(f"/commitments/{promise.pk}/renegotiated/", {"on": ""})
    assert refused.status_code == 422
    assert "Choose a day." in refused.text
    priya.post(f"/commitments/{promise.pk}/renegotiated/", {"on": "2026-12-02"})
    promise.refresh_from_db()
    assert (promise.due_on, promise.first_due_on) == (date(2026, 12, 2), DUE)
    again = priya.post(f"/commitments/{promise.pk}/renegotiated/", {"on": "2026-12-09"})
    assert again.status_code == 422
    assert "changed once already" in again.text


def test_once_due_the_day_stays(cast, promise, monday):
    with pytest.raises(ValidationError, match="It is due"):
        promise.renegotiate(date(2026, 12, 2), by=cast.priya, at=monday + timedelta(days=2))


def test_dropping_asks_why(cast, sign_in, promise):
    maya = sign_in(cast.maya)
    assert maya.post(f"/commitments/{promise.pk}/dropped/", {"why": ""}).status_code == 422
    maya.post(f"/commitments/{promise.pk}/dropped/", {"why": "Alba went away"})
    assert "dropped: Alba went away" in maya.get("/commitments/?which=settled").text


def test_what_was_missed_is_not_kept_without_opening_it_again(cast, promise, monday):
    promise.miss(by=cast.maya, at=monday)
    with pytest.raises(ValidationError, match="settled as missed"):
        promise.keep(by=cast.priya, at=monday)


@pytest.mark.parametrize(
    ("which", "shown"), [("open", True), ("overdue", True), ("settled", False), ("nonsense", True)]
)
def test_the_filters_show_what_they_say(cast, sign_in, monday, which, shown):
    long_ago = monday - timedelta(days=30)
    due = long_ago.date()
    Commitment.make("Overdue thing", owner=cast.maya, to=cast.priya, due_on=due, by=cast.maya, at=long_ago)
    page = sign_in(cast.maya).get(f"/commitments/?which={which}").text
    assert ("Overdue thing" in page) is shown
    assert "You have 1 promise past due" in page


def test_the_list_costs_the_same_for_hundreds(cast, sign_in, promise, monday, django_assert_max_num_queries):
    client = sign_in(cast.maya)
    for n in range(120):
        Commitment.make(f"Promise {n}", owner=cast.priya, to=cast.maya, due_on=DUE, by=cast.maya, at=monday)
    with django_assert_max_num_queries(8):
        assert "Page 1 of 7" in client.get("/commitments/").text


def test_a_promise_cannot_be_due_before_it_is_made(cast, monday):
    with pytest.raises(ValidationError, match="or later"):
        Commitment.make("X", owner=cast.maya, to=cast.priya, due_on=date(2026, 11, 22), by=cast.maya, at=monday)


@pytest.fixture
def two_owed(cast, monday):
    """Priya owes Maya two things, Theo one."""
    due = date(2026, 11, 20)
    at = monday - timedelta(days=10)
    whose = [("Map Alba", cast.priya), ("Ask Teller", cast.priya), ("Call Osk", cast.theo)]
    return [Commitment.make(what, owner=who, to=cast.maya, due_on=due, by=cast.maya, at=at) for what, who in whose]


def test_several_are_settled_with_one_form_and_taken_back_with_one_press(cast, sign_in, two_owed):
    maya, (first, second, other) = sign_in(cast.maya), two_owed
    answer = maya.post("/commitments/settled/", {"commitment": [first.pk, second.pk], "how": "kept"}, follow=True)
    assert "Kept: 2 promises" in answer.text
    assert [c.is_kept for c in Commitment.objects.order_by("pk")] == [True, True, False]
    undo = f"/commitments/reopened/?ids={first.pk},{second.pk}"
    assert undo in answer.text
    maya.post(undo)
    assert Commitment.objects.open().count() == 3
    assert other.is_open


def test_nobody_settles_the_promises_of_others(cast, sign_in, two_owed):
    first, _, other = two_owed
    refused = sign_in(cast.priya).post("/commitments/settled/", {"commitment": [first.pk, other.pk], "how": "missed"})
    assert refused.status_code == 422
    first.keep(by=cast.maya, at=first.made_at)
    sign_in(cast.ines).post(f"/commitments/reopened/?ids={first.pk}")
    first.refresh_from_db()
    assert first.is_kept
    assert Commitment.objects.open().count() == 2


def test_a_press_without_a_tick_says_what_is_missing(cast, sign_in, two_owed):
    answer = sign_in(cast.maya).post("/commitments/settled/?several=1", {"how": "kept"})
    assert (answer.status_code, "Tick the promises to settle." in answer.text) == (422, True)
    assert 'type="checkbox" name="commitment"' in answer.text


def test_the_one_it_was_made_to_says_how_hard_it_is(cast, sign_in, two_owed):
    promise = two_owed[0]
    assert sign_in(cast.priya).post(f"/commitments/{promise.pk}/graded/", {"difficulty": 1}).status_code == 403
    maya = sign_in(cast.maya)
    maya.post(f"/commitments/{promise.pk}/graded/", {"difficulty": 3})
    promise.refresh_from_db()
    assert promise.difficulty == Commitment.Difficulty.HARD
    assert ", hard" in sign_in(cast.priya).get("/commitments/").text
    assert 'option value="3" selected' in maya.get("/commitments/").text
    maya.post(f"/commitments/{promise.pk}/graded/", {"difficulty": ""})
    promise.refresh_from_db()
    assert promise.difficulty is None


def test_what_is_past_due_leads_the_next_agenda_and_stands_nowhere_else(cast, sign_in, two_owed, today_one):
    page = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").text
    agenda = page[page.index('id="agenda"') : page.index('id="notes"')]
    assert agenda.index("Map Alba") < agenda.index("Nothing on the agenda yet")
    assert "Promise past due: Priya, 10 days old" in agenda
    assert "Commitments from before" not in page
    act = {"HX-Request": "true", "HX-Target": "agenda"}
    kept = sign_in(cast.maya).post(f"/commitments/{two_owed[0].pk}/kept/?in={today_one.pk}&at=agenda", headers=act)
    assert 'id="agenda"' in kept.text
    assert "Kept late" in kept.text
