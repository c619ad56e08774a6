"""What each app offers to pages that stand above it: findings about people, what waits for somebody, what is told.

An app offers by having an `offer.py`, which settings.TOUCHLINE_OFFERS names. Whoever prints them asks here and knows
no app by name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from touchline.people.findings import Finding, TeamAt
from touchline.people.models import Notice, Person, Reach, Webhook
from touchline.people.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Announced:
    """Something a webhook can be told of: its key, when that is in words, and the notices of it due at an instant."""

    key: str
    label: str
    notices: Callable[[Webhook, Reach, datetime], Iterable[Notice]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one app has to say; every part is asked once for all the people meant, in a fixed number of queries.

    `in_brief`: its findings are wanted in the brief before a one-on-one too. `in_own_week`: the own week of somebody
    who leads nobody lists what waits there; left out where that page shows the same in a part of its own.
    """

    needs: Callable[[TeamAt], Iterable[Finding]] = lambda team: ()
    in_brief: bool = False
    waits: Callable[[Person, datetime], Iterable[Waiting]] = lambda person, at: ()
    in_own_week: bool = False
    announces: tuple[Announced, ...] = ()


def offers() -> list[Offer]:
    """Every offer there is, in the order of the settings."""
    return [import_string(path) for path in settings.TOUCHLINE_OFFERS]


def findings(team: TeamAt, *, for_brief: bool = False) -> dict[int, tuple[Finding, ...]]:
    """What is found about each of the people, by their id, the heaviest first."""
    found: dict[int, list[Finding]] = defaultdict(list)
    asked = [one for one in offers() if one.in_brief or not for_brief] if team.people else []
    for offer in asked:
        for finding in offer.needs(team):
            found[finding.person.pk].append(finding)
    return {one.pk: tuple(sorted(found[one.pk], key=lambda it: (-it.weight, it.place))) for one in team.people}


def waiting(person: Person, *, at: datetime, in_own_week: bool = False) -> tuple[Waiting, ...]:
    """What waits for a person at an instant, section by section."""
    asked = [one for one in offers() if one.in_own_week or not in_own_week]
    return tuple(sorted((one for offer in asked for one in offer.waits(person, at)), key=lambda it: it.section.place))


def announced() -> dict[str, Announced]:
    """Everything a webhook can be told of, by its key."""
    return {one.key: one for offer in offers() for one in offer.announces}
