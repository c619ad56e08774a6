from django.http import Http404
from django.views.decorators.http import require_GET

from touchline.crm.forms.paging import PageForm
from touchline.crm.queries.imports import imports_page
from touchline.ui.pages import page


@require_GET
def index(request):
    _require_importer(request)
    return page(request, "crm/imports.html", {"imports": imports_page(request.user, number=PageForm.read(request.GET))})


def new(request):
    raise Http404


def show(request, import_id):
    raise Http404


def undone(request, import_id):
    raise Http404


def _require_importer(request):
    me = request.user.person
    if not (me.is_leader or me.is_administrator):
        raise Http404
