from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.skills.closing import close_with_verdict
from touchline.skills.forms.working import CloseForm, PracticeForm, StartForm
from touchline.skills.models import Focus
from touchline.skills.queries.focus import focus_page
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_safe
def show(request, focus_id):
    return shown(request, focus_of(request, focus_id))


@require_POST
def closed(request, focus_id):
    focus, form = led_focus(request, focus_id), CloseForm(request.POST)
    if not form.is_valid():
        return shown(request, focus, close_form=form)
    close_with_verdict(focus, by=request.user.person, at=timezone.now(), why=form.cleaned_data["why"])
    done(request, f"Closed: {focus.skill.name}", reverse("skills:focus-reopened", args=[focus.pk]))
    if form.cleaned_data["makes_room"]:
        return redirect("skills:focus-new", focus.person_id)
    return redirect("skills:focus", focus.pk)


@require_POST
def reopened(request, focus_id):
    focus = led_focus(request, focus_id)
    focus.reopen(by=request.user.person, at=timezone.now())
    done(request, f"Open again: {focus.skill.name}", reverse("skills:focus-closed", args=[focus.pk]))
    return redirect("skills:focus", focus.pk)


@require_POST
def start_moved(request, focus_id):
    focus, form = led_focus(request, focus_id), StartForm(request.POST)
    if not form.is_valid():
        return shown(request, focus, start_form=form)
    focus.move_start(form.cleaned_data["starts_on"], by=request.user.person, at=timezone.now())
    done(request, f"Begins {focus.starts_on:%-d %B}, ends {focus.ends_on:%-d %B}")
    return redirect("skills:focus", focus.pk)


def focus_of(request, focus_id) -> Focus:
    """The focus, for the rep and the leader; nobody else finds it."""
    visible = Focus.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("person__workspace", "skill", "edition", "draw"), pk=focus_id)


def led_focus(request, focus_id) -> Focus:
    """The focus, for whoever leads the rep; 403 for the rep, who may only read and practise."""
    focus = focus_of(request, focus_id)
    if not focus.can_lead(request.user.person):
        raise PermissionDenied
    return focus


def shown(request, focus, **forms):
    """The page with its forms; one that was refused is shown again with what was typed, and answers 422."""
    found = focus_page(focus, reader=request.user.person, today=focus.person.workspace.today(timezone.now()))
    fresh = {
        "practice_form": PracticeForm(initial={"on": found.today}),
        "start_form": StartForm(initial={"starts_on": focus.starts_on}),
        "close_form": CloseForm(),
    }
    context = {"here": found, "verdict": found.verdict, "may_look": found.is_leader, **fresh, **forms}
    return page(request, "skills/focus.html", context, status=422 if forms else None)
