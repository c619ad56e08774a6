from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.people.models import Person
from touchline.skills.forms.diagnosis import HunchForm
from touchline.skills.models import Hunch
from touchline.skills.queries.diagnosis import diagnosis_page
from touchline.ui.pages import Request, page
from touchline.ui.toasts import done


@require_safe
def show(request: Request, person_id: int) -> HttpResponse:
    return _shown(request, rep_of(request, person_id), HunchForm())


@require_POST
def hunch(request: Request, person_id: int) -> HttpResponse:
    rep, form = rep_of(request, person_id), HunchForm(request.POST)
    if not form.is_valid():
        return _shown(request, rep, form, status=422)
    Hunch.have(request.user.person, rep, at=timezone.now(), **form.cleaned_data)
    done(request, "Noted for you alone")
    return redirect("skills:diagnosis", rep.pk)


def rep_of(request: Request, person_id: int) -> Person:
    """A direct report of whoever is signed in: the rep is refused, and nobody else knows of the page."""
    me = request.user.person
    visible = Person.objects.visible_to(request.user)
    mine = visible.filter(Q(pk=me.pk) | Q(pk__in=visible.reporting_to(me)))
    person = get_object_or_404(mine.select_related("workspace"), pk=person_id)
    if person == me:
        raise PermissionDenied
    return person


def _shown(request: Request, rep: Person, form: HunchForm, status: int | None = None) -> HttpResponse:
    me = request.user.person
    found = diagnosis_page(rep, me, today=rep.workspace.today(timezone.now()))
    return page(request, "skills/diagnosis.html", {"found": found, "form": form}, status=status)
