"""What waits for somebody about skills: no level, no word of feedback, and one prompt to practise at most."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from touchline.people.models import Person
from touchline.people.waiting import Section, Waiting
from touchline.skills.models import Observation, SecondRating
from touchline.skills.queries.observation import second_levels_asked_of
from touchline.skills.queries.own import Prompt, prompts_of
from touchline.ui.words import some

LOOKS_BACK = timedelta(days=14)
SCORE = Section("Score yourself", 50, lambda n: f"{some(n, 'observation')} to score")
PRACTISE = Section("Practise", 60, lambda n: "a practice due")
SECOND = Section("A second level", 70, lambda n: f"{some(n, 'second level')} asked of you")


def waits(person: Person, at: datetime) -> Iterator[Waiting]:
    """Observations not scored, the practice that is due, levels another leader asked for; five queries."""
    mine = Observation.objects.made().filter(focus__person=person, focus__closed_at=None, self_level=None)
    seen = mine.filter(seen_at__gte=at - LOOKS_BACK).select_related("focus__skill", "observer").order_by("seen_at")
    yield from (_to_score(observation, observation.seen_at) for observation in seen if observation.seen_at)
    yield from (_to_practise(prompt) for prompt in prompts_of(person, today=person.workspace.today(at))[:1])
    yield from (_second(asked) for asked in second_levels_asked_of(person))


def _to_score(seen: Observation, seen_at: datetime) -> Waiting:
    said = f"{seen.get_kind_display()}, {seen.focus.skill.name}"
    url = reverse("skills:observation", args=[seen.pk])
    return Waiting(SCORE, said, f"Observed by {seen.observer.name}", url, seen_at)


def _to_practise(prompt: Prompt) -> Waiting:
    url = reverse("skills:focus", args=[prompt.focus.pk])
    return Waiting(PRACTISE, prompt.focus.skill.name, f"Day {prompt.day} since you began", url, prompt.on)


def _second(asked: SecondRating) -> Waiting:
    seen = asked.observation
    said = f"{seen.get_kind_display()} of {seen.focus.person.name}, {seen.focus.skill.name}"
    url = reverse("skills:second-rating", args=[asked.pk])
    return Waiting(SECOND, said, f"Asked by {seen.observer.name}", url, asked.asked_at)
