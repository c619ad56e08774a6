"""Where no mail server is set up, no link that opens an account is written anywhere."""

import logging

import pytest
from django.core import mail

from touchline.people.mailing import NO_POST

RESET = "/accounts/password/reset/"


@pytest.fixture
def nothing_is_sent(settings):
    settings.EMAIL_BACKEND = NO_POST


def test_a_mail_leaves_one_line_without_a_word_of_it(nothing_is_sent, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        mail.send_mail("Your secret", "http://localhost/key/e-div4vo", None, ["maya@fieldstone.example"])
    assert [record.getMessage() for record in caplog.records] == [
        "A mail to 1 address was not sent: EMAIL_URL names no mail server."
    ]
    assert "e-div4vo" not in "".join(capfd.readouterr())


def test_a_visitor_cannot_have_a_reset_link_written_to_the_log(client, cast, nothing_is_sent, caplog, capfd):
    cast.maya.user.set_password("a wet pitch in november")
    cast.maya.user.save()
    with caplog.at_level(logging.DEBUG):
        known = client.post(RESET, {"email": "maya@fieldstone.example"})
        unknown = client.post(RESET, {"email": "nobody@fieldstone.example"})
    assert "/reset/key/" not in caplog.text + "".join(capfd.readouterr())
    assert known.status_code == unknown.status_code
    for answer in (known, unknown):
        assert "This server sends no mail" in answer.text


def test_the_page_says_so_before_anybody_types(client, cast, nothing_is_sent, settings):
    page = client.get(RESET).text
    assert "This server sends no mail, so no link can reach you. Ask an administrator of your company" in page
    assert "Send the link" not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "Send the link" in client.get(RESET).text


def test_the_server_as_it_comes_sends_no_mail(nothing_is_sent):
    """The default of the settings file; under test another stands in its place."""
    from pathlib import Path

    import touchline.settings

    assert (
        f'EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="{NO_POST}")'
        in Path(touchline.settings.__file__).read_text()
    )
