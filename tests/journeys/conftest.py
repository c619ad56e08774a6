"""A real browser on a real server. Without Chromium every journey is skipped, with one line that says so."""

import os
import shutil
from types import SimpleNamespace

import pytest

NO_BROWSER = "No Chromium on this machine: no journey was made. Install it (apt-get install chromium) to make them."
# What Chromium says when a page is left while it still fades in, as a slow machine's is.
HURRIED = "Transition was skipped"
WIDTHS = {"desktop": 1440, "phone": 390, "small phone": 320}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A file, because server and test each have their own connection."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("journeys") / "test.sqlite3")


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Open a tab as a person (None: a visitor) at a width, light or dark; what the console says is in `complaints`."""
    tabs = []

    def go(person=None, *, width=1440, scheme="light", script=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        if person:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": live_server.url}])
        tab = context.new_page()
        tab.set_default_timeout(45_000)
        complaints = []
        tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: str(error).startswith(HURRIED) or complaints.append(str(error)))
        tabs.append(context)
        return SimpleNamespace(tab=tab, complaints=complaints)

    yield go
    for context in tabs:
        context.close()


def session_of(person) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.user.pk)
    session[BACKEND_SESSION_KEY] = "touchline.people.signing_in.Backend"
    session[HASH_SESSION_KEY] = person.user.get_session_auth_hash()
    session.save()
    return session.session_key
