from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.skills.queries.going import behind_page, going_page
from touchline.ui.asked import page_number
from touchline.ui.pages import page


@require_safe
def going(request):
    me = request.user.person
    found = going_page(me, as_of=timezone.now())
    if not found.reps and not me.is_leader:
        raise Http404
    return page(request, "skills/going.html", {"going": found})


@require_safe
def behind(request, indicator):
    me = request.user.person
    found = behind_page(me, indicator, as_of=timezone.now(), page=page_number(request))
    if found is None or not (found.reps or me.is_leader):
        raise Http404
    return page(request, "skills/behind.html", {"behind": found})
