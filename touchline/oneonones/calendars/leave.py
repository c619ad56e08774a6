"""Days away as a connected calendar has them: entered, followed when they change, taken back when they go."""

import hashlib
from datetime import datetime, timedelta

from touchline.oneonones.absences import enter_absence, withdraw_absence
from touchline.oneonones.calendars.opening import Found
from touchline.oneonones.models import ConnectedCalendar

LONGEST = timedelta(days=400)


def take(calendar: ConnectedCalendar, found: list[Found], *, at: datetime) -> None:
    """Make the person's absences from this calendar what it says; those that are over stay as they were."""
    today = calendar.person.workspace.today(at)
    said = {_uid(calendar, instance): instance.away for instance in found if instance.away}
    said = {uid: (first, last) for uid, (first, last) in said.items() if today <= last and last - first < LONGEST}
    for absence in calendar.person.absences.standing().filter(uid__startswith=_mark(calendar), to_on__gte=today):
        if said.get(absence.uid) == (absence.from_on, absence.to_on):
            del said[absence.uid]
        else:
            withdraw_absence(absence, by=calendar.person, at=at)
    for uid, (first, last) in said.items():
        enter_absence(calendar.person, from_on=first, to_on=last, by=calendar.person, at=at, uid=uid)


def _mark(calendar: ConnectedCalendar) -> str:
    return f"calendar-{calendar.pk}-"


def _uid(calendar: ConnectedCalendar, instance: Found) -> str:
    """An identity that says nothing of the entry and stays below the length of the column."""
    told = hashlib.sha256(f"{instance.uid} {instance.slot}".encode()).hexdigest()
    return _mark(calendar) + told
