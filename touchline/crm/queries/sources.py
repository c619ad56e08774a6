"""The CRMs facts come from, and the owners in them nobody has been matched to."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum

from touchline.crm.models import Owner
from touchline.people.models import Person, User

OWNERS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class OwnersPage:
    """Owners without a person, those with most deals first; `names` are the people they may be."""

    owners: tuple[Owner, ...]
    n: int
    deals: int
    ignored: tuple[Owner, ...]
    names: tuple[str, ...]
    number: int
    newer: int
    older: int


def people_here(user: User) -> QuerySet[Person]:
    """Return everybody in the company an owner may be matched to."""
    return Person.objects.filter(workspace=user.person.workspace_id).here().order_by("name")


def owners_page(user: User, *, number: int) -> OwnersPage:
    """Answer which owners of deals stand for nobody yet, and how many deals wait for it."""
    found = Owner.objects.visible_to(user)
    waiting = found.unmatched().select_related("source").annotate(n=Count("deals")).order_by("-n", "pk")
    pages = Paginator(waiting, OWNERS_A_PAGE)
    page = pages.get_page(number)
    ignored = found.exclude(ignored_at=None).select_related("source").order_by("-ignored_at")[:OWNERS_A_PAGE]
    return OwnersPage(
        tuple(page.object_list),
        pages.count,
        waiting.aggregate(all=Sum("n"))["all"] or 0,
        tuple(ignored),
        tuple(people_here(user).values_list("name", flat=True)),
        page.number,
        page.number - 1,
        page.number + 1 if page.has_next() else 0,
    )
