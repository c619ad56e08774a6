from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.measures.practice import PROMPTS
from touchline.people.finder import found
from touchline.skills.forms.working import PracticeForm
from touchline.skills.models import Practice, Skip
from touchline.skills.views.focuses import focus_of, shown
from touchline.ui.pages import Request
from touchline.ui.toasts import done


@require_POST
def practised(request: Request, focus_id: int) -> HttpResponse:
    focus, form = focus_of(request, focus_id), PracticeForm(request.POST)
    if not form.is_valid():
        return shown(request, focus, practice_form=form)
    practice = Practice.note(focus, by=request.user.person, at=timezone.now(), **form.cleaned_data)
    done(request, "Practice noted", reverse("skills:practice-withdrawn", args=[practice.pk]))
    return redirect("skills:focus", focus.pk)


@require_POST
def withdrawn(request: Request, practice_id: int) -> HttpResponse:
    visible = Practice.objects.visible_to(request.user).select_related("focus__person__workspace", "focus__skill")
    practice = found(visible, request.user.person, pk=practice_id, may="withdraw")
    practice.withdraw(by=request.user.person, at=timezone.now())
    done(request, "Practice taken back")
    return redirect("skills:focus", practice.focus_id)


@require_POST
def skipped(request: Request, focus_id: int, number: int) -> HttpResponse:
    focus = focus_of(request, focus_id)
    if number not in PROMPTS:
        raise Http404
    Skip.pass_over(focus, number, at=timezone.now())
    done(request, "Not this time", reverse("skills:prompt-asked", args=[focus.pk, number]))
    return redirect("skills:focus", focus.pk)


@require_POST
def asked(request: Request, focus_id: int, number: int) -> HttpResponse:
    """The prompt that was passed over is there again."""
    focus = focus_of(request, focus_id)
    for skip in focus.skips.filter(day=number):
        skip.take_back()
    return redirect("skills:focus", focus.pk)
