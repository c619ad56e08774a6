"""All promises of one person, both ways, in pages."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from touchline.oneonones.models import Commitment, OneOnOne
from touchline.oneonones.queries.promises import Promise, promises
from touchline.people.models import Person
from touchline.ui.templatetags.fmt import plural

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class CommitmentsPage:
    """The promises of `which` (open, overdue or settled), those one owes before those one is owed."""

    today: date
    which: str
    finding: str
    mine: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    open: int
    overdue: int
    settled: int
    rows: Page[Commitment]

    @property
    def within(self) -> str:
        """What keeps the chosen list and page when a row is ticked."""
        return f"?which={self.which}&page={self.rows.number}"


def commitments_page(reader: Person, *, which: str, page: int, now: datetime) -> CommitmentsPage:
    """One page of the promises of `reader`; two queries however many there are."""
    today = reader.day_of(now)
    mine = Commitment.objects.of(reader.user)
    overdue = Q(state=Commitment.State.OPEN, due_on__lt=today)
    counts = mine.aggregate(
        open=Count("pk", filter=Q(state=Commitment.State.OPEN)),
        overdue=Count("pk", filter=overdue),
        owed=Count("pk", filter=overdue & Q(owner=reader)),
        settled=Count("pk", filter=~Q(state=Commitment.State.OPEN)),
    )
    chosen = {
        "overdue": mine.filter(overdue).order_by("due_on", "pk"),
        "settled": mine.exclude(state=Commitment.State.OPEN).order_by("-settled_on", "-pk"),
    }.get(which, mine.open().order_by("due_on", "pk"))
    which = which if which in ("overdue", "settled") else "open"
    paginator = Paginator(chosen.select_related("owner", "to"), PER_PAGE)
    paginator.count = counts[which]
    rows = paginator.get_page(page)
    found = promises(rows.object_list, reader=reader, today=today)
    return CommitmentsPage(
        today=today,
        which=which,
        finding=finding(counts["open"], counts["overdue"], counts["owed"]),
        mine=tuple(p for p in found if p.is_mine),
        theirs=tuple(p for p in found if not p.is_mine),
        open=counts["open"],
        overdue=counts["overdue"],
        settled=counts["settled"],
        rows=rows,
    )


def finding(opened: int, overdue: int, owed: int) -> str:
    """The headline: what one owes past due, then what others do, then how much is open."""
    if owed:
        return f"You have {plural(owed, 'promise')} past due"
    if overdue:
        return f"{plural(overdue, 'promise')} to you {'is' if overdue == 1 else 'are'} past due"
    return f"{plural(opened, 'open promise')}, none past due" if opened else "Nothing is promised"


def next_on_of(one_on_one: OneOnOne) -> date | None:
    """The day of the pair's next open one-on-one after this one; one query."""
    later = OneOnOne.objects.between(one_on_one.leader, one_on_one.rep).open()
    starts = later.filter(starts_at__gt=one_on_one.starts_at).order_by("starts_at").values_list("starts_at", flat=True)
    first = starts.first()
    return one_on_one.leader.day_of(first) if first else None
