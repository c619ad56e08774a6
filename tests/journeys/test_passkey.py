"""A passkey is enrolled and signs in, in a real browser with an authenticator of its own."""

import pytest
from playwright.sync_api import expect

PASSWORD = "a wet pitch in november"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def tab(cast, transactional_db, open_page):
    cast.maya.user.set_password(PASSWORD)
    cast.maya.user.save()
    opened = open_page()
    yield opened.tab
    assert opened.complaints == []


@pytest.fixture
def keys(tab):
    """The browser's session with its authenticator: what a finger on the reader would do happens by itself."""
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    number = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    yield lambda verb, **given: session.send(f"WebAuthn.{verb}", {"authenticatorId": number, **given})
    session.detach()


def enrol(tab, cast):
    tab.goto("/accounts/login/")
    tab.locator("[name=login]").fill(cast.maya.email)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(lambda url: "/accounts/" not in url)
    tab.goto("/accounts/2fa/webauthn/add/")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Go on").click()
    tab.locator("[name=name]").fill("Maya’s laptop")
    if tab.locator("[name=passwordless]").count():
        tab.locator("[name=passwordless]").check()
    tab.get_by_role("button", name="Add passkey").click()
    tab.wait_for_url(lambda url: "/add/" not in url)


def sign_out(tab):
    tab.goto("/accounts/logout/")
    tab.get_by_role("main").get_by_role("button", name="Sign out").click()
    tab.goto("/accounts/login/")


def test_a_passkey_is_added_and_signs_in_without_a_password(tab, keys, cast):
    enrol(tab, cast)
    (credential,) = keys("getCredentials")["credentials"]
    assert (credential["isResidentCredential"], credential["rpId"]) == (True, "localhost")
    tab.goto("/accounts/2fa/webauthn/")
    expect(tab.get_by_role("link", name="Rename Maya’s laptop")).to_be_visible()
    sign_out(tab)
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url(lambda url: "/accounts/" not in url)
    tab.goto("/settings/")
    expect(tab.get_by_text(cast.maya.email).first).to_be_visible()


def test_a_passkey_that_was_taken_away_opens_nothing(tab, keys, cast):
    enrol(tab, cast)
    sign_out(tab)
    cast.maya.user.authenticator_set.filter(type="webauthn").delete()
    with tab.expect_response(lambda answer: answer.request.method == "POST") as refused:
        tab.get_by_role("button", name="Sign in with a passkey").click()
    assert refused.value.headers["location"] == "/accounts/login/"
    tab.goto("/settings/")
    assert "/accounts/login/" in tab.url
