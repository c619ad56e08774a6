from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.people.models import Role
from touchline.people.queries.people import administered


@require_POST
def granted(request, person_id, kind):
    person, label = _person(request, person_id), _label(kind)
    person.grant(kind, **_today(request, person))
    _say(request, f"{person.name} is {label} now.", undo=reverse("people:role-revoked", args=[person.pk, kind]))
    return redirect("people:person", person.pk)


@require_POST
def revoked(request, person_id, kind):
    person, label = _person(request, person_id), _label(kind)
    person.revoke(kind, **_today(request, person))
    _say(request, f"{person.name} is no longer {label}.", undo=reverse("people:role-granted", args=[person.pk, kind]))
    return redirect("people:person", person.pk)


def _person(request, person_id):
    return get_object_or_404(administered(request.user), pk=person_id)


def _today(request, person):
    now = timezone.now()
    return {"by": request.user.person, "on": person.workspace.today(now), "at": now}


def _label(kind) -> str:
    if kind not in Role.Kind.values:
        raise Http404
    return Role.Kind(kind).label.lower()


def _say(request, text, *, undo):
    messages.success(request, text, extra_tags=undo)
