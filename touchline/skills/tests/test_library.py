"""The skills of a company: read by everybody, described by leaders and administrators, never changed under a focus."""

from datetime import timedelta

import pytest
import time_machine

from touchline.skills.models import Skill
from touchline.skills.starter import STARTER

WORDS = {
    "name": "Writing the follow-up",
    "about": "Putting into four lines what was agreed, the same day.",
    "level_1": "Sends nothing.",
    "level_2": "Sends minutes of everything two days later.",
    "level_3": "Sends four lines the same day, with who does what by when.",
    "level_4": "The customer forwards the four lines inside.",
    "sounds_good": "“Two things are yours, one is mine.”",
    "sounds_bad": "",
    "metric": "",
}


@pytest.fixture(autouse=True)
def _it_is_monday(monday):
    with time_machine.travel(monday, tick=False):
        yield


def text(response):
    return response.content.decode()


def test_an_empty_library_offers_ten_skills_to_a_leader(cast, sign_in):
    maya = sign_in(cast.maya)
    body = text(maya.get("/skills/library/"))
    assert "No skill is described yet" in body
    assert "Start with 10 skills" in body
    answer = maya.post("/skills/library/started/", follow=True)
    assert "10 skills described. Change their words to yours." in text(answer)
    assert cast.workspace.skills.count() == len(STARTER) == 10
    maya.post("/skills/library/started/")
    assert cast.workspace.skills.count() == 10


def test_a_rep_reads_and_does_not_describe(cast, skills, sign_in):
    theo, skill = sign_in(cast.theo), skills["Discovery"]
    page = text(theo.get(f"/skills/library/{skill.pk}/"))
    assert all(level in page for level in skill.edition.levels)
    assert "Change the words" not in page
    assert "Describe a skill" not in text(theo.get("/skills/library/"))
    for path in ("started/", "new/", f"{skill.pk}/edit/", f"{skill.pk}/retired/", f"{skill.pk}/restored/"):
        assert theo.post(f"/skills/library/{path}", WORDS).status_code == 403
    assert sign_in(cast.adam).post("/skills/library/new/", WORDS).status_code == 302
    assert sign_in(cast.stranger).get(f"/skills/library/{skill.pk}/").status_code == 404


def test_a_leader_describes_a_skill_once_however_often_it_is_sent(cast, sign_in):
    maya = sign_in(cast.maya)
    sent = WORDS | {"key": "3f2b1f6e-5c7c-4a35-9d19-0a5f1f1c9b11"}
    first, again = maya.post("/skills/library/new/", sent), maya.post("/skills/library/new/", sent)
    assert first.url == again.url
    skill = cast.workspace.skills.get()
    assert skill.wording.levels[2] == WORDS["level_3"]
    assert "Level 3, on their own" in text(maya.get("/skills/library/new/"))


def test_a_level_without_words_is_refused_and_keeps_what_was_typed(cast, sign_in):
    answer = sign_in(cast.maya).post("/skills/library/new/", WORDS | {"level_4": ""})
    assert answer.status_code == 422
    assert "Write what somebody does at level 4." in text(answer)
    assert WORDS["level_3"] in text(answer)
    assert not cast.workspace.skills.exists()


def test_a_name_that_is_taken_is_refused_beside_the_name(cast, skills, sign_in):
    maya = sign_in(cast.maya)
    taken = "There is a skill called “discovery” already. Choose another name."
    answer = maya.post("/skills/library/new/", WORDS | {"name": "discovery"})
    assert answer.status_code == 422
    assert taken in text(answer)
    answer = maya.post(f"/skills/library/{skills['Negotiating'].pk}/edit/", WORDS | {"name": "discovery"})
    assert answer.status_code == 422
    assert taken in text(answer)


