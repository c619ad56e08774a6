"""Pair of the week: two write to each other, their leader sees that they wrote and nothing else."""

from datetime import timedelta

import pytest
import time_machine

from touchline.people.models import Person, Role
from touchline.skills.models import Pairing, Worksheet

SAID = {
    "question": "How do you open with a finance person?",
    "answer": "With their own year",
    "next_try": "On Thursday",
}


@pytest.fixture(autouse=True)
def clock(monday):
    with time_machine.travel(monday, tick=False) as moved:
        yield moved


@pytest.fixture
def third(cast):
    """Maya's team has a third rep."""
    lin = Person.objects.create(workspace=cast.workspace, name="Lin Okafor")
    lin.grant(Role.Kind.REP, by=cast.maya, on=None)
    lin.move(to=cast.maya, by=cast.adam, on=None)
    return lin


def text(response):
    return response.content.decode()


def test_one_press_pairs_the_team_and_one_press_takes_it_back(cast, sign_in):
    maya = sign_in(cast.maya)
    assert "Your team is not paired this week" in text(maya.get("/skills/pairs/"))
    answer = text(maya.post("/skills/pairs/made/", follow=True))
    assert "One pair this week, and nobody wrote so far" in answer
    assert "Theo Brandt and Priya Raman" in answer
    assert 'action="/skills/pairs/parted/"' in answer
    assert "Your team is not paired this week" in text(maya.post("/skills/pairs/parted/", follow=True))
    assert not Pairing.objects.exists()


def test_the_two_read_each_other_and_their_leader_only_that_they_wrote(cast, sign_in):
    maya, theo, priya = (sign_in(who) for who in (cast.maya, cast.theo, cast.priya))
    maya.post("/skills/pairs/made/")
    body = text(theo.get("/skills/pairs/"))
    assert "You and Priya are a pair this week" in body
    assert "Priya reads this; Maya, your leader, only sees that you wrote." in body
    pair = Pairing.objects.get()
    answer = text(theo.post(f"/pairings/{pair.pk}/written/", SAID, follow=True))
    assert "Kept. Priya can read it." in answer
    assert SAID["question"] in answer
    hers = text(priya.get("/skills/pairs/"))
    assert "Theo wrote, and waits for your side" in hers
    assert all(words in hers for words in SAID.values())
    leaders = text(maya.get("/skills/pairs/"))
    assert "One pair this week, and one of two wrote so far" in leaders
    assert "Theo wrote" in leaders
    for other in (cast.maya, cast.vera, cast.ines, cast.noor, cast.omar, cast.adam, cast.stranger):
        assert not [words for words in SAID.values() if words in text(sign_in(other).get("/skills/pairs/"))]


def test_writing_again_changes_ones_own_side_and_nobody_elses(cast, sign_in):
    sign_in(cast.maya).post("/skills/pairs/made/")
    pair, theo = Pairing.objects.get(), sign_in(cast.theo)
    for question in ("First", "Second"):
        theo.post(f"/pairings/{pair.pk}/written/", SAID | {"question": question})
    assert [sheet.question for sheet in Worksheet.objects.all()] == ["Second"]
    assert sign_in(cast.maya).post(f"/pairings/{pair.pk}/written/", SAID).status_code == 403
    assert sign_in(cast.noor).post(f"/pairings/{pair.pk}/written/", SAID).status_code == 404


def test_a_side_without_a_question_is_refused_and_kept_on_the_page(cast, sign_in):
    sign_in(cast.maya).post("/skills/pairs/made/")
    answer = sign_in(cast.theo).post(f"/pairings/{Pairing.objects.get().pk}/written/", SAID | {"question": ""})
    assert answer.status_code == 422
    assert "Write the one question you bring." in text(answer)
    assert SAID["answer"] in text(answer)


def test_once_somebody_wrote_the_pairs_of_the_week_stay(cast, sign_in):
    maya = sign_in(cast.maya)
    maya.post("/skills/pairs/made/")
    sign_in(cast.theo).post(f"/pairings/{Pairing.objects.get().pk}/written/", SAID)
    for path in ("made", "parted"):
        answer = maya.post(f"/skills/pairs/{path}/")
        assert answer.status_code == 422
        assert "The pairs of this week have begun to write. Pair again next week." in text(answer)
    assert "Pair again" not in text(maya.get("/skills/pairs/"))
    assert Worksheet.objects.count() == 1


def test_each_week_brings_another_partner_and_the_weeks_before_stay(cast, third, sign_in, clock, monday):
    met, pausing = [], []
    for week in range(3):
        clock.move_to(monday + timedelta(weeks=week))
        body = text(sign_in(cast.maya).post("/skills/pairs/made/", follow=True))
        pair = Pairing.objects.latest("week_on")
        met.append({pair.one, pair.other})
        pausing += [who for who in (cast.theo, cast.priya, third) if who not in met[-1]]
        assert "pauses this week" in body
    assert {cast.theo, cast.priya} in met
    assert {*pausing} == {cast.theo, cast.priya, third}
    assert "2 weeks with pairs in the last 26" in text(sign_in(cast.maya).get("/skills/pairs/"))


def test_what_two_wrote_last_week_is_read_by_the_two_and_no_longer_changed(cast, sign_in, clock, monday):
    sign_in(cast.maya).post("/skills/pairs/made/")
    pair = Pairing.objects.get()
    sign_in(cast.theo).post(f"/pairings/{pair.pk}/written/", SAID)
    clock.move_to(monday + timedelta(weeks=1))
    hers = text(sign_in(cast.priya).get("/skills/pairs/"))
    assert "You have no partner this week" in hers
    assert SAID["next_try"] in hers
    leaders = text(sign_in(cast.maya).get("/skills/pairs/"))
    assert "1 pair, 1 of 2 wrote" in leaders
    answer = sign_in(cast.priya).post(f"/pairings/{pair.pk}/written/", SAID)
    assert "The week of 23 November is not this week, so what stands there stays." in text(answer)


def test_a_leader_who_is_paired_by_their_own_leader_has_both_sides_of_the_page(cast, sign_in):
    sign_in(cast.vera).post("/skills/pairs/made/")
    pair = Pairing.objects.get()
    sign_in(cast.ines).post(f"/pairings/{pair.pk}/written/", SAID)
    body = text(sign_in(cast.maya).get("/skills/pairs/"))
    assert SAID["question"] in body
    assert "Pair the team for this week" in body
    assert body.count("btn primary") == 1


def test_who_leads_nobody_pairs_nobody(cast, sign_in):
    for who in (cast.theo, cast.omar, cast.adam):
        assert sign_in(who).post("/skills/pairs/made/").status_code == 403
    answer = sign_in(cast.ines).post("/skills/pairs/made/")
    assert "A pair takes two reps who report to you and are in no pair this week." in text(answer)
    assert "one rep reports to you" in text(sign_in(cast.ines).get("/skills/pairs/"))


def test_a_rep_who_moved_in_midweek_keeps_the_pair_of_the_week(cast, third, sign_in, monday):
    sign_in(cast.maya).post("/skills/pairs/made/")
    pair = Pairing.objects.get()
    moved = pair.one
    moved.move(to=cast.ines, by=cast.adam, on=monday.date())
    answer = sign_in(cast.ines).post("/skills/pairs/made/")
    assert answer.status_code == 422
    assert Pairing.objects.get() == pair
    assert moved.name not in text(sign_in(cast.maya).get("/skills/pairs/"))
