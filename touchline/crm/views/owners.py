from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.crm.forms.sources import OwnerForm
from touchline.crm.models import Owner
from touchline.crm.queries.sources import owners_page, people_here
from touchline.people.models import Person
from touchline.ui.asked import page_number
from touchline.ui.pages import Context, Request, changed, page

LIST = "crm/owners.html"


@require_safe
def index(request: Request) -> HttpResponse:
    me = request.user.person
    if not (me.is_leader or me.is_administrator):
        raise Http404
    owners = owners_page(request.user, number=page_number(request))
    return page(request, LIST, {"owners": owners}, part="owners")


@require_POST
def matched(request: Request, owner_id: int) -> HttpResponse:
    owner = get_object_or_404(Owner.objects.visible_to(request.user).select_related("source__workspace"), pk=owner_id)
    form = OwnerForm(request.POST, people=people_here(request.user))
    if form.is_valid():
        _settle(owner, form.cleaned_data, by=request.user.person, at=timezone.now())
        context: Context = {"owners": owners_page(request.user, number=1)}
        return changed(request, LIST, context, part="owners", otherwise=reverse("crm:owners"))
    context = {"owners": owners_page(request.user, number=1), "form": form, "asked": owner.pk}
    return page(request, LIST, context, part="owners", status=422)


def _settle(owner: Owner, choice: dict[str, Any], *, by: Person, at: datetime) -> None:
    acts: dict[str, Callable[[], object]] = {
        "match": lambda: owner.match(choice["person"], by=by, at=at),
        "new": lambda: owner.enlist(by=by, at=at),
        "ignore": lambda: owner.ignore(by=by, at=at),
        "ask": lambda: owner.match(None, by=by, at=at),
    }
    acts[choice["act"]]()
