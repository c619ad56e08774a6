"""Where the workspace asks for it, leaders and administrators see nothing before they have a second factor."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_missing(request.user) and not request.path.startswith(reverse("account_login").removesuffix("login/")):
            messages.info(request, "Your workspace asks for a second factor. Set one up to go on.")
            return redirect("mfa_index")
        return self.get_response(request)


def _is_missing(user) -> bool:
    return user.is_authenticated and user.person.needs_second_factor and not user.has_second_factor
