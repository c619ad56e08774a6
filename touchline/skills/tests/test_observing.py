"""Observing as the two live it: declared before, scored after, told, and seen from the rep's side."""

from datetime import timedelta

import pytest

from touchline.skills.models import Observation, SecondRating

WORDS = {"behaviour": "You asked what it costs them", "effect": "They named a sum", "next_try": "Ask who pays it"}


@pytest.fixture
def focus(choose):
    return choose()


@pytest.fixture
def now(monkeypatch, monday):
    """The hour the pages are opened in, Monday 7:40; `now(hours=3)` is three hours on."""
    from django.utils import timezone

    def at(**later):
        monkeypatch.setattr(timezone, "now", lambda: monday + timedelta(**later))

    at()
    return at


def declare(client, focus, what="call rep"):
    return client.post(f"/focuses/{focus.pk}/observe/", {"what": what}, follow=True)


def test_one_tap_declares_and_the_next_scores(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    before = maya.get(f"/focuses/{focus.pk}/observe/").content.decode()
    assert "What do you see, and who leads: Theo or you?" in before
    assert 'aria-label="Ride-along, Theo leads"' in before
    assert "does not count" in before
    open_page = declare(maya, focus).content.decode()
    assert "Call, Theo leads: which level did you see?" in open_page
    assert "counted from 7:40" in open_page
    declared = Observation.objects.get()
    now(minutes=42)
    seen = maya.post(f"/observations/{declared.pk}/scored/", {"level": "3", "minutes": ""}, follow=True)
    declared.refresh_from_db()
    assert (declared.level, declared.minutes, declared.counts) == (3, 42, True)
    assert "Theo: level 3, on their own" in seen.content.decode()
    assert "so it counts" in seen.content.decode()


def test_a_call_the_leader_leads_does_not_count_and_says_so(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    declare(maya, focus, "call leader")
    now(minutes=30)
    seen = maya.post(f"/observations/{Observation.objects.get().pk}/scored/", {"level": "2"}, follow=True)
    assert "You led, so it does not count." in seen.content.decode()
    assert not Observation.objects.counting().exists()
    assert "Does not count" in maya.get(f"/focuses/{focus.pk}/").content.decode()


def test_the_same_tap_twice_declares_once(focus, cast, sign_in, now):
    sent = {"what": "call rep", "key": "5f0f9c2e-5a0e-4d7b-9f39-6b1a9a7e4c12"}
    for _ in range(2):
        sign_in(cast.maya).post(f"/focuses/{focus.pk}/observe/", sent)
    assert Observation.objects.count() == 1


def test_a_tap_that_lay_on_the_phone_was_over_when_it_was_made(focus, cast, sign_in, now, monday):
    maya = sign_in(cast.maya)
    declare(maya, focus)
    declared = Observation.objects.get()
    now(hours=5)
    maya.post(f"/observations/{declared.pk}/scored/", {"level": "2", "waited": 4 * 3600})
    declared.refresh_from_db()
    assert declared.seen_at == monday + timedelta(hours=1)
    assert declared.recorded_at == monday + timedelta(hours=5)
    assert declared.minutes == 60
    assert declared.counts


def test_after_a_night_nobody_knows_how_many_minutes_it_took(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    declare(maya, focus)
    now(hours=20)
    maya.post(f"/observations/{Observation.objects.get().pk}/scored/", {"level": "2"})
    assert Observation.objects.get().minutes == 0


def test_script_is_led_on_by_a_header_and_a_plain_form_by_a_redirect(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    sent = {"what": "call rep"}
    answer = maya.post(f"/focuses/{focus.pk}/observe/", sent, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == f"/focuses/{focus.pk}/observe/"
    assert maya.post(f"/focuses/{focus.pk}/observe/", sent).status_code == 302


def test_a_tap_that_says_nothing_is_refused_with_the_same_page(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    refused = maya.post(f"/focuses/{focus.pk}/observe/", {"what": "nap rep"})
    assert refused.status_code == 422
    assert "Choose one from the list" in refused.content.decode()
    declare(maya, focus)
    refused = maya.post(f"/observations/{Observation.objects.get().pk}/scored/", {"level": "9"})
    assert refused.status_code == 422
    assert Observation.objects.get().level is None


def test_what_was_not_declared_is_written_down_and_counts_by_the_reps_word(focus, cast, sign_in, now):
    maya, theo = sign_in(cast.maya), sign_in(cast.theo)
    sent = {"kind": "call", "lead": "rep", "day": "2026-11-20", "time": "14:30", "minutes": "25", "level": "3"}
    page = maya.post(f"/focuses/{focus.pk}/observations/logged/", sent, follow=True).content.decode()
    assert "Logged afterwards: it counts once Theo says who led." in page
    seen = Observation.objects.get()
    assert not seen.counts
    theo.post(f"/observations/{seen.pk}/led/", {"lead": "rep"})
    seen.refresh_from_db()
    assert seen.counts
    later = maya.post(f"/focuses/{focus.pk}/observations/logged/", sent | {"day": "2026-11-24"})
    assert later.status_code == 422
    assert "It must have taken place." in later.content.decode()
    empty = maya.post(f"/focuses/{focus.pk}/observations/logged/", {"kind": "call"})
    assert empty.status_code == 422


def test_the_rep_scores_first_and_then_sees_both_levels_and_the_words(focus, observe, cast, sign_in, now):
    seen, theo = observe(focus, level=2), sign_in(cast.theo)
    address = f"/observations/{seen.pk}/"
    before = theo.get(address).content.decode()
    assert "You say first, then you see what Maya saw" in before
    assert "Asked for the cost" not in before
    assert "level 2" not in before
    on_focus = theo.get(f"/focuses/{focus.pk}/").content.decode()
    assert "Maya saw your call: score yourself first" in on_focus
    assert "After yours" in on_focus
    assert "Ask who pays it" not in on_focus
    after = theo.post(f"{address}self-scored/", {"level": "3"}, follow=True).content.decode()
    assert "You say level 3, Maya says level 2" in after
    assert "You see yourself one level higher." in after
    assert "Asked for the cost" in after
    leader = sign_in(cast.maya).get(address).content.decode()
    assert "Theo says level 3, you say level 2" in leader


def test_once_both_are_shown_neither_level_is_turned(focus, observe, cast, sign_in, now):
    seen = observe(focus, level=2, told=False)
    theo, maya = sign_in(cast.theo), sign_in(cast.maya)
    theo.post(f"/observations/{seen.pk}/self-scored/", {"level": "2"})
    again = theo.post(f"/observations/{seen.pk}/self-scored/", {"level": "4"})
    assert (again.status_code, b"so it stays" in again.content) == (422, True)
    turned = maya.post(f"/observations/{seen.pk}/scored/", {"level": "4"})
    assert (turned.status_code, b"has seen your level" in turned.content) == (422, True)
    taken = maya.post(f"/observations/{seen.pk}/withdrawn/")
    assert taken.status_code == 422
    seen.refresh_from_db()
    assert (seen.level, seen.self_level) == (2, 2)
    assert "You and Maya both say level 2" in theo.get(f"/observations/{seen.pk}/").content.decode()


def test_the_reps_word_on_who_led_stands(focus, observe, cast, sign_in, now):
    seen, theo = observe(focus), sign_in(cast.theo)
    theo.post(f"/observations/{seen.pk}/self-scored/", {"level": "2"})
    page = theo.post(f"/observations/{seen.pk}/led/", {"lead": "leader"}, follow=True).content.decode()
    assert "Maya led, so it does not count." in page
    seen.refresh_from_db()
    assert not seen.counts


def test_feedback_says_who_reads_it_before_a_word_is_typed_and_how_long_it_is_fresh(focus, observe, cast, sign_in, now):
    seen = observe(focus, told=False)
    maya = sign_in(cast.maya)
    page = maya.get(f"/observations/{seen.pk}/").content.decode()
    assert page.index("Theo and you read this, nobody else") < page.index("<textarea")
    assert "Fresh until Tomorrow" in page or "Fresh until tomorrow" in page
    now(days=3)
    assert "Two days have passed. It still helps." in maya.get(f"/observations/{seen.pk}/").content.decode()
    maya.post(f"/observations/{seen.pk}/told/", WORDS)
    seen.refresh_from_db()
    assert seen.behaviour == WORDS["behaviour"]
    assert not seen.was_told_in_time


def test_a_word_for_a_trait_asks_for_another_try_and_blocks_nobody(focus, observe, cast, sign_in, now):
    seen = observe(focus, told=False)
    maya = sign_in(cast.maya)
    sent = WORDS | {"behaviour": "You are a natural"}
    asked = maya.post(f"/observations/{seen.pk}/told/", sent)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "“natural” names a trait" in page
    assert "Send as it is" in page
    assert "You are a natural" in page
    seen.refresh_from_db()
    assert not seen.is_told
    maya.post(f"/observations/{seen.pk}/told/", sent | {"as_it_is": "on"})
    seen.refresh_from_db()
    assert seen.behaviour == "You are a natural"


def test_another_leader_gives_a_second_level_without_the_first(focus, observe, cast, sign_in, now):
    seen = observe(focus, level=2)
    maya, ines = sign_in(cast.maya), sign_in(cast.ines)
    page = maya.get(f"/observations/{seen.pk}/").content.decode()
    assert "Not your level, not the feedback." in page
    maya.post(f"/observations/{seen.pk}/second-asked/", {"rater": cast.ines.pk})
    rating = SecondRating.objects.get()
    asked = ines.get(f"/second-ratings/{rating.pk}/").content.decode()
    assert "Which level did you see Theo at?" in asked
    assert "Asked for the cost" not in asked
    assert "aria-pressed" not in asked
    assert ines.get(f"/observations/{seen.pk}/").status_code == 404
    assert maya.get(f"/second-ratings/{rating.pk}/").status_code == 403
    given = ines.post(f"/second-ratings/{rating.pk}/", {"level": "4"}, follow=True).content.decode()
    assert "You say level 4, teaches it" in given
    assert "Ines Duarte: level 4" in maya.get(f"/observations/{seen.pk}/").content.decode()
    assert "Ines" not in sign_in(cast.theo).get(f"/observations/{seen.pk}/").content.decode()
    refused = maya.post(f"/observations/{seen.pk}/second-asked/", {"rater": cast.theo.pk})
    assert refused.status_code == 422


def test_what_did_not_take_place_is_taken_back(focus, cast, sign_in, now):
    maya = sign_in(cast.maya)
    declare(maya, focus)
    gone = maya.post(f"/observations/{Observation.objects.get().pk}/withdrawn/", follow=True).content.decode()
    assert "Taken back: call" in gone
    assert not Observation.objects.exists()


def test_the_rep_knows_of_what_is_declared_and_who_leads(focus, cast, sign_in, now):
    declare(sign_in(cast.maya), focus)
    page = sign_in(cast.theo).get(f"/observations/{Observation.objects.get().pk}/").content.decode()
    assert "Maya wants to see a call" in page
    assert "You lead." in page


def test_an_observation_is_for_the_two(focus, observe, cast, sign_in, now):
    seen = observe(focus)
    for stranger in (cast.vera, cast.ines, cast.priya, cast.omar, cast.adam, cast.stranger):
        assert sign_in(stranger).get(f"/observations/{seen.pk}/").status_code == 404
    theo, maya = sign_in(cast.theo), sign_in(cast.maya)
    assert theo.get(f"/focuses/{focus.pk}/observe/").status_code == 403
    assert theo.post(f"/observations/{seen.pk}/scored/", {"level": "4"}).status_code == 403
    assert theo.post(f"/observations/{seen.pk}/told/", WORDS).status_code == 403
    assert maya.post(f"/observations/{seen.pk}/self-scored/", {"level": "4"}).status_code == 403
    assert maya.post(f"/observations/{seen.pk}/led/", {"lead": "rep"}).status_code == 403


def test_a_focus_that_is_closed_takes_no_observation(focus, cast, sign_in, now, monday):
    focus.close(by=cast.maya, at=monday)
    refused = sign_in(cast.maya).post(f"/focuses/{focus.pk}/observe/", {"what": "call rep"})
    assert (refused.status_code, b"This focus is closed" in refused.content) == (422, True)
