"""How readings get stored: once a week for every leader, and again for any past week whenever somebody asks.

A week runs from Monday to Sunday where the company is, and its readings are those `touchline show indicators --as-of`
tells of its Sunday: what was known then, whatever came to light afterwards.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from touchline.measures.standard import VERSION
from touchline.people.models import Person, Workspace
from touchline.standard.models import StoredReading
from touchline.standard.practice import PracticeDefinition, practices
from touchline.standard.queries.document import leaders_of

WEEK = timedelta(weeks=1)
KEPT_UP = 13


def store_week(workspace: Workspace, week_on: date, *, at: datetime, practice: str | None = None) -> None:
    """Store what each leader's readings were when the week that began on `week_on` was over.

    Doing it twice changes nothing: a row that is there stays as it is, and a newer version of the standard gets rows
    of its own.
    """
    as_of = end_of(week_on, workspace)
    if as_of >= at:
        raise ValueError(f"The week of {week_on} is not over yet.")
    every = practices()
    chosen = [every[practice]] if practice else list(every.values())
    for leader in leaders_of(workspace, as_of=as_of):
        for one in chosen:
            StoredReading.keep(_rows(one, leader, week_on, as_of=as_of, at=at))


def weeks_to_store(workspace: Workspace, *, at: datetime) -> Iterator[tuple[date, str]]:
    """The weeks of the last quarter, oldest first, and the practices of which nothing is stored yet."""
    newest = last_week_over(workspace, at=at)
    oldest = newest - (KEPT_UP - 1) * WEEK
    rows = StoredReading.objects.filter(leader__workspace=workspace, standard=VERSION, week_on__gte=oldest)
    there = set(rows.order_by().values_list("week_on", "practice").distinct())
    for week_on in (oldest + n * WEEK for n in range(KEPT_UP)):
        missing = [key for key in practices() if (week_on, key) not in there]
        if missing and leaders_of(workspace, as_of=end_of(week_on, workspace)):
            yield from ((week_on, key) for key in missing)


def end_of(week_on: date, workspace: Workspace) -> datetime:
    """The last instant of the week that begins on `week_on`, where the company is."""
    return datetime.combine(week_on + timedelta(days=6), time.max, tzinfo=ZoneInfo(workspace.zone))


def last_week_over(workspace: Workspace, *, at: datetime) -> date:
    """The Monday on which the newest week that is over began."""
    today = workspace.today(at)
    return today - timedelta(days=today.weekday()) - WEEK


def _rows(
    practice: PracticeDefinition, leader: Person, week_on: date, *, as_of: datetime, at: datetime
) -> Iterator[StoredReading]:
    found = practice.find(leader, as_of=as_of)
    for reading in found.readings:
        window = found.windows[reading.id]
        yield StoredReading.of(reading, leader=leader, practice=practice.key, week_on=week_on, window=window, at=at)
