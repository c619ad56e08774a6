from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.skills.looking import take_due_look
from touchline.skills.views.focuses import led_focus
from touchline.ui.pages import Request
from touchline.ui.toasts import done


@require_POST
def looked(request: Request, focus_id: int) -> HttpResponse:
    """Take the look that is due; what it says stands on the page of the focus from then on."""
    focus = led_focus(request, focus_id)
    verdict = take_due_look(focus, by=request.user.person, at=timezone.now())
    done(request, f"{verdict.get_look_display()} taken: {verdict.get_said_display().lower()}")
    return redirect("skills:focus", focus.pk)
