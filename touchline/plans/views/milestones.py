from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.people.finder import found
from touchline.plans.forms import MilestoneForm, StepForm, WhyForm
from touchline.plans.models import Milestone
from touchline.plans.views.goals import rep_of
from touchline.ui.pages import Request, page
from touchline.ui.places import place
from touchline.ui.toasts import done


@require_http_methods(["GET", "POST"])
def new(request: Request, person_id: int) -> HttpResponse:
    person, me = rep_of(request, person_id), request.user.person
    form = MilestoneForm(request.POST or None, person=person, initial={"goal": request.GET.get("goal")})
    if not form.is_valid():
        context = {"form": form, "person": person, "is_me": person == me}
        return page(request, "plans/milestone_new.html", context, status=422 if form.is_bound else None)
    Milestone.agree(person, by=me, at=timezone.now(), **form.cleaned_data)
    return redirect(place("person", person.pk))


@require_http_methods(["GET", "POST"])
def edit(request: Request, milestone_id: int) -> HttpResponse:
    milestone = _milestone(request, milestone_id)
    form = StepForm(request.POST or None, initial={"title": milestone.title, "due_on": milestone.due_on})
    if not form.is_valid():
        return _shown(request, milestone, form, WhyForm(auto_id="drop_%s"))
    milestone.revise(by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return _where_it_stands(milestone)


@require_POST
def dropped(request: Request, milestone_id: int) -> HttpResponse:
    milestone, why = _milestone(request, milestone_id), WhyForm(request.POST, auto_id="drop_%s")
    if not why.is_valid():
        initial = {"title": milestone.title, "due_on": milestone.due_on}
        return _shown(request, milestone, StepForm(initial=initial), why)
    milestone.drop(by=request.user.person, at=timezone.now(), because=why.cleaned_data["because"])
    done(request, f"Dropped: {milestone.title}", reverse("plans:milestone-restored", args=[milestone.pk]))
    return _where_it_stands(milestone)


@require_POST
def restored(request: Request, milestone_id: int) -> HttpResponse:
    milestone = _milestone(request, milestone_id)
    milestone.restore(by=request.user.person, at=timezone.now())
    return _where_it_stands(milestone)


@require_POST
def reached(request: Request, milestone_id: int) -> HttpResponse:
    milestone = _milestone(request, milestone_id)
    milestone.reach(by=request.user.person, at=timezone.now())
    undo = reverse("plans:milestone-reopened", args=[milestone.pk])
    done(request, f"Reached: {milestone.title}", undo)
    return _where_it_stands(milestone)


@require_POST
def reopened(request: Request, milestone_id: int) -> HttpResponse:
    milestone = _milestone(request, milestone_id)
    milestone.reopen(by=request.user.person, at=timezone.now())
    return _where_it_stands(milestone)


def _milestone(request: Request, milestone_id: int) -> Milestone:
    visible = Milestone.objects.visible_to(request.user).select_related("person__workspace")
    return found(visible, request.user.person, pk=milestone_id, may="change")


def _shown(request: Request, milestone: Milestone, form: forms.Form, why: forms.Form) -> HttpResponse:
    context = {"form": form, "why": why, "milestone": milestone, "is_me": milestone.person == request.user.person}
    is_refused = form.is_bound or why.is_bound
    return page(request, "plans/milestone_edit.html", context, status=422 if is_refused else None)


def _where_it_stands(milestone: Milestone) -> HttpResponse:
    if milestone.goal_id:
        return redirect("plans:goal", milestone.goal_id)
    return redirect(place("person", milestone.person_id))
