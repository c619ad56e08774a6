"""The rows that the numbers of a leader are computed from, as the database gives them: days as ISO text.

Read as they are, thousands of days cost a fifth of what converting each one does.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields import CharField
from django.db.models.functions import Cast

from touchline.crm.models import Deal, DealChange, Stage
from touchline.people.prepared import prepared

WON_DEALS_WALKED = 400


@prepared
def won_rows(
    owners: tuple[int, ...], start: date, until: date, asked_from: date, midnight: datetime
) -> QuerySet[Deal, tuple[Any, ...]]:
    """Deals of `owners` won from `start` to `until`, with the close date the older ones had at `midnight`."""
    older = Q(created_on__lt=asked_from, decided_on__gte=asked_from)
    was_to_close = Case(When(older, then=close_at(midnight)), output_field=CharField())
    return (
        Deal.objects.won()
        .filter(decided_on__range=(start, until), owner__in=owners)
        .annotate(created=written("created_on"), decided=written("decided_on"), close=written("close_on"))
        .annotate(was_to_close=was_to_close)
        .values_list(
            *("pk", "name", "owner", "amount_minor", "currency", "kind"),
            *("created", "decided", "close", "was_to_close"),
        )
    )


@prepared
def open_rows(
    owners: tuple[int, ...], asked_from: date, midnight: datetime, decided_by: date, as_of: date, until: date
) -> QuerySet[Deal, tuple[Any, ...]]:
    """Deals of `owners` that are open, or were at `until` and are decided since; two halves, see `facts`."""
    of_period = Q(created_on__lt=asked_from, decided_on__lte=decided_by)
    deals = Deal.objects.filter(owner__in=owners)
    later = deals.decided().filter(Q(decided_on__gt=as_of) | of_period, decided_on__gt=until)
    still, since_then = (_open_columns(half, asked_from, midnight) for half in (deals.open(), later))
    return still.union(since_then, all=True)


def _open_columns(deals: QuerySet[Deal], asked_from: date, midnight: datetime) -> QuerySet[Deal, tuple[Any, ...]]:
    moved = Q(created_on__lt=asked_from) & (Q(pushes__gt=0) | ~Q(outcome=Stage.Outcome.OPEN))
    return (
        deals.annotate(was_to_close=Case(When(moved, then=close_at(midnight)), output_field=CharField()))
        .annotate(created=written("created_on"), close=written("close_on"), since=written("stage_since"))
        .annotate(decided=written("decided_on"), step_on=written("next_step_on"))
        .values_list(
            *("amount_minor", "currency", "pushes", "next_step", "stage__name", "stage__odds", "source__holds_quarter"),
            *("stage__odds_n", "created", "close", "since", "decided", "step_on", "was_to_close"),
        )
    )


@prepared
def stages_walked(owners: tuple[int, ...], since: date, until: date) -> QuerySet[DealChange, tuple[Any, ...]]:
    """The changes of stage of the deals won last, each with the day its deal was created."""
    won = Deal.objects.filter(owner__in=owners).won().filter(decided_on__range=(since, until))
    latest = won.order_by("-decided_on", "-pk").values("pk")[:WON_DEALS_WALKED]
    return (
        DealChange.objects.filter(deal__in=latest, field=DealChange.Field.STAGE)
        .annotate(created=written("deal__created_on"), seen=written("seen_by"))
        .order_by("deal", "seen_by")
        .values_list("deal", "created", "old", "seen")
    )


def written(field: str) -> Cast:
    """A day as ISO text."""
    return Cast(field, CharField())


def midnight_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def close_at(midnight: datetime) -> Subquery:
    """The close date a deal had at `midnight`: what the first change since then replaced."""
    changes = DealChange.objects.filter(deal=OuterRef("pk"), field=DealChange.Field.CLOSE, seen_by__gte=midnight)
    return Subquery(changes.order_by("seen_by").values("old")[:1])
