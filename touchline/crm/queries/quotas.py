"""Who is to sell what in which period, what changed, and what a pasted table would change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from django.urls import reverse
from django.utils.http import urlencode

from touchline.crm.models import AgreedQuota, Quota, QuotaChange
from touchline.measures.periods import Period
from touchline.people.models import Person, Role, User

LATEST_CHANGES = 5
CHANGES_A_PAGE = 50


class Per(StrEnum):
    QUARTER = "quarter"
    MONTH = "month"


def periods_of(year: int, *, per: Per, fiscal_year_starts: int) -> tuple[Period, ...]:
    """List the four quarters or twelve months of a fiscal year, in order."""
    months = 3 if per == Per.QUARTER else 1
    first = Period(Period.parse(f"{year}", fiscal_year_starts=fiscal_year_starts).starts_on, months, fiscal_year_starts)
    return tuple(first.shift(place) for place in range(12 // months))


@dataclass(frozen=True, slots=True)
class Cell:
    """One person in one period: the quota of exactly that period, or what smaller or larger ones say about it."""

    period: Period
    amount_minor: int | None = None
    share: Decimal = Decimal(1)
    counted_minor: int | None = None
    parts: int = 0
    inside: str = ""
    expected: bool = True

    @property
    def percent(self) -> Decimal:
        return (self.share * 100).normalize()

    @property
    def is_part(self) -> bool:
        return self.share < 1

    @property
    def is_missing(self) -> bool:
        return self.expected and self.counted_minor is None and not self.inside


@dataclass(frozen=True, slots=True)
class Row:
    person_id: int
    name: str
    has_page: bool
    cells: tuple[Cell, ...]

    @property
    def total_minor(self) -> int | None:
        known = [cell.counted_minor for cell in self.cells if cell.counted_minor is not None]
        return sum(known) if known else None

    @property
    def is_missing(self) -> bool:
        return any(cell.is_missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history of quotas."""

    who: str
    period: str
    old_minor: int | None
    new_minor: int | None
    old_percent: Decimal
    new_percent: Decimal
    currency: str
    by: str
    at: datetime
    why: str

    @property
    def share_matters(self) -> bool:
        return self.old_percent != 100 or self.new_percent != 100


class PasteContext(TypedDict):
    """Whom a pasted table may name, and which periods it means."""

    people: list[Person]
    shown: tuple[Period, ...]
    year: int
    fiscal_year_starts: int


@dataclass(frozen=True, slots=True)
class QuotasPage:
    year: int
    per: Per
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    currency: str
    counts: str
    is_administrator: bool
    changes: tuple[Change, ...]

    @property
    def url(self) -> str:
        return f"{reverse('crm:quotas')}?{self.query}"

    @property
    def query(self) -> str:
        return urlencode({"year": self.year, "per": self.per.value})

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self.rows)

    @property
    def total_minor(self) -> int:
        return sum(self.totals)

    @property
    def has_quotas(self) -> bool:
        return any(row.total_minor is not None for row in self.rows)


def quotas_page(user: User, *, year: int | None, per: Per, today: date) -> QuotasPage:
    """Answer who carries which quota in a fiscal year, for those whose quota `user` may set; amounts in minor units."""
    workspace = user.person.workspace
    starts = workspace.fiscal_year_starts
    year = year or Period.containing(today, fiscal_year_starts=starts).fiscal_year
    periods = periods_of(year, per=per, fiscal_year_starts=starts)
    rows = _rows(user, periods)
    totals = tuple(sum(row.cells[place].counted_minor or 0 for row in rows) for place in range(len(periods)))
    return QuotasPage(
        year,
        per,
        periods,
        rows,
        totals,
        workspace.currency,
        workspace.get_counts_display(),
        user.person.is_administrator,
        _changes(user, 0, LATEST_CHANGES),
    )


def quota_row(person: Person, *, like: QuotasPage) -> Row:
    """Answer what one person is to sell in each period of the page `like`."""
    return _row(person, _quotas_by_person([person], like.periods).get(person.pk, []), like.periods)


def paste_context(user: User, *, like: QuotasPage) -> PasteContext:
    """Return whom a pasted table may name and which periods it means, on the page `like`."""
    starts = user.person.workspace.fiscal_year_starts
    people = list(Quota.people_set_by(user.person))
    return PasteContext(people=people, shown=like.periods, year=like.year, fiscal_year_starts=starts)


def _rows(user: User, periods: tuple[Period, ...]) -> tuple[Row, ...]:
    people = list(Quota.people_set_by(user.person).order_by("name"))
    quotas = _quotas_by_person(people, periods)
    reps = set(
        Role.objects.filter(person__in=Quota.people_set_by(user.person), kind=Role.Kind.REP, to_on=None).values_list(
            "person", flat=True
        )
    )
    carrying = [p for p in people if p.pk in quotas or (p.pk in reps and p.left_on is None)]
    visible = set(Person.objects.visible_to(user).values_list("pk", flat=True))
    return tuple(_row(person, quotas.get(person.pk, []), periods, has_page=person.pk in visible) for person in carrying)


