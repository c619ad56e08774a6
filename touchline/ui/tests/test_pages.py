"""The shell, the gallery, refusals and sign-in, over HTTP."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from touchline.people.models import Person
from touchline.ui import pages
from touchline.ui.gallery import SkillFocus
from touchline.ui.shell import Face, Place, Shell

HTMX = {"HX-Request": "true"}
LEADER = Shell(
    me=Face("Helen Marsh", "HM", "/settings/"),
    places=(
        Place("My week", "/", "calendar", is_here=True, is_tab=True, key="g w"),
        Place("Imports", "/imports/", "upload", count=2, needs_you=True),
    ),
    reps=(Face("Priya Raman", "PR", "/reps/1/"),),
    theme="dark",
    is_demo=True,
    workspace="Fieldstone",
)


def drawn(shell, template="ui/shell.html", **context):
    return render_to_string(template, {"shell": shell, **context}, request=RequestFactory().get("/"))


def test_the_shell_leads_everywhere_a_leader_can_go():
    html = drawn(LEADER)
    assert '<html lang="en" data-theme="dark">' in html
    assert 'href="/" data-key="g w" aria-current="page"' in html
    assert '<span class="count due">2<span class="vh"> needs you</span></span>' in html
    assert "Priya Raman" in html
    assert "This is a demo. Fieldstone and everyone in it are invented." in html
    assert html.index("Skip to content") < html.index("<nav")


def test_a_visitor_sees_the_plain_frame():
    html = drawn(Shell())
    assert 'class="side"' not in html
    assert 'id="palette"' not in html
    assert "This is a demo" not in html


def test_single_keys_can_be_switched_off():
    assert "data-single-keys" not in drawn(LEADER)
    off = Shell(me=LEADER.me, single_keys=False)
    assert 'data-single-keys="off"' in drawn(off)


def test_the_gallery_shows_every_part_and_leaks_nothing(cast, sign_in):
    html = sign_in(cast.maya).get("/ui/").content.decode()
    assert not re.search(r"<c-|MISSING\[|</c-", html)
    assert " style=" not in html
    assert "<script>" not in html
    for part in ("next", "week", "nudge", "brief", "one-thing", "verdict look", "problem", "levels", "pager", "facts"):
        assert f'class="{part}' in html or f" {part}" in html, part
    assert len(html) < 80_000


def test_the_gallery_is_for_people_who_signed_in(client, db):
    response = client.get("/ui/")
    assert response.status_code == 302


def test_ids_on_the_gallery_are_used_once(cast, sign_in):
    ids = re.findall(r' id="([^"]+)"', sign_in(cast.maya).get("/ui/").content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_the_gallery_shows_a_field_as_it_looks_when_refused(cast, sign_in):
    html = sign_in(cast.maya).get("/ui/").content.decode()
    assert (
        '<span class="error" id="id_refused-until_error"><span class="vh">Error: </span>Enter an end date after' in html
    )
    assert 'value="2026-11-20"' in html


def test_a_form_laid_out_by_hand_lists_its_problems():
    html = render_to_string("cotton/problem.html", {"form": SkillFocus({})})
    assert '<a href="#id_skill">Choose the skill Marcus will work on</a>' in html


def test_a_refused_form_comes_back_as_its_part_with_its_answers(cast, sign_in):
    response = sign_in(cast.maya).post("/ui/refused/", {"focus-good": "80% of deals"}, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in html
    assert "Choose the skill Marcus will work on" in html
    assert "80% of deals" in html


def test_the_same_refusal_without_script_is_a_page_titled_error(cast, sign_in):
    response = sign_in(cast.maya).post("/ui/refused/", {})
    assert response.status_code == 422
    assert "<title>Error: Gallery" in response.content.decode()


def test_an_act_answers_with_its_part_and_a_toast_that_can_undo(cast, sign_in):
    answers = {"focus-skill": "step", "focus-until": "2026-12-31"}
    html = sign_in(cast.maya).post("/ui/refused/", answers, headers=HTMX).content.decode()
    assert '<div id="toasts" role="status" hx-swap-oob="innerHTML">' in html
    assert "Saved skill focus" in html
    assert 'action="/ui/refused/"' in html


def test_a_plain_act_shows_its_toast_on_the_next_page(cast, sign_in):
    client = sign_in(cast.maya)
    answers = {"focus-skill": "step", "focus-until": "2026-12-31"}
    assert client.post("/ui/refused/", answers).status_code == 302
    assert "Saved skill focus" in client.get("/ui/").content.decode()
    assert "Saved skill focus" not in client.get("/ui/").content.decode()


def asked_by(person, rf, **headers):
    request = rf.get("/", **headers)
    request.user, request.htmx = person.user, HtmxDetails(request)
    return request


def test_a_page_that_queries_is_stopped(rf, cast):
    with pytest.raises(pages.QueryInTemplate):
        pages.page(asked_by(cast.maya, rf), "ui/refused.html", {"problems": Person.objects.all()})


def test_a_refusal_of_a_verb_says_its_sentence_above_the_page(rf, cast):
    request = asked_by(cast.maya, rf, headers=HTMX)
    answer = pages.PersonalPagesMiddleware(None).process_exception(request, ValidationError("Theo already left"))
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#refused"
    assert "Theo already left" in answer.content.decode()


def test_a_refusal_without_script_is_a_page(rf, cast):
    request = asked_by(cast.maya, rf)
    answer = pages.PersonalPagesMiddleware(None).process_exception(request, ValidationError("Theo already left"))
    assert "That was not done" in answer.content.decode()
    assert "Theo already left" in answer.content.decode()
    assert pages.PersonalPagesMiddleware(None).process_exception(request, ValueError()) is None


def test_whoever_waits_in_vain_for_the_one_writer_is_told_to_try_again(rf, cast):
    answer = pages.PersonalPagesMiddleware(None).process_exception(
        asked_by(cast.maya, rf), OperationalError("database is locked")
    )
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "try again in a minute" in answer.content.decode()
    other = OperationalError("no such table: people_person")
    assert pages.PersonalPagesMiddleware(None).process_exception(asked_by(cast.maya, rf), other) is None


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_stand_without_a_context(name):
    html = render_to_string(f"{name}.html", {})
    assert "MISSING[" not in html
    assert re.search(r"<h1>\w", html)
    assert 'href="/"' in html


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/accounts/login/", "Sign in with a passkey"),
        ("/accounts/password/reset/", "Send the link"),
        ("/accounts/password/reset/done/", "Look at your e-mail"),
    ],
)
def test_a_visitor_signs_in_on_our_pages(cast, client, url, words):
    html = client.get(url).content.decode()
    assert words in html
    assert "MISSING[" not in html
    assert "ui/touchline.css" in html
    assert " style=" not in html


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/accounts/2fa/", "Your password alone opens your account"),
        ("/accounts/logout/", "Sign out on this device"),
        ("/accounts/2fa/webauthn/", "No passkeys yet"),
    ],
)
def test_someone_signed_in_keeps_their_navigation_on_those_pages(cast, sign_in, url, words):
    html = sign_in(cast.maya).get(url, follow=True).content.decode()
    assert words in html
    assert "MISSING[" not in html
    assert 'aria-label="Main"' in html


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/2fa/totp/activate/", "Set up an authenticator app"),
        ("/accounts/2fa/webauthn/add/", "Add a passkey"),
    ],
)
def test_what_changes_sign_in_is_drawn_after_a_fresh_password(cast, client, url, words):
    cast.maya.user.set_password("correct horse battery")
    cast.maya.user.save()
    client.post("/accounts/login/", {"login": cast.maya.user.email, "password": "correct horse battery"})
    html = client.get(url, follow=True).content.decode()
    if "Is it still you?" in html:
        client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
        html = client.get(url, follow=True).content.decode()
    assert f"<h1>{words}</h1>" in html
    assert "MISSING[" not in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*(src=|application/json|type=\"module\"))", html)


def test_nobody_signs_up_uninvited(cast, client):
    assert "You join by invitation" in client.get("/accounts/signup/").content.decode()
