"""The administrator looks up who changed what, and finds nothing anybody said."""

from datetime import date
from importlib import import_module

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.cache import cache
from django.utils import timezone

from touchline.crm.models import Quota
from touchline.people.forms.settings import WorkspaceForm
from touchline.people.models import Invitation, Person, Role, Workspace
from touchline.timeline.models import Event, record

DAY = date(2026, 11, 20)
PASSWORD = "a wet pitch in november"


def test_acts_on_facts_are_listed_and_words_between_two_are_not(cast, sign_in, monday):
    record("quota.set", by=cast.maya, about=cast.theo, label="Quota of Theo Brandt set", at=monday)
    record("operator.acted", by=cast.adam, about=None, label="Backup written to kept.tar", at=monday)
    record("commitment.made", by=cast.maya, about=cast.theo, label="Commitment made", at=monday)
    record("goal.agreed", by=cast.maya, about=cast.theo, label="Goal set: Twelve first meetings", at=monday)
    page = sign_in(cast.adam).get("/audit/").text
    assert "Facts and settings were last changed 23 November 2026" in page
    assert "Quota of Theo Brandt set" in page
    assert "Backup written to kept.tar" in page
    assert "Commitment made" not in page
    assert "Twelve first meetings" not in page


def test_access_given_and_ended_is_listed_with_who_did_it(cast, sign_in):
    cast.ines.grant(Role.Kind.ADMINISTRATOR, by=cast.adam, on=date(2026, 11, 20))
    cast.ines.revoke(Role.Kind.ADMINISTRATOR, by=cast.maya, on=date(2026, 11, 21))
    cast.noor.move(to=cast.maya, by=cast.adam, on=date(2026, 11, 22))
    page = " ".join(sign_in(cast.adam).get("/audit/").text.split())
    assert "Administrator from this day, by Adam" in page
    assert "No longer administrator, by Maya Okonkwo" in page
    assert page.index("Reports to Maya Okonkwo, by Adam") < page.index("No longer administrator")


def test_another_company_is_not_in_it(cast, sign_in, monday):
    record("import.applied", by=cast.stranger, about=None, label="Elsewhere’s import", at=monday)
    assert "Elsewhere’s import" not in sign_in(cast.adam).get("/audit/").text


def test_nobody_else_knows_the_page(cast, sign_in):
    for who in (cast.theo, cast.ines, cast.vera, cast.omar):
        assert sign_in(who).get("/audit/").status_code == 404


@pytest.fixture
def audit(cast, sign_in):
    """The audit page as Adam reads it, in one line."""
    return lambda: " ".join(sign_in(cast.adam).get("/audit/").text.split())


def test_an_invitation_is_listed_from_sending_to_login(cast, sign_in, audit, client):
    adam = sign_in(cast.adam)
    lena = Person.join(cast.workspace, name="Lena Berg", email="lena@fieldstone.example", by=cast.adam, on=DAY)
    adam.post(f"/people/{lena.pk}/invited/")
    adam.post(f"/people/{lena.pk}/invitation/withdrawn/")
    _, token = Invitation.send(lena, by=cast.adam, at=timezone.now())
    client.post(f"/invitations/{token}/", {"password": PASSWORD})
    page = audit()
    assert "Lena Berg was invited" in page
    assert "The invitation of Lena Berg was withdrawn" in page
    assert "Lena Berg took the invitation and made a login" in page


def test_settings_are_listed_with_what_they_were(cast, sign_in, audit):
    given = {name: getattr(cast.workspace, name) for name in WorkspaceForm.Meta.fields}
    adam = sign_in(cast.adam)
    adam.post(
        "/settings/workspace/", given | {"second_factor_required": "on", "sends_invitations": "", "currency": "EUR"}
    )
    Workspace.objects.update(second_factor_required=False)
    assert "Settings changed: currency from USD to EUR, second factor required from off to on" in audit()


def test_a_person_corrected_by_an_administrator_is_listed_with_what_was_there(cast, sign_in, audit):
    lena = Person.join(cast.workspace, name="Lena Berg", email="lena@fieldstone.example", by=cast.adam, on=DAY)
    sign_in(cast.adam).post(f"/people/{lena.pk}/edit/", {"name": "Lena Berg", "email": "mine@elsewhere.example"})
    lena.refresh_from_db()
    assert lena.email == "mine@elsewhere.example"
    assert "Lena Berg was corrected: email from lena@fieldstone.example to mine@elsewhere.example" in audit()


def test_roles_moves_and_leaving_are_listed_when_they_are_written_however_long_ago_they_count_from(cast, audit):
    """An older day typed with a move hides nothing: the list goes by when it was done."""
    for number in range(25):
        Person.join(cast.workspace, name=f"Rep {number}", kinds=["rep"], by=cast.adam, on=DAY)
    cast.priya.move(to=cast.ines, by=cast.adam, on=date(2025, 4, 26), at=timezone.now())
    cast.noor.leave(by=cast.adam, on=DAY, at=timezone.now())
    page = audit()
    assert "Priya Raman reports to Ines Duarte from 26 April 2025" in page
    assert "Noor Haddad left from 20 November 2026" in page
    assert "Noor Haddad is no longer rep from 20 November 2026" in page


def test_sign_ins_and_wrong_passwords_are_listed(cast, client, audit):
    cast.maya.user.set_password(PASSWORD)
    cast.maya.user.save()
    cache.clear()
    for password in ("not the password", PASSWORD):
        client.post("/accounts/login/", {"login": "maya@fieldstone.example", "password": password})
    client.post("/accounts/login/", {"login": "nobody@fieldstone.example", "password": PASSWORD})
    page = audit()
    assert page.index("Maya Okonkwo signed in") < page.index("A wrong password for Maya Okonkwo")
    assert Event.objects.filter(verb__startswith="sign_in.").count() == 2


def test_an_unknown_address_is_listed_where_there_is_one_company(cast, client, audit):
    cast.stranger.workspace.delete()
    cache.clear()
    client.post("/accounts/login/", {"login": "nobody@fieldstone.example", "password": PASSWORD})
    assert "A wrong password for an address nobody here signs in with" in audit()


def test_a_wrong_second_factor_is_listed(cast, client, audit):
    cast.maya.user.set_password(PASSWORD)
    cast.maya.user.save()
    cache.clear()
    TOTP.activate(cast.maya.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.post("/accounts/login/", {"login": "maya@fieldstone.example", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = audit()
    assert "A wrong second factor for Maya Okonkwo" in page
    assert "Maya Okonkwo signed in" not in page


def test_a_quota_is_listed_with_person_and_amount(cast, audit, monday):
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    Quota.agree(cast.theo, **days, amount_minor=12_000_000, currency="USD", by=cast.maya, at=monday)
    assert 'to 31 Dec 2026 <span class="meta">Theo Brandt, $120,000</span>' in audit()


def test_imports_recorded_before_verbs_had_a_dot_are_listed(cast, audit, monday):
    old = record("import.applied", by=cast.maya, about=None, label="An import of last year", at=monday)
    Event.objects.filter(pk=old.pk).update(verb="import applied")
    import_module("touchline.timeline.migrations.0002_dotted_verbs").write_with_dots(apps, None)
    assert "An import of last year" in audit()
