from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from touchline.people.queries.cast import cast_of_demo, cast_page
from touchline.ui.pages import Request, page
from touchline.ui.places import place

BACKEND = "touchline.people.signing_in.Backend"


@require_safe
@login_not_required
def index(request: Request) -> HttpResponse:
    cast = cast_page()
    if cast is None:
        raise Http404
    return page(request, "people/cast.html", {"cast": cast})


@require_POST
@login_not_required
def chosen(request: Request, person_id: int) -> HttpResponse:
    person = get_object_or_404(cast_of_demo(), pk=person_id)
    login(request, person.user, backend=BACKEND)
    return redirect(place("home"))
