"""What waits for somebody about skills, for a mail: no level, no word of feedback, and one prompt at most."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from touchline.people.models import Person
from touchline.skills.models import Observation, SecondRating
from touchline.skills.queries.observation import second_levels_asked_of
from touchline.skills.queries.own import Prompt, prompts_of

LOOKS_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waits:
    """Observations the rep has not scored, levels another leader asked for, and the practice that is due."""

    to_score: tuple[Observation, ...]
    second_levels: tuple[SecondRating, ...]
    practise: Prompt | None

    def __bool__(self) -> bool:
        return bool(self.to_score or self.second_levels or self.practise)

    def is_news(self, *, since: datetime, sent_on: date) -> bool:
        """Has anything come up after the digest of the day `sent_on`, lined up at `since`?"""
        return bool(
            any(seen.seen_at and seen.seen_at > since for seen in self.to_score)
            or any(asked.asked_at > since for asked in self.second_levels)
            or (self.practise and self.practise.on > sent_on)
        )


def waits_for(person: Person, *, at: datetime, today: date) -> Waits:
    """Gather it for `person`; six queries."""
    mine = Observation.objects.made().filter(focus__person=person, focus__closed_at=None, self_level=None)
    seen = mine.filter(seen_at__gte=at - LOOKS_BACK).select_related("focus__skill", "observer").order_by("seen_at")
    prompts = prompts_of(person, today=today)
    return Waits(tuple(seen), second_levels_asked_of(person), prompts[0] if prompts else None)
