from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.standard.practice import practice_at
from touchline.standard.queries.behind import behind_page
from touchline.standard.queries.going import going_page
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page


@require_safe
def show(request: Request, practice: str) -> HttpResponse:
    me = request.user.person
    wanted = practice_at(practice)
    found = wanted and going_page(wanted, me, as_of=timezone.now())
    if not found or not (found.reps or me.is_leader):
        raise Http404
    return page(request, "standard/going.html", {"going": found})


@require_safe
def behind(request: Request, practice: str, indicator: str) -> HttpResponse:
    me = request.user.person
    wanted = practice_at(practice)
    found = wanted and behind_page(wanted, me, indicator, as_of=timezone.now(), page=page_number(request))
    if not found or not (found.reps or me.is_leader):
        raise Http404
    return page(request, "standard/behind.html", {"behind": found})
