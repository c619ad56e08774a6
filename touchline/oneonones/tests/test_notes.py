"""Two people write at once and nothing is lost; only one's own second tab can conflict."""

import pytest

from touchline.oneonones.models import Note, PrivateNote, StaleNote

HTMX = {"HX-Request": "true", "HX-Target": "saved"}


def write(client, one, body, version, tab=None, kind="notes", headers=HTMX):
    form = {"body": body, "version": version, **({"tab": tab} if tab else {})}
    return client.post(f"/one-on-ones/{one.pk}/{kind}/", form, headers=headers)


def test_saving_answers_with_the_status_line_and_the_next_version(cast, sign_in, today_one):
    answer = write(sign_in(cast.maya), today_one, "Alba by Thursday", 0)
    assert answer.status_code == 200
    assert "Saved " in answer.text
    assert 'id="notes-version" value="1"' in answer.text
    assert "textarea" not in answer.text
    assert Note.objects.get().body == "Alba by Thursday"


def test_two_people_typing_never_overwrite_each_other(cast, sign_in, today_one):
    maya, priya = sign_in(cast.maya), sign_in(cast.priya)
    for turn in range(10):
        assert write(maya, today_one, f"Maya {turn}", turn).status_code == 200
        assert write(priya, today_one, f"Priya {turn}", turn).status_code == 200
    assert sorted(Note.objects.values_list("body", "version")) == [("Maya 9", 10), ("Priya 9", 10)]
    page = priya.get(f"/one-on-ones/{today_one.pk}/").text
    assert "What Maya wrote" in page
    assert "Maya 9" in page
    assert "Maya can read these" in page


def test_a_second_tab_gets_both_texts_and_nothing_is_lost(cast, sign_in, today_one):
    maya = sign_in(cast.maya)
    first, second = "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a01", "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a02"
    write(maya, today_one, "From the laptop", 0, tab=first)
    stale = write(maya, today_one, "From the phone", 0, tab=second)
    assert stale.status_code == 409
    assert stale["HX-Retarget"] == "#notes"
    assert "From the laptop" in stale.text
    assert "From the phone" in stale.text
    assert Note.objects.get().body == "From the laptop"
    both = write(
        maya, today_one, "Laptop and phone", 1, tab=second, headers={"HX-Request": "true", "HX-Target": "notes"}
    )
    assert both.status_code == 200
    assert "<textarea" in both.text
    assert Note.objects.get().body == "Laptop and phone"


def test_the_same_tab_never_conflicts_with_itself_when_an_answer_was_lost(cast, sign_in, today_one):
    maya, tab = sign_in(cast.maya), "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a01"
    write(maya, today_one, "Alba", 0, tab=tab)
    assert write(maya, today_one, "Alba by Thursday", 0, tab=tab).status_code == 200
    assert Note.objects.get().body == "Alba by Thursday"


def test_without_script_a_stale_note_is_a_page_with_both_texts(cast, sign_in, today_one):
    maya = sign_in(cast.maya)
    write(maya, today_one, "First", 0, headers={})
    stale = write(maya, today_one, "Second", 0, headers={})
    assert stale.status_code == 409
    assert "<title>Error" in stale.text.replace("\n", "")
    assert "First" in stale.text
    assert "Second" in stale.text


def test_private_notes_are_their_authors_alone(cast, sign_in, today_one):
    write(sign_in(cast.maya), today_one, "Consider for promotion", 0, kind="private-notes")
    write(sign_in(cast.priya), today_one, "Ask for a raise", 0, kind="private-notes")
    priya, maya = (sign_in(who).get(f"/one-on-ones/{today_one.pk}/").text for who in (cast.priya, cast.maya))
    assert "Ask for a raise" in priya
    assert "Consider for promotion" not in priya
    assert "Consider for promotion" in maya
    assert "Ask for a raise" not in maya
    for who in vars(cast).values():
        if hasattr(who, "user"):
            seen = set(PrivateNote.objects.visible_to(who.user).values_list("author", flat=True))
            assert seen <= {who.pk}


def test_private_words_never_reach_the_timeline(cast, sign_in, today_one):
    from touchline.timeline.models import Event

    maya = sign_in(cast.maya)
    write(maya, today_one, "SECRET", 0, kind="private-notes")
    write(maya, today_one, "SECRET", 0)
    maya.post(f"/one-on-ones/{today_one.pk}/topics/", {"text": "SECRET"})
    maya.post(f"/one-on-ones/{today_one.pk}/commitments/", {"who": "me", "what": "SECRET", "when": "next"})
    assert not Event.objects.filter(label__contains="SECRET").exists()


def test_the_same_text_again_is_no_conflict(cast, today_one, monday):
    first = Note.write(today_one, by=cast.maya, body="Alba", version=0, at=monday)
    assert Note.write(today_one, by=cast.maya, body="Alba", version=0, at=monday) == first
    with pytest.raises(StaleNote):
        Note.write(today_one, by=cast.maya, body="Other", version=0, at=monday)
