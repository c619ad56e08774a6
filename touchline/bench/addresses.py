"""Every page that has a budget of queries, with something of the filled company in it for whoever looks."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

if TYPE_CHECKING:
    from touchline.people.models import Person

PACKAGE = Path(__file__).parents[1]
LEADERS = {"crm:numbers-of", "week:team-of"}
Found = Callable[["Person"], Any]


def addresses_of(viewer: "Person") -> tuple[dict[str, str], list[str]]:
    """The address of each page by its name, and the names of those the company has nothing for."""
    known, arguments = _known(viewer), dict(_arguments(get_resolver(), ""))
    addresses, left_out = {}, []
    for name in _with_a_budget():
        values = {argument: known.get(argument) for argument in arguments[name]}
        if name in LEADERS:
            values["person_id"] = known["leader_id"]
        if None in values.values():
            left_out.append(name)
        else:
            addresses[name] = reverse(name, kwargs=values)
    return addresses, left_out


def _with_a_budget() -> Iterator[str]:
    for path in sorted(PACKAGE.glob("*/tests/budgets.toml")):
        yield from tomllib.loads(path.read_text())["queries"]


def _arguments(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _arguments(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", tuple(pattern.pattern.regex.groupindex)


def _known(viewer: "Person") -> dict[str, Any]:
    """What an argument of an address stands for: the newest that the viewer may see, of the first rep below."""
    from touchline.crm.models import Deal
    from touchline.oneonones.models import OneOnOne
    from touchline.people.models import Person
    from touchline.plans.models import Goal, Milestone
    from touchline.skills.models import Focus, Observation, Skill

    led = Person.objects.reporting_to(viewer).filter(seats_led=None).order_by("pk").first()
    below = Person.objects.known_to(viewer).filter(seats_led=None).exclude(pk=viewer.pk).order_by("pk").first()
    rep = led or below
    mine = {"rep": rep} if led else {"leader": viewer}
    return {
        "person_id": rep and rep.pk,
        "leader_id": viewer.pk,
        "one_on_one_id": _newest(OneOnOne.objects.known_to(viewer).filter(**mine)),
        "goal_id": _newest(Goal.objects.known_to(viewer).filter(person=rep)),
        "milestone_id": _newest(Milestone.objects.known_to(viewer).filter(person=rep)),
        "focus_id": _newest(Focus.objects.known_to(viewer).filter(person=rep)),
        "observation_id": _newest(Observation.objects.known_to(viewer).filter(focus__person=rep)),
        "skill_id": _newest(Skill.objects.known_to(viewer)),
        "deal_id": _newest(Deal.objects.known_to(viewer).filter(owner=rep)),
        "practice": "one-on-ones",
        "indicator": "O1",
        "year": date.today().year,
    }


def _newest(rows: Any) -> int | None:
    pk: int | None = rows.order_by("-pk").values_list("pk", flat=True).first()
    return pk
