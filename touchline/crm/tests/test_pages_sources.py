import pytest

from touchline.crm.models import Activity, Deal, Owner, Source, Stage
from touchline.people.models import Person

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def source(cast, monday):
    return Source.objects.create(workspace=cast.workspace, name="HubSpot", created_at=monday)


@pytest.fixture
def owner(source):
    stage = Stage.objects.create(source=source, name="Proposal", outcome="open", position=1)
    owner = Owner.objects.create(source=source, key="u-17", name="T. Brandt")
    common = {"source": source, "owner_in_source": owner}
    Deal.objects.create(external_id="d1", name="Alder", stage=stage, outcome="open", currency="USD", **common)
    Activity.objects.create(external_id="a1", kind="call", **common)
    return owner


def settle(client, owner, act, who="", **more):
    return client.post(f"/imports/owners/{owner.pk}/matched/", {"act": act, "who": who}, **more)


def test_owners_without_a_person_are_listed_with_their_deals(cast, sign_in, owner):
    body = sign_in(cast.ines).get("/imports/owners/").content.decode()
    assert "1 owner in the CRM stands for nobody yet" in body
    assert "T. Brandt" in body
    assert "1 deal in HubSpot" in body


@pytest.mark.parametrize("who", ["theo brandt", "Brandt, Theo", "theo@fieldstone.example"])
def test_a_match_brings_deals_and_activities_along(cast, sign_in, owner, who):
    response = settle(sign_in(cast.maya), owner, "match", who)
    assert response["Location"] == "/imports/owners/"
    assert Deal.objects.get().owner == cast.theo
    assert Activity.objects.get().owner == cast.theo
    assert "Every owner in the CRM is somebody" in sign_in(cast.maya).get("/imports/owners/").content.decode()


def test_a_name_nobody_has_is_refused_and_stays(cast, sign_in, owner):
    response = settle(sign_in(cast.maya), owner, "match", "Jo Nobody", **HTMX)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Nobody here is called “Jo Nobody”" in body
    assert 'value="Jo Nobody"' in body
    assert Deal.objects.get().owner is None


def test_two_people_of_one_name_are_told_apart_by_e_mail(cast, sign_in, owner, monday):
    Person.join(cast.workspace, name="Theo Brandt", email="other@fieldstone.example", by=cast.maya, on=monday.date())
    response = settle(sign_in(cast.maya), owner, "match", "Theo Brandt")
    assert response.status_code == 422
    assert "2 people are called Theo Brandt" in response.content.decode()


def test_a_person_can_be_made_for_an_owner(cast, sign_in, owner):
    settle(sign_in(cast.maya), owner, "new")
    made = Person.objects.get(name="T. Brandt")
    assert Deal.objects.get().owner == made
    assert made.kinds == {"rep"}


def test_an_ignored_owner_is_not_asked_about_until_asked_again(cast, sign_in, owner):
    client = sign_in(cast.maya)
    settle(client, owner, "ignore")
    assert not Owner.objects.unmatched().exists()
    assert "Ask again" in client.get("/imports/owners/").content.decode()
    settle(client, owner, "ask")
    assert Owner.objects.unmatched().get() == owner


@pytest.mark.parametrize("who", ["theo", "omar", "stranger"])
def test_owners_and_sources_are_not_for_everybody(cast, sign_in, owner, who):
    client = sign_in(getattr(cast, who))
    assert "T. Brandt" not in client.get("/imports/owners/").content.decode()
    assert settle(client, owner, "new").status_code == 404
    assert client.get(f"/imports/sources/{owner.source_id}/").status_code == 404
    assert not Person.objects.filter(name="T. Brandt").exists()


def test_a_source_is_named_and_its_deals_get_an_address(cast, sign_in, source):
    client = sign_in(cast.adam)
    client.post(f"/imports/sources/{source.pk}/", {"name": "Hub", "deal_url": "https://hub.example/d/{id}?tab=1"})
    source.refresh_from_db()
    assert source.name == "Hub"
    assert source.url_of("7/8") == "https://hub.example/d/7%2F8?tab=1"


@pytest.mark.parametrize("address", ["javascript:alert('{id}')", "https://hub.example/deals", "hub.example/{id}"])
def test_an_address_that_is_no_link_to_a_deal_is_refused(cast, sign_in, source, address):
    response = sign_in(cast.maya).post(f"/imports/sources/{source.pk}/", {"name": "Hub", "deal_url": address})
    assert response.status_code == 422
    assert "Start the address with https://" in response.content.decode()
    source.refresh_from_db()
    assert (source.name, source.deal_url) == ("HubSpot", "")


def test_two_sources_cannot_have_one_name(cast, sign_in, source, monday):
    Source.objects.create(workspace=cast.workspace, name="Pipedrive", created_at=monday)
    response = sign_in(cast.maya).post(f"/imports/sources/{source.pk}/", {"name": "Pipedrive"})
    assert "There is already a source called Pipedrive." in response.content.decode()


def stages_of(source, **given):
    stage = source.stages.get()
    return {f"{name}-{stage.pk}": value for name, value in given.items()}


def test_a_stage_that_means_something_else_takes_its_deals_along(cast, sign_in, owner, source):
    Deal.objects.update(close_on="2026-10-05")
    client = sign_in(cast.maya)
    assert "Proposal" in client.get(f"/imports/sources/{source.pk}/").content.decode()
    client.post(f"/imports/sources/{source.pk}/stages/", stages_of(source, means="won", place=7))
    deal = Deal.objects.get()
    assert (deal.outcome, str(deal.decided_on), deal.stage.position) == ("won", "2026-10-05", 7)
    client.post(f"/imports/sources/{source.pk}/stages/", stages_of(source, means="open", place=7))
    deal.refresh_from_db()
    assert (deal.outcome, deal.decided_on) == ("open", None)


def test_a_place_that_is_no_number_is_refused(cast, sign_in, owner, source):
    response = sign_in(cast.maya).post(
        f"/imports/sources/{source.pk}/stages/", stages_of(source, means="won", place="first")
    )
    assert response.status_code == 422
    assert Deal.objects.get().outcome == "open"


def test_stages_are_not_for_everybody(cast, sign_in, owner, source):
    given = stages_of(source, means="won", place=1)
    for who in (cast.theo, cast.stranger):
        assert sign_in(who).post(f"/imports/sources/{source.pk}/stages/", given).status_code == 404
