from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.people.forms.settings import ProfileForm, WorkspaceForm
from touchline.people.forms.words import zones
from touchline.ui.pages import Request, page


@require_safe
def show(request: Request) -> HttpResponse:
    return _settings(request)


@require_POST
def profile_changed(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST, instance=request.user.person)
    if not form.is_valid():
        return _settings(request, profile=form)
    form.save()
    messages.success(request, "Saved.")
    return redirect("people:settings")


@require_POST
def workspace_changed(request: Request) -> HttpResponse:
    if not request.user.person.is_administrator:
        raise Http404
    form = WorkspaceForm(request.POST, instance=request.user.person.workspace)
    if not form.is_valid():
        return _settings(request, workspace=form)
    was = {name: form.initial[name] for name in form.changed_data}
    form.instance.keep(was, by=request.user.person, at=timezone.now())
    messages.success(request, "Saved for everyone.")
    return redirect("people:settings")


@require_POST
def signed_out_everywhere(request: Request) -> HttpResponse:
    request.user.sign_out_everywhere()
    update_session_auth_hash(request, request.user)
    messages.success(request, "Signed out everywhere else.")
    return redirect("people:settings")


def _settings(
    request: Request, *, profile: ProfileForm | None = None, workspace: WorkspaceForm | None = None
) -> HttpResponse:
    me = request.user.person
    facts = {
        "profile": profile or ProfileForm(instance=me),
        "workspace": workspace or (WorkspaceForm(instance=me.workspace) if me.is_administrator else None),
        "company": me.workspace.name,
        "email": request.user.email,
        "has_password": request.user.has_usable_password(),
        "has_second_factor": request.user.has_second_factor,
        "zones": zones(),
    }
    return page(request, "people/settings.html", facts, status=422 if profile or workspace else 200)
