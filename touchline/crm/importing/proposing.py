"""Seats and roles an export speaks of: proposed first, and given by the verbs by which people are moved by hand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from touchline.crm.models import Before, Import
from touchline.people.models import Person, ReportingLine, Role, Seat, Team, Workspace
from touchline.people.models.seat import closes_a_circle


@dataclass(frozen=True, slots=True)
class Proposal:
    """One seat, or one role where `kind` is given. `person` and `leader` are numbers in the plan."""

    says: str
    person: int
    kind: str = ""
    leader: int | None = None
    team: str = ""

    def as_entry(self, numbers: dict[int, int]) -> dict[str, Any]:
        """The same with keys of people, as an import keeps it until it is confirmed."""
        leader = numbers[self.leader] if self.leader is not None else None
        return {
            "says": self.says,
            "person": numbers[self.person],
            "kind": self.kind,
            "leader": leader,
            "team": self.team,
        }


@dataclass(frozen=True, slots=True)
class Proposed:
    proposals: tuple[Proposal, ...]
    left_out: tuple[str, ...]


def propose(plan: dict[str, Any], workspace: Workspace) -> Proposed:
    """Say which seats and roles the people of a plan would get: only those who have none yet, and never a circle."""
    humans = plan["humans"]
    held: dict[int, set[str]] = defaultdict(set)
    for person, kind in Role.objects.filter(person__workspace=workspace, to_on=None).values_list("person", "kind"):
        held[person].add(kind)
    seats = Seat.objects.current().filter(person__workspace=workspace).values_list("person", "leader")
    leaders = {person: leader for person, leader in seats if leader is not None}
    seated = {person for person, _ in seats}
    # Somebody who is not here yet goes by a negative key until then.
    keys = [human["pk"] or -1 - number for number, human in enumerate(humans)]
    proposals, left_out = [], []
    refused, accepted = set(), set()
    for number, human in enumerate(humans):
        leader, says = human["leader"], _seat_in_words(human, humans)
        if leader is not None and keys[number] not in seated and closes_a_circle(keys[number], keys[leader], leaders):
            left_out.append(f"Left out: {says}. {humans[leader]['name']} already reports to {human['name']}.")
            refused.add(leader)
            continue
        accepted.add(leader)
        if keys[number] not in seated and says:
            leaders |= {keys[number]: keys[leader]} if leader is not None else {}
            proposals.append(Proposal(says, number, leader=leader, team=human["team"]))
    for number, human in enumerate(humans):
        leads = human["leads"] and number not in refused - accepted
        role = Role.Kind.LEADER if leads else Role.Kind.REP if human["sells"] else None
        if role and role not in held[keys[number]] and (leads or not held[keys[number]]):
            proposals.append(Proposal(f"{human['name']} becomes a {role.label.lower()}", number, kind=role.value))
    return Proposed(tuple(proposals), tuple(left_out))


def _seat_in_words(human: dict[str, Any], humans: list[dict[str, Any]]) -> str:
    leader, team = human["leader"], human["team"]
    to = f" reports to {humans[leader]['name']}" if leader is not None else ""
    sits = f" is in team {team}" if team else ""
    return f"{human['name']}{' and'.join(part for part in (to, sits) if part)}" if to or sits else ""


def arrange(batch: Import, entries: list[dict[str, Any]], *, by: Person | None, at: datetime) -> int:
    """Give seats and roles, noting each for undo; what no longer can be is left out and said. Return how many."""
    workspace = batch.source.workspace
    people = workspace.people.in_bulk({pk for entry in entries for pk in (entry["person"], entry["leader"]) if pk})
    seated = set(Seat.objects.current().filter(person__in=people).values_list("person", flat=True))
    roles = set(Role.objects.filter(person__in=people, to_on=None).values_list("person", "kind"))
    given = 0
    for entry in entries:
        person, leader = people.get(entry["person"]), people.get(entry["leader"])
        key = (entry["person"], entry["kind"])
        if person is None or person.left_on or key in roles or (not entry["kind"] and person.pk in seated):
            continue
        try:
            _give(batch, entry, person, leader, by=by, at=at)
        except ValidationError as refusal:
            batch.notes.append(f"Left out: {entry['says']}. {' '.join(refusal.messages)}")
        else:
            given += 1
    batch.counts["given"] = given
    if given:
        ReportingLine.redraw(workspace)
    return given


def _give(
    batch: Import, entry: dict[str, Any], person: Person, leader: Person | None, *, by: Person | None, at: datetime
) -> None:
    """Give a seat or a role without a first day, because no file says since when somebody has it."""
    if entry["kind"]:
        _keep(batch, person.grant(entry["kind"], by=by, on=None, at=at))
        return
    team = None
    if entry["team"]:
        team, is_new = Team.objects.get_or_create(workspace=batch.source.workspace, name=entry["team"])
        if is_new:
            _keep(batch, team)
    _keep(batch, person.move(to=leader, by=by, on=None, team=team, at=at, redraw=False))


def _keep(batch: Import, row: Model) -> None:
    Before.objects.create(batch=batch, model=row._meta.label, row=row.pk, was=None)
