from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.crm.forms.sources import SourceForm, StagesForm
from touchline.crm.models import Source
from touchline.ui.pages import Request, page


@require_http_methods(["GET", "POST"])
def edit(request: Request, source_id: int) -> HttpResponse:
    source = _source(request, source_id)
    form = SourceForm(request.POST or None, initial={"name": source.name, "deal_url": source.deal_url})
    if form.is_valid() and _describe(request, source, form):
        messages.success(request, f"Saved {source.name}")
        return redirect("crm:imports")
    context = {"source": source, "form": form, "stages": StagesForm(stages=source.stages.all())}
    return page(request, "crm/source.html", context, status=422 if form.is_bound else None)


@require_POST
def stages(request: Request, source_id: int) -> HttpResponse:
    """Say what the stages mean and how they follow each other."""
    source = _source(request, source_id)
    form = StagesForm(request.POST, stages=source.stages.select_related("source"))
    if form.is_valid():
        source.explain(form.meanings(), by=request.user.person, at=timezone.now())
        messages.success(request, f"Saved the stages of {source.name}")
        return redirect("crm:source", source.pk)
    described = SourceForm(initial={"name": source.name, "deal_url": source.deal_url})
    return page(request, "crm/source.html", {"source": source, "form": described, "stages": form}, status=422)


def _source(request: Request, source_id: int) -> Source:
    """Find a source to change: leaders know that it is there, administrators look after it."""
    source = get_object_or_404(Source.objects.visible_to(request.user).select_related("workspace"), pk=source_id)
    if not request.user.person.is_administrator:
        raise PermissionDenied
    return source


def _describe(request: Request, source: Source, form: SourceForm) -> bool:
    try:
        source.describe(**form.cleaned_data, by=request.user.person, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
