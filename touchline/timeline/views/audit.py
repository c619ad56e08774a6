from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from touchline.timeline.queries import audit_page
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page


@require_safe
def index(request: Request) -> HttpResponse:
    if not request.user.person.is_administrator:
        raise Http404
    return page(request, "timeline/audit.html", {"audit": audit_page(request.user, number=page_number(request))})
