from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.oneonones.absences import enter_absence, withdraw_absence
from touchline.oneonones.forms import AbsenceForm
from touchline.oneonones.queries.absences import absences_page
from touchline.people.finder import found
from touchline.people.models import Absence
from touchline.ui.pages import page
from touchline.ui.toasts import done
from touchline.ui.words import some


@require_http_methods(["GET", "POST"])
def index(request):
    """One's own days away and those of one's reports; a POST enters more of one's own."""
    me, now, form = request.user.person, timezone.now(), AbsenceForm(request.POST or None, auto_id="away_%s")
    if request.method == "GET" or not form.is_valid():
        context = {"away": absences_page(me, now=now), "form": form}
        return page(request, "oneonones/absences.html", context, status=422 if form.is_bound else None)
    absence, excused = enter_absence(me, **form.cleaned_data, by=me, at=now)
    undo = reverse("oneonones:absence-withdrawn", args=[absence.pk])
    done(request, f"Entered; {some(excused, 'one-on-one')} excused" if excused else "Entered", undo)
    return redirect("oneonones:absences")


@require_POST
def withdrawn(request, absence_id):
    me = request.user.person
    visible = Absence.objects.visible_to(request.user).select_related("person")
    absence = found(visible, me, pk=absence_id, may="withdraw")
    withdraw_absence(absence, by=me, at=timezone.now())
    return redirect("oneonones:absences")
