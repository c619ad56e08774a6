"""One-on-ones as calendar entries: what a feed publishes and an invitation carries (RFC 5545, 5546, 7986).

An entry says who meets whom and when, and links to the page. What is talked about never enters a calendar.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vRecur, vText, vUri

from touchline.oneonones.calendars import zones

PRODUCT = "-//Touchline//One-on-ones//EN"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `starts_at` is aware, `zone` the pair's own. With `every` days it repeats up to `until`, both
    included, but not on the days `without`. `sequence` grows with every change, `changed_at` is the latest one."""

    uid: str
    summary: str
    url: str
    starts_at: datetime
    minutes: int
    zone: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False
    every: int = 0
    until: datetime | None = None
    without: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody an invitation names."""

    name: str
    email: str


def published(entries: list[Entry], *, name: str) -> bytes:
    """The feed of these entries."""
    calendar = _calendar("PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return _filled(calendar, [(entry, _event(entry)) for entry in entries])


def invitation(entry: Entry, *, organizer: Party, attendees: list[Party]) -> bytes:
    """What a calendar understands as an invitation, or as its end where the entry is cancelled."""
    event = _event(entry)
    event.add("ORGANIZER", _address(organizer))
    for party in attendees:
        answer = "ACCEPTED" if party == organizer else "NEEDS-ACTION"
        event.add("ATTENDEE", _address(party, role="REQ-PARTICIPANT", partstat=answer), encode=False)
    return _filled(_calendar("CANCEL" if entry.is_cancelled else "REQUEST"), [(entry, event)])


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    for name, value in (("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method)):
        calendar.add(name, value)
    return calendar


def _filled(calendar: Calendar, events: list[tuple[Entry, Event]]) -> bytes:
    days = [day for entry, _ in events for day in (entry.starts_at, entry.until or entry.starts_at)]
    for zone in sorted({entry.zone for entry, _ in events} - {"UTC"}):
        calendar.add_component(zones.written(zone, min(days).year - 1, max(days).year + 1))
    for _, event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry) -> Event:
    zone = UTC if entry.zone == "UTC" else ZoneInfo(entry.zone)
    starts_at = entry.starts_at.astimezone(zone)
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", starts_at)
    event.add("DURATION", timedelta(minutes=entry.minutes))
    event.add("SUMMARY", entry.summary)
    event.add("URL", vUri(entry.url))
    event.add("DESCRIPTION", entry.url)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    if entry.every and entry.until:
        weeks = {"FREQ": "WEEKLY", "INTERVAL": entry.every // 7, "UNTIL": entry.until.astimezone(UTC)}
        event.add("RRULE", vRecur(weeks))
    if entry.without:
        event.add("EXDATE", [day.astimezone(zone) for day in entry.without])
    return event


def _address(party: Party, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    for name, value in parameters.items():
        address.params[name.upper()] = vText(value)
    return address


def day_of(at: datetime, zone: str) -> date:
    """The calendar day of an instant where the pair is."""
    return at.astimezone(ZoneInfo(zone)).date()
