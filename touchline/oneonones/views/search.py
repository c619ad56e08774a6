from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.oneonones.queries.search import search_page
from touchline.ui.asked import words
from touchline.ui.pages import page


@require_safe
def index(request):
    found = search_page(request.user.person, q=words(request), now=timezone.now())
    return page(request, "oneonones/search.html", {"found": found})
