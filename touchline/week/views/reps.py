from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.finder import row_or_404
from touchline.people.models import Person, Seat
from touchline.people.prepared import prepared
from touchline.skills.queries.current import CurrentFocus, focuses_on, with_focuses
from touchline.ui.pages import Request, page
from touchline.week.queries.rep import rep_page


@require_safe
def show(request: Request, person_id: int) -> HttpResponse:
    person, leader, focuses = _seated(request, person_id)
    rep = rep_page(person, viewer=request.user.person, now=timezone.now(), leader=leader, focuses=focuses)
    return page(request, "week/rep.html", {"rep": rep})


def _seated(request: Request, person_id: int) -> tuple[Person, Person | None, tuple[CurrentFocus, ...]]:
    """The person, whom they report to and what they work on, in one query for all but those who report to nobody."""
    me = request.user.person
    for seat in _seats(me, person_id):
        return seat.person, seat.leader, focuses_on(seat)
    person = row_or_404(_people(me, person_id))
    return person, None, focuses_on(person)


@prepared
def _seats(me: Person, person_id: int) -> QuerySet[Seat]:
    seats = with_focuses(Seat.objects.known_to(me).current().filter(person=person_id), of="person")
    return seats.select_related("person__workspace", "leader__workspace")


@prepared
def _people(me: Person, person_id: int) -> QuerySet[Person]:
    return with_focuses(Person.objects.known_to(me).filter(pk=person_id).select_related("workspace"))
