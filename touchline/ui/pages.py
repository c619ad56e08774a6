"""Render a page. Templates print; they never query."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from touchline.ui.shell import Shell

if TYPE_CHECKING:
    from touchline.people.models.user import SignedIn

Context = dict[str, Any]
BUSY = "The database is busy, most likely with an import. Nothing was changed: try again in a minute."


class Request(HttpRequest):
    """A request as the middlewares hand it to a view: somebody is signed in, unless the view is open to visitors."""

    htmx: HtmxDetails
    user: "SignedIn"


class QueryInTemplate(AssertionError):
    """A template touched the database; load the data in queries.py instead."""


def page(
    request: Request,
    template: str,
    context: Context | None = None,
    *,
    part: str | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Render `template` inside the shell, or only its partial `part` when htmx asked for a fragment."""
    context = dict(context or {})
    is_part = bool(part) and _wants_part(request)
    if not is_part:
        context["shell"] = shell_for(request)
    with connection.execute_wrapper(_refuse_queries):
        response = render(request, f"{template}#{part}" if is_part else template, context, status=status)
        # A part has no room for toasts, so they travel beside it.
        if is_part and len(get_messages(request)):
            response.write(render_to_string("ui/toasts.html", request=request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def shell_for(request: HttpRequest) -> Shell:
    """Answer the frame around a page, as the app named in the settings draws it."""
    shell: Shell = import_string(settings.TOUCHLINE_SHELL)(request)
    return shell


def changed(request: Request, template: str, context: Context, *, part: str, otherwise: str) -> HttpResponse:
    """Answer a change: the fresh part for htmx, a redirect to `otherwise` for a plain form."""
    if request.htmx:
        return page(request, template, context, part=part)
    return redirect(otherwise)


def arrived(request: Request, url: str) -> HttpResponse:
    """Lead on to the whole page `url`, with script and without, after a form that a phone may have sent much later."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def refused(request: Request, problems: list[str], *, status: int = 422) -> HttpResponse:
    """Answer a refusal with its sentences: a page, or the line above the content when htmx asked."""
    response = page(request, "ui/refused.html", {"problems": problems}, part="problems", status=status)
    if _wants_part(request):
        response["HX-Retarget"], response["HX-Reswap"], response["HX-Reselect"] = "#refused", "innerHTML", ".problem"
    return response


def _wants_part(request: Request) -> bool:
    return bool(request.htmx) and not request.htmx.boosted


def _refuse_queries(execute: Callable[..., Any], sql: str, params: object, many: bool, context: object) -> NoReturn:  # noqa: FBT001 (as Django calls it)
    raise QueryInTemplate(sql)


class PersonalPagesMiddleware:
    """Keep personal pages out of shared caches and off a shared laptop, and give a verb's refusal a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        if request.user.is_authenticated and not isinstance(response, HttpResponseRedirect):
            patch_cache_control(response, no_store=True)
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            return _busy(request)
        return refused(request, exception.messages) if isinstance(exception, ValidationError) else None


def _busy(request: Request) -> HttpResponse:
    """SQLite has one writer; whoever waited for it in vain, as behind a very large import, is told to try again."""
    response = refused(request, [BUSY], status=503)
    response["Retry-After"] = "15"
    return response
