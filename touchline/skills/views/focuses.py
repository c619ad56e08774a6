from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.people.finder import found
from touchline.skills.closing import close_with_verdict
from touchline.skills.forms.working import CloseForm, PracticeForm, StartForm
from touchline.skills.models import Focus
from touchline.skills.models.focus import FocusQuerySet
from touchline.skills.queries.focus import focus_page
from touchline.ui.pages import Request, page
from touchline.ui.toasts import done


@require_safe
def show(request: Request, focus_id: int) -> HttpResponse:
    return shown(request, focus_of(request, focus_id))


@require_POST
def closed(request: Request, focus_id: int) -> HttpResponse:
    focus, form = led_focus(request, focus_id), CloseForm(request.POST)
    if not form.is_valid():
        return shown(request, focus, close_form=form)
    close_with_verdict(focus, by=request.user.person, at=timezone.now(), why=form.cleaned_data["why"])
    done(request, f"Closed: {focus.skill.name}", reverse("skills:focus-reopened", args=[focus.pk]))
    if form.cleaned_data["makes_room"]:
        return redirect("skills:focus-new", focus.person_id)
    return redirect("skills:focus", focus.pk)


@require_POST
def reopened(request: Request, focus_id: int) -> HttpResponse:
    focus = led_focus(request, focus_id)
    focus.reopen(by=request.user.person, at=timezone.now())
    done(request, f"Open again: {focus.skill.name}", reverse("skills:focus-closed", args=[focus.pk]))
    return redirect("skills:focus", focus.pk)


@require_POST
def start_moved(request: Request, focus_id: int) -> HttpResponse:
    focus, form = led_focus(request, focus_id), StartForm(request.POST)
    if not form.is_valid():
        return shown(request, focus, start_form=form)
    focus.move_start(form.cleaned_data["starts_on"], by=request.user.person, at=timezone.now())
    done(request, f"Begins {focus.starts_on:%-d %B}, ends {focus.ends_on:%-d %B}")
    return redirect("skills:focus", focus.pk)


def focus_of(request: Request, focus_id: int) -> Focus:
    """The focus, for the rep and the leader; nobody else finds it."""
    return get_object_or_404(_focuses(request), pk=focus_id)


def led_focus(request: Request, focus_id: int) -> Focus:
    """The focus, for whoever leads the rep; 403 for the rep, who may only read and practise."""
    return found(_focuses(request), request.user.person, pk=focus_id, may="lead")


def _focuses(request: Request) -> FocusQuerySet:
    return Focus.objects.visible_to(request.user).select_related("person__workspace", "skill", "edition", "draw")


def shown(request: Request, focus: Focus, **forms: forms.Form) -> HttpResponse:
    """The page with its forms; one that was refused is shown again with what was typed, and answers 422."""
    here = focus_page(focus, reader=request.user.person, today=focus.person.workspace.today(timezone.now()))
    fresh = {
        "practice_form": PracticeForm(initial={"on": here.today}),
        "start_form": StartForm(initial={"starts_on": focus.starts_on}),
        "close_form": CloseForm(),
    }
    context = {"here": here, "verdict": here.verdict, "may_look": here.is_leader, **fresh, **forms}
    return page(request, "skills/focus.html", context, status=422 if forms else None)
