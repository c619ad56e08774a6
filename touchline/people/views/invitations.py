from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from touchline.people.forms.invitation import AcceptForm
from touchline.people.inviting import invite
from touchline.people.models import Invitation
from touchline.people.queries.people import administered
from touchline.people.views.people import person_shown
from touchline.ui.pages import Request, page
from touchline.ui.places import place

BACKEND = "touchline.people.signing_in.Backend"


@require_POST
def invited(request: Request, person_id: int) -> HttpResponse:
    """The answer is the page itself, not a redirect: the link is kept nowhere and can be shown only now."""
    person = get_object_or_404(administered(request.user), pk=person_id)
    return person_shown(request, person, sent=invite(person, by=request.user.person, at=timezone.now()))


@require_POST
def withdrawn(request: Request, person_id: int) -> HttpResponse:
    person = get_object_or_404(administered(request.user), pk=person_id)
    for invitation in person.invitations.open(timezone.now()):
        invitation.withdraw(by=request.user.person, at=timezone.now())
    messages.success(request, f"The link for {person.name} no longer works.")
    return redirect("people:person", person.pk)


@sensitive_post_parameters("password")
@login_not_required
def show(request: Request, token: str) -> HttpResponse:
    now = timezone.now()
    invitation = Invitation.open_for(token, at=now)
    if invitation is None:
        return page(request, "people/invitation_ended.html", {}, status=404)
    form = AcceptForm(request.POST or None, email=invitation.person.email)
    if request.method == "POST" and form.is_valid():
        login(request, invitation.accept(password=form.cleaned_data["password"], at=now), backend=BACKEND)
        return redirect(place("home"))
    facts = {"invitation": invitation, "form": form}
    return page(request, "people/invitation.html", facts, status=422 if form.errors else 200)
