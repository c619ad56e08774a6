from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from touchline.oneonones.forms import LogForm, NewForm
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.calendars import calendar_questions
from touchline.oneonones.queries.index import one_on_ones_page
from touchline.oneonones.views.answers import shown
from touchline.ui.pages import page


@require_safe
def index(request):
    me, now = request.user.person, timezone.now()
    facts = {"ones": one_on_ones_page(me, now=now), "asked": calendar_questions(me, now=now)}
    return page(request, "oneonones/index.html", facts)


@require_safe
def show(request, one_on_one_id):
    return shown(request, one_on_one_id)


@require_http_methods(["GET", "POST"])
def new(request):
    return _new(request, NewForm, OneOnOne.plan, "starts_at", "Plan a one-on-one")


@require_http_methods(["GET", "POST"])
def log(request):
    return _new(request, LogForm, OneOnOne.log, "held_at", "Log a one-on-one you held")


def _new(request, kind, verb, when, heading):
    me = request.user.person
    form = kind(request.POST or None, reader=me, initial={"rep": request.GET.get("rep")})
    if not form.is_valid():
        context = {"form": form, "heading": heading}
        return page(request, "oneonones/new.html", context, status=422 if form.is_bound else None)
    given = form.cleaned_data
    at = {when: given["at"], "minutes": given["minutes"], "key": given["key"]}
    one = verb(me, given["rep"], by=me, at=timezone.now(), **at)
    return redirect("oneonones:show", one.pk)
