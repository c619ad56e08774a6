"""A person's calendars as their settings show them, and what these ask about one-on-ones."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from touchline.oneonones.models import CalendarEntry, ConnectedCalendar, Feed
from touchline.people.models import Person
from touchline.people.prepared import prepared


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    """One's feed, if there is one, the calendars one has connected, and what last went wrong with how many."""

    feed: Feed | None
    calendars: tuple[ConnectedCalendar, ...]
    sends_invitations: bool

    @property
    def finding(self) -> str:
        if unread := [calendar for calendar in self.calendars if calendar.problem]:
            names = unread[0].name if len(unread) == 1 else f"{len(unread)} of your calendars"
            return f"{names} could not be read"
        if self.feed and self.calendars:
            return "Your calendar and your one-on-ones know of each other"
        if self.feed:
            return "Your calendar can show your one-on-ones"
        return "Your calendar does not show your one-on-ones yet"


@dataclass(frozen=True, slots=True)
class CalendarQuestion:
    """What a calendar says about a one-on-one, asked of its leader: `day` and `clock` in the leader's zone.

    `to_day` and `to_clock` are where the calendar has it, or None where it has it no more.
    """

    pk: int
    one_on_one_id: int
    whose: str
    rep: str
    day: date
    to_day: date | None
    to_clock: time | None
    can_move: bool


def calendars_page(reader: Person) -> CalendarsPage:
    """Two queries."""
    mine = ConnectedCalendar.objects.visible_to(reader.user).standing().order_by("connected_at", "pk")
    return CalendarsPage(
        feed=Feed.objects.filter(person=reader).first(),
        calendars=tuple(mine),
        sends_invitations=reader.workspace.sends_invitations,
    )


def calendar_questions(reader: Person, *, now: datetime) -> tuple[CalendarQuestion, ...]:
    """What waits for an answer of `reader`, the earliest first; one query."""
    return tuple(_question(entry, reader, now) for entry in _asking(reader))


@prepared
def _asking(reader: Person) -> QuerySet[CalendarEntry]:
    related = CalendarEntry.objects.known_to(reader).asking().select_related("calendar__person", "one_on_one__rep")
    return related.order_by("one_on_one__starts_at", "pk")[:20]


def _question(entry: CalendarEntry, reader: Person, now: datetime) -> CalendarQuestion:
    one, whose = entry.one_on_one, entry.calendar.person
    moved_to = entry.starts_at.astimezone(reader.own_zone) if entry.asks == entry.Asks.MOVED else None
    return CalendarQuestion(
        pk=entry.pk,
        one_on_one_id=one.pk,
        whose="Your" if whose == reader else f"{whose.first_name}’s",
        rep=one.rep.first_name,
        day=reader.day_of(one.starts_at),
        to_day=moved_to.date() if moved_to else None,
        to_clock=moved_to.time() if moved_to else None,
        can_move=bool(moved_to and one.moved_at is None and entry.starts_at > now),
    )
