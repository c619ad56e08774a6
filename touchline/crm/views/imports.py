from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from touchline.crm import importing
from touchline.crm.forms.imports import AnswersForm, NewImportForm
from touchline.crm.models import Import, Source
from touchline.crm.queries.imported import import_page, stage_questions
from touchline.crm.queries.imports import changes_of, imports_page
from touchline.crm.tasks import apply_import, read_later
from touchline.ui.asked import page_number
from touchline.ui.pages import Request, page


@require_safe
def index(request: Request) -> HttpResponse:
    _require_importer(request)
    return page(request, "crm/imports.html", {"imports": imports_page(request.user, number=page_number(request))})


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose the files of an export; the worker reads them while the browser may close."""
    _require_importer(request)
    me, now = request.user.person, timezone.now()
    sources = Source.objects.visible_to(request.user).order_by("name")
    form = NewImportForm(
        request.POST or None,
        request.FILES or None,
        sources=sources,
        may_add=me.is_administrator,
        now=now,
        zone=me.workspace.zone,
    )
    if not form.is_valid():
        return page(request, "crm/import_new.html", {"form": form}, status=422 if form.is_bound else None)
    given = form.cleaned_data
    source = given["chosen"] or Source.named(me.workspace, given["name"], at=now)
    batch = read_later(importing.begin(source, given["files"], by=me, at=now, as_of=given["as_of"]))
    return redirect("crm:import", batch.pk)


@require_safe
def show(request: Request, import_id: int) -> HttpResponse:
    """Show an import; while the worker is at it the page asks again every second, and reloads when it is done."""
    batch = _import(request, import_id)
    if request.htmx and not batch.is_moving:
        return HttpResponseClientRefresh()
    found = import_page(batch, request.user)
    questions = batch.questions or stage_questions(found.stages)
    context = {"import": found, "form": AnswersForm(questions=questions)}
    return page(request, "crm/import.html", context, part="progress")


@require_POST
def applied(request: Request, import_id: int) -> HttpResponse:
    batch = _import(request, import_id)
    if importing.line_up(batch):
        apply_import.enqueue(batch.pk, request.user.person.pk)
    return redirect("crm:import", batch.pk)


@require_POST
def discarded(request: Request, import_id: int) -> HttpResponse:
    batch = importing.discard(_import(request, import_id), by=request.user.person, at=timezone.now())
    messages.success(request, "Discarded. Nothing was saved")
    return redirect("crm:import", batch.pk)


@require_POST
def confirmed(request: Request, import_id: int) -> HttpResponse:
    """Give the seats and roles a leader's import proposes."""
    importing.confirm(_import(request, import_id), by=request.user.person, at=timezone.now())
    messages.success(request, "Confirmed. The seats and roles hold from now on")
    return redirect("crm:import", import_id)


@require_POST
def undone(request: Request, import_id: int) -> HttpResponse:
    batch = importing.undo(_import(request, import_id), by=request.user.person, at=timezone.now())
    messages.success(request, f"Undone: {changes_of(batch)}")
    return redirect("crm:import", batch.pk)


def _import(request: Request, import_id: int) -> Import:
    found = Import.objects.visible_to(request.user).select_related("source__workspace", "by", "undone_by")
    return get_object_or_404(found, pk=import_id)


def _require_importer(request: Request) -> None:
    me = request.user.person
    if not (me.is_leader or me.is_administrator):
        raise Http404
