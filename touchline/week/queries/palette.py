"""What the command palette offers: what waits, pages, people one may see, and things to do."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from touchline.people.models import Person, User
from touchline.people.offers import waiting
from touchline.ui.shell import Shell

MOST = 8
MOST_WAITING = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the palette; `initials` for a person, `icon` for a page."""

    name: str
    url: str
    icon: str = ""
    initials: str = ""
    key: str = ""


def options(user: User, shell: Shell, *, query: str, now: datetime) -> list[Option]:
    """What waits and pages first when nothing is typed, then people whose name holds what was typed."""
    wanted = query.strip().lower()
    pages = [Option(f"Go to {place.name}", place.url, place.icon, key=place.key) for place in shell.places]
    pages = [option for option in pages if wanted in option.name.lower()]
    people = Person.objects.visible_to(user).here().exclude(user=user).order_by("name")
    if wanted:
        people = people.filter(name__icontains=wanted)
    rows = [
        Option(person.name, reverse("week:rep", args=[person.pk]), initials=person.initials) for person in people[:MOST]
    ]
    if not wanted:
        return [*_waiting(user.person, now), *pages, *rows]
    search = f"{reverse('oneonones:search')}?{urlencode({'q': query.strip()})}"
    return [*rows, *pages, Option(f"Search your one-on-ones for “{query.strip()}”", search, "search")]


def _waiting(me: Person, now: datetime) -> list[Option]:
    found = waiting(me, at=now)[:MOST_WAITING]
    return [Option(f"{one.section.title}: {one.what}", one.url, "bell") for one in found]
