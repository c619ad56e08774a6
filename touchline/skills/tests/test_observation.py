from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from touchline.skills.models import Observation, Pairing, Practice, SecondRating, Worksheet
from touchline.skills.models.practice import round_robin
from touchline.timeline.models import Event

WORDS = {"behaviour": "Asked for the cost", "effect": "They named a sum", "next_try": "Ask who pays it"}


def counting():
    return list(Observation.objects.counting())


def test_a_call_the_rep_leads_counts_and_one_the_leader_leads_does_not(choose, observe):
    focus = choose()
    led = observe(focus, lead="rep")
    sold = observe(focus, lead="leader", days_ago=2)
    assert led.counts
    assert not sold.counts
    assert counting() == [led]


def test_the_reps_word_on_who_led_stands_over_what_was_declared(choose, observe, cast, monday):
    seen = observe(choose(), lead="rep")
    seen.say_who_led("leader", by=cast.theo, at=monday)
    assert not seen.counts
    assert counting() == []
    with pytest.raises(PermissionDenied):
        seen.say_who_led("rep", by=cast.maya, at=monday)


def test_what_is_told_afterwards_counts_once_the_rep_says_so(choose, cast, monday):
    seen = Observation.log(
        choose(),
        kind="call",
        lead="rep",
        seen_at=monday - timedelta(hours=5),
        minutes=30,
        level=3,
        by=cast.maya,
        at=monday,
    )
    assert not seen.counts
    assert counting() == []
    seen.say_who_led("rep", by=cast.theo, at=monday)
    assert seen.counts
    assert counting() == [seen]


def test_the_rep_scores_first_and_once(choose, observe, cast, monday):
    seen = observe(choose(), level=2)
    assert not seen.shows_level_to_rep
    with pytest.raises(PermissionDenied):
        seen.score_oneself(3, by=cast.maya, at=monday)
    seen.score_oneself(3, by=cast.theo, at=monday)
    assert seen.shows_level_to_rep
    with pytest.raises(ValidationError, match="stays"):
        seen.score_oneself(2, by=cast.theo, at=monday)


@pytest.mark.parametrize(("hours", "in_time"), [(1, True), (48, True), (49, False)])
def test_feedback_within_48_hours_is_told_apart(choose, observe, cast, monday, hours, in_time):
    seen = observe(choose(), told=False)
    seen.tell(**WORDS, by=cast.maya, at=seen.seen_at + timedelta(hours=hours))
    assert seen.was_told_in_time is in_time
    seen.tell(**WORDS, by=cast.maya, at=seen.seen_at + timedelta(days=9))
    assert seen.was_told_in_time is in_time


def test_no_word_of_the_feedback_reaches_the_timeline(choose, observe):
    observe(choose())
    told = " ".join(Event.objects.values_list("label", flat=True))
    assert not any(word in told for word in WORDS.values())


def test_a_leader_before_sees_no_observation_and_the_new_one_none_from_before(choose, observe, cast, monday):
    seen = observe(choose(), days_ago=3)
    assert seen in Observation.objects.visible_to(cast.maya.user)
    cast.theo.move(to=cast.ines, by=cast.adam, on=monday.date())
    for leader in (cast.maya, cast.ines, cast.vera):
        assert seen not in Observation.objects.visible_to(leader.user)
    assert seen in Observation.objects.visible_to(cast.theo.user)


def test_a_second_level_is_given_by_the_one_who_was_asked(choose, observe, cast, monday):
    seen = observe(choose())
    asked = SecondRating.ask(seen, cast.ines, by=cast.maya, at=monday)
    assert SecondRating.ask(seen, cast.ines, by=cast.maya, at=monday).pk == asked.pk
    for other in (cast.maya, cast.theo):
        with pytest.raises(ValidationError):
            SecondRating.ask(seen, other, by=cast.maya, at=monday)
    with pytest.raises(PermissionDenied):
        asked.give(3, by=cast.maya, at=monday)
    asked.give(3, by=cast.ines, at=monday)
    assert list(SecondRating.objects.given().visible_to(cast.maya.user)) == [asked]
    assert not SecondRating.objects.visible_to(cast.theo.user).exists()


def test_practice_is_noted_on_a_day_of_the_focus(choose, cast, monday):
    focus = choose(weeks_ago=2)
    for on in (monday.date() + timedelta(days=1), focus.starts_on - timedelta(days=1)):
        with pytest.raises(ValidationError):
            Practice.note(focus, kind="retry", on=on, by=cast.theo, at=monday)
    Practice.note(focus, kind="retry", on=monday.date(), by=cast.theo, at=monday)
    assert focus.practices.count() == 1


@pytest.mark.parametrize("n", range(8))
def test_in_a_round_everybody_meets_everybody_once(n):
    people = list(range(n))
    met = [frozenset(pair) for turn in range(max(n - 1 + n % 2, 0)) for pair in round_robin(people, turn)]
    assert len(met) == len(set(met)) == n * (n - 1) // 2
    for turn in range(n):
        busy = [person for pair in round_robin(people, turn) for person in pair]
        assert len(busy) == len(set(busy)) == n - n % 2


def test_what_two_peers_write_is_for_the_two(cast, monday):
    (pair,) = Pairing.pair_up(
        cast.maya, [cast.theo, cast.priya], week_on=monday.date(), turn=0, by=cast.maya, at=monday
    )
    sheet = Worksheet.write(pair, by=cast.theo, question="How do you open?", answer="", next_try="", at=monday)
    assert sheet in Worksheet.objects.visible_to(cast.priya.user)
    assert pair in Pairing.objects.visible_to(cast.maya.user)
    for other in (cast.maya, cast.noor, cast.vera):
        assert sheet not in Worksheet.objects.visible_to(other.user)
    with pytest.raises(ValidationError, match="begun to write"):
        Pairing.pair_up(cast.maya, [cast.theo, cast.priya], week_on=monday.date(), turn=1, by=cast.maya, at=monday)
