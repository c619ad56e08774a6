"""Read a connected calendar, and let what it says about ours take effect.

Whatever is wrong with it becomes one sentence on its row, and nothing else changes. A one-on-one it moves is moved,
once; one it cancels is never taken away: the leader is asked what became of it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction

from touchline.oneonones.calendars import leave
from touchline.oneonones.calendars.caging import found_safely
from touchline.oneonones.calendars.caldav import entries_text
from touchline.oneonones.calendars.feed import series_uid, zone_between
from touchline.oneonones.calendars.opening import Found, Unreadable, Wanted
from touchline.oneonones.models import CalendarEntry, ConnectedCalendar, OneOnOne, Rhythm
from touchline.people.models import Person
from touchline.people.outgoing import Call, CallRefused, call

LOOKS_BACK, LOOKS_AHEAD = timedelta(days=14), timedelta(days=366)
WHY = "Moved in the calendar"
Asks = CalendarEntry.Asks


@dataclass(slots=True)
class Ours:
    """The one-on-ones a calendar may speak about, by each way it can name them."""

    by_pk: dict[int, OneOnOne] = field(default_factory=dict)
    by_uid: dict[str, OneOnOne] = field(default_factory=dict)
    by_series: dict[str, Rhythm] = field(default_factory=dict)
    by_day: dict[tuple[str, date], OneOnOne] = field(default_factory=dict)
    by_rhythm: dict[tuple[int, date], OneOnOne] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)


def read(calendar: ConnectedCalendar, *, at: datetime, text: bytes | None = None) -> None:
    """Read it now: `text` where it came as a file, else what its address answers."""
    start, end = at - LOOKS_BACK, at + LOOKS_AHEAD
    ours = ours_of(calendar.person, since=start)
    wanted = Wanted(
        start=start,
        end=end,
        zone=calendar.person.zone_name,
        me=calendar.person.email.lower(),
        others=frozenset(ours.zones),
        uids=frozenset([*ours.by_uid, *ours.by_series]),
        leave=calendar.takes_leave,
    )
    try:
        found = found_safely(_fetched(calendar, start, end) if text is None else text, wanted)
    except (CallRefused, Unreadable) as refusal:
        calendar.could_not_be_read(str(refusal), at=at)
        return
    with transaction.atomic():
        # Asking took a while: by now it may be disconnected, and ours may have changed.
        if ConnectedCalendar.objects.standing().select_for_update().filter(pk=calendar.pk).exists():
            _take(calendar, found, ours_of(calendar.person, since=start), at=at)
            calendar.was_read(at=at)


def ours_of(person: Person, *, since: datetime) -> Ours:
    """Everything of `person` that a calendar may move or cancel; two queries."""
    ours = Ours()
    pair = ("leader__workspace", "leader__user", "rep__user", "rhythm")
    visible = OneOnOne.objects.visible_to(person.user).filter(starts_at__gte=since)
    for one in visible.select_related(*pair).order_by("pk"):
        other = (one.rep if one.leader_id == person.pk else one.leader).email.lower()
        ours.by_pk[one.pk] = ours.by_uid[str(one.uid)] = one
        ours.by_day[other, one.due_on] = one
        ours.zones[other] = zone_between(one.leader, one.rhythm)
        if one.rhythm:
            ours.by_rhythm[one.rhythm.pk, one.due_on] = one
    for rhythm in Rhythm.objects.visible_to(person.user).running().select_related("leader__workspace", "rep"):
        ours.by_series[series_uid(rhythm)] = rhythm
    ours.zones.pop("", None)
    return ours


def _fetched(calendar: ConnectedCalendar, start: datetime, end: datetime) -> bytes:
    if calendar.kind == calendar.Kind.CALDAV:
        secret = {"login": calendar.login, "password": calendar.password}
        return entries_text(calendar.address, start=start, end=end, **secret)
    answer = call(Call(calendar.address))
    if answer.status != 200:
        raise CallRefused(f"{urlsplit(calendar.address).hostname} answers {answer.status} instead of a calendar.")
    return answer.body


def _take(calendar: ConnectedCalendar, found: list[Found], ours: Ours, *, at: datetime) -> None:
    known = {(entry.uid, entry.slot): entry for entry in calendar.entries.filter(one_on_one__in=ours.by_pk)}
    seen = set()
    for instance in found:
        entry = known.pop((instance.uid, _named(instance)), None)
        one = ours.by_pk[entry.one_on_one_id] if entry else _meant(instance, ours)
        if one is not None:
            seen.add(one.pk)
            _compare(calendar, entry, one, instance, ours, at=at)
    for entry in known.values():
        _vanished(entry, ours.by_pk[entry.one_on_one_id], is_there_still=entry.one_on_one_id in seen, at=at)
    if calendar.takes_leave:
        leave.take(calendar, [instance for instance in found if instance.away], at=at)


def _vanished(entry: CalendarEntry, one: OneOnOne, *, is_there_still: bool, at: datetime) -> None:
    """What was in the calendar and is no more was cancelled there, unless it goes by another identity now."""
    if is_there_still:
        entry.delete()
    elif entry.starts_at > at and one.is_open:
        entry.ask(Asks.CANCELLED, at=at)


def _meant(instance: Found, ours: Ours) -> OneOnOne | None:
    """Which of ours an instance speaks of: by its identity, else by the two people and the day of its slot."""
    if one := ours.by_uid.get(instance.uid):
        return one
    if rhythm := ours.by_series.get(instance.uid):
        return ours.by_rhythm.get((rhythm.pk, _day(instance, zone_between(rhythm.leader, rhythm))))
    if instance.other:
        return ours.by_day.get((instance.other, _day(instance, ours.zones[instance.other])))
    return None


def _named(instance: Found) -> str:
    """Which instance of its series it is; nothing where it is alone."""
    return instance.slot.isoformat() if instance.slot else ""


def _day(instance: Found, zone: str) -> date:
    return (instance.slot or instance.starts_at).astimezone(ZoneInfo(zone)).date()


def _compare(
    calendar: ConnectedCalendar,
    entry: CalendarEntry | None,
    one: OneOnOne,
    instance: Found,
    ours: Ours,
    *,
    at: datetime,
) -> None:
    """Note what the calendar says now; act where it says something else than before."""
    before = (entry.starts_at, entry.is_cancelled) if entry else _expected(one, instance, ours)
    now = (instance.starts_at, instance.is_cancelled)
    entry = entry or CalendarEntry(calendar=calendar, one_on_one=one, uid=instance.uid, slot=_named(instance))
    entry.starts_at, entry.is_cancelled = now
    entry.sequence = instance.sequence
    entry.save()
    is_settled = instance.starts_at == one.starts_at and not instance.is_cancelled
    if is_settled or not one.is_open:
        entry.ask(Asks.NOTHING, at=at)
    elif now == before:
        return
    elif instance.is_cancelled:
        entry.ask(Asks.CANCELLED, at=at)
    elif instance.starts_at > at:
        _move(calendar, entry, one, at=at)


def _expected(one: OneOnOne, instance: Found, ours: Ours) -> tuple[datetime, bool]:
    """What a calendar seen for the first time would say, had nobody changed anything there.

    A copy of ours that is older than ours says nothing new; a meeting of the two at another hour is no move.
    """
    if instance.uid in ours.by_uid:
        is_older = instance.sequence < one.sequence
        return (instance.starts_at, instance.is_cancelled) if is_older else (one.starts_at, False)
    return instance.slot or instance.starts_at, False


def _move(calendar: ConnectedCalendar, entry: CalendarEntry, one: OneOnOne, *, at: datetime) -> None:
    """The leader's calendar moves it where the rules of moving allow; anything else is the leader's to decide."""
    if one.can_lead(calendar.person):
        try:
            one.move(entry.starts_at, by=calendar.person, at=at, why=WHY)
        except ValidationError:
            entry.ask(Asks.MOVED, at=at)
    else:
        entry.ask(Asks.MOVED, at=at)
