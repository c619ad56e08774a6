"""Where the workspace asks for it, leaders and administrators see nothing before they have a second factor."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from touchline.ui.pages import Request

if TYPE_CHECKING:
    from touchline.people.models.user import SignedIn


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if _is_missing(request.user) and not request.path.startswith(reverse("account_login").removesuffix("login/")):
            messages.info(request, "Your workspace asks for a second factor. Set one up to go on.")
            return redirect("mfa_index")
        return self.get_response(request)


def _is_missing(user: "SignedIn") -> bool:
    return user.is_authenticated and user.person.needs_second_factor and not user.has_second_factor
