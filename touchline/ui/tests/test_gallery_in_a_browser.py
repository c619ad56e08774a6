"""The gallery in Chromium: no accessibility violation at any size or theme, no sideways scroll, keys that work."""

import os
import shutil

import pytest

WIDTHS = [1440, 390, 320]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("NO CHROMIUM: the gallery was not opened in a browser")
    # Playwright keeps an event loop running, and Django would take every query for one from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_gallery(chromium, cast, sign_in, live_server):
    """Open the gallery as Maya; the page carries what the browser complained about as `complaints`."""
    session = sign_in(cast.maya).cookies["sessionid"].value
    contexts = []

    def go(width=1440, theme="light", **kwargs):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **kwargs)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live_server.url}/ui/")
        return page

    yield go
    for context in contexts:
        context.close()


def violations(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:5]) for each in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_gallery_is_accessible(open_gallery, width, theme):
    page = open_gallery(width, theme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_the_check_itself_sees_a_fault(open_gallery):
    page = open_gallery()
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [rule for rule, _ in violations(page)] == ["html-has-lang"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_palette_toast_and_refusal_are_accessible(open_gallery, theme):
    page = open_gallery(1440, theme)
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click("#forms form button.btn")
    page.wait_for_selector("#forms .problem")
    assert page.evaluate("document.activeElement.className") == "problem"
    assert page.title().startswith("Error: ")
    assert violations(page) == []
    page.select_option("[name=focus-skill]", "step")
    page.fill("[name=focus-until]", "2026-12-31")
    page.click("#forms form button.btn")
    page.wait_for_selector("#toasts .toast")
    assert violations(page) == []


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/nothing/"])
def test_pages_before_sign_in_are_accessible(chromium, cast, live_server, url):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(live_server.url + url)
    assert violations(page) == []
    page.close()


def test_keys_jump_but_never_from_a_field(open_gallery):
    page = open_gallery()
    page.focus("[name=focus-good]")
    page.keyboard.type("go?/")
    assert page.input_value("[name=focus-good]") == "go?/"
    assert not page.evaluate("document.querySelector('#keys').open || document.querySelector('#palette').open")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.evaluate("document.querySelector('#keys').open")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/imports/")


def test_the_gallery_needs_no_script(open_gallery):
    page = open_gallery(java_script_enabled=False)
    page.click("#forms form button.btn")
    assert page.title().startswith("Error: Gallery")
    assert page.locator(".problem a").count() == 2
