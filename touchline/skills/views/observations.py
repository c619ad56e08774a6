from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.people.finder import found
from touchline.skills.forms.observing import AskForm, LeadForm, LevelForm, ScoreForm, TellForm
from touchline.skills.models import Observation, SecondRating
from touchline.skills.models.observation import ObservationQuerySet
from touchline.skills.queries.observation import observation_page, other_leaders
from touchline.ui.pages import Request, arrived, page
from touchline.ui.toasts import done


@require_safe
def show(request: Request, observation_id: int) -> HttpResponse:
    return _shown(request, get_object_or_404(_observations(request), pk=observation_id))


@require_POST
def scored(request: Request, observation_id: int) -> HttpResponse:
    observation, form = observation_of(request, observation_id, may="tell"), ScoreForm(request.POST)
    if not form.is_valid():
        return _shown(request, observation, score_form=form, form=form)
    observation.score(by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return _arrived(request, observation)


@require_POST
def told(request: Request, observation_id: int) -> HttpResponse:
    observation = observation_of(request, observation_id, may="tell")
    form = _tell_form(request, observation, request.POST)
    if not form.is_valid():
        return _shown(request, observation, tell_form=form, form=form)
    observation.tell(by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return _arrived(request, observation)


@require_POST
def self_scored(request: Request, observation_id: int) -> HttpResponse:
    observation, form = observation_of(request, observation_id, may="score_oneself"), LevelForm(request.POST)
    if not form.is_valid():
        return _shown(request, observation, form=form)
    observation.score_oneself(form.cleaned_data["level"], by=request.user.person, at=timezone.now())
    return _arrived(request, observation)


@require_POST
def led(request: Request, observation_id: int) -> HttpResponse:
    observation, form = observation_of(request, observation_id, may="score_oneself"), LeadForm(request.POST)
    if not form.is_valid():
        return _shown(request, observation, form=form)
    observation.say_who_led(form.cleaned_data["lead"], by=request.user.person, at=timezone.now())
    return redirect("skills:observation", observation.pk)


@require_POST
def second_asked(request: Request, observation_id: int) -> HttpResponse:
    observation = observation_of(request, observation_id, may="tell")
    form = AskForm(request.POST, leaders=other_leaders(observation))
    if not form.is_valid():
        return _shown(request, observation, ask_form=form, form=form)
    rater = form.cleaned_data["rater"]
    SecondRating.ask(observation, rater, by=request.user.person, at=timezone.now())
    done(request, f"{rater.first_name} is asked for a second level")
    return redirect("skills:observation", observation.pk)


def observation_of(request: Request, observation_id: int, *, may: str) -> Observation:
    """The observation, for whoever may see it and do this with it."""
    return found(_observations(request), request.user.person, pk=observation_id, may=may)


def _observations(request: Request) -> ObservationQuerySet:
    visible = Observation.objects.visible_to(request.user)
    return visible.select_related("focus__person__workspace", "focus__skill", "focus__edition", "observer")


def _arrived(request: Request, observation: Observation) -> HttpResponse:
    return arrived(request, reverse("skills:observation", args=[observation.pk]))


def _tell_form(request: Request, observation: Observation, data: QueryDict | None = None) -> TellForm:
    said = {name: getattr(observation, name) for name in ("behaviour", "effect", "next_try")}
    return TellForm(data, rep=observation.focus.person, reader=request.user.person, initial=said)


def _shown(
    request: Request, observation: Observation, *, form: forms.Form | None = None, **forms: forms.Form
) -> HttpResponse:
    seen = observation_page(observation, reader=request.user.person, now=timezone.now())
    fresh = {"tell_form": _tell_form(request, observation), "ask_form": AskForm(leaders=seen.leaders)}
    context = {"seen": seen, "form": form, **fresh, **forms}
    return page(request, "skills/observation.html", context, status=422 if form else None)
