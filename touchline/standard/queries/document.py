"""The indicators of the standard as JSON: one entry for each reading of each leader."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from touchline.measures.standard import WEEKS
from touchline.people.models import Person, Seat, Workspace
from touchline.standard.practice import Found, PracticeDefinition, practices


def indicators_document(leaders: Iterable[Person], practice: str | None, *, as_of: datetime) -> list[dict[str, Any]]:
    """Every reading of `practice`, or of all there are, for each of `leaders`, as known at `as_of`."""
    every = practices()
    chosen = [every[practice]] if practice else list(every.values())
    return [entry for leader in leaders for one in chosen for entry in entries(one, one.find(leader, as_of=as_of))]


def leaders_of(workspace: Workspace, *, as_of: datetime) -> list[Person]:
    """Everybody to whom somebody reported in the thirteen weeks up to `as_of`, by name."""
    today = workspace.today(as_of)
    seats = Seat.objects.touching(today - timedelta(weeks=WEEKS), today)
    led = Person.objects.filter(workspace=workspace, pk__in=seats.values("leader"))
    return list(led.select_related("workspace").order_by("name", "pk"))


def entries(practice: PracticeDefinition, found: Found[Any]) -> Iterator[dict[str, Any]]:
    """The readings of one practice of one leader, in the order of the standard."""
    for reading in found.readings:
        first, last = found.windows[reading.id]
        yield {
            "id": reading.id,
            "practice": practice.key,
            "leader": found.leader.name,
            "value": reading.value,
            "unit": practice.indicators[reading.id].unit,
            "n": reading.n,
            "low": reading.low,
            "high": reading.high,
            "window": {"from": first.isoformat(), "to": last.isoformat()},
            "band": reading.band.value,
            "reasons": [reason.value for reason in reading.reasons],
            "standard": reading.standard,
        }
