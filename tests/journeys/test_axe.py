"""No page of anybody violates axe or the content policy: filled and empty, three widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.journeys.conftest import WIDTHS
from tests.laws.arrange import arrange
from tests.laws.crowd import crowd
from tests.laws.test_access import TABLE, path_of

PEOPLE = ["maya", "theo", "vera", "omar", "adam", None]


def look(page, path) -> list[str]:
    """Everything wrong with one page at every width, light and dark: axe, the console, sideways scrolling."""
    answer = page.tab.request.get(path, max_redirects=0)
    if answer.status != 200 or not answer.body().startswith(b"<!doctype html>"):
        return []
    page.complaints.clear()
    page.tab.goto(path)
    wrong = []
    for width in WIDTHS.values():
        page.tab.set_viewport_size({"width": width, "height": 900})
        if page.tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{width}: the page scrolls sideways")
        for scheme in ("light", "dark"):
            page.tab.emulate_media(color_scheme=scheme)
            violations = Axe().run(page.tab).response["violations"]
            wrong += [f"{width} {scheme} {v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]
    return wrong + page.complaints


def walk(page, world) -> list[str]:
    """Look at every page the access table has; those that are not for this visitor answer otherwise and are left."""
    return [f"{name} {wrong}" for name in TABLE["get"] for wrong in look(page, path_of(name, world))]


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "visitor")
def test_every_page_of_a_company_at_work(who, cast, open_page):
    world = arrange(cast, timezone.now())
    crowd(world, timezone.now(), range(6))
    wrong = walk(open_page(who and getattr(world, who)), world)
    assert not wrong, "\n".join(wrong)


def test_every_page_before_there_is_anything_on_it(cast, open_page):
    """Sven has a workspace with nobody and nothing in it but himself."""
    world = arrange(cast, timezone.now())
    wrong = walk(open_page(cast.stranger), world)
    assert not wrong, "\n".join(wrong)


def test_the_look_sees_what_is_wrong(cast, open_page):
    """The control: a picture without words and a style the policy refuses are both noticed."""
    page = open_page(cast.maya)
    page.tab.goto("/people/")
    page.complaints.clear()
    page.tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')")
    page.tab.evaluate("document.body.setAttribute('style', 'color: red')")
    violations = {v["id"] for v in Axe().run(page.tab).response["violations"]}
    assert "image-alt" in violations
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
