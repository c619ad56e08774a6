from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.ui.pages import Request, page
from touchline.week.queries.my_week import my_week
from touchline.week.queries.own_week import own_week
from touchline.week.shell import reports_of


@require_safe
def show(request: Request) -> HttpResponse:
    me, people = request.user.person, reports_of(request)
    if people or me.is_leader:
        return page(request, "week/my_week.html", {"week": my_week(me, people, now=timezone.now())})
    return page(request, "week/own_week.html", {"week": own_week(me, now=timezone.now())})
