"""Who needs the leader for what is between the two: not met for too long, promises overdue."""

from collections.abc import Iterator

from touchline.oneonones.queries.team import meetings_of, promises_with
from touchline.people.findings import Finding, TeamAt
from touchline.people.models import Person
from touchline.ui.words import few


def needs(team: TeamAt) -> Iterator[Finding]:
    """What the one-on-ones and promises of each of the team say; two queries."""
    for person in team.people:
        yield from _not_met(person, team)
        yield from _promises(person, team)


def _not_met(person: Person, team: TeamAt) -> Iterator[Finding]:
    met = team.read(meetings_of)
    if met.is_still_to_meet(person):
        whom = "you" if team.is_own or team.leader is None else team.leader.first_name
        says = f"has not had a one-on-one with {whom} yet"
        yield _between(person, "not_met", "Not met yet", weight=2, place=40, symptom=says)
    elif weeks := met.weeks_not_met(person):
        says = f"has not had a one-on-one for {few(weeks)} weeks"
        yield _between(person, "not_met", "Not met", weight=3, place=40, symptom=says)


def _promises(person: Person, team: TeamAt) -> Iterator[Finding]:
    owed = team.read(promises_with)
    late = sum(1 for promise in owed if promise.owner_id == person.pk and promise.due_on < team.today)
    if late >= 2:
        says = f"has {few(late)} promises overdue"
        yield _between(person, "promises", "Promises late", weight=2, place=70, symptom=says)


def _between(person: Person, kind: str, tag: str, *, weight: int, place: int, symptom: str) -> Finding:
    return Finding(person=person, kind=kind, tag=tag, weight=weight, place=place, symptom=symptom, is_between=True)