def _quotas_by_person(people: list[Person], periods: tuple[Period, ...]) -> dict[int, list[Quota]]:
    found = Quota.objects.filter(
        person__in=people, starts_on__lte=periods[-1].ends_on, ends_on__gte=periods[0].starts_on
    ).order_by("starts_on")
    by_person: dict[int, list[Quota]] = defaultdict(list)
    for quota in found:
        by_person[quota.person_id].append(quota)
    return by_person


def _row(person: Person, quotas: list[Quota], periods: tuple[Period, ...], *, has_page: bool = False) -> Row:
    return Row(person.pk, person.name, has_page, tuple(_cell(person, quotas, period) for period in periods))


def _cell(person: Person, quotas: list[Quota], period: Period) -> Cell:
    touching = [q for q in quotas if q.starts_on <= period.ends_on and q.ends_on >= period.starts_on]
    expected = (person.started_on is None or person.started_on <= period.ends_on) and (
        person.left_on is None or person.left_on > period.starts_on
    )
    if not touching:
        return Cell(period, expected=expected)
    first = touching[0]
    if (first.starts_on, first.ends_on) == (period.starts_on, period.ends_on):
        return Cell(period, first.amount_minor, first.share, first.counted_minor)
    if first.starts_on < period.starts_on or touching[-1].ends_on > period.ends_on:
        return Cell(period, inside=f"{first.starts_on:%-d %b} to {touching[-1].ends_on:%-d %b %Y}")
    return Cell(period, counted_minor=sum(q.counted_minor for q in touching), parts=len(touching))


@dataclass(frozen=True, slots=True)
class History:
    """One page of the history of quotas, newest first; `older` and `newer` are page numbers, 0 for none."""

    changes: tuple[Change, ...]
    person: str
    person_id: int | None
    older: int
    newer: int


def quota_history(user: User, *, number: int, person: Person | None = None) -> History:
    """Answer who changed which quota, when and why: everybody's one may set, or those of one `person`."""
    start = (number - 1) * CHANGES_A_PAGE
    found = _changes(user, start, start + CHANGES_A_PAGE + 1, person=person)
    older = number + 1 if len(found) > CHANGES_A_PAGE else 0
    name, pk = (person.name, person.pk) if person else ("", None)
    return History(found[:CHANGES_A_PAGE], name, pk, older, number - 1)


def _changes(user: User, start: int, end: int, *, person: Person | None = None) -> tuple[Change, ...]:
    changes = QuotaChange.objects.visible_to(user).select_related("person", "by").order_by("-at", "-pk")
    return tuple(_line(change) for change in (changes.filter(person=person) if person else changes)[start:end])


def _line(change: QuotaChange) -> Change:
    return Change(
        change.person.name,
        f"{change.starts_on:%b %Y}" if (change.ends_on - change.starts_on).days < 31 else _span(change),
        change.old_minor,
        change.new_minor,
        (change.old_share * 100).normalize(),
        (change.new_share * 100).normalize(),
        change.currency,
        change.by.name if change.by else "",
        change.at,
        change.why,
    )


def _span(change: QuotaChange) -> str:
    return f"{change.starts_on:%b} to {change.ends_on:%b %Y}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one cell of a pasted table would do."""

    name: str
    period: Period
    old_minor: int | None
    new_minor: int | None
    percent: Decimal
    is_same: bool
    clash: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    lines: tuple[Proposed, ...]
    unknown: tuple[tuple[int, str], ...]
    problems: tuple[str, ...]
    currency: str

    @property
    def changing(self) -> int:
        return sum(not line.is_same for line in self.lines)

    @property
    def same(self) -> int:
        return len(self.lines) - self.changing

    @property
    def can_apply(self) -> bool:
        return self.changing > 0 and not self.problems


def proposal_of(
    agreements: Sequence[AgreedQuota], *, unknown: Sequence[tuple[int, str]], problems: Sequence[str], currency: str
) -> Proposal:
    """Answer what these quotas would change, before anything is written."""
    current: dict[int, list[Quota]] = defaultdict(list)
    for quota in Quota.objects.filter(person__in={agreement.person for agreement in agreements}):
        current[quota.person_id].append(quota)
    lines = tuple(_proposed(agreement, current[agreement.person.pk]) for agreement in agreements)
    found = [*problems, *(line.clash for line in lines if line.clash)]
    return Proposal(lines, tuple(unknown), tuple(found), currency)


def _proposed(agreement: AgreedQuota, quotas: list[Quota]) -> Proposed:
    person, period, minor, share = agreement
    touching = [q for q in quotas if q.starts_on <= period.ends_on and q.ends_on >= period.starts_on]
    exact = next((q for q in touching if (q.starts_on, q.ends_on) == (period.starts_on, period.ends_on)), None)
    other = next((q for q in touching if q is not exact), None)
    return Proposed(
        person.name,
        period,
        exact.amount_minor if exact else None,
        minor,
        (share * 100).normalize(),
        is_same=exact is not None and (exact.amount_minor, exact.share) == (minor, share),
        clash=_clash(person, period, other) if other else "",
    )


def _clash(person: Person, period: Period, other: Quota) -> str:
    days = f"{other.starts_on:%-d %b} to {other.ends_on:%-d %b %Y}"
    return f"{person.name}, {period.label}: a quota from {days} is there."
