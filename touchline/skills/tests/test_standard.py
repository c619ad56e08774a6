"""The work on skills keeps the promises of a practice, and its page says what to do next."""

from datetime import date

import pytest

from touchline.skills.models import Observation
from touchline.skills.standard import PRACTICE
from touchline.skills.tests import story_of_going as telling
from touchline.standard.queries.going import finding
from touchline.standard.tests.promises import PracticePromises


class TestPromises(PracticePromises):
    key = "skills"

    @pytest.fixture
    def story(self, cast):
        return telling.tell(cast)

    def later(self, cast, story, monday):
        waiting = Observation.objects.filter(feedback_at=None).latest("on")
        waiting.tell(**telling.WORDS, by=cast.maya, at=monday)


def test_who_had_no_focus_lately_is_whom_to_choose_one_with(cast, monday, sign_in):
    telling.tell(cast)[2].close(by=cast.maya, at=telling.at(date(2026, 11, 3)))
    led = finding(PRACTICE, PRACTICE.find(cast.maya, as_of=monday))
    assert led.says == "Your reps had a focus in 5 of 12 months"
    assert led.act.says == "Choose a focus with Priya"
    assert sign_in(cast.maya).get(led.act.url).status_code == 200
