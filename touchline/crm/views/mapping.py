from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.crm import importing
from touchline.crm.forms.imports import AnswersForm, ColumnsForm
from touchline.crm.models import Import, ImportFile
from touchline.crm.queries.imported import import_page, stage_questions
from touchline.crm.tasks import read_later
from touchline.ui.pages import Request, page


@require_POST
def answered(request: Request, import_id: int) -> HttpResponse:
    """Take the answers to an import's questions, or a correction of what its stages mean, and read it again."""
    batch = _import(request, import_id)
    found = import_page(batch, request.user)
    form = AnswersForm(request.POST, questions=batch.questions or stage_questions(found.stages))
    if not form.is_valid():
        return page(request, "crm/import.html", {"import": found, "form": form}, status=422)
    read_later(importing.take_answers(batch, form.answers()))
    return redirect("crm:import", batch.pk)


@require_http_methods(["GET", "POST"])
def columns(request: Request, import_id: int, file_id: int, number: int) -> HttpResponse:
    """Say what one table holds and what its columns become."""
    batch = _import(request, import_id)
    file = get_object_or_404(batch.files, pk=file_id)
    table = _table(file, number)
    form = ColumnsForm(request.POST or None, table=table)
    now = timezone.now()
    if form.is_valid():
        read_later(
            importing.take_columns(batch, file, form.columns(), sheet=table["sheet"], by=request.user.person, at=now)
        )
        return redirect("crm:import", batch.pk)
    context = {"batch": batch, "file": file, "table": table, "form": form}
    return page(request, "crm/import_columns.html", context, status=422 if form.is_bound else None)


def _table(file: ImportFile, number: int) -> dict[str, Any]:
    tables: list[dict[str, Any]] = file.found.get("tables", [])
    if number >= len(tables):
        raise Http404
    return tables[number]


def _import(request: Request, import_id: int) -> Import:
    found = Import.objects.visible_to(request.user).select_related("source__workspace", "by", "undone_by")
    return get_object_or_404(found, pk=import_id)
