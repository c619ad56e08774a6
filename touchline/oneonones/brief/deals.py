"""The deals a brief looks at, each as it stood at an instant with what was seen of it before; one query."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from touchline.crm.models import Deal, DealChange, Owner
from touchline.oneonones.brief.as_it_was import as_it_was
from touchline.oneonones.brief.news import Change, Watched
from touchline.people.models import Person
from touchline.people.prepared import prepared

COLUMNS = (
    "name",
    "currency",
    "outcome",
    "pushes",
    "created_on",
    "decided_on",
    "close_on",
    "stage_since",
    "next_step_on",
)
FIELDS = {field.value: field.name.lower() for field in DealChange.Field}


def watched_deals(rep: Person, *, since_at: datetime, since: date, as_of: datetime, today: date) -> tuple[Watched, ...]:
    """The rep's deals open at `as_of` or decided after `since`, with their changes seen from `since_at` to `as_of`.

    What was seen later is taken back. A deal the rep took over or handed on after `as_of` is left out.
    """
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in _deals_and_changes(rep, since_at, since, today):
        rows.setdefault(row["pk"], []).append(row)
    return tuple(deal for changes in rows.values() if (deal := _watched(changes, rep, as_of, today)))


@prepared
def _deals_and_changes(rep: Person, since_at: datetime, since: date, today: date) -> QuerySet[Deal, dict[str, Any]]:
    """A row for each change seen after `since_at`, and one for a deal without any."""
    owners = Owner.objects.filter(source=OuterRef("source"), key=OuterRef("lately__old"))
    deals = (
        Deal.objects.filter(Q(outcome="open") | Q(decided_on__gt=since), owner=rep)
        .filter(Q(created_on=None) | Q(created_on__lte=today))
        .annotate(lately=FilteredRelation("changes", condition=Q(changes__seen_by__gt=since_at)))
        .annotate(
            amount=F("amount_minor"),
            stage_name=F("stage__name"),
            account_name=F("account__name"),
            field=F("lately__field"),
            old=F("lately__old"),
            new=F("lately__new"),
            seen_by=F("lately__seen_by"),
            from_person=Subquery(owners.values("person")[:1]),
            from_name=Subquery(owners.values("name")[:1]),
        )
        .order_by("pk", "lately__seen_by", "lately__pk")
    )
    added = ("amount", "stage_name", "account_name", "field", "old", "new", "seen_by", "from_person", "from_name")
    rows: QuerySet[Deal, dict[str, Any]] = deals.values("pk", *COLUMNS, *added)
    return rows


def _watched(rows: list[dict[str, Any]], rep: Person, as_of: datetime, today: date) -> Watched | None:
    first = rows[0]
    seen = [row for row in rows if row["field"]]
    later = [row for row in seen if row["seen_by"] > as_of]
    owners = [row["from_person"] for row in later if row["field"] == DealChange.Field.OWNER]
    if owners and owners[0] != rep.pk:
        return None
    deal = Watched(
        pk=first["pk"],
        amount=first["amount"],
        stage=first["stage_name"],
        account=first["account_name"] or "",
        changes=tuple(_change(row) for row in seen if row["seen_by"] <= as_of),
        **{column: first[column] for column in COLUMNS},
    )
    return as_it_was(deal, [_change(row) for row in later], day=today)


def _change(row: dict[str, Any]) -> Change:
    """Owners are stored by their key in the source, which nobody would recognise."""
    is_owner = row["field"] == DealChange.Field.OWNER
    old = (row["from_name"] or row["old"]) if is_owner else row["old"]
    return Change(FIELDS[row["field"]], old, row["new"], row["seen_by"])
