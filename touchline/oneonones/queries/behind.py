"""The one-on-ones, promises or reps behind one reading of a leader's own: every number opens to what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page
from django.urls import reverse

from touchline.measures.slots import LEAST_MINUTES, Talk
from touchline.oneonones.queries.going import row_of
from touchline.oneonones.queries.indicators import Going, going
from touchline.oneonones.queries.practice import Met, silence_says
from touchline.people.models import Person
from touchline.ui.readings import Line, Row, listed
from touchline.ui.templatetags.fmt import plural


@dataclass(frozen=True, slots=True)
class BehindPage:
    row: Row
    lines: Page[Line]
    reps: int
    today: date


def behind_page(leader: Person, id: str, *, as_of: datetime, page: int) -> BehindPage | None:
    """What the reading `id` of `leader` rests on, the newest first; None where there is no such list."""
    if id not in LISTS:
        return None
    found = going(leader, as_of=as_of)
    names = {one.person.pk: one.person.name for one in found.reported}
    shown = listed(LISTS[id](found, names), page=page)
    return BehindPage(row_of(found, found.reading(id)), shown, len(found.reported), found.window.last)


def _slots(found: Going, names: dict[int, str]) -> Iterator[Line]:
    filled = found.practice.filled()
    for one in found.practice.due():
        told = _held(filled[one.pk]) if one.pk in filled else _not_held(one)
        yield Line(one.due_on, names[one.rep], told, one.pk in filled, _url(found, one))


def _worst_slots(found: Going, names: dict[int, str]) -> Iterator[Line]:
    worst = found.reading("O1.worst")
    rates = {rep: kept.held / kept.due for rep, kept in found.kept_by_rep.items() if kept.due == worst.n}
    rep = min(rates, key=lambda rep: rates[rep], default=None)
    return (line for line in _slots(found, names) if rep is not None and line.who == names[rep])


def _called_off(found: Going, names: dict[int, str]) -> Iterator[Line]:
    off = {one.pk for one in found.practice.called_off()}
    for one in found.practice.due():
        told = "Called off by you and not made up for" if one.pk in off else "Not called off by you"
        yield Line(one.due_on, names[one.rep], told, one.pk in off, _url(found, one))


def _silences(found: Going, names: dict[int, str]) -> Iterator[Line]:
    longest = max(found.silences.values(), default=0)
    for rep, days in found.silences.items():
        yield Line(None, names[rep], f"{silence_says(days)} at the longest", days == longest)


def _tied(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for one, talk in _talks(found):
        told = f"{plural(talk.goals, 'goal')} reviewed, {plural(talk.promises, 'promise')} made"
        yield Line(talk.on, names[one.rep], told, talk.is_tied, _url(found, one))


def _confirmed(found: Going, names: dict[int, str]) -> Iterator[Line]:
    words = {True: "Confirmed", False: "Not confirmed in seven days", None: "Can still be confirmed, so not counted"}
    for one, talk in _talks(found):
        yield Line(talk.on, names[one.rep], words[talk.confirmed], talk.confirmed, _url(found, one))


def _promises(found: Going, names: dict[int, str], *, by_leader: bool) -> Iterator[Line]:
    words = {"kept": "Kept", "renegotiated": "Kept on the day agreed anew", "late": "Kept late", "missed": "Missed"}
    for one in found.endings:
        if (one.owner == found.leader.pk) == by_leader:
            who = names[one.to if by_leader else one.owner]
            kept = one.how in ("kept", "renegotiated")
            yield Line(one.due_on, who, f"{one.what}: {words[one.how].lower()}", kept, reverse("oneonones:commitments"))


def _minutes(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for share in found.shares:
        if share.is_in_bottom_third is not None:
            where = "lowest third" if share.is_in_bottom_third else "others"
            yield Line(None, names[share.rep.pk], f"{share.minutes} minutes, {where}", share.is_in_bottom_third)


def _topics(found: Going, names: dict[int, str]) -> Iterator[Line]:
    for share in found.shares:
        if share.topics:
            told = f"{share.raised} of {plural(share.topics, 'topic')}"
            yield Line(None, names[share.rep.pk], told, share.raised > 0)


def _talks(found: Going) -> list[tuple[Met, Talk]]:
    window = found.window
    return [(one, one.talk) for one in found.practice.met if one.talk and window.holds(one.talk.on)]


def _held(talk: Talk) -> str:
    told = f"Held on {talk.on:%-d %b}, {plural(talk.minutes, 'minute')}"
    return told + (", written down later" if talk.is_late else "") + (", not confirmed" if not talk.confirmed else "")


def _not_held(one: Met) -> str:
    """Why a slot does not count as held."""
    if one.talk is None:
        return {"missed": "Missed", "excused": "Excused, not beforehand"}.get(one.state, "Not held in time")
    if one.talk.minutes < LEAST_MINUTES:
        return f"Held for {plural(one.talk.minutes, 'minute')}, too short to count"
    if not one.talk.goals:
        return "Held, no goal or milestone reviewed"
    return f"Held on {one.talk.on:%-d %b}, too far from the day"


def _url(found: Going, one: Met) -> str:
    """Where the one-on-one can be read; it is not the leader's to read once the rep has another leader."""
    still = any(rep.person.pk == one.rep and rep.last == found.window.last for rep in found.reported)
    return reverse("oneonones:show", args=[one.pk]) if still else ""


LISTS = {
    "O1": _slots,
    "O1.worst": _worst_slots,
    "O2": _called_off,
    "O3": _silences,
    "O4": _tied,
    "O5.rep": lambda found, names: _promises(found, names, by_leader=False),
    "O5.leader": lambda found, names: _promises(found, names, by_leader=True),
    "O6": _minutes,
    "O7": _topics,
    "O8": _confirmed,
}
