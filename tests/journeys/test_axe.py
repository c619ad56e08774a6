"""No page of anybody violates axe or the content policy: filled and empty, three widths, light and dark."""

import pytest
from django.utils import timezone

from tests.journeys.looking import WIDE, violations, wrong_on
from tests.laws.arrange import arrange, crowd, path_of
from tests.laws.test_access import TABLE

PEOPLE = ["maya", "theo", "vera", "omar", "adam", None]


@pytest.fixture(scope="module")
def known():
    """The elements of the pages looked at so far."""
    return set()


def look(page, path, known) -> list[str]:
    """Everything wrong with one page; those that are not for this visitor answer otherwise and are left."""
    answer = page.tab.request.get(path, max_redirects=0)
    if answer.status != 200 or not answer.body().startswith(b"<!doctype html>"):
        return []
    page.tab.set_viewport_size({"width": WIDE, "height": 900})
    page.complaints.clear()
    page.tab.goto(path)
    return wrong_on(page, known=known)


def walk(page, world, known) -> list[str]:
    """Look at every page the access table has."""
    return [f"{name} {wrong}" for name in TABLE["get"] for wrong in look(page, path_of(name, world), known)]


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "visitor")
def test_every_page_of_a_company_at_work(who, cast, open_page, known):
    world = arrange(cast, timezone.now())
    crowd(world, timezone.now(), range(6))
    wrong = walk(open_page(who and getattr(world, who)), world, known)
    assert not wrong, "\n".join(wrong)


def test_every_page_before_there_is_anything_on_it(cast, open_page, known):
    """Sven has a workspace with nobody and nothing in it but himself."""
    world = arrange(cast, timezone.now())
    wrong = walk(open_page(cast.stranger), world, known)
    assert not wrong, "\n".join(wrong)


PICTURE = "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')"
GREY = """document.styleSheets[0].insertRule(
    '@media (width: {width}px) and (prefers-color-scheme: {scheme}) ' +
    '{{ main * {{ color: #777; background: #888 }} }}', 0)
"""
TINY = """document.styleSheets[0].insertRule(
    '@media (width: {width}px) {{ .tiny {{ width: 9px; height: 9px; padding: 0; font-size: 1px }} }}', 0)
document.querySelector('main').insertAdjacentHTML('beforeend', '<button class=tiny>a</button><button class=tiny>b')
"""
PLANTED = [
    (1440, "light", "image-alt", PICTURE),
    (390, "dark", "image-alt", PICTURE),
    (1440, "light", "color-contrast", GREY),
    (1440, "dark", "color-contrast", GREY),
    (390, "light", "color-contrast", GREY),
    (390, "dark", "color-contrast", GREY),
    (320, "light", "target-size", TINY),
]


@pytest.mark.parametrize(("width", "scheme", "rule", "script"), PLANTED, ids=lambda it: str(it).split("\n")[0][:20])
def test_what_is_wrong_at_one_width_and_in_one_theme_is_seen_there(width, scheme, rule, script, cast, open_page):
    """The control: a violation planted where one look alone can see it is seen by that look."""
    page = open_page(cast.maya)
    page.tab.goto("/people/")
    page.tab.evaluate(script.format(width=width, scheme=scheme))
    seen = wrong_on(page, known=set())
    assert any(line.startswith(f"{width} {scheme} {rule}") for line in seen), seen


def test_a_style_the_policy_refuses_and_a_page_that_scrolls_sideways_are_seen(cast, open_page):
    page = open_page(cast.maya)
    page.tab.goto("/people/")
    assert violations(page.tab) == []
    page.complaints.clear()
    page.tab.evaluate("document.body.setAttribute('style', 'color: red')")
    page.tab.evaluate("document.styleSheets[0].insertRule('main { min-width: 400px }', 0)")
    seen = wrong_on(page, known=set())
    assert "390: the page scrolls sideways" in seen
    assert any("Content Security Policy" in complaint for complaint in seen)
