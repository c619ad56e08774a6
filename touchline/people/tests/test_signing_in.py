"""Who comes in, how slowly guessing goes, and what a second factor changes."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection

from touchline.people.models import Person, User

PASSWORD = "a wet pitch in november"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def maya(cast):
    """Maya with a password; the rate limits of earlier stories are forgotten."""
    cache.clear()
    cast.maya.user.set_password(PASSWORD)
    cast.maya.user.save()
    return cast.maya


def sign_in_with(client, password, email="maya@fieldstone.example", **headers):
    return client.post("/accounts/login/", {"login": email, "password": password}, **headers)


def test_e_mail_and_password_sign_in(client, maya):
    assert sign_in_with(client, PASSWORD, email="MAYA@fieldstone.example")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(maya.user_id)


def test_signing_in_changes_the_session_key(client, maya):
    client.get("/accounts/login/")
    client.session["before"] = 1
    before = client.session.session_key
    sign_in_with(client, PASSWORD)
    assert client.session.session_key != before


def test_nobody_signs_up_by_themselves(client, maya):
    client.post("/accounts/signup/", {"email": "new@fieldstone.example", "password1": PASSWORD})
    assert not User.objects.filter(email="new@fieldstone.example").exists()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, maya):
    def answer(email):
        response = sign_in_with(client, "not the password", email=email)
        return response.status_code, response.content.decode().replace(email, "")

    def without_token(page):
        return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

    known, unknown = answer("maya@fieldstone.example"), answer("nobody@fieldstone.example")
    assert known[0] == unknown[0]
    assert without_token(known[1]) == without_token(unknown[1])


def test_resetting_a_password_does_not_say_who_has_a_login(client, maya):
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("maya@fieldstone.example", "nobody@fieldstone.example")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}


def test_a_reset_mail_leads_to_a_new_password_and_ends_other_sessions(client, maya, sign_in):
    elsewhere = sign_in(maya)
    client.post("/accounts/password/reset/", {"email": "maya@fieldstone.example"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "another wet pitch", "password2": "another wet pitch"})
    assert User.objects.get(pk=maya.user_id).check_password("another wet pitch")
    assert elsewhere.get("/settings/").status_code == 302


def test_a_forged_host_gets_no_reset_mail(client, maya):
    response = client.post("/accounts/password/reset/", {"email": "maya@fieldstone.example"}, HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert not mail.outbox


def test_after_five_wrong_passwords_the_right_one_waits_too(client, maya):
    for n in range(5):
        sign_in_with(client, f"guess {n}")
    sign_in_with(client, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_pretending_to_be_another_address_changes_no_limit(client, maya):
    for n in range(6):
        sign_in_with(client, f"guess {n}", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    sign_in_with(client, PASSWORD, HTTP_X_FORWARDED_FOR="10.9.9.9")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_outside(client, maya, next_page):
    response = client.post("/accounts/login/", {"login": maya.email, "password": PASSWORD, "next": next_page})
    assert response["Location"] == "/"


def test_a_login_that_stands_for_nobody_comes_no_further(client, maya):
    Person.objects.filter(pk=maya.pk).update(user=None)
    sign_in_with(client, PASSWORD)
    assert client.get("/settings/")["Location"].startswith("/accounts/login/")


def test_a_login_whose_person_is_gone_is_signed_out(maya, sign_in):
    client = sign_in(maya)
    Person.objects.filter(pk=maya.pk).update(user=None)
    assert client.get("/settings/").status_code == 302


def test_a_switched_off_login_cannot_sign_in(client, maya):
    User.objects.filter(pk=maya.user_id).update(is_active=False)
    sign_in_with(client, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_new_address_counts_once_its_link_was_opened(client, maya):
    sign_in_with(client, PASSWORD)
    asked_again = client.post("/accounts/email/", {"action_add": "", "email": "maya@new.example"})
    assert asked_again["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "maya@new.example"})
    maya.refresh_from_db()
    assert maya.email == "maya@fieldstone.example"
    message = next(message for message in mail.outbox if message.to == ["maya@new.example"])
    link = next(word for word in message.body.split() if "/confirm-email/" in word)
    client.post("/" + link.split("/", 3)[3])
    maya.refresh_from_db()
    assert (maya.email, User.objects.get(pk=maya.user_id).email) == ("maya@new.example", "maya@new.example")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_database_never_holds_a_second_factors_secret_in_the_clear(maya):
    TOTP.activate(maya.user, SECRET)
    codes = RecoveryCodes.activate(maya.user)
    seed = get_adapter().decrypt(codes.instance.data["seed"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = json.dumps(cursor.fetchall())
    assert SECRET not in stored
    assert seed not in stored
    assert not any(code in stored for code in codes.generate_codes())


def test_another_key_cannot_read_the_secret(maya, settings):
    from cryptography.fernet import InvalidToken

    TOTP.activate(maya.user, SECRET)
    settings.MFA_KEY = "another key"
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(Authenticator.objects.get().data["secret"])


def test_with_an_authenticator_the_password_alone_does_not_sign_in(client, maya):
    TOTP.activate(maya.user, SECRET)
    assert sign_in_with(client, PASSWORD)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert client.session["_auth_user_id"] == str(maya.user_id)


def test_a_recovery_code_signs_in_once(client, maya):
    TOTP.activate(maya.user, SECRET)
    code = RecoveryCodes.activate(maya.user).generate_codes()[0]
    for expected in (True, False):
        sign_in_with(client, PASSWORD)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is expected
        client.logout()


def test_every_login_has_a_known_address_so_it_may_have_a_second_factor(maya):
    assert EmailAddress.objects.get(user=maya.user).verified


@pytest.fixture
def strict(cast):
    cast.workspace.second_factor_required = True
    cast.workspace.save()
    return cast


@pytest.mark.parametrize("who", ["maya", "vera", "adam"])
def test_leaders_and_administrators_see_nothing_before_they_have_a_second_factor(strict, sign_in, who):
    client = sign_in(getattr(strict, who))
    for path in ("/", "/settings/", "/people/"):
        assert client.get(path)["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/settings/profile/", {"name": "X", "theme": "dark"})["Location"] == "/accounts/2fa/"


def test_with_a_second_factor_they_go_on(strict, sign_in):
    TOTP.activate(strict.maya.user, SECRET)
    assert sign_in(strict.maya).get("/settings/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(strict, sign_in):
    RecoveryCodes.activate(strict.maya.user)
    assert sign_in(strict.maya).get("/settings/").status_code == 302


@pytest.mark.parametrize("who", ["theo", "omar", "stranger"])
def test_reps_executives_and_other_companies_are_not_asked(strict, sign_in, who):
    assert sign_in(getattr(strict, who)).get("/settings/").status_code == 200
