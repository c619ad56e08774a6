"""A time zone written down the way calendars want it, as the changes of its clocks (RFC 5545, 3.6.5)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clocks show from a change on: their distance to UTC before and after, and what that time is called."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=64)
def written(zone: str, first_year: int, last_year: int) -> Timezone:
    """The zone with every change of its clocks in these years, both included."""
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    at_first = _clock(zone, start)
    onsets = defaultdict(list, {Clock(at_first.after, at_first.after, at_first.name, at_first.is_summer): [start]})
    for change in _changes(zone, start, end):
        before, after = _clock(zone, change - timedelta(seconds=1)), _clock(zone, change)
        onsets[Clock(before.after, after.after, after.name, after.is_summer)].append(change)
    told = Timezone()
    told.add("TZID", zone)
    for clock, changes in onsets.items():
        told.add_component(_observance(clock, changes))
    return told


def _changes(zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        if _clock(zone, start) != _clock(zone, start + DAY):
            yield _first_after(zone, start, start + DAY)
        start += DAY


def _first_after(zone: str, low: datetime, high: datetime) -> datetime:
    """The first second of the new time between two instants that stand on either side of a change."""
    old = _clock(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _clock(zone, middle) == old else (low, middle)
    return high


def _clock(zone: str, at: datetime) -> Clock:
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset() or timedelta(0)
    return Clock(offset, offset, local.tzname() or zone, bool(local.dst()))


def _observance(clock: Clock, changes: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    """A change is dated by the clocks before it: the library's own writer dates the spring one an hour late."""
    local = [(change + clock.before).replace(tzinfo=None) for change in changes]
    part = TimezoneDaylight() if clock.is_summer else TimezoneStandard()
    part.DTSTART = local[0]
    part.TZOFFSETFROM, part.TZOFFSETTO = clock.before, clock.after
    part.add("TZNAME", clock.name)
    if local[1:]:
        part.add("RDATE", local[1:])
    return part
