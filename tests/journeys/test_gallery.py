"""What components do under the hand: palette, toast, refused form, keys, and the same without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.fixture
def gallery(cast, open_page):
    def go(**look):
        tab = open_page(cast.maya, **look).tab
        tab.goto("/ui/")
        return tab

    return go


def violations(tab) -> list[str]:
    return [violation["id"] for violation in Axe().run(tab).response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_palette_toast_and_refusal_are_accessible(gallery, scheme):
    tab = gallery(scheme=scheme)
    tab.keyboard.press("Control+k")
    tab.wait_for_selector("#palette[open]")
    assert not violations(tab)
    tab.keyboard.press("Escape")
    tab.click("#forms form button.btn")
    tab.wait_for_selector("#forms .problem")
    assert tab.evaluate("document.activeElement.className") == "problem"
    assert tab.title().startswith("Error: ")
    assert not violations(tab)
    tab.select_option("[name=focus-skill]", "step")
    tab.fill("[name=focus-until]", "2026-12-31")
    tab.click("#forms form button.btn")
    tab.wait_for_selector("#toasts .toast")
    assert not violations(tab)


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/nothing/"])
def test_pages_before_sign_in_are_accessible(open_page, url):
    tab = open_page(width=390).tab
    tab.goto(url)
    assert not violations(tab)


def test_keys_jump_but_never_from_a_field(gallery):
    tab = gallery()
    tab.focus("[name=focus-good]")
    tab.keyboard.type("go?/")
    assert tab.input_value("[name=focus-good]") == "go?/"
    assert not tab.evaluate("document.querySelector('#keys').open || document.querySelector('#palette').open")
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("?")
    assert tab.evaluate("document.querySelector('#keys').open")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#keys", state="hidden")
    tab.keyboard.press("g")
    tab.keyboard.press("i")
    tab.wait_for_url("**/imports/")


def test_a_refused_form_says_so_without_script(gallery):
    tab = gallery(script=False)
    tab.click("#forms form button.btn")
    assert tab.title().startswith("Error: Gallery")
    assert tab.locator(".problem a").count() == 2
