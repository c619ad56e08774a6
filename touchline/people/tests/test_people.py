"""An administrator looks after people: adds, edits, gives roles, moves, lets go."""

from datetime import date

import pytest

from touchline.people.models import Person, Role

DAY = "2026-11-02"


@pytest.fixture
def adam(cast, sign_in):
    return sign_in(cast.adam)


def test_the_list_says_who_is_here_and_who_cannot_sign_in_yet(cast, adam):
    Person.join(cast.workspace, name="Lena Fischer", leader=cast.maya, by=cast.adam, on=date(2026, 11, 2))
    page = adam.get("/people/").content.decode()
    assert "9 people here, 1 without a login" in page
    row = page[page.index("Lena Fischer") :][:600]
    assert "Maya Okonkwo" in row
    assert "Not invited" in row
    assert "Sven Stranger" not in page


@pytest.mark.parametrize("who", ["theo", "noor", "vera", "omar", "ines"])
def test_nobody_else_sees_people_pages(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for path in ("/people/", "/people/new/", f"/people/{cast.theo.pk}/", f"/people/{cast.theo.pk}/edit/"):
        assert client.get(path).status_code == 404


def test_an_administrator_elsewhere_sees_and_changes_nobody_here(cast, sign_in):
    client = sign_in(cast.stranger)
    assert "Theo Brandt" not in client.get("/people/").content.decode()
    assert client.get(f"/people/{cast.theo.pk}/").status_code == 404
    assert client.post(f"/people/{cast.theo.pk}/roles/administrator/granted/").status_code == 404
    assert client.post(f"/people/{cast.theo.pk}/moved/", {"leader": "nobody", "on": DAY}).status_code == 404
    assert cast.theo.kinds == {"rep"}


def test_finding_somebody_by_part_of_their_name(cast, adam):
    page = adam.get("/people/?q=raman").content.decode()
    assert "Priya Raman" in page
    assert "Theo Brandt" not in page
    assert "Nobody is called that" in adam.get("/people/?q=zzz").content.decode()


def test_a_list_of_many_people_costs_the_same_as_one_of_few(cast, adam, django_assert_max_num_queries):
    Person.objects.bulk_create(Person(workspace=cast.workspace, name=f"Person {n:03}") for n in range(250))
    with django_assert_max_num_queries(12):
        page = adam.get("/people/").content.decode()
    assert "1 to 100 of 258" in page
    assert "Person 249" in adam.get("/people/?page=3").content.decode()


def test_adding_a_person_with_roles_and_a_leader(cast, adam):
    facts = {"name": "Lena Fischer", "email": "Lena@Fieldstone.example", "roles": ["rep"], "leader": cast.maya.pk}
    adam.post("/people/new/", facts)
    lena = Person.objects.get(name="Lena Fischer")
    assert (lena.workspace, lena.email, lena.kinds) == (cast.workspace, "lena@fieldstone.example", {"rep"})
    assert cast.maya.leads(lena)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": "", "leader": "nobody"}, "Write the name."),
        (
            {"name": "Theo", "email": "theo@fieldstone.example", "leader": "nobody"},
            "Theo Brandt has this address already.",
        ),
        ({"name": "Lena", "roles": ["owner"], "leader": "nobody"}, "There is a problem"),
    ],
)
def test_a_wrong_answer_adds_nobody(cast, adam, facts, sentence):
    before = Person.objects.count()
    response = adam.post("/people/new/", facts)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Person.objects.count() == before


def test_nobody_can_be_given_a_leader_of_another_company(cast, adam):
    assert adam.post("/people/new/", {"name": "Lena", "leader": cast.stranger.pk}).status_code == 422
    assert adam.post(f"/people/{cast.theo.pk}/moved/", {"leader": cast.stranger.pk, "on": DAY}).status_code == 422


def test_the_address_somebody_signs_in_with_is_theirs_to_change(cast, adam):
    adam.post(f"/people/{cast.theo.pk}/edit/", {"name": "Theo B. Brandt", "email": "adam@fieldstone.example"})
    cast.theo.refresh_from_db()
    assert (cast.theo.name, cast.theo.email) == ("Theo B. Brandt", "theo@fieldstone.example")


def test_a_role_is_given_taken_away_and_both_stay_on_record(cast, adam):
    adam.post(f"/people/{cast.theo.pk}/roles/leader/granted/")
    assert Person.objects.get(pk=cast.theo.pk).is_leader
    adam.post(f"/people/{cast.theo.pk}/roles/leader/revoked/")
    assert not Person.objects.get(pk=cast.theo.pk).is_leader
    role = cast.theo.roles.get(kind=Role.Kind.LEADER)
    assert (role.by, role.ended_by) == (cast.adam, cast.adam)


def test_the_toast_takes_a_role_back(cast, adam):
    page = adam.post(f"/people/{cast.theo.pk}/roles/leader/granted/", follow=True).content.decode()
    assert "Theo Brandt is leader now." in page
    assert f'action="/people/{cast.theo.pk}/roles/leader/revoked/"' in page


