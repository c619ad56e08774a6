"""What the leader alone reads before a one-on-one: what changed since the last one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import F, FilteredRelation, Q

from touchline.crm.models import Deal, DealChange
from touchline.oneonones.changes import Change, DealNews, Watched, deal_news
from touchline.oneonones.finding import Facts, headline
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.meetings import zone_of
from touchline.oneonones.queries.promises import Promise
from touchline.oneonones.questions import questions
from touchline.people.models import Person
from touchline.plans.queries import Goals

FIRST_LOOK_BACK = timedelta(weeks=4)
DEALS_SHOWN = 6
ASKED_IN = UUID("5f0f9c2e-5a0e-4d7b-9f39-6b1a9a7e4c11")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question and the key its topic is made with, so that adding it twice makes one."""

    text: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Brief:
    """The finding, what is behind it and what to ask; `imported_on` None means that no deals were ever imported.

    `deals` holds the biggest, `more` counts the rest; `watched` is how many of the rep's deals were looked at.
    """

    headline: str
    since: date
    is_first: bool
    deals: tuple[DealNews, ...]
    more: int
    watched: int
    promises: tuple[Promise, ...]
    goals: Goals
    asks: tuple[Ask, ...]
    imported_on: date | None
    imported_clock: time | None
    source: str


def brief(
    one_on_one: OneOnOne,
    *,
    as_of: datetime,
    last_held_at: datetime | None,
    number: int,
    goals: Goals,
    promises: tuple[Promise, ...],
    imported_at: datetime | None = None,
    source: str = "",
) -> Brief:
    """What changed between the last held one-on-one of the pair and `as_of`; one query beyond what is handed in.

    `promises` are those from before this one-on-one, as the leader sees them; `number` counts the pair's one-on-ones.
    """
    workspace, since_at = one_on_one.leader.workspace, last_held_at or as_of - FIRST_LOOK_BACK
    since, today = workspace.today(since_at), workspace.today(as_of)
    imported = imported_at.astimezone(zone_of(one_on_one.leader)) if imported_at else None
    watched = watched_deals(one_on_one.rep, since_at=since_at, since=since, as_of=as_of, today=today)
    news = deal_news(watched, since=since, today=today)
    facts = Facts(
        rep=one_on_one.rep.first_name,
        since=f"since {since:%-d %B}" if last_held_at else "in the last four weeks",
        has_deals=bool(watched),
        deals=news,
        owed_by_rep=sum(p.is_open and p.due_on < today for p in promises if not p.is_mine),
        owed_by_leader=sum(p.is_open and p.due_on < today for p in promises if p.is_mine),
        kept=sum(p.mark == "kept" for p in promises if not p.is_mine),
        goals=len(goals.active),
        goals_behind=tuple(goal.name for goal in goals.behind),
        milestones_late=tuple(step.title for step in goals.overdue),
    )
    return Brief(
        headline=headline(facts),
        since=since,
        is_first=last_held_at is None,
        deals=news[:DEALS_SHOWN],
        more=max(len(news) - DEALS_SHOWN, 0),
        watched=len(watched),
        promises=promises,
        goals=goals,
        asks=tuple(Ask(q.text, uuid5(ASKED_IN, f"{one_on_one.pk}: {q.text}")) for q in questions(facts, number=number)),
        imported_on=imported.date() if imported else None,
        imported_clock=imported.time() if imported else None,
        source=source,
    )


def watched_deals(rep: Person, *, since_at: datetime, since: date, as_of: datetime, today: date) -> tuple[Watched, ...]:
    """The rep's open deals and those decided after `since`, known by `today`, each with its changes; one query."""
    seen = Q(changes__seen_by__gt=since_at, changes__seen_by__lte=as_of)
    deals = (
        Deal.objects.filter(Q(outcome="open") | Q(decided_on__gt=since), owner=rep)
        .filter(Q(created_on=None) | Q(created_on__lte=today))
        .annotate(lately=FilteredRelation("changes", condition=seen))
        .annotate(
            amount=F("amount_minor"),
            stage_name=F("stage__name"),
            field=F("lately__field"),
            old=F("lately__old"),
            new=F("lately__new"),
        )
        .order_by("pk", "lately__seen_by", "lately__pk")
    )
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in deals.values("pk", *COLUMNS, "amount", "stage_name", "field", "old", "new"):
        rows.setdefault(row["pk"], []).append(row)
    return tuple(_watched(changes) for changes in rows.values())


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


def _watched(rows: list[dict[str, Any]]) -> Watched:
    first = rows[0]
    return Watched(
        pk=first["pk"],
        amount=first["amount"],
        stage=first["stage_name"],
        changes=tuple(Change(FIELDS[row["field"]], row["old"], row["new"]) for row in rows if row["field"]),
        **{column: first[column] for column in COLUMNS},
    )
