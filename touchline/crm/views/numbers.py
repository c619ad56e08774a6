from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.crm.numbers.evidence import deals_page
from touchline.crm.numbers.page import numbers_page
from touchline.crm.numbers.team import leaders_seen_by
from touchline.measures.periods import Period
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page


@require_safe
def index(request: Request) -> HttpResponse:
    """Under one's own numbers."""
    return _numbers(request, request.user.person.pk)


@require_safe
def show(request: Request, person_id: int) -> HttpResponse:
    """Under the numbers of a leader below."""
    return _numbers(request, person_id)


def _numbers(request: Request, leader_id: int) -> HttpResponse:
    leader = get_object_or_404(leaders_seen_by(request.user), pk=leader_id)
    today = leader.workspace.today(timezone.now())
    period = _period(request, leader.workspace.fiscal_year_starts, today)
    panel = request.GET.get("panel")
    if panel is None:
        return page(request, "crm/numbers.html", {"numbers": numbers_page(leader, period, as_of=today)})
    found = deals_page(leader, period, panel, as_of=today, page=page_number(request))
    return page(request, "crm/numbers_deals.html", {"behind": found})


def _period(request: Request, fiscal_year_starts: int, today: date) -> Period:
    written = request.GET.get("period")
    if not written:
        return Period.containing(today, fiscal_year_starts=fiscal_year_starts)
    try:
        return Period.parse(written, fiscal_year_starts=fiscal_year_starts)
    except ValueError as error:
        raise Http404(str(error)) from error
