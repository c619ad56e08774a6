"""Where somebody can go: the sidebar, the tabs of a phone, the palette."""

import re

import pytest


def tabs(page):
    return re.findall(r'<li class="tab( more)?">', page)


@pytest.mark.parametrize("who", ["maya", "vera", "theo", "adam", "omar"])
def test_a_phone_shows_five_tabs_at_most(cast, sign_in, who):
    page = sign_in(getattr(cast, who)).get("/settings/").content.decode()
    assert 2 <= len(tabs(page)) <= 5


def test_skills_is_a_place_for_everybody_who_works_on_them(cast, sign_in):
    for who in (cast.vera, cast.maya, cast.theo, cast.adam):
        client = sign_in(who)
        assert 'href="/skills/" data-key="g s"' in client.get("/settings/").content.decode(), who
        assert "Go to Skills" in client.get("/palette/?q=skills").content.decode(), who
    omar = sign_in(cast.omar)
    assert 'href="/skills/"' not in omar.get("/settings/").content.decode()
    assert "Go to Skills" not in omar.get("/palette/?q=skills").content.decode()


def test_a_rep_has_skills_among_the_tabs_and_a_leader_among_the_rest(cast, sign_in):
    tab = '<li class="tab"><a class="nav" href="/skills/"'
    assert tab in sign_in(cast.theo).get("/settings/").content.decode()
    assert tab not in sign_in(cast.maya).get("/settings/").content.decode()
