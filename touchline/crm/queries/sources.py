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
    may_all: bool
    names: tuple[str, ...]
    number: int
    newer: int
    older: int


def people_here(user: User) -> QuerySet[Person]:
    """Return whom an owner may be matched to: everybody for an administrator, their own team for a leader."""
    me = user.person
    people = Person.objects.filter(workspace=me.workspace_id) if me.is_administrator else me.own_team()
    return people.here().order_by("name")


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
        user.person.is_administrator,
        tuple(people_here(user).values_list("name", flat=True)),
        page.number,
        page.number - 1,
        page.number + 1 if page.has_next() else 0,
    )
