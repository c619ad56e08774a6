"""A rep's year on paper: for the rep and the leader, with what was shared and nothing private."""

from datetime import timedelta

import pytest

from touchline.oneonones.models import Commitment, Note, OneOnOne, PrivateNote, Topic


@pytest.fixture
def year(cast, today_one, monday):
    held = OneOnOne.objects.get(due_on="2026-11-16")
    at = monday - timedelta(days=7)
    Note.write(held, by=cast.priya, body="Alba wants three years", version=0, at=at)
    PrivateNote.write(held, by=cast.maya, body="Consider for promotion", version=0, at=at)
    PrivateNote.write(held, by=cast.priya, body="Ask for a rise", version=0, at=at)
    Topic.raise_("Who signs", leader=cast.maya, rep=cast.priya, by=cast.priya, at=at).settle(
        by=cast.maya, at=at, in_=held
    )
    promise = Commitment.make(
        "Map Alba", owner=cast.priya, to=cast.maya, due_on=at.date(), by=cast.maya, at=at, one_on_one=held
    )
    promise.keep(by=cast.maya, at=at)
    return f"/reps/{cast.priya.pk}/one-on-ones/2026/"


@pytest.mark.parametrize("who", ["maya", "priya"])
def test_the_two_read_what_was_shared_and_no_private_note_of_either(cast, year, sign_in, who):
    text = sign_in(getattr(cast, who)).get(year).text
    assert "5 of 5 one-on-ones held in 2026" in text
    assert "1 of 1 promise kept in time" in text
    for words in ("Alba wants three years", "Who signs", "Map Alba", "Monday 16 November"):
        assert words in text
    assert "promotion" not in text
    assert "rise" not in text


@pytest.mark.parametrize("who", ["theo", "ines", "vera", "omar", "adam", "stranger"])
def test_nobody_else_has_it(cast, year, sign_in, who):
    assert sign_in(getattr(cast, who)).get(year).status_code == 404


def test_a_new_leader_reads_nothing_of_the_time_before(cast, year, today_one, sign_in):
    cast.priya.move(to=cast.ines, by=cast.adam, on=today_one.due_on)
    assert "No one-on-one was due in 2026" in sign_in(cast.ines).get(year).text


def test_a_year_that_cannot_be_is_no_page(cast, year, sign_in):
    assert sign_in(cast.maya).get(year.replace("2026", "9999")).status_code == 404
