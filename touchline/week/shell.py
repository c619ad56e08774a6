"""The frame around every page, answered for ui: who is looking, where they can go, whom they lead."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from touchline.oneonones.models import OneOnOne
from touchline.people.models import Person, ReportingLine, Workspace
from touchline.people.prepared import prepared
from touchline.skills.queries.current import with_focuses
from touchline.ui.pages import Request
from touchline.ui.shell import Face, Place, Shell

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Frame(TypedDict):
        is_due_today: bool
        leads_others: bool

    Report = WithAnnotations[Person, Frame]

SHOWN = 12


def shell_for(request: Request) -> Shell:
    """The shell of whoever is signed in; a visitor gets an empty one that still says whether this is the demo."""
    me = getattr(request.user, "person", None)
    if me is None:
        return Shell(is_demo=Workspace.objects.filter(demo_anchor__isnull=False).exists())
    reports = reports_of(request)
    return Shell(
        me=Face(me.name, me.initials, reverse("people:settings")),
        places=_places(request, me, reports),
        reps=tuple(_face(request, person) for person in reports[:SHOWN]),
        reps_title="Your leaders" if reports and all(person.leads_others for person in reports) else "Your reps",
        theme=me.theme,
        single_keys=me.single_keys,
        is_demo=me.workspace.is_demo,
        workspace=me.workspace.name,
    )


def reports_of(request: Request) -> "list[Report]":
    """The direct reports of whoever is signed in, read once per request."""
    if "reports" not in vars(request):
        vars(request)["reports"] = _reports(request.user.person)
    reports: list[Report] = vars(request)["reports"]
    return reports


def _reports(me: Person) -> "list[Report]":
    today = me.workspace.today(timezone.now())
    start = datetime.combine(today, time.min, tzinfo=me.own_zone)
    return list(_in_frame(me, start, start + timedelta(days=1)))


@prepared
def _in_frame(me: Person, start: datetime, end: datetime) -> QuerySet[Any]:
    due = OneOnOne.objects.open().filter(leader=me, rep=OuterRef("pk")).starting_within(start, end)
    return (
        with_focuses(Person.objects.reporting_to(me).here())
        .select_related("workspace")
        .annotate(is_due_today=Exists(due), leads_others=Exists(ReportingLine.objects.filter(above=OuterRef("pk"))))
        .order_by("name")
    )


def _places(request: Request, me: Person, reports: "list[Report]") -> tuple[Place, ...]:
    due = sum(person.is_due_today for person in reports)
    places = [
        _place(request, "My week", "week:week", "calendar", is_tab=True, key="g w"),
        _place(request, "One-on-ones", "oneonones:index", "message-square", is_tab=True, count=due, key="g o"),
    ]
    leads = bool(reports) or me.is_leader
    if leads or me.is_administrator or not me.is_executive:
        places.append(_place(request, "Skills", "skills:index", "graduation-cap", is_tab=not leads, key="g s"))
    if leads:
        places.append(_place(request, "Team", "week:team", "users", is_tab=True, key="g t"))
        places.append(
            _place(request, "Under the numbers", "crm:numbers", "scan-search", short="Numbers", is_tab=True, key="g n")
        )
    places.append(_place(request, "Commitments", "oneonones:commitments", "circle-check", key="g c"))
    if leads:
        places.append(_place(request, "Deals", "crm:deals", "handshake", key="g d"))
        places.append(_place(request, "Quotas", "crm:quotas", "target", key="g q"))
    if leads or me.is_administrator:
        places.append(_place(request, "Imports", "crm:imports", "file-up", key="g i"))
    if me.is_administrator:
        places.append(_place(request, "People", "people:people", "user-cog", key="g p"))
    return tuple(place for place in places if place)


def _place(request: Request, name: str, url_name: str, icon: str, **more: Any) -> Place | None:
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return None
    is_here = request.path == url or (url != "/" and request.path.startswith(url))
    return Place(name=name, url=url, icon=icon, is_here=is_here, **more)


def _face(request: Request, person: "Report") -> Face:
    url = reverse("week:team-of" if person.leads_others else "week:rep", args=[person.pk])
    return Face(person.name, person.initials, url, is_here=request.path.startswith(url))
