"""Open a calendar nobody trusts and keep what concerns one-on-ones and days away, nothing else.

Titles are looked at here, in the child process, to tell leave from a birthday; they never leave it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, Event, vBroken

MOST_INSTANCES = 20_000
TOO_OFTEN = {"SECONDLY": "second", "MINUTELY": "minute", "HOURLY": "hour"}
LONGEST_UID = 255
BROKEN = "What is there begins like a calendar and then breaks off or makes no sense."
REPEATS = {"RRULE", "RDATE", "RECURRENCE-ID"}
AWAY = re.compile(
    r"\b(vacation|holidays?|leave|out of (the )?office|ooo|pto|annual leave|urlaub|abwesend|congés?)\b", re.I
)
BUSY = ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS")


class Unreadable(Exception):
    """The calendar cannot be read; the text is a sentence fit for a person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for between two instants: our own uids, and entries of `me` with one of `others`, by e-mail.

    `zone` is taken for times that name none.
    """

    start: datetime
    end: datetime
    zone: str
    me: str
    others: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()
    leave: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One instance. `starts_at` is where it stands now, `slot` where its series had it first; None where it is alone.

    `other` is the e-mail address of the one person met, where there is exactly one. Leave has whole days instead.
    """

    uid: str
    slot: datetime | None
    starts_at: datetime
    minutes: int
    sequence: int
    is_cancelled: bool
    other: str = ""
    away: tuple[date, date] | None = field(default=None)


def found_in(text: bytes, wanted: Wanted) -> list[Found]:
    """Everything wanted in one or more calendars written one after the other."""
    if b"BEGIN:VCALENDAR" not in text[:4096].upper():
        raise Unreadable("What is there is not a calendar.")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Unreadable(BROKEN) from error
    if not calendars:
        raise Unreadable(BROKEN)
    kept: list[Found] = []
    for count, (instance, is_repeated) in enumerate(_instances(calendars, wanted)):
        if count >= MOST_INSTANCES:
            raise Unreadable(f"It has more than {MOST_INSTANCES:,} entries in a year, so it was not read.")
        kept += _kept(instance, wanted, is_repeated=is_repeated)
    return kept


def _instances(calendars: list[Calendar], wanted: Wanted) -> Iterator[tuple[Event, bool]]:
    for calendar in calendars:
        calendar.subcomponents = [part for part in calendar.subcomponents if not _is_broken(part)]
        for event in calendar.walk("VEVENT"):
            _refuse_what_has_no_end(event)
            _refuse_unknown_zones(event)
        repeating = {str(event.get("UID")) for event in calendar.walk("VEVENT") if REPEATS & set(event)}
        try:
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            for instance in query.between(wanted.start, wanted.end):
                yield instance, str(instance.get("UID")) in repeating
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError) as error:
            raise Unreadable("It holds a repetition that makes no sense.") from error


def _is_broken(part: Component) -> bool:
    """Is the time or repetition of an entry not to be understood? Then it is left out, and the others stay."""
    return part.name == "VEVENT" and ("DTSTART" not in part or any(isinstance(it, vBroken) for it in part.values()))


def _refuse_what_has_no_end(event: Component) -> None:
    rules = event.get("RRULE") or []
    for rule in rules if isinstance(rules, list) else [rules]:
        for often in rule.get("FREQ", []):
            if unit := TOO_OFTEN.get(str(often).upper()):
                raise Unreadable(f"An entry in it repeats every {unit}, so it was not read.")


def _refuse_unknown_zones(event: Component) -> None:
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        value = event.get(name)
        zone = getattr(value, "params", {}).get("TZID")
        at = getattr(value, "dt", None)
        if zone and isinstance(at, datetime) and at.tzinfo is None:
            raise Unreadable(f"It uses the time zone “{str(zone)[:60]}”, which does not exist.")


def _kept(instance: Event, wanted: Wanted, *, is_repeated: bool) -> list[Found]:
    uid, start = str(instance.get("UID", ""))[:LONGEST_UID], instance.start
    if not uid:
        return []
    recurrence = getattr(instance.get("RECURRENCE-ID"), "dt", start)
    seen = Found(
        uid=uid,
        slot=_instant(recurrence, wanted.zone) if is_repeated else None,
        starts_at=_instant(start, wanted.zone),
        minutes=_minutes(instance),
        sequence=_whole(instance.get("SEQUENCE")),
        is_cancelled=str(instance.get("STATUS", "")).upper() == "CANCELLED",
        other=_other(instance, wanted),
        away=_away(instance) if wanted.leave else None,
    )
    return [seen] if seen.uid in wanted.uids or seen.other or seen.away else []


def _instant(at: date, zone: str) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(0))
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _minutes(instance: Event) -> int:
    return max(int((instance.end - instance.start) / timedelta(minutes=1)), 0)


def _whole(value: object) -> int:
    text = str(value if value is not None else 0)
    return min(int(text), 32_000) if text.isdecimal() else 0


def _other(instance: Event, wanted: Wanted) -> str:
    """The one person met, where the two are all there are; a room is not a person."""
    people = set()
    for name in ("ORGANIZER", "ATTENDEE"):
        given = instance.get(name) or []
        for address in given if isinstance(given, list) else [given]:
            if getattr(address, "params", {}).get("CUTYPE", "INDIVIDUAL").upper() in {"INDIVIDUAL", "UNKNOWN"}:
                people.add(str(address).lower().removeprefix("mailto:"))
    if wanted.me not in people or len(people) != 2:
        return ""
    (other,) = people - {wanted.me}
    return other if other in wanted.others else ""


def _away(instance: Event) -> tuple[date, date] | None:
    """First and last day, if the entry takes whole days, makes busy and is called leave."""
    start, end = instance.start, instance.end
    if isinstance(start, datetime) or str(instance.get("TRANSP", "")).upper() == "TRANSPARENT":
        return None
    if str(instance.get("STATUS", "")).upper() == "CANCELLED" or not _is_leave(instance):
        return None
    return start, max(end - timedelta(days=1), start)


def _is_leave(instance: Event) -> bool:
    if any(str(instance.get(name, "")).upper() == "OOF" for name in BUSY):
        return True
    called = instance.get("CATEGORIES")
    categories = called if isinstance(called, list) else [called]
    words = [str(word) for group in categories for word in getattr(group, "cats", [])]
    return bool(AWAY.search(" ".join([str(instance.get("SUMMARY", "")), *words])))
