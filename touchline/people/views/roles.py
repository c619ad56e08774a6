from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.people.models import Person, Role
from touchline.people.queries.people import administered
from touchline.ui.pages import Request


@require_POST
def granted(request: Request, person_id: int, kind: str) -> HttpResponse:
    person, label = _person(request, person_id), _label(kind)
    person.grant(kind, **_today(request, person))
    _say(request, f"{person.name} is {label} now.", undo=reverse("people:role-revoked", args=[person.pk, kind]))
    return redirect("people:person", person.pk)


@require_POST
def revoked(request: Request, person_id: int, kind: str) -> HttpResponse:
    person, label = _person(request, person_id), _label(kind)
    person.revoke(kind, **_today(request, person))
    _say(request, f"{person.name} is no longer {label}.", undo=reverse("people:role-granted", args=[person.pk, kind]))
    return redirect("people:person", person.pk)


def _person(request: Request, person_id: int) -> Person:
    return get_object_or_404(administered(request.user), pk=person_id)


def _today(request: Request, person: Person) -> dict[str, Any]:
    now = timezone.now()
    return {"by": request.user.person, "on": person.workspace.today(now), "at": now}


def _label(kind: str) -> str:
    if kind not in Role.Kind.values:
        raise Http404
    return Role.Kind(kind).label.lower()


def _say(request: Request, text: str, *, undo: str) -> None:
    messages.success(request, text, extra_tags=undo)
