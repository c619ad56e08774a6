from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.crm import importing
from touchline.crm.exporting import csv_response
from touchline.crm.forms.imports import MendedForm
from touchline.crm.models import Import
from touchline.crm.queries.imported import import_page, rows_set_aside
from touchline.crm.tasks import read_later
from touchline.ui.pages import Request, page


@require_safe
def download(request: Request, import_id: int, file_id: int) -> StreamingHttpResponse:
    """The rows of one file that were set aside, with line and reason, as CSV to mend and upload again."""
    file = get_object_or_404(_import(request, import_id).files, pk=file_id)
    headers, rows = rows_set_aside(file)
    return csv_response(f"set-aside-{file.name.rsplit('.', 1)[0]}.csv", headers, rows)


@require_POST
def mended(request: Request, import_id: int) -> HttpResponse:
    """Bring mended rows in as an import of the same source."""
    batch = _import(request, import_id)
    form = MendedForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "crm/import.html", {"import": import_page(batch, request.user), "form": form}, status=422)
    files, me = form.cleaned_data["files"], request.user.person
    fresh = read_later(importing.begin(batch.source, files, by=me, at=timezone.now()))
    return redirect("crm:import", fresh.pk)


def _import(request: Request, import_id: int) -> Import:
    found = Import.objects.visible_to(request.user).select_related("source__workspace", "by", "undone_by")
    return get_object_or_404(found, pk=import_id)
