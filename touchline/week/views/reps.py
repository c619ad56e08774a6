from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.models import Person, Seat
from touchline.skills.queries.current import focuses_on, with_focuses
from touchline.ui.pages import page
from touchline.week.queries.rep import rep_page


@require_safe
def show(request, person_id):
    person, leader, focuses = _seated(request, person_id)
    rep = rep_page(person, viewer=request.user.person, now=timezone.now(), leader=leader, focuses=focuses)
    return page(request, "week/rep.html", {"rep": rep})


def _seated(request, person_id):
    """The person, whom they report to and what they work on, in one query for all but those who report to nobody."""
    seats = with_focuses(Seat.objects.visible_to(request.user).current().filter(person=person_id), of="person")
    if seat := seats.select_related("person__workspace", "leader__workspace").first():
        return seat.person, seat.leader, focuses_on(seat)
    people = with_focuses(Person.objects.visible_to(request.user).select_related("workspace"))
    person = get_object_or_404(people, pk=person_id)
    return person, None, focuses_on(person)
