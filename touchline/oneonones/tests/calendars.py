"""Calendars as others write them, for the stories about reading one."""

from datetime import UTC, datetime

BERLIN_PAIR = "ORGANIZER:mailto:maya@fieldstone.example\r\nATTENDEE:mailto:priya@fieldstone.example"


def ics(*events: str, extra: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", *([extra] if extra else []), *events]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(uid: str, starts: datetime | str, *more: str, minutes: int = 30) -> str:
    at = starts if isinstance(starts, str) else f"DTSTART:{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    length = [] if "VALUE=DATE" in at else [f"DURATION:PT{minutes}M"]
    stamp = "DTSTAMP:20261101T080000Z"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", stamp, at, *length, *more, "END:VEVENT"])
