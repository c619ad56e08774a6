from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.skills.forms.observing import DeclareForm, LogForm
from touchline.skills.models import Focus, Observation
from touchline.skills.queries.observation import observe_page
from touchline.skills.views.focuses import led_focus
from touchline.skills.views.observations import observation_of
from touchline.ui.pages import Request, arrived, page
from touchline.ui.toasts import done


@require_http_methods(["GET", "POST"])
def observe(request: Request, focus_id: int) -> HttpResponse:
    """Declare what is observed and who leads; while one is declared, score it."""
    focus, form = led_focus(request, focus_id), DeclareForm(request.POST or None)
    if not form.is_valid():
        return _shown(request, focus, form, _log_form(focus))
    Observation.declare(focus, by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return arrived(request, reverse("skills:observe", args=[focus.pk]))


@require_POST
def logged(request: Request, focus_id: int) -> HttpResponse:
    focus = led_focus(request, focus_id)
    form = _log_form(focus, request.POST)
    if not form.is_valid():
        return _shown(request, focus, form, form)
    seen = Observation.log(focus, by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return arrived(request, reverse("skills:observation", args=[seen.pk]))


@require_POST
def withdrawn(request: Request, observation_id: int) -> HttpResponse:
    observation = observation_of(request, observation_id, may="tell")
    observation.withdraw(by=request.user.person, at=timezone.now())
    done(request, f"Taken back: {observation.get_kind_display().lower()}")
    return redirect("skills:observe", observation.focus_id)


def _log_form(focus: Focus, data: QueryDict | None = None) -> LogForm:
    now = timezone.now()
    zone = ZoneInfo(focus.person.workspace.zone)
    initial = {"day": focus.person.workspace.today(now), "time": now.astimezone(zone), "minutes": 30}
    return LogForm(data, rep=focus.person, zone=zone, initial=initial)


def _shown(request: Request, focus: Focus, form: forms.Form, log_form: LogForm) -> HttpResponse:
    now = timezone.now()
    found = observe_page(focus, reader=request.user.person, today=focus.person.workspace.today(now))
    context = {"observe": found, "form": form, "log_form": log_form}
    return page(request, "skills/observe.html", context, status=422 if form.is_bound else None)
