from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.ui.asked import words
from touchline.ui.pages import Request, page
from touchline.week.queries.palette import options
from touchline.week.shell import shell_for


@require_safe
def index(request: Request) -> HttpResponse:
    found = options(request.user, shell_for(request), query=words(request), now=timezone.now())
    return page(request, "week/palette.html", {"options": found})
