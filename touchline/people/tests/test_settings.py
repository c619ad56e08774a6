"""One's own settings, and the company's."""

import pytest
from django.test import Client

from touchline.people.models import Person, Workspace

COMPANY = {
    "name": "Fieldstone Ltd",
    "currency": "GBP",
    "zone": "Europe/London",
    "fiscal_year_starts": "4",
    "week_starts": "6",
    "counts": "new",
}


def test_a_rep_changes_how_touchline_looks_for_them_alone(cast, sign_in):
    theo = sign_in(cast.theo)
    theo.post("/settings/profile/", {"name": "Theo Brandt", "zone": "Europe/Berlin", "theme": "dark"})
    changed = Person.objects.get(pk=cast.theo.pk)
    assert (changed.zone, changed.theme, changed.single_keys) == ("Europe/Berlin", "dark", False)
    assert 'data-theme="dark"' in theo.get("/settings/").content.decode()


def test_a_zone_that_does_not_exist_is_refused_with_an_example(cast, sign_in):
    response = sign_in(cast.theo).post("/settings/profile/", {"name": "Theo", "zone": "Berlin", "theme": "dark"})
    assert response.status_code == 422
    assert "Write one like Europe/Berlin." in response.content.decode()


def test_an_administrator_changes_how_the_company_counts(cast, sign_in):
    sign_in(cast.adam).post("/settings/workspace/", COMPANY)
    company = Workspace.objects.get(pk=cast.workspace.pk)
    assert (company.name, company.currency, company.fiscal_year_starts, company.week_starts, company.counts) == (
        "Fieldstone Ltd",
        "GBP",
        4,
        6,
        "new",
    )


@pytest.mark.parametrize("who", ["theo", "vera", "omar"])
def test_nobody_else_sees_or_changes_the_companys_settings(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert "/settings/workspace/" not in client.get("/settings/").content.decode()
    assert client.post("/settings/workspace/", COMPANY).status_code == 404
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Fieldstone"


def test_the_other_company_keeps_its_settings(cast, sign_in):
    sign_in(cast.stranger).post("/settings/workspace/", COMPANY)
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Fieldstone"


def test_more_fields_than_the_form_asks_for_change_nothing(cast, sign_in):
    sign_in(cast.theo).post(
        "/settings/profile/",
        {"name": "Theo", "theme": "dark", "email": "adam@fieldstone.example", "workspace": cast.stranger.workspace_id},
    )
    theo = Person.objects.get(pk=cast.theo.pk)
    assert (theo.email, theo.workspace) == ("theo@fieldstone.example", cast.workspace)


def test_signing_out_everywhere_ends_every_other_session(cast, sign_in):
    here, elsewhere = sign_in(cast.theo), sign_in(cast.theo)
    here.post("/settings/signed-out-everywhere/")
    assert here.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/")["Location"].startswith("/accounts/login/")


def test_a_post_without_the_token_of_the_page_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.adam.user, backend="touchline.people.signing_in.Backend")
    assert client.post("/settings/workspace/", COMPANY).status_code == 403
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Fieldstone"
