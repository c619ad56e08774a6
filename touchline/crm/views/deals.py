from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.crm.exporting import csv_response
from touchline.crm.forms.deals import DealFilter
from touchline.crm.models import Deal
from touchline.crm.queries.deals import deal_lines, deal_page, deals_page
from touchline.people.models import Person
from touchline.ui.pages import Request, page


@require_safe
def index(request: Request) -> HttpResponse:
    form = _filter(request)
    deals = deals_page(request.user, form.wanted(), today=_today(request))
    return page(request, "crm/deals.html", {"deals": deals, "form": form}, part="deals")


@require_safe
def export(request: Request) -> StreamingHttpResponse:
    """The same deals as the list shows, all of them, as CSV."""
    heading, rows = deal_lines(request.user, _filter(request).wanted(), today=_today(request))
    return csv_response("deals.csv", heading, rows)


@require_safe
def show(request: Request, deal_id: int) -> HttpResponse:
    deals = Deal.objects.visible_to(request.user)
    found = deals.select_related("account", "owner", "owner_in_source", "stage", "source", "first_import")
    deal = get_object_or_404(found, pk=deal_id)
    return page(request, "crm/deal.html", {"page": deal_page(request.user, deal, today=_today(request))})


def _filter(request: Request) -> DealFilter:
    return DealFilter(request.GET, people=Person.objects.visible_to(request.user).order_by("name"))


def _today(request: Request) -> date:
    return request.user.person.workspace.today(timezone.now())
