"""What a leader and the people of a team have between them: one-on-ones and promises, a query for each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchline.oneonones.models import Commitment, OneOnOne, Topic
from touchline.oneonones.queries.promises import open_promises
from touchline.people.findings import TeamAt
from touchline.people.models import Person
from touchline.people.prepared import prepared

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class MetParts(TypedDict):
        topics_waiting: int

    Met = WithAnnotations[OneOnOne, MetParts]

LOOKS_BACK = timedelta(weeks=13)
# The only cadence with evidence behind it is a month; nobody is called silent before three weeks.
FEWEST_DAYS, RHYTHMS_MISSED = 21, 2


@dataclass(frozen=True, slots=True)
class TeamMeetings:
    """The one-on-ones of a leader with the people of a team from thirteen weeks back on, and each one's last held."""

    leader: Person | None
    today: date
    one_on_ones: "tuple[Met, ...]" = ()

    def with_rep(self, person: Person) -> "list[Met]":
        return [one for one in self.one_on_ones if one.rep_id == person.pk]

    def last_met_on(self, person: Person) -> date | None:
        """The day the two last met, where the leader is."""
        held = [at for one in self.with_rep(person) if one.is_held and (at := one.outcome_at)]
        return self.leader.day_of(max(held)) if self.leader and held else None

    def next_with(self, person: Person, *, now: datetime) -> "Met | None":
        coming = [one for one in self.with_rep(person) if one.is_open and one.starts_at > now - timedelta(hours=2)]
        return min(coming, key=lambda one: one.starts_at, default=None)

    def weeks_not_met(self, person: Person) -> int | None:
        """For how many weeks the two have not met, once that is too long for their rhythm; None where it is not.

        Two rhythms, and never less than three weeks, are too long. Without a rhythm nothing was to be held.
        """
        every = max(
            (one.rhythm.every for one in self.with_rep(person) if one.rhythm and not one.rhythm.ended_at), default=None
        )
        last = self.last_met_on(person)
        if every is None or last is None:
            return None
        days = (self.today - last).days
        return days // 7 if days > max(FEWEST_DAYS, RHYTHMS_MISSED * every) else None

    def is_still_to_meet(self, person: Person) -> bool:
        """Is there a rhythm, and did the two never meet?"""
        has_rhythm = any(one.rhythm and not one.rhythm.ended_at for one in self.with_rep(person))
        return has_rhythm and self.last_met_on(person) is None


def meetings_of(team: TeamAt) -> TeamMeetings:
    """The one-on-ones of a team; one query."""
    if team.leader is None:
        return TeamMeetings(None, team.today)
    people = tuple(person.pk for person in team.people)
    return TeamMeetings(team.leader, team.today, tuple(_lately_and_last(team.leader, people, team.now - LOOKS_BACK)))


@prepared
def _lately_and_last(leader: Person, people: tuple[int, ...], since: datetime) -> QuerySet[Any]:
    """The one-on-ones from `since` on, and the last held one of each."""
    topics = Topic.objects.open().filter(leader=OuterRef("leader"), rep=OuterRef("rep"), author=OuterRef("rep"))
    counted = topics.order_by().values("rep").annotate(n=Count("pk")).values("n")
    held = OneOnOne.objects.held().filter(leader=leader, rep=OuterRef("pk")).order_by("-starts_at")
    last = Person.objects.filter(pk__in=people).values(last=Subquery(held.values("pk")[:1]))
    lately = Q(leader=leader, starts_at__gte=since)
    return (
        OneOnOne.objects.filter(lately | Q(pk__in=last), rep__in=people)
        .select_related("rhythm")
        .annotate(topics_waiting=Coalesce(Subquery(counted), 0))
        .order_by("starts_at")
    )


def promises_with(team: TeamAt) -> tuple[Commitment, ...]:
    """Every open promise of the leader and to the leader, for the leader alone; one query, the first due first."""
    if team.leader is None or not team.is_own:
        return ()
    return tuple(open_promises(team.leader))
