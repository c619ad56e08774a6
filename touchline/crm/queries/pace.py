"""How each person's quarter goes against an even pace, as far as somebody deciding about their time needs it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from touchline.crm.models import Deal, Quota
from touchline.measures.attainment import Pace, pace
from touchline.measures.periods import Period
from touchline.people.models import Person, Workspace


def paces(people: Sequence[Person], *, today: date) -> dict[int, Pace]:
    """The quarter's pace of those of `people` who have a quota for it, by their id; two queries."""
    if not people:
        return {}
    workspace = people[0].workspace
    period = Period.containing(today, fiscal_year_starts=workspace.fiscal_year_starts)
    days = {"starts_on": period.starts_on, "ends_on": period.ends_on, "today": today}
    won = _won(people, period, counts=workspace.counts)
    return {pk: pace(won[pk], quota=quota, **days) for pk, quota in _quotas(people, period).items() if quota}


def _quotas(people: Sequence[Person], period: Period) -> dict[int, float]:
    quotas: dict[int, float] = defaultdict(float)
    inside = Quota.objects.filter(person__in=people, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    for person, amount, share in inside.values_list("person", "amount_minor", "share"):
        quotas[person] += amount * float(share)
    return quotas


def _won(people: Sequence[Person], period: Period, *, counts: str) -> dict[int, float]:
    won: dict[int, float] = defaultdict(float)
    deals = Deal.objects.won().decided_within(period.starts_on, period.ends_on).filter(owner__in=people)
    if counts == Workspace.Counting.NEW:
        deals = deals.filter(kind=Deal.Kind.NEW)
    for owner, amount in deals.values_list("owner", "amount_minor"):
        won[owner] += amount or 0
    return won
