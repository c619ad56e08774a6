from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.oneonones.models import Handover
from touchline.oneonones.queries.earlier import earlier_list, parted_pair
from touchline.people.finder import found
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_safe
def index(request):
    """One-on-ones of pairs who have parted: to share, and shared with oneself."""
    return page(request, "oneonones/handovers.html", {"earlier": earlier_list(request.user.person)})


@require_POST
def given(request, rep_id, former_id):
    """The rep or the former leader opens the shared part of their one-on-ones to the leader of today."""
    me = request.user.person
    pair = parted_pair(me, rep_id, former_id)
    if pair is None:
        raise Http404
    handover = Handover.give(pair.rep, former=pair.leader, by=me, at=timezone.now())
    undo = reverse("oneonones:handover-withdrawn", args=[handover.pk])
    done(request, f"{handover.to.name} can read the shared part now", undo)
    return redirect("oneonones:handovers")


@require_POST
def withdrawn(request, handover_id):
    visible = Handover.objects.visible_to(request.user).select_related("rep__workspace")
    handover = found(visible, request.user.person, pk=handover_id, may="withdraw")
    handover.withdraw(by=request.user.person, at=timezone.now())
    return redirect("oneonones:handovers")
