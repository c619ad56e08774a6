from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchline.people.forms.people import LeaveForm, MoveForm, NewPersonForm, PersonForm
from touchline.people.inviting import Sent
from touchline.people.models import Person
from touchline.people.queries.people import administered, people_page, person_page
from touchline.ui.asked import page_number, words
from touchline.ui.pages import Request, page


@require_safe
def index(request: Request) -> HttpResponse:
    _administrator(request)
    show = request.GET.get("show", "")
    people = people_page(request.user, q=words(request), show=show, number=page_number(request), at=timezone.now())
    return page(request, "people/people.html", {"people": people}, part="people")


def new(request: Request) -> HttpResponse:
    me = _administrator(request)
    form = NewPersonForm(request.POST or None, workspace=me.workspace)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        facts["kinds"] = facts.pop("roles")
        now = timezone.now()
        person = Person.join(me.workspace, **facts, by=me, on=me.workspace.today(now), at=now)
        messages.success(request, f"{person.name} is in Touchline now. Invite them when they should sign in.")
        return redirect("people:person", person.pk)
    return page(request, "people/person_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def show(request: Request, person_id: int) -> HttpResponse:
    return person_shown(request, get_object_or_404(administered(request.user), pk=person_id))


def edit(request: Request, person_id: int) -> HttpResponse:
    person = get_object_or_404(administered(request.user), pk=person_id)
    form = PersonForm(request.POST or None, instance=person, workspace=person.workspace)
    if request.method == "POST" and form.is_valid():
        was = {name: form.initial[name] for name in form.changed_data}
        form.instance.correct(was, by=request.user.person, at=timezone.now())
        messages.success(request, f"Saved {person.name}.")
        return redirect("people:person", person.pk)
    facts = {"form": form, "name": form.initial["name"], "person_id": person.pk}
    return page(request, "people/person_edit.html", facts, status=422 if form.errors else 200)


def person_shown(
    request: Request,
    person: Person,
    *,
    move: MoveForm | None = None,
    leave: LeaveForm | None = None,
    sent: Sent | None = None,
) -> HttpResponse:
    """The page of one person, with the form that was refused, or the link that is shown once, where there is one."""
    now = timezone.now()
    today = person.workspace.today(now)
    forms = {
        "move": move or MoveForm(person=person, today=today),
        "leave": leave or LeaveForm(today=today),
    }
    facts = {"shown": person_page(person, at=now), "sent": sent, **forms}
    refused = any(form.errors for form in forms.values())
    return page(request, "people/person.html", facts, status=422 if refused else 200)


def _administrator(request: Request) -> Person:
    me = request.user.person
    if not me.is_administrator:
        raise Http404
    return me
