"""What happened to a goal since it was set, by whom and why; one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from touchline.plans.models import Goal
from touchline.timeline.models import Event

SHOWN = 30
TURNS = {
    "goal.agreed": "Set",
    "goal.parked": "Parked",
    "goal.resumed": "Taken up again",
    "goal.closed": "Closed",
    "goal.reopened": "Opened again",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One change: `what` changed, in words, by whom, and why where somebody said so."""

    what: str
    by: str
    at: datetime
    because: str


def goal_history(goal: Goal) -> tuple[Turn, ...]:
    """The changes of a goal its reader may see, the newest first; the numbers noted over time are in its check-ins."""
    events = Event.objects.filter(about=goal.person_id, verb__in=[*TURNS, "goal.revised"], facts__goal=goal.pk)
    newest_first = events.select_related("actor").order_by("-happened_at", "-pk")[:SHOWN]
    return tuple(_turns(goal, list(newest_first)))


def _turns(goal: Goal, events: list[Event]) -> Iterator[Turn]:
    """A recorded revision holds the values before it; the values after it are those before the next revision."""
    became = {"name": goal.name, "target": str(goal.target), "due_on": goal.due_on.isoformat()}
    for event in events:
        what = TURNS.get(event.verb, "")
        if event.verb == "goal.revised":
            was = event.facts["was"]
            what, became = _changed(was, became), was
        by = event.actor.first_name if event.actor else "Nobody known"
        yield Turn(what, by, event.happened_at, event.facts.get("because", ""))


def _changed(was: dict[str, Any], became: dict[str, Any]) -> str:
    said = []
    if was["name"] != became["name"]:
        said.append(f"was called “{was['name']}”")
    if Decimal(was["target"]) != Decimal(became["target"]):
        said.append(f"target {_plain(was['target'])} to {_plain(became['target'])}")
    if was["due_on"] != became["due_on"]:
        said.append(f"due {_day(was['due_on'])} to {_day(became['due_on'])}")
    return f"Changed: {', '.join(said)}" if said else "Reworded"


def _plain(figure: str) -> str:
    return f"{Decimal(figure):,.2f}".removesuffix(".00")


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%-d %b %Y}"
