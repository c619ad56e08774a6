from datetime import timedelta

import pytest

from touchline.skills.models import Focus, Observation, Skill, Terms


@pytest.fixture
def skills(cast, monday):
    """The starter set of Fieldstone, by name."""
    return {skill.name: skill for skill in Skill.start_with(cast.workspace, by=cast.maya, at=monday - timedelta(70))}


@pytest.fixture
def choose(cast, monday, skills):
    """Maya chooses a focus for somebody, four weeks ago unless something else is said."""

    def go(person=None, name="Discovery", *, weeks_ago=4, **terms):
        at = monday - timedelta(weeks=weeks_ago)
        starts_on = terms.pop("starts_on", at.date())
        agreed = {"by": terms.pop("by", cast.maya), "at": at, "key": terms.pop("key", None)}
        given = {
            "behaviour": "Asks what the problem costs before showing anything",
            "ends_on": starts_on + timedelta(days=70),
            "metric": "first_stage",
            "baseline": (12, 40),
            "target": 50,
            "cue": "new_deal",
            "then": "write down what it costs them and who pays",
            "minutes": 30,
        }
        return Focus.choose(
            person or cast.theo, Terms(skill=skills[name], starts_on=starts_on, **(given | terms)), **agreed
        )

    return go


@pytest.fixture
def observe(cast, monday):
    """Maya declares an observation, sees it and gives feedback the same day."""

    def go(focus, *, level=2, days_ago=1, kind="call", lead="rep", minutes=30, told=True):
        at = monday - timedelta(days=days_ago)
        seen = Observation.declare(focus, kind=kind, lead=lead, by=cast.maya, at=at)
        seen.score(level=level, minutes=minutes, by=cast.maya, at=at + timedelta(minutes=minutes or 1))
        if told:
            words = {"behaviour": "Asked for the cost", "effect": "They named a sum", "next_try": "Ask who pays it"}
            seen.tell(**words, by=cast.maya, at=at + timedelta(hours=3))
        return seen

    return go
