from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from touchline.people.models import Person, Role, Seat, User
from touchline.timeline.models import Event

Dated = TypeVar("Dated", Role, Seat)
PAGE_SIZE = 50
CHANGES = 20


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to the company's facts, and by whom: a person here, or whoever runs the machine.

    `about` is whom it concerns where the label does not say so, `amount_minor` how much, where it has an amount.
    """

    at: datetime
    label: str
    by: str
    url: str
    about: str
    amount_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A role or a leader given to somebody or ended, on a day. `by` is empty where nobody was signed in."""

    on: date
    person: str
    person_id: int
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What an administrator may look up: acts on facts and settings, who came in, and who may see what since when."""

    acts: tuple[Act, ...]
    page: Page[Any]
    sign_ins: tuple[Act, ...]
    changes: tuple[AccessChange, ...]


def audit_page(user: User, *, number: int) -> AuditPage:
    """Answer who changed facts, settings and access, newest first; never what anybody said in a one-on-one."""
    events = _newest_first(Event.objects.audited_by(user))
    page = Paginator(events, PAGE_SIZE).get_page(number)
    sign_ins = _newest_first(Event.objects.sign_ins_audited_by(user))[:CHANGES]
    return AuditPage(tuple(map(_act, page)), page, tuple(map(_act, sign_ins)), _changes(user))


def _newest_first(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("actor", "about").order_by("-recorded_at", "-pk")


def _act(event: Event) -> Act:
    by, about = (person.name if person else "" for person in (event.actor, event.about))
    amount, currency = event.facts.get("amount_minor"), event.facts.get("currency", "")
    return Act(event.recorded_at, event.label, by, event.url, "" if about in event.label else about, amount, currency)


def _changes(user: User) -> tuple[AccessChange, ...]:
    """The newest of roles and seats begun or ended, each with its day."""
    me = user.person
    roles = Role.objects.filter(person__workspace=me.workspace_id).select_related("person", "by", "ended_by")
    seats = Seat.objects.filter(person__workspace=me.workspace_id).select_related("person", "leader", "by", "ended_by")
    found = [_change(on, r, f"{r.get_kind_display()} from this day", r.by) for on, r in _newest(roles, "from_on")]
    found += [
        _change(on, r, f"No longer {r.get_kind_display().lower()}", r.ended_by) for on, r in _newest(roles, "to_on")
    ]
    found += [_change(on, s, f"Reports to {s.leader or 'nobody'}", s.by) for on, s in _newest(seats, "from_on")]
    return tuple(sorted(found, key=lambda change: change.on, reverse=True)[:CHANGES])


def _newest(rows: QuerySet[Dated], field: str) -> list[tuple[date, Dated]]:
    """The rows whose `field` is a day, the newest first, each after that day."""
    newest = rows.filter(**{f"{field}__isnull": False}).order_by(f"-{field}", "-pk")[:CHANGES]
    return [(getattr(row, field), row) for row in newest]


def _change(on: date, row: Role | Seat, what: str, by: Person | None) -> AccessChange:
    return AccessChange(on, row.person.name, row.person_id, what, by.name if by else "")
