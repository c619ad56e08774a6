"""The first visitor of a new home."""

import pytest
from django.core.exceptions import ValidationError
from django_tasks_db.models import DBTaskResult

from touchline.people.first_run import Home, set_up
from touchline.people.models import Person, Role, User, Workspace
from touchline.people.tasks import load_demo

ANSWERS = {
    "company": "Fieldstone",
    "name": "Maya Okonkwo",
    "email": "Maya@Fieldstone.example",
    "password": "a wet pitch in november",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "fiscal_year_starts": "2",
}


@pytest.fixture
def imported(db, monday):
    """A workspace an import from the command line made: a leader and a rep, nobody who can sign in."""
    workspace = Workspace.objects.create(name="Imported", created_at=monday)
    on = monday.date()
    dustin = Person.join(workspace, name="Dustin Brinkmann", kinds=[Role.Kind.LEADER], by=None, on=on)
    Person.join(workspace, name="Anna Snelling", kinds=[Role.Kind.REP], leader=dustin, by=None, on=on)
    return workspace


@pytest.mark.parametrize("path", ["/", "/people/", "/settings/", "/accounts/login/", "/no/such/page/"])
def test_every_page_of_a_new_home_leads_to_the_first_run_page(client, db, path):
    assert client.get(path)["Location"] == "/welcome/"


def test_naming_the_company_and_oneself_signs_in_a_leader_who_administers(client, db):
    assert "Name your company and yourself" in client.get("/welcome/").content.decode()
    response = client.post("/welcome/", ANSWERS)
    assert response["Location"] == "/welcome/next/"
    maya = Person.objects.get()
    assert maya.kinds == {"leader", "administrator"}
    assert (maya.email, maya.user.email) == ("maya@fieldstone.example", "maya@fieldstone.example")
    assert (maya.workspace.currency, maya.workspace.zone, maya.workspace.fiscal_year_starts) == (
        "EUR",
        "Europe/Berlin",
        2,
    )
    assert client.session["_auth_user_id"] == str(maya.user_id)


def test_the_password_is_stored_hashed_with_argon2(client, db):
    client.post("/welcome/", ANSWERS)
    assert User.objects.get().password.startswith("argon2")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password", "elevenchars", "at least 12 characters"),
        ("password", "maya@fieldstone.example", "too similar"),
        ("zone", "Mars/Olympus", "is not a time zone"),
        ("currency", "euro", "at most 3 characters"),
        ("name", "", "Enter your name"),
    ],
)
def test_a_wrong_answer_is_asked_for_again_and_nothing_is_made(client, db, field, value, sentence):
    response = client.post("/welcome/", ANSWERS | {field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Workspace.objects.exists()
    assert not User.objects.exists()


def test_the_welcome_is_over_once_somebody_can_sign_in(client, cast):
    assert client.get("/welcome/")["Location"] == "/"
    client.post("/welcome/", ANSWERS)
    assert Workspace.objects.count() == 2
    with pytest.raises(ValidationError):
        set_up(**ANSWERS | {"who": None, "at": cast.workspace.created_at, "fiscal_year_starts": 2})


def test_the_first_visitor_can_be_a_leader_an_import_brought(client, imported):
    page = client.get("/welcome/").content.decode()
    assert "Imported is here. Who are you?" in page
    assert page.index("Dustin Brinkmann") < page.index("Anna Snelling")
    dustin = Person.objects.get(name="Dustin Brinkmann")
    client.post("/welcome/", ANSWERS | {"name": "", "who": dustin.pk})
    dustin.refresh_from_db()
    assert dustin.user == User.objects.get()
    assert dustin.is_administrator
    assert Workspace.objects.get().name == "Fieldstone"
    assert Person.objects.count() == 2


def test_the_first_visitor_can_be_somebody_new_to_the_import(client, imported):
    client.post("/welcome/", ANSWERS)
    assert set(imported.people.values_list("name", flat=True)) == {"Dustin Brinkmann", "Anna Snelling", "Maya Okonkwo"}


def test_a_person_of_another_workspace_cannot_be_claimed(client, imported, monday):
    other = Workspace.objects.create(name="Other", created_at=monday)
    stranger = Person.join(other, name="Sven", by=None, on=monday.date())
    assert client.post("/welcome/", ANSWERS | {"who": stranger.pk}).status_code == 422


def test_a_home_that_is_known_costs_visitors_no_query(client, cast, django_assert_num_queries):
    client.get("/people/")
    with django_assert_num_queries(0):
        client.get("/people/")


def test_the_demo_is_made_once_by_the_worker_and_the_page_waits(client, db):
    client.post("/welcome/demo/")
    client.post("/welcome/demo/")
    assert [row.task_path for row in DBTaskResult.objects.all()] == [load_demo.module_path]
    waiting = client.get("/welcome/")
    assert waiting["Refresh"] == "2"
    assert "The demo is being made" in waiting.content.decode()


def test_the_demo_is_not_made_where_a_company_is_at_work(client, cast):
    response = client.post("/welcome/demo/")
    assert response.status_code == 422
    assert "a place of its own" in response.content.decode()
    assert not DBTaskResult.objects.exists()


def test_an_import_that_came_first_rules_the_demo_out(client, imported):
    assert "Load the demo" not in client.get("/welcome/").content.decode()
    assert client.post("/welcome/demo/").status_code == 422


def test_a_home_with_the_demo_and_a_real_company_is_real(cast, monday):
    cast.workspace.demo_anchor = monday.date()
    cast.workspace.save()
    assert Home.now() is Home.REAL
