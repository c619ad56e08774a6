"""Everybody searches what they may read, and nobody finds anything of others."""

import pytest

from touchline.oneonones.models import Commitment, Note, OneOnOne, PrivateNote, Topic

EVERYWHERE = ["Note", "Note only you can see", "Topic", "Commitment", "One-on-one"]


@pytest.fixture
def told(cast, today_one, monday):
    """“Alba” stands in every kind of text of Maya and Priya."""
    pair, at = {"leader": cast.maya, "rep": cast.priya}, monday
    Note.write(today_one, by=cast.priya, body="We talked.\nAlba wants three years", version=0, at=at)
    PrivateNote.write(today_one, by=cast.maya, body="alba is too big for her", version=0, at=at)
    Topic.raise_("Alba: who signs", **pair, by=cast.priya, at=at)
    Commitment.make("Map ALBA", owner=cast.priya, to=cast.maya, due_on=at.date(), by=cast.maya, at=at)
    held = OneOnOne.objects.get(due_on="2026-11-16")
    held.reopen(by=cast.maya, at=at)
    held.excuse(why="At Alba for the day", by=cast.maya, at=at)
    return today_one


def kinds(client, q="alba"):
    text = client.get("/one-on-ones/search/", {"q": q}).text
    return sorted(kind for kind in EVERYWHERE if f"{kind}, " in text)


def test_the_leader_finds_every_kind_whatever_the_case(cast, told, sign_in):
    maya = sign_in(cast.maya)
    assert kinds(maya) == sorted(EVERYWHERE)
    page = maya.get("/one-on-ones/search/?q=alba").text
    assert "5 places mention “alba”" in page
    assert "We talked. <mark>Alba</mark> wants three years" in page
    assert f'href="/one-on-ones/{told.pk}/"' in page


def test_the_rep_finds_what_is_shared_and_no_private_note_of_the_leader(cast, told, sign_in):
    assert kinds(sign_in(cast.priya)) == ["Commitment", "Note", "One-on-one", "Topic"]


@pytest.mark.parametrize("who", ["theo", "noor", "ines", "vera", "omar", "adam", "stranger"])
def test_nobody_else_finds_anything(cast, told, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert kinds(client) == []
    assert "Nothing of yours mentions “alba”" in client.get("/one-on-ones/search/?q=alba").text


def test_a_former_leader_finds_no_more_than_what_is_theirs(cast, told, sign_in):
    cast.priya.move(to=cast.ines, by=cast.adam, on=told.due_on)
    assert kinds(sign_in(cast.maya)) == ["Commitment", "Note only you can see"]
    assert kinds(sign_in(cast.ines)) == []


def test_the_other_is_found_by_name_and_a_long_note_is_cut_around_the_word(cast, told, sign_in, monday):
    body = f"{'word ' * 60}Brightline{' more' * 60}"
    Note.write(told, by=cast.maya, body=body, version=0, at=monday)
    page = sign_in(cast.priya).get("/one-on-ones/search/?q=brightline").text
    assert "<mark>Brightline</mark> more more" in page
    assert page.count("word ") < 20
    assert kinds(sign_in(cast.priya), "okonkwo") == ["One-on-one"]


def test_one_letter_is_too_little_and_signs_mean_themselves(cast, told, sign_in):
    maya = sign_in(cast.maya)
    assert "Search your one-on-ones</h1>" in maya.get("/one-on-ones/search/?q=a").text
    assert kinds(maya, "%%") == []


def test_a_search_costs_six_queries_at_most(cast, told, django_assert_max_num_queries, monday):
    from touchline.oneonones.queries.search import search_page

    with django_assert_max_num_queries(6):
        assert len(search_page(cast.maya, q="alba", now=monday).hits) == 5


def test_the_palette_leads_to_the_search(cast, sign_in):
    found = sign_in(cast.maya).get("/palette/", {"q": "alba &co"}, headers={"HX-Request": "true"}).text
    assert 'data-href="/one-on-ones/search/?q=alba+%26co"' in found
