"""The demo company without its deals: who led whom, and what they talked about."""

from datetime import UTC, date, datetime, time

from touchline.demo.loading import SEED, lead
from touchline.demo.plot import CAST, STYLES
from touchline.demo.story import simulate
from touchline.demo.telling import people
from touchline.measures.standard import Band, Reading
from touchline.oneonones.queries.indicators import going
from touchline.people.models import Person

HELEN, BRUNO, ANJALI = (style.name for style in STYLES.values())
GOOD = {Band.GOOD, Band.WORLD_CLASS}
FEW = ("priya", "marcus", "joe", "amira", "sam", "lena", "nadia", "victor")
CAST_OF_FEW = tuple(part for part in CAST if part.key in FEW)


def told(monday: date, *, seed: int = SEED) -> None:
    """Tell the whole cast's three years up to the morning of `monday`."""
    story = simulate(monday=monday, seed=seed)
    company = people.found(story, today=monday)
    lead(company, {part.key: people.hire(company, part) for part in story.cast})


def readings(name: str, *, on: date) -> dict[str, Reading]:
    """The readings of a leader as they were on the morning of a day."""
    found = going(Person.objects.get(name=name), as_of=datetime.combine(on, time(7, 40), tzinfo=UTC))
    return {reading.id: reading for reading in found.readings}
