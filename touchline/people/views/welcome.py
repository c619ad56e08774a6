from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from touchline.people.first_run import Home, set_up, unclaimed
from touchline.people.forms.welcome import WelcomeForm
from touchline.people.forms.words import zones
from touchline.people.queries.welcome import welcome_page
from touchline.people.tasks import load_demo
from touchline.ui.pages import Request, page
from touchline.ui.places import place

BACKEND = "touchline.people.signing_in.Backend"


@sensitive_post_parameters("password")
@login_not_required
def show(request: Request) -> HttpResponse:
    if Home.now() is not Home.NEW:
        return redirect(place("home"))
    workspace = unclaimed()
    form = WelcomeForm(request.POST or None, initial=WelcomeForm.initial_for(workspace), workspace=workspace)
    if request.method == "POST" and form.is_valid():
        login(request, set_up(**form.cleaned_data, at=timezone.now()), backend=BACKEND)
        return redirect("people:welcome-next")
    return _welcome(request, form)


@require_POST
@login_not_required
def demo_asked(request: Request) -> HttpResponse:
    welcome = welcome_page()
    if not welcome.can_load_demo and not welcome.demo_is_loading:
        raise ValidationError("The demo is a place of its own: it needs a folder of data where no company is at work.")
    if welcome.can_load_demo:
        load_demo.enqueue()
    return redirect("people:welcome")


@require_safe
def following(request: Request) -> HttpResponse:
    return page(request, "people/welcome_next.html", {"company": request.user.person.workspace.name})


def _welcome(request: Request, form: WelcomeForm) -> HttpResponse:
    welcome = welcome_page()
    if welcome.demo_is_loading:
        response = page(request, "people/welcome_demo.html", {})
        response["Refresh"] = "2"
        return response
    facts = {"welcome": welcome, "form": form, "zones": zones()}
    return page(request, "people/welcome.html", facts, status=422 if form.errors else 200)
