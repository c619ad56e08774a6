from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from touchline.crm.forms.quotas import HistoryForm, PasteForm, RowForm, YearForm
from touchline.crm.models import AgreedQuota, Quota
from touchline.crm.queries.quotas import paste_context, proposal_of, quota_history, quota_row, quotas_page
from touchline.ui.pages import Context, Request, changed, page

GRID = "crm/quotas.html"


@require_safe
def index(request: Request) -> HttpResponse:
    return page(request, GRID, _grid(request), part="grid")


@require_http_methods(["GET", "POST"])
def row(request: Request, person_id: int) -> HttpResponse:
    """Open the row of one person for editing; a POST sets its quotas."""
    quotas = _grid(request)["quotas"]
    person = get_object_or_404(Quota.people_set_by(request.user.person), pk=person_id)
    form = RowForm(request.POST or None, row=quota_row(person, like=quotas), currency=quotas.currency)
    if form.is_valid() and _agree(request, form, form.agreements(person)):
        return changed(request, GRID, _grid(request), part="grid", otherwise=quotas.url)
    context = {"quotas": quotas, "form": form, "editing": person.pk}
    return page(request, GRID, context, part="grid", status=422 if form.is_bound else None)


@require_http_methods(["GET", "POST"])
def paste(request: Request) -> HttpResponse:
    """Check a pasted table, and set its quotas once the check was confirmed."""
    quotas = _grid(request)["quotas"]
    context = paste_context(request.user, like=quotas)
    form = PasteForm(request.POST or None, request.FILES or None, **context)
    if not form.is_valid():
        found = {"quotas": quotas, "form": form}
        return page(request, "crm/quotas_paste.html", found, status=422 if form.is_bound else None)
    agreements = form.agreements(quotas.currency)
    reading = form.cleaned_data["reading"]
    proposal = proposal_of(agreements, unknown=reading.unknown, problems=reading.problems, currency=quotas.currency)
    if form.is_confirmed and proposal.can_apply and _agree(request, form, agreements):
        messages.success(request, f"Set {proposal.changing} {'quota' if proposal.changing == 1 else 'quotas'}")
        return redirect(quotas.url)
    found = {"quotas": quotas, "form": form, "proposal": proposal}
    return page(request, "crm/quotas_paste.html", found, status=422 if proposal.problems or form.errors else None)


@require_safe
def history(request: Request) -> HttpResponse:
    _require_setter(request)
    number, person = HistoryForm.read(request.GET, people=Quota.people_set_by(request.user.person))
    found = quota_history(request.user, number=number, person=person)
    return page(request, "crm/quota_history.html", {"history": found})


def _grid(request: Request) -> Context:
    _require_setter(request)
    year, per = YearForm.read(request.GET)
    today = request.user.person.workspace.today(timezone.now())
    return {"quotas": quotas_page(request.user, year=year, per=per, today=today)}


def _require_setter(request: Request) -> None:
    if not Quota.people_set_by(request.user.person).exists():
        raise Http404


def _agree(request: Request, form: RowForm | PasteForm, agreements: list[AgreedQuota]) -> bool:
    me, why = request.user.person, form.cleaned_data["why"]
    try:
        Quota.agree_all(agreements, currency=me.workspace.currency, by=me, at=timezone.now(), why=why)
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
