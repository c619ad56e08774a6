from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.skills.looking import take_due_look
from touchline.skills.models import Focus
from touchline.ui.toasts import done


@require_POST
def looked(request, focus_id):
    """Take the look that is due; what it says stands on the page of the focus from then on."""
    visible = Focus.objects.visible_to(request.user).select_related("person__workspace", "skill", "draw")
    focus, me = get_object_or_404(visible, pk=focus_id), request.user.person
    if not focus.can_lead(me):
        raise PermissionDenied
    verdict = take_due_look(focus, by=me, at=timezone.now())
    done(request, f"{verdict.get_look_display()} taken: {verdict.get_said_display().lower()}")
    return redirect("skills:focus", focus.pk)
