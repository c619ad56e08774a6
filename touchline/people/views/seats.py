"""Whom somebody reports to, and when they leave."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.people.forms.people import LeaveForm, MoveForm
from touchline.people.models import Person
from touchline.people.queries.people import administered
from touchline.people.views.people import person_shown
from touchline.ui.pages import Request


@require_POST
def moved(request: Request, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    form = MoveForm(request.POST, person=person, today=_today(person))
    if not form.is_valid():
        return person_shown(request, person, move=form)
    to = form.cleaned_data["leader"]
    try:
        seat = person.move(to=to, by=request.user.person, on=form.cleaned_data["on"], at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return person_shown(request, person, move=form)
    undo = reverse("people:moved-back", args=[person.pk, seat.pk])
    messages.success(request, f"{person.name} reports to {to or 'nobody'} now.", extra_tags=undo)
    return redirect("people:person", person.pk)


@require_POST
def moved_back(request: Request, person_id: int, seat_id: int) -> HttpResponse:
    person = _person(request, person_id)
    person.move_back(get_object_or_404(person.seats, pk=seat_id), by=request.user.person, at=timezone.now())
    messages.success(request, f"{person.name} is back where they were.")
    return redirect("people:person", person.pk)


@require_POST
def left(request: Request, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    form = LeaveForm(request.POST, today=_today(person))
    if not form.is_valid():
        return person_shown(request, person, leave=form)
    try:
        person.leave(by=request.user.person, on=form.cleaned_data["on"], at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return person_shown(request, person, leave=form)
    undo = reverse("people:returned", args=[person.pk])
    messages.success(request, f"{person.name} has left and can no longer sign in.", extra_tags=undo)
    return redirect("people:person", person.pk)


@require_POST
def returned(request: Request, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    person.come_back(by=request.user.person, at=timezone.now())
    messages.success(request, f"{person.name} is here again.")
    return redirect("people:person", person.pk)


def _person(request: Request, person_id: int) -> Person:
    return get_object_or_404(administered(request.user), pk=person_id)


def _today(person: Person) -> date:
    return person.workspace.today(timezone.now())
