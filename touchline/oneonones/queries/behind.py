"""The one-on-ones, promises or reps behind one reading of a leader's own: every number opens to what it counts."""

from collections.abc import Iterator

from django.urls import reverse

from touchline.measures.slots import LEAST_MINUTES, Talk
from touchline.oneonones.queries.indicators import MeetingCounts
from touchline.oneonones.queries.record import Met, silence_says
from touchline.standard.practice import Found, List
from touchline.standard.readings import Line
from touchline.ui.templatetags.fmt import plural

FoundMeetings = Found[MeetingCounts]


def _slots(found: FoundMeetings, *, only: int | None = None) -> Iterator[Line]:
    filled, names = found.counts.record.filled(), found.names
    for one in found.counts.record.due():
        if only is not None and one.rep != only:
            continue
        told = _held(filled[one.pk]) if one.pk in filled else _not_held(one)
        yield Line(one.due_on, names[one.rep], told, one.pk in filled, _url(found, one))


def _worst_slots(found: FoundMeetings) -> Iterator[Line]:
    worst = found.counts.least_met(found.reading("O1.worst").n)
    return iter(()) if worst is None else _slots(found, only=worst)


def _called_off(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    off = {one.pk for one in found.counts.record.called_off()}
    for one in found.counts.record.due():
        told = "Called off by you and not made up for" if one.pk in off else "Not called off by you"
        yield Line(one.due_on, names[one.rep], told, one.pk in off, _url(found, one))


def _silences(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    longest = max(found.counts.silences.values(), default=0)
    for rep, days in found.counts.silences.items():
        yield Line(None, names[rep], f"{silence_says(days)} at the longest", days == longest)


def _tied(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    for one, talk in _talks(found):
        told = f"{plural(talk.goals, 'goal')} reviewed, {plural(talk.promises, 'promise')} made"
        yield Line(talk.on, names[one.rep], told, talk.is_tied, _url(found, one))


def _confirmed(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    words = {True: "Confirmed", False: "Not confirmed in seven days", None: "Can still be confirmed, so not counted"}
    for one, talk in _talks(found):
        yield Line(talk.on, names[one.rep], words[talk.confirmed], talk.confirmed, _url(found, one))


def _promises(found: FoundMeetings, *, by_leader: bool) -> Iterator[Line]:
    names = found.names
    words = {"kept": "Kept", "renegotiated": "Kept on the day agreed anew", "late": "Kept late", "missed": "Missed"}
    for one in found.counts.endings:
        if (one.owner == found.leader.pk) == by_leader:
            who = names[one.to if by_leader else one.owner]
            kept = one.how in ("kept", "renegotiated")
            yield Line(one.due_on, who, f"{one.what}: {words[one.how].lower()}", kept, reverse("oneonones:commitments"))


def _minutes(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    for share in found.counts.shares:
        if share.is_in_bottom_third is not None:
            where = "lowest third" if share.is_in_bottom_third else "others"
            yield Line(None, names[share.rep.pk], f"{share.minutes} minutes, {where}", share.is_in_bottom_third)


def _topics(found: FoundMeetings) -> Iterator[Line]:
    names = found.names
    for share in found.counts.shares:
        if share.topics:
            told = f"{share.raised} of {plural(share.topics, 'topic')}"
            yield Line(None, names[share.rep.pk], told, share.raised > 0)


def _talks(found: FoundMeetings) -> list[tuple[Met, Talk]]:
    window = found.counts.window
    return [(one, one.talk) for one in found.counts.record.met if one.talk and window.holds(one.talk.on)]


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


def _url(found: FoundMeetings, one: Met) -> str:
    """Where the one-on-one can be read; it is not the leader's to read once the rep has another leader."""
    return reverse("oneonones:show", args=[one.pk]) if found.reports_now(one.rep) else ""


LISTS: dict[str, List | None] = {
    "O1": _slots,
    "O1.worst": _worst_slots,
    "O2": _called_off,
    "O3": _silences,
    "O4": _tied,
    "O5.rep": lambda found: _promises(found, by_leader=False),
    "O5.leader": lambda found: _promises(found, by_leader=True),
    "O6": _minutes,
    "O7": _topics,
    "O7.useful": None,
    "O8": _confirmed,
}
