"""What waits for somebody about their own one-on-ones and promises."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from touchline.oneonones.models import Commitment, OneOnOne, Tap
from touchline.people.models import Person
from touchline.people.waiting import Section, Waiting
from touchline.ui.words import some

LOOKS_BACK = timedelta(days=14)
DAY = timedelta(days=1)
KEPT = "Mark as kept"
TODAY = Section("Today", 10, lambda n: f"{some(n, 'one-on-one')} today")
OVERDUE = Section("Overdue", 20, lambda n: f"{some(n, 'promise')} overdue", press=KEPT)
DUE = Section("Due today", 30, lambda n: f"{some(n, 'promise')} due today", press=KEPT)
CONFIRM = Section("Did it take place?", 40, lambda n: f"{some(n, 'one-on-one')} to confirm", press="Yes, it took place")
TELL = Section("Say how it ended", 80, lambda n: f"{some(n, 'one-on-one')} without an outcome", shows_latest=True)


def waits(person: Person, at: datetime) -> Iterator[Waiting]:
    """One-on-ones of today, without an outcome or to confirm, and promises due; two queries."""
    start = person.midnight(person.day_of(at))
    near = OneOnOne.objects.of(person.user).open().filter(starts_at__gte=start - LOOKS_BACK, starts_at__lt=start + DAY)
    held = OneOnOne.objects.to_confirm(person, at=at).order_by()
    rows = list((near | held).select_related("leader", "rep").order_by("starts_at", "pk"))
    for one in rows:
        if one.is_open and one.starts_at >= start:
            yield _one_on_one(TODAY, one, person, since=person.day_of(at))
        elif one.is_open and one.leader_id == person.pk:
            yield _one_on_one(TELL, one, person, since=one.starts_at)
    for one in sorted((one for one in rows if one.is_held), key=_ended_at, reverse=True):
        yield _to_confirm(one, person, at)
    owed = Commitment.objects.open().filter(owner=person).due_by(person.workspace.today(at))
    for promise in owed.select_related("owner", "to").order_by("due_on", "pk"):
        yield _promise(promise, person, at)


def _one_on_one(section: Section, one: OneOnOne, person: Person, *, since: datetime | date) -> Waiting:
    other = one.rep if person.pk == one.leader_id else one.leader
    return Waiting(section, f"One-on-one with {other.name}", _when(one, person), _page(one), since)


def _to_confirm(one: OneOnOne, person: Person, at: datetime) -> Waiting:
    def press() -> str:
        return reverse("oneonones:tap", args=[Tap.to_confirm(one, at=at)])

    what = f"One-on-one with {one.leader.name}"
    return Waiting(CONFIRM, what, _when(one, person), _page(one), one.recorded_at or at, press)


def _promise(promise: Commitment, person: Person, at: datetime) -> Waiting:
    """It waits as due from its day on, and as overdue from the day after."""

    def press() -> str:
        return reverse("oneonones:tap", args=[Tap.to_keep(promise, at=at)])

    is_due = promise.due_on == person.workspace.today(at)
    since = person.day_of(at) if is_due else promise.due_on + DAY
    detail = f"Promised to {promise.to.name} for {promise.due_on:%A, %-d %B}"
    url = reverse("oneonones:commitments")
    return Waiting(DUE if is_due else OVERDUE, promise.what, detail, url, since, press)


def _ended_at(one: OneOnOne) -> datetime:
    return one.outcome_at or one.starts_at


def _page(one: OneOnOne) -> str:
    return reverse("oneonones:show", args=[one.pk])


def _when(one: OneOnOne, person: Person) -> str:
    return f"{one.starts_at.astimezone(person.own_zone):%A, %-d %B at %-H:%M}"
