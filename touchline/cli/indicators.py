"""The indicators of the standard as JSON: one entry for each reading of each leader."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from touchline.cli.documents import iso
from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.indicators.skills import SKILLS
from touchline.measures.standard import WEEKS
from touchline.oneonones.queries import indicators as one_on_ones
from touchline.people.models import Person, Seat, Workspace
from touchline.skills.queries import indicators as skills

PRACTICES = {"one_on_ones": one_on_ones.going, "skills": skills.going}
INDICATORS = ONE_ON_ONES | SKILLS


def indicators_document(leaders: Iterable[Person], practice: str | None, *, as_of: datetime) -> list[dict]:
    """Every reading of `practice`, or of all there are, for each of `leaders`, as known at `as_of`."""
    chosen = [practice] if practice else list(PRACTICES)
    found = [PRACTICES[name](leader, as_of=as_of) for leader in leaders for name in chosen]
    return [entry for one in found for entry in _entries(one)]


def leaders_of(workspace: Workspace, *, as_of: datetime) -> list[Person]:
    """Everybody to whom somebody reported in the thirteen weeks up to `as_of`, by name."""
    today = workspace.today(as_of)
    seats = Seat.objects.touching(today - timedelta(weeks=WEEKS), today)
    led = Person.objects.filter(workspace=workspace, pk__in=seats.values("leader"))
    return list(led.select_related("workspace").order_by("name", "pk"))


def _entries(found: one_on_ones.Going | skills.Going) -> list[dict]:
    return [
        {
            "id": reading.id,
            "practice": INDICATORS[reading.id].practice,
            "leader": found.leader.name,
            "value": reading.value,
            "unit": INDICATORS[reading.id].unit,
            "n": reading.n,
            "low": reading.low,
            "high": reading.high,
            "window": {"from": iso(found.window_of(reading.id)[0]), "to": iso(found.window_of(reading.id)[1])},
            "band": reading.band.value,
            "reasons": [reason.value for reason in reading.reasons],
            "standard": reading.standard,
        }
        for reading in found.readings
    ]
