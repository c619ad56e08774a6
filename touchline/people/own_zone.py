"""Every date and time on a page is told in the reader's own zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class OwnZoneMiddleware:
    """Activate the zone of whoever is signed in: their own, or the company's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        me = getattr(request.user, "person", None)
        with timezone.override(me.own_zone if me else None):
            return self.get_response(request)
