"""Finding the person somebody typed."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from touchline.people.models import Person


def finder(people: Iterable[Person]) -> Callable[[str], set[Person]]:
    """Return a function from a name (either order) or e-mail address to the set of `people` it may mean."""
    known: dict[str, set[Person]] = defaultdict(set)
    for person in people:
        for spelling in (person.name, person.email, ", ".join(reversed(person.name.rsplit(" ", 1)))):
            if spelling:
                known[folded(spelling)].add(person)
    return lambda name: known.get(folded(name), set())


def folded(name: str) -> str:
    return " ".join(name.casefold().split())
