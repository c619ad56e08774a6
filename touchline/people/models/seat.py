from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from touchline.people.models.acting import Scoped
from touchline.people.models.person import Person
from touchline.people.models.workspace import Workspace


class Team(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(Scoped["Seat"]):
    def seen_by(self, me: Person) -> Q:
        """Where those sit whom one may see."""
        return Q(person__in=Person.objects.known_to(me))

    def current(self) -> Self:
        return self.filter(to_on=None)

    def leaders(self, workspace: Workspace) -> dict[int, int]:
        """Return who leads whom now: the key of a person to the key of their leader."""
        led = self.current().filter(person__workspace=workspace, leader__isnull=False)
        return dict(led.values_list("person", "leader"))

    def touching(self, start: date, end: date) -> Self:
        """Seats held on at least one day of start..end, both included."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=end), Q(to_on=None) | Q(to_on__gt=start))


class Seat(models.Model):
    """Who reported to whom, in which team, from when (null: since before the record) to when (null: still)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats")
    leader = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="seats_led")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="seats")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="seat_one_at_a_time", condition=Q(to_on=None)),
            models.CheckConstraint(
                name="seat_ends_after_it_begins",
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
            ),
            models.CheckConstraint(name="seat_not_with_oneself", condition=Q(leader=None) | ~Q(leader=F("person"))),
        ]
        indexes = [models.Index(fields=["leader", "to_on"], name="seat_by_leader")]

    def __str__(self) -> str:
        return f"{self.person} with {self.leader}"

    def end(self, *, by: Person | None, on: date | None) -> None:
        self.to_on, self.ended_by = on, by
        self.save(update_fields=["to_on", "ended_by"])

    def reopen(self) -> None:
        self.to_on = self.ended_by = None
        self.save(update_fields=["to_on", "ended_by"])


def closes_a_circle(person: int, leader: int, leaders: dict[int, int]) -> bool:
    """Would `person` be above themselves if they reported to `leader`, where `leaders` says who leads whom?"""
    above: int | None = leader
    while above is not None and above != person:
        above = leaders.get(above)
    return above == person


class ReportingLine(models.Model):
    """Who is above whom today, through however many leaders; redrawn from the open seats."""

    above = models.ForeignKey(Person, models.CASCADE, related_name="lines_below")
    below = models.ForeignKey(Person, models.CASCADE, related_name="lines_above")
    steps = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["above", "below"], name="line_drawn_once")]

    def __str__(self) -> str:
        return f"{self.above} above {self.below}"

    @classmethod
    def redraw(cls, workspace: Workspace) -> None:
        """Draw the lines of a workspace anew from its open seats."""
        reports: dict[int, list[int]] = defaultdict(list)
        for person, leader in (
            Seat.objects.current()
            .filter(person__workspace=workspace, leader__isnull=False)
            .values_list("person", "leader")
        ):
            reports[leader].append(person)
        cls.objects.filter(above__workspace=workspace).delete()
        ReportingLine.objects.bulk_create(
            ReportingLine(above_id=above, below_id=below, steps=steps)
            for above in reports
            for below, steps in _descend(reports, above)
        )


def _descend(reports: Mapping[int, Sequence[int]], top: int) -> Iterator[tuple[int, int]]:
    frontier, steps, seen = [top], 0, {top}
    while frontier:
        steps += 1
        frontier = [p for leader in frontier for p in reports.get(leader, ()) if p not in seen]
        seen.update(frontier)
        yield from ((person, steps) for person in frontier)
