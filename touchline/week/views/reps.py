from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.models import Person, Seat
from touchline.ui.pages import page
from touchline.week.queries.rep import rep_page


@require_safe
def show(request, person_id):
    person, leader = _seated(request, person_id)
    rep = rep_page(person, viewer=request.user.person, now=timezone.now(), leader=leader)
    return page(request, "week/rep.html", {"rep": rep})


def _seated(request, person_id):
    """The person and whom they report to, in one query for all but those who report to nobody."""
    seats = Seat.objects.visible_to(request.user).current().filter(person=person_id)
    if seat := seats.select_related("person__workspace", "leader__workspace").first():
        return seat.person, seat.leader
    return get_object_or_404(Person.objects.visible_to(request.user).select_related("workspace"), pk=person_id), None
