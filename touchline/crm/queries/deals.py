"""The deals one may see, as a list to filter and sort, and each with its own history."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.http import urlencode

from touchline.crm.models import Activity, Deal, DealChange, Owner
from touchline.crm.models.deal import DealQuerySet
from touchline.measures.money import major
from touchline.people.models import Person, User

DEALS_A_PAGE = 50
MOST_CHANGES = 200
MOST_ACTIVITIES = 50

SORTS = {
    "name": "name",
    "owner": "owner__name",
    "stage": "stage__position",
    "amount": "amount_minor",
    "created": "created_on",
    "close": "close_on",
}
HEADINGS = {
    "name": "Deal",
    "owner": "Owner",
    "stage": "Stage",
    "amount": "Amount",
    "created": "Created",
    "close": "Close date",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deals, in which order, and which page of them."""

    words: str = ""
    owner: Person | None = None
    team: Person | None = None
    outcome: str = ""
    panel: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "close"
    descending: bool = True
    page: int = 1
    query: dict[str, str] = field(default_factory=dict)

    @property
    def is_filtered(self) -> bool:
        return bool(self.query.keys() - {"sort", "page"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading and the address that sorts by it; `direction` is empty where it is not sorted by."""

    key: str
    name: str
    url: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class DealsPage:
    deals: tuple[Deal, ...]
    n: int
    headings: tuple[Heading, ...]
    number: int
    pages: int
    newer: str
    older: str
    query: str
    today: date
    has_any: bool
    can_import: bool
    is_filtered: bool


def deals_page(user: User, wanted: Wanted, *, today: date) -> DealsPage:
    """Answer which deals of those `user` may see fit what is `wanted`, fifty at a time."""
    found = deals_wanted(user, wanted, today=today)
    n = found.count()
    pages = max(1, -(-n // DEALS_A_PAGE))
    number = min(wanted.page, pages)
    start = (number - 1) * DEALS_A_PAGE
    return DealsPage(
        tuple(found[start : start + DEALS_A_PAGE]),
        n,
        tuple(_heading(wanted, key) for key in SORTS),
        number,
        pages,
        _url(wanted.query, page=number - 1) if number > 1 else "",
        _url(wanted.query, page=number + 1) if number < pages else "",
        urlencode(wanted.query),
        today,
        has_any=n > 0 or Deal.objects.visible_to(user).exists(),
        can_import=user.person.is_leader or user.person.is_administrator,
        is_filtered=wanted.is_filtered,
    )


def deals_wanted(user: User, wanted: Wanted, *, today: date) -> DealQuerySet:
    """Return the deals `user` may see that fit what is `wanted`, sorted as wanted."""
    deals = Deal.objects.visible_to(user).select_related("owner", "account", "stage", "source")
    for narrow in (_by_words, _by_people, _by_outcome, _by_days):
        deals = narrow(deals, wanted)
    deals = _by_panel(deals, wanted, today)
    column = F(SORTS[wanted.sort])
    order = column.desc(nulls_last=True) if wanted.descending else column.asc(nulls_last=True)
    return deals.order_by(order, "pk")


def deal_lines(user: User, wanted: Wanted, *, today: date) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the heading and the rows of a CSV of the deals wanted; amounts as decimals in major units, days ISO."""
    heading = ["Id", "Deal", "Account", "Owner", "Stage", "Outcome", "Amount", "Currency", "Created", "Close date"]
    heading += ["Decided", "Next step", "Next step due", "Product", "Close date moved later", "Source"]
    rows = (_export_line(deal) for deal in deals_wanted(user, wanted, today=today).iterator(chunk_size=2000))
    return heading, rows


def _export_line(deal: Deal) -> list[Any]:
    account, owner = deal.account.name if deal.account else "", deal.owner.name if deal.owner else ""
    amount = "" if deal.amount_minor is None else major(deal.amount_minor, deal.currency)
    days = (deal.created_on, deal.close_on, deal.decided_on)
    who = [deal.external_id, deal.name, account, owner, deal.stage.name, deal.get_outcome_display()]
    step = [deal.next_step, deal.next_step_on, deal.product, deal.pushes, deal.source.name]
    return [*who, amount, deal.currency, *days, *step]


def _by_words(deals: DealQuerySet, wanted: Wanted) -> DealQuerySet:
    if not wanted.words:
        return deals
    return deals.filter(
        Q(name__icontains=wanted.words) | Q(account__name__icontains=wanted.words) | Q(external_id=wanted.words)
    )


def _by_people(deals: DealQuerySet, wanted: Wanted) -> DealQuerySet:
    if wanted.owner:
        deals = deals.filter(owner=wanted.owner)
    if wanted.team:
        deals = deals.filter(owner__in=Person.objects.filter(lines_above__above=wanted.team))
    return deals


def _by_outcome(deals: DealQuerySet, wanted: Wanted) -> DealQuerySet:
    if wanted.outcome == "decided":
        return deals.decided()
    return deals.filter(outcome=wanted.outcome) if wanted.outcome else deals


def _by_days(deals: DealQuerySet, wanted: Wanted) -> DealQuerySet:
    still_open = Q(outcome="open")
    if wanted.since:
        deals = deals.filter(
            (still_open & Q(close_on__gte=wanted.since)) | (~still_open & Q(decided_on__gte=wanted.since))
        )
    if wanted.until:
        deals = deals.filter(
            (still_open & Q(close_on__lte=wanted.until)) | (~still_open & Q(decided_on__lte=wanted.until))
        )
    return deals


def _by_panel(deals: DealQuerySet, wanted: Wanted, today: date) -> DealQuerySet:
    if wanted.panel == "moved":
        return deals.open().filter(pushes__gt=0)
    if wanted.panel == "overdue":
        return deals.open().filter(close_on__lt=today)
    if wanted.panel == "no-step":
        return deals.open().filter(next_step="")
    return deals


def _heading(wanted: Wanted, key: str) -> Heading:
    is_sorted = wanted.sort == key
    flipped = f"-{key}" if is_sorted and not wanted.descending else key
    direction = ("descending" if wanted.descending else "ascending") if is_sorted else ""
    return Heading(key, HEADINGS[key], _url(wanted.query, sort=flipped), direction)


def _url(query: dict[str, str], **changes: str | int) -> str:
    return f"{reverse('crm:deals')}?{urlencode({**query, **changes})}"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a deal; `old` and `new` are dates, minor units or words as `kind` says."""

    what: str
    kind: str
    old: object
    new: object
    seen_after: datetime | None
    seen_by: datetime

    @property
    def days_later(self) -> int:
        """By how many days a date moved; 0 for anything else."""
        if isinstance(self.old, date) and isinstance(self.new, date):
            return (self.new - self.old).days
        return 0


@dataclass(frozen=True, slots=True)
class DealPage:
    deal: Deal
    today: date
    changes: tuple[Change, ...]
    activities: tuple[Activity, ...]
    activities_n: int
    seen_since: datetime | None
    can_describe_source: bool

    @property
    def moved_later(self) -> int:
        return sum(change.what == "Close date" and change.days_later > 0 for change in self.changes)

    @property
    def days_in_stage(self) -> int | None:
        return (self.today - self.deal.stage_since).days if self.deal.stage_since else None

    @property
    def days_to_decide(self) -> int | None:
        deal = self.deal
        return (deal.decided_on - deal.created_on).days if deal.decided_on and deal.created_on else None

    @property
    def days_overdue(self) -> int:
        due = self.deal.close_on if self.deal.outcome == "open" else None
        return max((self.today - due).days, 0) if due else 0

    @property
    def step_is_late(self) -> bool:
        return self.deal.next_step_on is not None and self.deal.next_step_on < self.today


def deal_page(user: User, deal: Deal, *, today: date) -> DealPage:
    """Answer what one deal is now, what it used to be, and what was done about it."""
    changes = list(deal.changes.order_by("-seen_by", "field")[:MOST_CHANGES])
    owners = _owner_names(deal, changes)
    activities = deal.activities.select_related("owner").order_by(F("on").desc(nulls_last=True), "-pk")
    shown = tuple(activities[: MOST_ACTIVITIES + 1])
    n = len(shown) if len(shown) <= MOST_ACTIVITIES else activities.count()
    seen_since = deal.first_import.as_of if deal.first_import else None
    lines = tuple(_line(change, owners) for change in changes)
    can_describe = user.person.is_leader or user.person.is_administrator
    return DealPage(deal, today, lines, shown[:MOST_ACTIVITIES], n, seen_since, can_describe)


def _owner_names(deal: Deal, changes: Iterable[DealChange]) -> dict[str, str]:
    keys = {key for change in changes if change.field == DealChange.Field.OWNER for key in (change.old, change.new)}
    if not keys:
        return {}
    return {owner.key: str(owner) for owner in Owner.objects.filter(source=deal.source_id, key__in=keys)}


def _line(change: DealChange, owners: dict[str, str]) -> Change:
    kind, read = _READERS.get(change.field, ("words", str))
    old: object
    new: object
    if change.field == DealChange.Field.OWNER:
        old, new = (owners.get(key, key) for key in (change.old, change.new))
    else:
        old, new = (read(value) if value else None for value in (change.old, change.new))
    return Change(change.get_field_display(), kind, old, new, change.seen_after, change.seen_by)


_READERS: dict[int, tuple[str, Callable[[str], object]]] = {
    DealChange.Field.AMOUNT: ("money", int),
    DealChange.Field.CLOSE: ("date", date.fromisoformat),
}
