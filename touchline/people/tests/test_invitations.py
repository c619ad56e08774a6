"""How somebody gets their login."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from touchline.people.models import Invitation, Person

PASSWORD = "a wet pitch in november"


@pytest.fixture
def lena(cast):
    return Person.join(
        cast.workspace, name="Lena Fischer", email="lena@fieldstone.example", by=cast.adam, on=date(2026, 11, 2)
    )


@pytest.fixture
def invited(cast, lena, sign_in):
    """Lena was invited by Adam; this is the path of her link."""
    page = sign_in(cast.adam).post(f"/people/{lena.pk}/invited/").content.decode()
    return re.search(r"http://localhost:\d+(/invitations/[^\"]+/)", page)[1]


def test_an_invitation_is_mailed_and_its_link_shown_once(cast, lena, sign_in, invited):
    message = mail.outbox[0]
    assert message.to == ["lena@fieldstone.example"]
    assert invited in message.body
    assert message.subject == "Adam Kerr invites you to Touchline at Fieldstone"
    page = sign_in(cast.adam).get(f"/people/{lena.pk}/").content.decode()
    assert "Invited on" in page
    assert invited not in page


def test_the_database_never_holds_the_link(invited):
    token = invited.split("/")[2]
    stored = Invitation.objects.values_list("token_hash", flat=True).get()
    assert token not in stored
    assert len(stored) == 64


def test_the_link_makes_a_login_and_signs_in(client, lena, invited):
    page = client.get(invited).content.decode()
    assert "Lena, choose a password" in page
    assert "Adam Kerr invited you." in page
    assert client.post(invited, {"password": PASSWORD})["Location"] == "/"
    lena.refresh_from_db()
    assert client.session["_auth_user_id"] == str(lena.user_id)
    assert lena.user.check_password(PASSWORD)


def test_the_link_works_once(client, lena, invited):
    client.post(invited, {"password": PASSWORD})
    client.logout()
    again = client.get(invited)
    assert again.status_code == 404
    assert "This link no longer works" in again.content.decode()
    assert client.post(invited, {"password": "another long password"}).status_code == 404


@pytest.mark.parametrize("password", ["short", "password12345", "lena@fieldstone.example"])
def test_a_weak_password_makes_no_login(client, lena, invited, password):
    assert client.post(invited, {"password": password}).status_code == 422
    lena.refresh_from_db()
    assert lena.user is None


def test_a_withdrawn_link_opens_nothing(cast, client, lena, sign_in, invited):
    sign_in(cast.adam).post(f"/people/{lena.pk}/invitation/withdrawn/")
    assert client.get(invited).status_code == 404


def test_a_new_link_ends_the_one_before(cast, client, lena, sign_in, invited):
    sign_in(cast.adam).post(f"/people/{lena.pk}/invited/")
    assert client.get(invited).status_code == 404


def test_a_link_ends_after_fourteen_days(cast, lena, monday):
    _, token = Invitation.send(lena, by=cast.adam, at=monday)
    assert Invitation.open_for(token, at=monday + timedelta(days=13))
    assert Invitation.open_for(token, at=monday + timedelta(days=14)) is None


def test_whoever_left_cannot_come_in_by_an_old_link(cast, client, lena, invited, monday):
    lena.leave(by=cast.adam, on=monday.date())
    assert client.post(invited, {"password": PASSWORD}).status_code == 404


def test_a_made_up_link_and_an_ended_one_look_the_same(client, cast, lena, invited):
    client.post(invited, {"password": PASSWORD})
    client.logout()
    assert client.get(invited).content == client.get("/invitations/made-up/").content


def test_a_link_opened_twice_at_once_makes_one_login(cast, lena, monday):
    _, token = Invitation.send(lena, by=cast.adam, at=monday)
    one, other = Invitation.open_for(token, at=monday), Invitation.open_for(token, at=monday)
    one.accept(password=PASSWORD, at=monday)
    with pytest.raises(ValidationError):
        other.accept(password=PASSWORD, at=monday)


@pytest.mark.parametrize("who", ["theo", "nobody"])
def test_who_cannot_be_invited_gets_a_sentence(cast, sign_in, who):
    nobody = Person.objects.create(workspace=cast.workspace, name="No Address")
    person = nobody if who == "nobody" else cast.theo
    response = sign_in(cast.adam).post(f"/people/{person.pk}/invited/")
    assert response.status_code == 422
    assert not mail.outbox


class Offline:
    """A mail server that does not answer."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError("no route to the mail server")


def test_a_mail_server_that_fails_does_not_lose_the_invitation(cast, lena, sign_in, settings):
    settings.EMAIL_BACKEND = "touchline.people.tests.test_invitations.Offline"
    page = sign_in(cast.adam).post(f"/people/{lena.pk}/invited/").content.decode()
    assert "Give Lena this link yourself" in page
    assert Invitation.objects.filter(person=lena).exists()


def test_only_administrators_invite(cast, lena, sign_in):
    assert sign_in(cast.vera).post(f"/people/{lena.pk}/invited/").status_code == 404
    assert sign_in(cast.stranger).post(f"/people/{lena.pk}/invited/").status_code == 404
    assert not mail.outbox
