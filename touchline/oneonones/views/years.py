from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.oneonones.queries.year import FIRST_YEAR, LAST_YEAR, year_page
from touchline.people.models import Person
from touchline.ui.pages import page


@require_safe
def show(request, person_id, year):
    """For the rep and the rep's own leader; whoever is above them reads no content of one-on-ones."""
    me = request.user.person
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("workspace"), pk=person_id)
    if not FIRST_YEAR <= year <= LAST_YEAR or (person != me and not me.leads(person)):
        raise Http404
    return page(request, "oneonones/year.html", {"year": year_page(person, year=year, reader=me, now=timezone.now())})
