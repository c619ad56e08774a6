"""The week of somebody who leads nobody: their own one-on-ones, promises and goals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from touchline.crm.queries.standing import Standing, standings
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries import Promise, promises_of
from touchline.people.models import Person
from touchline.people.offers import waiting
from touchline.people.waiting import Waiting
from touchline.skills.queries.current import CurrentFocus, focuses_on, with_focuses
from touchline.ui.words import few, opening, some


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    one_on_one: OneOnOne
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnFocus:
    """One thing the person works on, how it is going as they may know it, and whether they are asked to score."""

    focus: CurrentFocus
    says: str

    @property
    def to_score(self) -> str:
        n = self.focus.to_score
        return f"Score yourself on {some(n, 'observation')}" if n else ""


@dataclass(frozen=True, slots=True)
class OwnWeek:
    me: Person
    today: date
    currency: str
    headline: str
    lede: str
    next: OwnMeeting | None
    unconfirmed: tuple[OneOnOne, ...]
    mine: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    standing: Standing | None
    focuses: tuple[OwnFocus, ...]
    waits: tuple[Waiting, ...]


def own_week(me: Person, *, now: datetime) -> OwnWeek:
    """What waits for `me` this week."""
    today = me.workspace.today(now)
    promises = promises_of(me, today=today)
    one = (
        OneOnOne.objects.open()
        .filter(rep=me, starts_at__gt=now - timedelta(hours=1))
        .select_related("leader")
        .order_by("starts_at")
        .first()
    )
    meeting = OwnMeeting(one, one.starts_at.astimezone(me.own_zone)) if one else None
    standing = standings([me], today=today)[0] if "rep" in me.kinds else None
    headline, lede = _say(promises.mine, standing, today)
    return OwnWeek(
        me=me,
        today=today,
        currency=me.workspace.currency,
        headline=headline,
        lede=lede,
        next=meeting,
        unconfirmed=tuple(OneOnOne.objects.to_confirm(me, at=now).select_related("leader")),
        mine=promises.mine,
        theirs=promises.theirs,
        standing=standing,
        focuses=_focuses(me, today),
        waits=waiting(me, at=now, in_own_week=True),
    )


def _focuses(me: Person, today: date) -> tuple[OwnFocus, ...]:
    known = focuses_on(with_focuses(Person.objects.filter(pk=me.pk)).get())
    return tuple(OwnFocus(focus, focus.as_the_rep_sees_it().says(today)) for focus in known)


def _say(mine: tuple[Promise, ...], standing: Standing | None, today: date) -> tuple[str, str]:
    late = sum(1 for promise in mine if promise.is_overdue)
    due = sum(1 for promise in mine if today <= promise.due_on <= today + timedelta(days=6 - today.weekday()))
    if late:
        headline = f"{opening(some(late, 'promise'))} {'is' if late == 1 else 'are'} overdue"
    elif due:
        headline = f"{opening(some(due, 'promise'))} {'is' if due == 1 else 'are'} due this week"
    else:
        headline = "All caught up"
    return headline, _steps_missing(standing) if standing and standing.open_deals else ""


def _steps_missing(standing: Standing) -> str:
    if all(deal.next_step is None for deal in standing.open_deals):
        return ""
    n, missing = len(standing.open_deals), len(standing.without_step)
    if not missing:
        return f"Every one of your {some(n, 'open deal')} has a next step."
    return f"{opening(few(missing))} of your {some(n, 'open deal')} {'has' if missing == 1 else 'have'} no next step."
