"""How often it went well, of how many times: what the CRM counts for each metric of a skill, day by day."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from touchline.crm.models import Activity, Deal, DealChange, Stage
from touchline.measures.winrate import Record
from touchline.skills.models import Metric

# How long a new deal has to leave the first stage; one younger than that is not counted yet. Our convention.
FIRST_STAGE_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tally:
    """On one day: `hits` of `n` events."""

    day: date
    hits: int
    n: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The tallies of each person over the days looked at, in the order of days."""

    by_person: dict[int, list[Tally]]

    def record(self, people: Iterable[int], first: date, last: date) -> Record:
        """Hits and events of `people` together on the days first..last, both included."""
        found = [t for person in people for t in self.by_person.get(person, ()) if first <= t.day <= last]
        return Record(sum(t.hits for t in found), sum(t.n for t in found))

    def records(self, people: Iterable[int], first: date, last: date) -> list[Record]:
        """One record for each of `people`, in their order."""
        return [self.record((person,), first, last) for person in people]

    def weekly(self, person: int, first: date, weeks: int) -> tuple[list[int], list[int]]:
        """Hits and events of one person in each of `weeks` weeks from `first` on."""
        spans = [(first + timedelta(weeks=week), first + timedelta(weeks=week, days=6)) for week in range(weeks)]
        found = [self.record((person,), *span) for span in spans]
        return [one.wins for one in found], [one.n for one in found]

    def weeks_with(self, person: int, first: date, last: date) -> int:
        """In how many calendar weeks of first..last the person had any event."""
        days = [t.day for t in self.by_person.get(person, ()) if first <= t.day <= last and t.n]
        return len({day.isocalendar()[:2] for day in days})


def counted(metric: str, people: Collection[int], first: date, last: date, *, today: date) -> Counted:
    """Count `metric` for each of `people` on the days first..last as known on `today`; at most two queries.

    A new deal is counted on the day it was created, a close date on the day it was met or moved, anything else on
    its own day. What cannot be known is left out rather than counted as a failure.
    """
    rows = COUNTS[metric](list(people), first, min(last, today), today)
    found: dict[int, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for person, day, hits, n in rows:
        if day is not None:
            tally = found[person][day]
            tally[0] += hits
            tally[1] += n
    return Counted(
        {person: [Tally(day, *tally) for day, tally in sorted(days.items())] for person, days in found.items()}
    )


Rows = Iterable[tuple[int, date | None, int, int]]


def _decided(people: list[int], first: date, last: date, today: date) -> Rows:
    deals = Deal.objects.filter(owner__in=people).decided_within(first, last).order_by()
    won = Count("pk", filter=Q(outcome=Stage.Outcome.WON))
    counts = deals.values("owner", "decided_on").annotate(hits=won, n=Count("pk"))
    return counts.values_list("owner", "decided_on", "hits", "n")


def _past_first_stage(people: list[int], first: date, last: date, today: date) -> Rows:
    latest = min(last, today - FIRST_STAGE_WITHIN)
    for owner, created, moved, outcome, position in _created(people, first, latest):
        if moved is None and outcome == Stage.Outcome.OPEN and position:
            # It was further along when it was first seen, so nobody knows when it moved.
            continue
        yield owner, created, int(moved is not None and moved.date() - created <= FIRST_STAGE_WITHIN), 1


def _created(people: list[int], first: date, last: date) -> QuerySet[Deal, Any]:
    """Deals created in the days, with the instant each was first seen in a later stage that is not lost."""
    lost = Stage.objects.filter(source=OuterRef("deal__source"), name=OuterRef("new"), outcome=Stage.Outcome.LOST)
    moves = DealChange.objects.filter(deal=OuterRef("pk"), field=DealChange.Field.STAGE).filter(~Exists(lost))
    lowest = Stage.objects.filter(source=OuterRef("source"), outcome=Stage.Outcome.OPEN).order_by("position")
    return (
        Deal.objects.filter(owner__in=people, created_on__range=(first, last))
        .annotate(moved_at=Subquery(moves.order_by("seen_by").values("seen_by")[:1]))
        .annotate(beyond=F("stage__position") - Subquery(lowest.values("position")[:1]))
        .order_by("created_on", "pk")
        .values_list("owner", "created_on", "moved_at", "outcome", "beyond")
    )


def _close_dates(people: list[int], first: date, last: date, today: date) -> Rows:
    decided = Deal.objects.filter(owner__in=people, close_on__isnull=False).decided_within(first, last)
    yield from (
        (owner, day, n, n)
        for owner, day, n in decided.order_by()
        .values("owner", "decided_on")
        .annotate(n=Count("pk"))
        .values_list("owner", "decided_on", "n")
    )
    moved = DealChange.objects.filter(
        deal__owner__in=people, field=DealChange.Field.CLOSE, new__gt=F("old"), seen_by__date__range=(first, last)
    ).exclude(old="")
    pushed = moved.order_by().annotate(day=TruncDate("seen_by")).values("deal__owner", "day").annotate(n=Count("pk"))
    yield from ((owner, day, 0, n) for owner, day, n in pushed.values_list("deal__owner", "day", "n"))


def _meetings(people: list[int], first: date, last: date, today: date) -> Rows:
    planned = Activity.objects.filter(owner__in=people, kind=Activity.Kind.MEETING, on__range=(first, last))
    # Today's may still take place.
    planned = planned.filter(Q(done=True) | Q(on__lt=today))
    held = Count("pk", filter=Q(done=True))
    counts = planned.order_by().values("owner", "on").annotate(hits=held, n=Count("pk"))
    return counts.values_list("owner", "on", "hits", "n")


COUNTS: dict[str, Callable[[list[int], date, date, date], Rows]] = {
    Metric.WIN_RATE: _decided,
    Metric.FIRST_STAGE: _past_first_stage,
    Metric.CLOSE_KEPT: _close_dates,
    Metric.MEETINGS_HELD: _meetings,
}
