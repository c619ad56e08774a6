"""What the leader alone reads before a one-on-one: what changed since the last one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from touchline.oneonones.brief.asked import Said
from touchline.oneonones.brief.deals import watched_deals
from touchline.oneonones.brief.headline import Facts, headline
from touchline.oneonones.brief.news import DealNews, Watched, deal_news
from touchline.oneonones.brief.questions import questions
from touchline.oneonones.brief.unraised import not_raised, not_spoken_of
from touchline.oneonones.models import OneOnOne
from touchline.people.findings import TeamAt
from touchline.people.offers import findings
from touchline.plans.queries import Goals, goals_by_person
from touchline.skills.needs import focuses_of

if TYPE_CHECKING:
    from touchline.oneonones.queries.focus import FocusHere
    from touchline.oneonones.queries.promises import Promise

FIRST_LOOK_BACK = timedelta(weeks=4)
DEALS_SHOWN = 6
PROMISES_SHOWN = 8
SILENT_SHOWN = 4
ASKED_IN = UUID("5f0f9c2e-5a0e-4d7b-9f39-6b1a9a7e4c11")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, the wording it came from, and the key its topic is made with, so that adding it twice makes one."""

    text: str
    wording: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was talked about since `since`, when the third-last held one-on-one of the pair took place.

    `texts` are topics, shared notes and commitments, `reviewed` the goals ticked.
    """

    since: datetime
    texts: tuple[str, ...]
    reviewed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Silence:
    """What changed since `since` and was not spoken of in three held one-on-ones, the biggest deals first."""

    since: date
    deals: tuple[DealNews, ...]
    goals: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Brief:
    """The finding, what is behind it and what to ask; `imported_on` None means that no deals were ever imported.

    `deals` holds the biggest, `more` counts the rest; `watched` is how many of the rep's deals were looked at.
    """

    headline: str
    since: date
    as_of: date
    is_first: bool
    deals: tuple[DealNews, ...]
    more: int
    watched: int
    promises: tuple[Promise, ...]
    goals: Goals
    focuses: tuple[FocusHere, ...]
    silence: Silence | None
    asks: tuple[Ask, ...]
    imported_on: date | None
    imported_clock: time | None
    source: str

    @property
    def promises_shown(self) -> tuple[Promise, ...]:
        return self.promises[:PROMISES_SHOWN]

    @property
    def more_promises(self) -> int:
        return max(len(self.promises) - PROMISES_SHOWN, 0)


def brief(
    one_on_one: OneOnOne,
    *,
    as_of: datetime,
    last_held_at: datetime | None,
    number: int,
    goals: Goals,
    promises: tuple[Promise, ...],
    focuses: tuple[FocusHere, ...] = (),
    spoken: Spoken | None = None,
    asked: tuple[list[Said] | None, list[Said] | None] = (None, None),
    imported_at: datetime | None = None,
    source: str = "",
) -> Brief:
    """What changed between the last held one-on-one of the pair and `as_of`; one query beyond what is handed in.

    `promises` are those from before this one-on-one, as the leader saw them; `number` counts the pair's one-on-ones;
    `asked` holds the questions of the last one and, where this one was held, its own.
    """
    workspace, since_at = one_on_one.leader.workspace, last_held_at or as_of - FIRST_LOOK_BACK
    since, today = workspace.today(since_at), workspace.today(as_of)
    imported = imported_at.astimezone(one_on_one.leader.own_zone) if imported_at else None
    seen_from = min(since_at, spoken.since) if spoken else since_at
    known = watched_deals(one_on_one.rep, since_at=seen_from, since=since, as_of=as_of, today=today)
    watched = tuple(_since(deal, since_at) for deal in known)
    news = deal_news(watched, since=since, today=today)
    silence = _silence(known, goals, spoken, since=workspace.today(seen_from), today=today)
    facts = _facts(one_on_one, watched, news, goals, promises, silence, today=today)
    facts = replace(facts, since=f"since {since:%-d %B}" if last_held_at else "in the last four weeks")
    facts = replace(_with_focuses(facts, focuses), found=_found(one_on_one, as_of, goals, focuses))
    return Brief(
        headline=headline(facts),
        since=since,
        as_of=today,
        is_first=last_held_at is None,
        deals=news[:DEALS_SHOWN],
        more=max(len(news) - DEALS_SHOWN, 0),
        watched=len(watched),
        promises=promises,
        goals=goals,
        focuses=focuses,
        silence=_shown(silence) if silence else None,
        asks=_asks(one_on_one, facts, number, *asked),
        imported_on=imported.date() if imported else None,
        imported_clock=imported.time() if imported else None,
        source=source,
    )


def _facts(
    one: OneOnOne,
    watched: tuple[Watched, ...],
    news: tuple[DealNews, ...],
    goals: Goals,
    promises: tuple[Promise, ...],
    silence: Silence | None,
    *,
    today: date,
) -> Facts:
    overdue = [promise.is_mine for promise in promises if promise.is_open and promise.due_on < today]
    return Facts(
        rep=one.rep.first_name,
        since="",
        has_deals=bool(watched),
        deals=news,
        owed_by_rep=overdue.count(False),
        owed_by_leader=overdue.count(True),
        kept=sum(p.mark == "kept" for p in promises if not p.is_mine),
        goals=len(goals.active),
        goals_behind=tuple(goal.name for goal in goals.behind),
        milestones_late=tuple(step.title for step in goals.overdue),
        silent=(*(deal.name for deal in silence.deals), *silence.goals) if silence else (),
    )


def _with_focuses(facts: Facts, focuses: tuple[FocusHere, ...]) -> Facts:
    alone = next(((here.focus.skill, here.days_alone) for here in focuses if here.days_alone), None)
    return replace(facts, focuses=tuple(here.focus.skill for here in focuses), alone=alone)


def _found(one: OneOnOne, as_of: datetime, goals: Goals, focuses: tuple[FocusHere, ...]) -> tuple[str, ...]:
    """What the practices have to say of the rep at `as_of`; goals and focuses are those of then, read already."""
    team = TeamAt((one.rep,), one.leader, one.leader, as_of)
    team.knows(goals_by_person, {one.rep.pk: goals})
    team.knows(focuses_of, {one.rep.pk: tuple(here.focus for here in focuses)})
    return tuple(found.brief for found in findings(team, for_brief=True)[one.rep.pk] if found.brief)


def _since(deal: Watched, since_at: datetime) -> Watched:
    return replace(deal, changes=tuple(it for it in deal.changes if it.seen_by and it.seen_by > since_at))


def _silence(
    known: Collection[Watched], goals: Goals, spoken: Spoken | None, *, since: date, today: date
) -> Silence | None:
    if spoken is None:
        return None
    deals = not_raised(deal_news(known, since=since, today=today), spoken.texts)
    running = [(goal.pk, goal.name) for goal in goals.active if goal.starts_on <= since]
    unspoken = tuple(not_spoken_of(running, spoken.texts, spoken.reviewed))
    return Silence(since, deals, unspoken, more=0) if deals or unspoken else None


def _shown(silence: Silence) -> Silence:
    deals, goals = silence.deals[:SILENT_SHOWN], silence.goals[:SILENT_SHOWN]
    more = len(silence.deals) + len(silence.goals) - len(deals) - len(goals)
    return replace(silence, deals=deals, goals=goals, more=more)


def _asks(one: OneOnOne, facts: Facts, number: int, last: list[Said] | None, own: list[Said] | None) -> tuple[Ask, ...]:
    """What was offered when it was held; otherwise two questions none of which was among the last."""
    keys = {said["key"] for said in last or ()}
    said = [(it["key"], it["text"]) for it in own or ()] or [
        (it.key, it.text) for it in questions(facts, number=number, last=keys)
    ]
    return tuple(Ask(text, key, uuid5(ASKED_IN, f"{one.pk}: {text}")) for key, text in said)