def test_an_unknown_role_is_not_found(cast, adam):
    assert adam.post(f"/people/{cast.theo.pk}/roles/owner/granted/").status_code == 404


def test_the_last_administrator_stays_one(cast, sign_in):
    sven = sign_in(cast.stranger)
    response = sven.post(f"/people/{cast.stranger.pk}/roles/administrator/revoked/")
    assert response.status_code == 422
    assert "is the only administrator" in response.content.decode()
    assert Person.objects.get(pk=cast.stranger.pk).is_administrator


def test_who_leads_somebody_stays_a_leader(cast, adam):
    response = adam.post(f"/people/{cast.maya.pk}/roles/leader/revoked/")
    assert response.status_code == 422
    assert "2 people report to Maya Okonkwo. Give them another leader first." in response.content.decode()


def test_after_a_move_the_leader_before_sees_nothing_at_once(cast, adam):
    assert cast.theo in Person.objects.visible_to(cast.maya.user)
    adam.post(f"/people/{cast.theo.pk}/moved/", {"leader": cast.ines.pk, "on": DAY})
    assert cast.theo not in Person.objects.visible_to(cast.maya.user)
    assert cast.theo in Person.objects.visible_to(cast.ines.user)
    assert [seat.leader for seat in cast.theo.seats.order_by("pk")] == [cast.maya, cast.ines]


def test_somebody_can_report_to_nobody(cast, adam):
    adam.post(f"/people/{cast.theo.pk}/moved/", {"leader": "nobody", "on": DAY})
    assert not cast.maya.leads(cast.theo)
    assert cast.theo not in Person.objects.visible_to(cast.vera.user)


def test_a_move_can_be_taken_back(cast, adam):
    adam.post(f"/people/{cast.theo.pk}/moved/", {"leader": cast.ines.pk, "on": DAY})
    seat = cast.theo.seats.get(to_on=None)
    adam.post(f"/people/{cast.theo.pk}/seats/{seat.pk}/moved-back/")
    assert cast.maya.leads(cast.theo)
    assert cast.theo.seats.count() == 1
    assert cast.theo in Person.objects.visible_to(cast.maya.user)
    assert cast.theo not in Person.objects.visible_to(cast.ines.user)


def test_a_first_move_taken_back_leaves_nobody(cast, adam):
    adam.post(f"/people/{cast.omar.pk}/moved/", {"leader": cast.vera.pk, "on": DAY})
    adam.post(f"/people/{cast.omar.pk}/seats/{cast.omar.seats.get().pk}/moved-back/")
    assert not cast.omar.seats.exists()


def test_only_the_latest_move_can_be_taken_back(cast, adam):
    first = cast.theo.seats.get()
    adam.post(f"/people/{cast.theo.pk}/moved/", {"leader": cast.ines.pk, "on": DAY})
    assert adam.post(f"/people/{cast.theo.pk}/seats/{first.pk}/moved-back/").status_code == 422
    assert cast.theo.seats.count() == 2


@pytest.mark.parametrize(
    ("who", "leader", "on", "sentence"),
    [
        ("theo", "ines", "2999-01-01", "or an earlier day"),
        ("theo", "ines", "2024-01-01", "choose a later day"),
        ("vera", "maya", DAY, "cannot be the other way round"),
        ("theo", "maya", DAY, "Theo Brandt reports to Maya Okonkwo already."),
    ],
)
def test_a_move_that_cannot_be_is_refused_on_the_page(cast, adam, who, leader, on, sentence):
    person = getattr(cast, who)
    seats = person.seats.count()
    response = adam.post(f"/people/{person.pk}/moved/", {"leader": getattr(cast, leader).pk, "on": on})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert person.seats.count() == seats


def test_whoever_leaves_loses_access_at_the_next_request(cast, adam, sign_in):
    theo = sign_in(cast.theo)
    assert theo.get("/settings/").status_code == 200
    adam.post(f"/people/{cast.theo.pk}/left/", {"on": DAY})
    assert theo.get("/settings/")["Location"].startswith("/accounts/login/")
    assert cast.theo not in Person.objects.visible_to(cast.maya.user)
    assert "Have left" in adam.get("/people/").content.decode()
    assert "Left 2 Nov 2026" in adam.get("/people/?show=left").content.decode()


def test_a_leaving_can_be_taken_back(cast, adam, sign_in):
    adam.post(f"/people/{cast.theo.pk}/left/", {"on": DAY})
    adam.post(f"/people/{cast.theo.pk}/returned/")
    theo = Person.objects.get(pk=cast.theo.pk)
    assert theo.kinds == {"rep"}
    assert cast.maya.leads(theo)
    assert sign_in(theo).get("/settings/").status_code == 200


def test_nobody_leaves_while_people_report_to_them(cast, adam):
    response = adam.post(f"/people/{cast.maya.pk}/left/", {"on": DAY})
    assert response.status_code == 422
    assert "Give them another leader first." in response.content.decode()
    assert Person.objects.get(pk=cast.maya.pk).left_on is None
