from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchline.people.finder import found
from touchline.people.models import Person
from touchline.plans.forms import ChangeForm, GoalForm, ValueForm, WhyForm
from touchline.plans.models import Goal
from touchline.plans.queries import goal_page
from touchline.ui.pages import Request, page
from touchline.ui.places import place
from touchline.ui.toasts import done


@require_safe
def show(request: Request, goal_id: int) -> HttpResponse:
    return _shown(request, _goal(request, goal_id), ValueForm())


@require_http_methods(["GET", "POST"])
def new(request: Request, person_id: int) -> HttpResponse:
    person, me, now = rep_of(request, person_id), request.user.person, timezone.now()
    form = GoalForm(request.POST or None, initial={"starts_on": person.workspace.today(now)})
    if not form.is_valid():
        context = {"form": form, "person": person, "is_me": person == me}
        return page(request, "plans/goal_new.html", context, status=422 if form.is_bound else None)
    goal = Goal.agree(person, by=me, at=now, **form.cleaned_data)
    done(request, f"Goal set: {goal.name}", reverse("plans:goal-closed", args=[goal.pk]))
    return redirect(place("person", person.pk))


@require_http_methods(["GET", "POST"])
def edit(request: Request, goal_id: int) -> HttpResponse:
    goal = _changeable(request, goal_id)
    asked = {name: getattr(goal, name) for name in ("name", "why", "target", "due_on")}
    form = ChangeForm(request.POST or None, initial=asked)
    if not form.is_valid():
        context = {"form": form, "goal": goal}
        return page(request, "plans/goal_edit.html", context, status=422 if form.is_bound else None)
    goal.revise(by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return redirect("plans:goal", goal.pk)


@require_POST
def noted(request: Request, goal_id: int) -> HttpResponse:
    goal, form = _changeable(request, goal_id), ValueForm(request.POST)
    if not form.is_valid():
        return _shown(request, goal, form, status=422)
    goal.note(form.cleaned_data["value"], by=request.user.person, at=timezone.now())
    return redirect("plans:goal", goal.pk)


@require_POST
def parked(request: Request, goal_id: int) -> HttpResponse:
    return _ended(request, goal_id, Goal.park, "Parked", "plans:goal-resumed")


@require_POST
def resumed(request: Request, goal_id: int) -> HttpResponse:
    return _turned(request, goal_id, Goal.resume, "Taken up again", "plans:goal-parked")


@require_POST
def closed(request: Request, goal_id: int) -> HttpResponse:
    return _ended(request, goal_id, Goal.close, "Closed", "plans:goal-reopened")


@require_POST
def reopened(request: Request, goal_id: int) -> HttpResponse:
    return _turned(request, goal_id, Goal.reopen, "Open again", "plans:goal-closed")


def rep_of(request: Request, person_id: int) -> Person:
    """The person whose plan it is; 404 unless visible, 403 for those who may only read it."""
    people = Person.objects.visible_to(request.user).select_related("workspace")
    person, me = get_object_or_404(people, pk=person_id), request.user.person
    if not Goal.can_agree(me, person):
        raise PermissionDenied
    return person


def _goal(request: Request, goal_id: int) -> Goal:
    return get_object_or_404(Goal.objects.visible_to(request.user).select_related("person__workspace"), pk=goal_id)


def _changeable(request: Request, goal_id: int) -> Goal:
    visible = Goal.objects.visible_to(request.user).select_related("person__workspace")
    return found(visible, request.user.person, pk=goal_id, may="change")


def _ended(request: Request, goal_id: int, verb: Callable[..., None], how: str, undo: str) -> HttpResponse:
    goal, why = _changeable(request, goal_id), WhyForm(request.POST, auto_id="why_%s")
    if not why.is_valid():
        return _shown(request, goal, ValueForm(), why, status=422)
    verb(goal, by=request.user.person, at=timezone.now(), because=why.cleaned_data["because"])
    done(request, f"{how}: {goal.name}", reverse(undo, args=[goal.pk]))
    return redirect("plans:goal", goal.pk)


def _turned(request: Request, goal_id: int, verb: Callable[..., None], how: str, undo: str) -> HttpResponse:
    goal = _changeable(request, goal_id)
    verb(goal, by=request.user.person, at=timezone.now())
    done(request, f"{how}: {goal.name}", reverse(undo, args=[goal.pk]))
    return redirect("plans:goal", goal.pk)


def _shown(
    request: Request, goal: Goal, form: forms.Form, why: forms.Form | None = None, status: int | None = None
) -> HttpResponse:
    me = request.user.person
    data = goal_page(goal, reader=me, today=goal.person.workspace.today(timezone.now()))
    why = why or WhyForm(auto_id="why_%s")
    return page(request, "plans/goal.html", {"plan": data, "form": form, "why": why}, status=status)
