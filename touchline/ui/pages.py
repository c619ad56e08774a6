"""Render a page. Templates print; they never query."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string


class QueryInTemplate(AssertionError):
    """A template touched the database; load the data in queries.py instead."""


def page(request, template, context=None, *, part=None, status=None):
    """Render `template` inside the shell, or only its partial `part` when htmx asked for a fragment."""
    context = dict(context or {})
    if part and request.htmx and not request.htmx.boosted:
        template = f"{template}#{part}"
    else:
        context["shell"] = import_string(settings.TOUCHLINE_SHELL)(request)
    with connection.execute_wrapper(_refuse_queries):
        response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def changed(request, template, context, *, part, otherwise):
    """Answer a change: the fresh part for htmx, a redirect to `otherwise` for a plain form."""
    if request.htmx:
        return page(request, template, context, part=part)
    return redirect(otherwise)


def _refuse_queries(execute, sql, params, many, context):
    raise QueryInTemplate(sql)


class PersonalPagesMiddleware:
    """Keep personal pages out of shared caches, and turn a verb's refusal into a page with its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not isinstance(response, HttpResponseRedirect):
            patch_cache_control(response, no_store=True)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, ValidationError):
            return page(request, "ui/refused.html", {"problems": exception.messages}, status=422)
        return None