def test_new_words_are_a_new_edition_and_a_running_focus_keeps_its_own(cast, skills, choose, sign_in):
    maya, skill = sign_in(cast.maya), skills["Discovery"]
    focus = choose(cast.theo)
    form = text(maya.get(f"/skills/library/{skill.pk}/edit/"))
    assert "This becomes edition 2. Focuses that run now keep the edition they began with" in form
    assert skill.edition.levels[0] in form
    sent = {f"level_{n}": words for n, words in enumerate(skill.edition.levels, 1)}
    sent |= {"name": skill.name, "about": skill.edition.about, "metric": skill.metric}
    sent |= {"sounds_good": skill.edition.sounds_good, "sounds_bad": "“And who signs?”", "level_2": "Asks one why."}
    answer = maya.post(f"/skills/library/{skill.pk}/edit/", sent, follow=True)
    assert "Edition 2 of Discovery is in use." in text(answer)
    assert "Changed: level 2 and what bad sounds like" in text(answer)
    assert "in the words of edition 1" in text(answer)
    focus.refresh_from_db()
    assert (focus.edition.number, skill.editions.count()) == (1, 2)
    maya.post(f"/skills/library/{skill.pk}/edit/", sent)
    assert skill.editions.count() == 2


def test_a_skill_is_retired_and_the_way_back_stands_in_the_toast(cast, skills, sign_in):
    maya, skill = sign_in(cast.maya), skills["Negotiating"]
    answer = maya.post(f"/skills/library/{skill.pk}/retired/", follow=True)
    assert "Retired: Negotiating" in text(answer)
    assert f'action="/skills/library/{skill.pk}/restored/"' in text(answer)
    assert skill not in cast.workspace.skills.current()
    assert "Retired today" in text(maya.get("/skills/library/"))
    maya.post(f"/skills/library/{skill.pk}/restored/")
    assert skill in cast.workspace.skills.current()


def test_who_works_on_it_is_told_of_ones_own_reps_only(cast, skills, choose, sign_in):
    choose(cast.theo)
    choose(cast.noor, by=cast.ines)
    skill = skills["Discovery"]
    for path in ("/skills/library/", f"/skills/library/{skill.pk}/"):
        mayas, theos, noors = (text(sign_in(who).get(path)) for who in (cast.maya, cast.theo, cast.noor))
        assert "Theo" in mayas
        assert "Noor" not in mayas
        assert ">You</a>" in theos
        assert ">You</a>" in noors
        for other in (cast.vera, cast.omar, cast.adam, cast.priya):
            seen = text(sign_in(other).get(path))
            assert [name for name in ("Theo Brandt", "Theo</a>", "Noor Haddad", "Noor</a>") if name in seen] == []


def test_the_list_says_who_works_on_how_many(cast, skills, choose, sign_in):
    maya = sign_in(cast.maya)
    assert "10 skills, and none of your reps works on one" in text(maya.get("/skills/library/"))
    choose(cast.theo)
    assert "Theo works on one of 10 skills" in text(maya.get("/skills/library/"))
    choose(cast.priya, "Negotiating")
    assert "Priya and Theo work on two of 10 skills" in text(maya.get("/skills/library/"))
    assert "You work on Discovery" in text(sign_in(cast.theo).get("/skills/library/"))
    assert "10 skills, in four levels each" in text(sign_in(cast.adam).get("/skills/library/"))


def test_every_starter_skill_says_four_different_things_one_can_see():
    assert len({wording.name for wording in STARTER}) == len(STARTER)
    for wording in STARTER:
        assert len(set(wording.levels)) == 4
        assert wording.metric
        assert wording.sounds_good
        assert wording.sounds_bad
    levels = [level for wording in STARTER for level in wording.levels]
    assert len(set(levels)) == len(levels)


def test_starting_again_takes_over_only_what_is_missing(cast, skills, monday):
    skills["Discovery"].retire(by=cast.maya, at=monday)
    begun = Skill.start_with(cast.workspace, by=cast.maya, at=monday + timedelta(1))
    assert [skill.name for skill in begun] == ["Discovery"]


def test_one_skill_alone_reads_as_a_sentence_too(cast, choose, skills, sign_in, monday):
    for name, skill in skills.items():
        if name != "Discovery":
            skill.retire(by=cast.maya, at=monday)
    maya = sign_in(cast.maya)
    assert "One skill, and none of your reps works on it" in text(maya.get("/skills/library/"))
    choose(cast.theo)
    assert "Theo works on Discovery" in text(maya.get("/skills/library/"))
