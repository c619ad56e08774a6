"""What every answer carries, whoever asks and however it ends."""

import pytest

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
PAGES = [
    ("maya", "/settings/", 200),
    ("maya", "/people/", 200),
    ("maya", "/accounts/2fa/", 200),
    ("maya", "/no/such/page/", 404),
    ("theo", "/people/", 404),
    (None, "/accounts/login/", 200),
    (None, "/accounts/password/reset/", 200),
    (None, "/invitations/made-up/", 404),
    (None, "/people/", 302),
    (None, "/people/1/moved/", 302),
]


def check(response):
    assert {part.strip() for part in response["Content-Security-Policy"].split(";") if part.strip()} == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(("who", "path", "status"), PAGES)
def test_every_answer_carries_the_policy(cast, client, sign_in, who, path, status):
    response = (sign_in(getattr(cast, who)) if who else client).get(path)
    assert response.status_code == status
    check(response)


@pytest.mark.parametrize("path", ["/settings/", "/people/", "/accounts/2fa/", "/no/such/page/"])
def test_no_personal_page_is_kept_by_a_browser_or_a_proxy(cast, sign_in, path):
    assert "no-store" in sign_in(cast.maya).get(path)["Cache-Control"]


def broken(request):
    raise RuntimeError("the shell is broken, and secret-in-the-exception with it")


def test_a_page_that_breaks_says_nothing_of_why_and_still_carries_the_policy(cast, sign_in, settings):
    settings.TOUCHLINE_SHELL = "touchline.people.tests.test_headers.broken"
    client = sign_in(cast.maya)
    client.raise_request_exception = False
    response = client.get("/settings/")
    assert response.status_code == 500
    assert "secret-in-the-exception" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    check(response)


def test_a_refused_form_and_a_missing_token_carry_the_policy(cast, sign_in):
    client = sign_in(cast.adam)
    check(client.post("/settings/workspace/", {"name": ""}))
    client.handler.enforce_csrf_checks = True
    refused = client.post("/settings/workspace/", {"name": "X"})
    assert refused.status_code == 403
    check(refused)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast, client):
    cast.maya.user.set_password("a wet pitch in november")
    cast.maya.user.save()
    client.post("/accounts/login/", {"login": cast.maya.email, "password": "a wet pitch in november"})
    client.get("/settings/")
    assert {"sessionid", "csrftoken"} <= client.cookies.keys()
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_a_get_changes_no_state(cast, sign_in):
    """Signing out asks first, so no link can do it."""
    client = sign_in(cast.maya)
    client.get("/accounts/logout/")
    assert client.get("/settings/").status_code == 200


def test_signing_out_leaves_nothing_on_a_shared_laptop(cast, sign_in):
    client = sign_in(cast.maya)
    assert "Clear-Site-Data" not in client.get("/settings/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/accounts/login/")
