"""The demo: signing in is choosing a face."""

import pytest

from touchline.people.models import Workspace


@pytest.fixture
def demo(cast, monday):
    """The cast as the demo company: the other company is gone."""
    Workspace.objects.exclude(pk=cast.workspace.pk).delete()
    Workspace.objects.update(demo_anchor=monday.date())
    return cast


def test_a_visitor_of_the_demo_is_led_to_the_cast_and_signed_in_with_one_click(client, demo):
    assert client.get("/accounts/login/")["Location"] == "/demo/"
    page = client.get("/demo/").content.decode()
    assert "This is a demo." in page
    assert client.post(f"/demo/{demo.maya.pk}/chosen/")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(demo.maya.user_id)


def test_leaders_of_reps_come_first_then_those_above_then_reps(client, demo):
    page = client.get("/demo/").content.decode()
    order = [page.index(name) for name in ("Maya Okonkwo", "Ines Duarte", "Vera Lindqvist", "Theo Brandt")]
    assert order == sorted(order)
    assert "leads 2" in page


def test_choosing_somebody_else_changes_who_one_is(client, demo):
    client.post(f"/demo/{demo.maya.pk}/chosen/")
    client.post(f"/demo/{demo.omar.pk}/chosen/")
    assert client.session["_auth_user_id"] == str(demo.omar.user_id)


def test_nobody_who_left_can_be_chosen(client, demo, monday):
    demo.priya.leave(by=demo.maya, on=monday.date())
    assert "Priya Raman" not in client.get("/demo/").content.decode()
    assert client.post(f"/demo/{demo.priya.pk}/chosen/").status_code == 404


def test_a_real_company_has_no_cast_to_choose_from(client, cast):
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{cast.maya.pk}/chosen/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_get_signs_nobody_in(client, demo):
    assert client.get(f"/demo/{demo.maya.pk}/chosen/").status_code == 405
