from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from touchline.crm.forms.sources import SourceForm
from touchline.crm.models import Source
from touchline.ui.pages import page


@require_http_methods(["GET", "POST"])
def edit(request, source_id):
    source = get_object_or_404(Source.objects.visible_to(request.user).select_related("workspace"), pk=source_id)
    form = SourceForm(request.POST or None, initial={"name": source.name, "deal_url": source.deal_url})
    if form.is_valid() and _describe(request, source, form):
        messages.success(request, f"Saved {source.name}")
        return redirect("crm:imports")
    return page(request, "crm/source.html", {"source": source, "form": form}, status=422 if form.is_bound else None)


def _describe(request, source, form):
    try:
        source.describe(**form.cleaned_data, by=request.user.person, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
