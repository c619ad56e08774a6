"""What may be known of how useful reps found their one-on-ones. No score of one rep, nor of one meeting, leaves here.

A wave is a calendar quarter, whatever year the company counts in, so that no setting cuts the answers anew. It is
told a week after it ended, when none of its answers can change any more, and nothing a leader does to a one-on-one
moves an answer into another wave: an answer belongs to the quarter in which the rep gave it.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Avg, Max, Min, QuerySet
from django.db.models.functions import TruncQuarter

from touchline.measures.release import Released, Verdict, release, verdict
from touchline.oneonones.models import OneOnOne, Usefulness
from touchline.people.models import Person

USEFUL = 4.0


def released_usefulness(leader: Person, *, as_of: datetime) -> tuple[Released, date, date]:
    """What the last quarter that is over and closed may tell, with its first and last day; three queries at most."""
    first, end = _last_closed(as_of)
    given = Usefulness.objects.filter(one_on_one__leader=leader, at__lt=end)
    waves: dict[datetime, set[int]] = defaultdict(set)
    answered = given.annotate(wave=TruncQuarter("at", tzinfo=UTC)).order_by("wave")
    for wave, rep in answered.values_list("wave", "one_on_one__rep").distinct():
        waves[wave].add(rep)
    waves.setdefault(first, set())
    found = verdict(list(waves.values()))
    n = len(waves[first])
    median, agree = (
        _median(given.filter(at__gte=first), n) if found in (Verdict.BAND, Verdict.NUMBER) else (None, False)
    )
    last = (end - timedelta(days=1)).date()
    return release(found, median=median, n=n, at_least=USEFUL, agree=agree), first.date(), last


def _last_closed(as_of: datetime) -> tuple[datetime, datetime]:
    """The instants between which the last closed quarter lies."""
    day = (as_of - OneOnOne.CONFIRMS_WITHIN).astimezone(UTC).date()
    end = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    before = end - timedelta(days=1)
    first = before.replace(month=before.month - 2, day=1)
    return _midnight(first), _midnight(end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _median(given: QuerySet[Usefulness], n: int) -> tuple[float | None, bool]:
    """The median over `n` reps of what each said on average, and whether all said the same; told by the database."""
    reps = given.order_by().values("one_on_one__rep").annotate(said=Avg("score"))
    middle = reps.order_by("said")[(n - 1) // 2 : n // 2 + 1].aggregate(median=Avg("said"))
    ends = reps.aggregate(low=Min("said"), high=Max("said"))
    return middle["median"], ends["low"] == ends["high"]
