from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.models import Person
from touchline.people.prepared import prepared
from touchline.skills.queries.current import with_focuses
from touchline.skills.queries.observation import second_levels_asked_of
from touchline.skills.queries.own import own_skills_page
from touchline.skills.queries.team import team_overview
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page


@require_safe
def own(request: Request) -> HttpResponse:
    me = request.user.person
    found = own_skills_page(me, today=me.workspace.today(timezone.now()))
    return page(request, "skills/own.html", {"own": found})


@require_safe
def index(request: Request) -> HttpResponse:
    """The team of whoever leads one, and everybody else’s own page."""
    me = request.user.person
    people = list(_team(me))
    if not people and not me.is_leader:
        return own(request)
    today = me.workspace.today(timezone.now())
    team = team_overview(me, people, today=today, page=page_number(request))
    return page(request, "skills/team.html", {"team": team, "asked": second_levels_asked_of(me)})


@prepared
def _team(me: Person) -> QuerySet[Person]:
    mine = Person.objects.known_to(me).reporting_to(me).here().select_related("workspace")
    return with_focuses(mine).order_by("name", "pk")
