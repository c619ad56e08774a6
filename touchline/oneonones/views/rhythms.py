from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from touchline.oneonones.forms import RhythmForm, WhyForm, refuse_overlaps
from touchline.oneonones.models import Rhythm
from touchline.oneonones.queries.rhythms import rhythm_rows
from touchline.people.finder import found
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_http_methods(["GET", "POST"])
def index(request):
    """The rhythm of every rep in one table, set with one submit."""
    me, now = request.user.person, timezone.now()
    today = me.workspace.today(now)
    rows = rhythm_rows(me, today=today)
    forms = [RhythmForm(request.POST or None, prefix=f"rep{row.rep.pk}", initial=row.initial) for row in rows]
    paired = list(zip(rows, forms, strict=True))
    if request.method == "GET" or not _all_fit(me, paired, today):
        context = {"rows": paired, "is_refused": request.method == "POST"}
        return page(request, "oneonones/rhythms.html", context, status=422 if request.method == "POST" else None)
    for row, form in paired:
        Rhythm.set_up(me, row.rep, by=me, at=now, **form.terms)
    done(request, "Rhythms saved. The one-on-ones of the next four weeks are planned.")
    return redirect("oneonones:index")


@require_POST
def paused(request, rhythm_id):
    rhythm, form = _rhythm(request, rhythm_id), WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    rhythm.pause(why=why, by=request.user.person, at=timezone.now())
    resume = reverse("oneonones:rhythm-resumed", args=[rhythm.pk])
    done(request, f"Paused: one-on-ones with {rhythm.rep.first_name}", resume)
    return redirect("oneonones:rhythms")


@require_POST
def resumed(request, rhythm_id):
    _rhythm(request, rhythm_id).resume(by=request.user.person, at=timezone.now())
    return redirect("oneonones:rhythms")


def _all_fit(me, paired, today):
    each_valid = [form.is_valid() for _, form in paired]
    return all(each_valid) and refuse_overlaps(me, paired, today=today)


def _rhythm(request, pk):
    visible = Rhythm.objects.visible_to(request.user).running().select_related("leader__workspace", "rep__workspace")
    return found(visible, request.user.person, pk=pk, may="change")
