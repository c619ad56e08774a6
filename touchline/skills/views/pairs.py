from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.people.finder import found
from touchline.people.models import Person
from touchline.skills.forms.pairs import WorksheetForm
from touchline.skills.models import Pairing, Worksheet
from touchline.skills.queries.pairs import monday_of, pairs_page, people_to_pair, turn_of
from touchline.ui.pages import Request, page
from touchline.ui.templatetags.fmt import plural
from touchline.ui.toasts import done


@require_safe
def index(request: Request) -> HttpResponse:
    return _shown(request)


@require_POST
def made(request: Request) -> HttpResponse:
    me, now = request.user.person, timezone.now()
    people, week_on = _team(me), monday_of(me.workspace.today(now))
    pairs = Pairing.pair_up(me, people, week_on=week_on, turn=turn_of(me, week_on), by=me, at=now)
    done(request, f"{plural(len(pairs), 'pair')} made for this week", reverse("skills:pairs-parted"))
    return redirect("skills:pairs")


@require_POST
def parted(request: Request) -> HttpResponse:
    me, now = request.user.person, timezone.now()
    _team(me)
    Pairing.part(me, week_on=monday_of(me.workspace.today(now)), by=me, at=now)
    done(request, "This week’s pairs are taken back", reverse("skills:pairs-made"))
    return redirect("skills:pairs")


@require_POST
def written(request: Request, pairing_id: int) -> HttpResponse:
    me, form = request.user.person, WorksheetForm(request.POST)
    visible = Pairing.objects.visible_to(request.user).select_related("one", "other")
    pairing = found(visible, me, pk=pairing_id, may="write")
    if not form.is_valid():
        return _shown(request, form)
    Worksheet.write(pairing, by=me, at=timezone.now(), **form.cleaned_data)
    done(request, f"Kept. {pairing.partner_of(me).first_name} can read it.")
    return redirect("skills:pairs")


def _shown(request: Request, form: WorksheetForm | None = None) -> HttpResponse:
    me = request.user.person
    shown = pairs_page(me, today=me.workspace.today(timezone.now()))
    form = form or WorksheetForm(initial=shown.own.said if shown.own else None)
    return page(request, "skills/pairs.html", {"pairs": shown, "form": form}, status=422 if form.is_bound else None)


def _team(me: Person) -> list[Person]:
    """Whom this leader pairs; 403 for those who lead nobody."""
    people = people_to_pair(me)
    if not people:
        raise PermissionDenied
    return people
