from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from touchline.people.models import Person
from touchline.skills.models import Draw, Focus, Terms, TooManyFocusesError
from touchline.skills.queries.current import focuses_on, with_focuses
from touchline.timeline.models import Event


def current(person):
    return focuses_on(with_focuses(Person.objects.filter(pk=person.pk)).get())


def test_two_are_chosen_and_a_third_is_refused_with_their_names(choose, cast):
    choose(name="Discovery")
    choose(name="Negotiating")
    with pytest.raises(TooManyFocusesError, match="“Discovery” and “Negotiating”"):
        choose(name="Answering doubts")
    assert [focus.skill for focus in current(cast.theo)] == ["Discovery", "Negotiating"]


def test_the_database_itself_holds_the_limit(choose, cast):
    first = choose(name="Discovery")
    with pytest.raises(IntegrityError), transaction.atomic():
        Focus.objects.create(
            person=cast.theo,
            place=first.place,
            skill=first.skill,
            edition=first.edition,
            behaviour="x",
            starts_on=first.starts_on,
            ends_on=first.ends_on,
            chosen_at=first.chosen_at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Focus.objects.filter(pk=first.pk).update(place=3)


def test_closing_one_frees_its_place_and_can_be_taken_back_while_it_is_free(choose, cast, monday):
    first, second = choose(name="Discovery"), choose(name="Negotiating")
    first.close(by=cast.maya, at=monday, why="Done")
    third = choose(name="Answering doubts")
    assert third.place == first.place
    with pytest.raises(TooManyFocusesError):
        first.reopen(by=cast.maya, at=monday)
    second.close(by=cast.maya, at=monday)
    first.reopen(by=cast.maya, at=monday)
    assert {focus.skill for focus in current(cast.theo)} == {"Discovery", "Answering doubts"}


def test_the_same_key_and_the_same_skill_twice_make_one(choose, cast):
    key = "5f0f9c2e-5a0e-4d7b-9f39-6b1a9a7e4c12"
    assert choose(key=key).pk == choose(key=key).pk
    with pytest.raises(ValidationError, match="already"):
        choose()


@pytest.mark.parametrize("days", [0, -3, 91])
def test_a_focus_ends_after_it_begins_and_within_ninety_days(choose, monday, days):
    with pytest.raises(ValidationError):
        choose(starts_on=monday.date(), ends_on=monday.date() + timedelta(days=days))
    assert not Focus.objects.exists()


def test_a_plan_is_a_sentence_only_when_both_halves_are_there(choose):
    assert choose().if_then == "If a new deal is opened, then I write down what it costs them and who pays."
    assert choose(name="Negotiating", then="").if_then == ""


@pytest.mark.parametrize("missing", [{"metric": ""}, {"baseline": (0, 0)}, {"target": None}, {"then": ""}])
def test_a_focus_is_complete_only_with_everything(choose, missing):
    assert choose().is_complete
    assert not choose(name="Negotiating", **missing).is_complete


def test_words_of_a_focus_stay_those_it_began_with(choose, cast, skills, monday):
    focus, skill = choose(), skills["Discovery"]
    was = focus.edition.about
    skill.reword(skill.wording.with_(about="Something else"), by=cast.maya, at=monday)
    focus.refresh_from_db()
    assert focus.edition.about == was
    assert skill.edition.number == 2


@pytest.fixture
def draw(cast, skills, monday):
    def go(people, *, weeks=5, seed=3):
        starts_on = monday.date() + timedelta(days=7)
        terms = Terms(skills["Discovery"], "Asks twice", starts_on, starts_on + timedelta(days=70))
        baselines = dict.fromkeys(people, (3, 12))
        cast.noor.move(to=cast.maya, by=cast.adam, on=monday.date())
        return Draw.draw(cast.maya, baselines, terms, weeks=weeks, dice=Random(seed), by=cast.maya, at=monday)

    return go


def test_starts_are_drawn_within_their_weeks_and_a_moved_one_voids_the_draw(cast, draw, monday):
    made = draw([cast.theo, cast.priya, cast.noor])
    starts = [focus.starts_on for focus in made.focuses.all()]
    assert len(starts) == 3
    assert set(starts) <= set(made.eligible)
    focus = made.focuses.get(person=cast.theo)
    focus.move_start(focus.starts_on + timedelta(days=7), by=cast.maya, at=monday)
    made.refresh_from_db()
    assert not made.is_valid
    assert Event.objects.filter(verb="draw.voided", actor=cast.maya).exists()


def test_chance_decides_and_not_always_the_same(cast, draw):
    found = set()
    for seed in range(6):
        made = draw([cast.theo, cast.priya, cast.noor], seed=seed)
        found.add(tuple(focus.starts_on for focus in made.focuses.order_by("person")))
        Focus.objects.all().delete()
    assert len(found) > 2


@pytest.mark.parametrize(("people", "weeks"), [(2, 5), (3, 2), (3, 8)])
def test_a_draw_of_too_few_is_refused(cast, draw, people, weeks):
    with pytest.raises(ValidationError):
        draw([cast.theo, cast.priya, cast.noor][:people], weeks=weeks)
    assert not Focus.objects.exists()


def test_a_line_carries_what_was_seen_and_practised(choose, observe, cast, monday):
    focus = choose()
    assert current(cast.theo)[0].is_left_alone(monday.date())
    observe(focus, level=2, days_ago=3)
    (line,) = current(cast.theo)
    assert (line.level, line.seen_on, line.to_score) == (2, monday.date() - timedelta(days=3), 1)
    assert (line.baseline, line.target, line.practices) == (30, 50, 0)
    assert line.levels == tuple(focus.edition.levels)
    assert not line.is_left_alone(monday.date())
    assert not current(cast.priya)
