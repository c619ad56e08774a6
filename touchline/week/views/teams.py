from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.models import Person
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page
from touchline.week.queries.team import team_page
from touchline.week.shell import reports_of


@require_safe
def own(request: Request) -> HttpResponse:
    me, people = request.user.person, reports_of(request)
    if not people and not me.is_leader:
        raise Http404
    return _team(request, me, people)


@require_safe
def show(request: Request, person_id: int) -> HttpResponse:
    if person_id == request.user.person.pk:
        return own(request)
    visible = Person.objects.visible_to(request.user)
    leader = get_object_or_404(visible.select_related("workspace"), pk=person_id)
    people = list(visible.reporting_to(leader).here().select_related("workspace"))
    if not people and not leader.is_leader:
        raise Http404
    return _team(request, leader, people)


def _team(request: Request, leader: Person, people: Sequence[Person]) -> HttpResponse:
    me, number = request.user.person, page_number(request)
    team = team_page(leader, people, viewer=me, now=timezone.now(), page=number)
    return page(request, "week/team.html", {"team": team})
