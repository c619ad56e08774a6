"""What has been imported, counted: the numbers behind `touchline show facts`."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from touchline.crm.models import Activity, Deal, SetAside
from touchline.measures.periods import Period
from touchline.people.models import Person, Role, Workspace


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts over a whole workspace; values of won deals in minor units of `currency`.

    Money in other currencies is never added to it: `won_value_elsewhere` has its minor units by currency.
    """

    currency: str
    deals: int
    by_stage: dict[str, int]
    won_value: int
    won_value_by_leader: dict[str, int]
    won_value_without_leader: int
    won_value_elsewhere: dict[str, int]
    won_value_by_quarter: dict[str, int]
    people: int
    people_without_deals: tuple[str, ...]
    leaders: int
    activities: int
    activities_without_deal: int
    set_aside: int


def facts_of(workspace: Workspace) -> Facts:
    """Count the facts of a workspace. People are its reps; who leads without selling is counted under leaders."""
    deals = Deal.objects.filter(source__workspace=workspace)
    everywhere = deals.won()
    won = everywhere.filter(currency=workspace.currency)
    elsewhere = everywhere.exclude(currency=workspace.currency).values_list("currency")
    by_leader = _by_leader(won)
    people = Person.objects.filter(workspace=workspace)
    reps = people.filter(roles__kind=Role.Kind.REP, roles__to_on=None)
    activities = Activity.objects.filter(source__workspace=workspace)
    counted = activities.aggregate(n=Count("pk"), orphans=Count("pk", filter=~Q(deal_key="") & Q(deal=None)))
    return Facts(
        currency=workspace.currency,
        deals=deals.count(),
        by_stage=dict(
            deals.values_list("stage__name").annotate(n=Count("pk")).order_by("stage__position", "stage__name")
        ),
        won_value=won.aggregate(value=Sum("amount_minor"))["value"] or 0,
        won_value_elsewhere={
            currency: value or 0
            for currency, value in elsewhere.annotate(value=Sum("amount_minor")).order_by("currency")
        },
        won_value_without_leader=by_leader.get(None, 0),
        won_value_by_leader={name: value for name, value in by_leader.items() if name is not None},
        won_value_by_quarter=_by_quarter(won, workspace.fiscal_year_starts),
        people=reps.count(),
        people_without_deals=tuple(reps.filter(deals=None).order_by("name").values_list("name", flat=True)),
        leaders=people.filter(roles__kind=Role.Kind.LEADER, roles__to_on=None).count(),
        activities=counted["n"],
        activities_without_deal=counted["orphans"],
        set_aside=SetAside.objects.filter(
            batch__source__workspace=workspace, batch__state="applied", mended_at=None
        ).count(),
    )


def _by_leader(won: QuerySet[Deal]) -> dict[str | None, int]:
    """Won value by the leader with whom the owner's seat is now."""
    rows = (
        won.filter(Q(owner=None) | Q(owner__seats=None) | Q(owner__seats__to_on=None))
        .values_list("owner__seats__leader__name")
        .annotate(value=Sum("amount_minor"))
        .order_by("owner__seats__leader__name")
    )
    return {name: value or 0 for name, value in rows}


def _by_quarter(won: QuerySet[Deal], fiscal_year_starts: int) -> dict[str, int]:
    months = won.exclude(decided_on=None).annotate(month=TruncMonth("decided_on")).values_list("month")
    totals: Counter[str] = Counter()
    for month, value in months.annotate(value=Sum("amount_minor")).order_by("month"):
        totals[Period.containing(month, fiscal_year_starts=fiscal_year_starts).code] += value or 0
    return dict(totals)
