from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchline.oneonones.forms import MoveForm, NewForm, WhyForm
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.calendars import calendar_questions
from touchline.oneonones.queries.index import one_on_ones_page
from touchline.oneonones.views.answers import keep_questions, led_one_on_one, shown
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_safe
def index(request):
    me, now = request.user.person, timezone.now()
    facts = {"ones": one_on_ones_page(me, now=now), "asked": calendar_questions(me, now=now)}
    return page(request, "oneonones/index.html", facts)


@require_safe
def show(request, one_on_one_id):
    return shown(request, one_on_one_id)


@require_http_methods(["GET", "POST"])
def new(request):
    return _new(request, OneOnOne.plan, "starts_at", "Plan a one-on-one")


@require_http_methods(["GET", "POST"])
def log(request):
    return _new(request, OneOnOne.log, "held_at", "Log a one-on-one you held")


@require_POST
def held(request, one_on_one_id):
    one, now = led_one_on_one(request, one_on_one_id), timezone.now()
    keep_questions(request, one.pk, at=now)
    one.hold(by=request.user.person, at=one.happened_at(now), recorded_at=now)
    return _ended(request, one, "Held")


@require_POST
def missed(request, one_on_one_id):
    one = led_one_on_one(request, one_on_one_id)
    one.miss(by=request.user.person, at=timezone.now(), why=request.POST.get("why", "")[:200])
    return _ended(request, one, "Missed")


@require_POST
def excused(request, one_on_one_id):
    one, form = led_one_on_one(request, one_on_one_id), WhyForm(request.POST, auto_id="excuse_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, excuse_form=form)
    one.excuse(why=form.cleaned_data["why"], by=request.user.person, at=timezone.now())
    return _ended(request, one, "Excused")


@require_POST
def moved(request, one_on_one_id):
    one, me = led_one_on_one(request, one_on_one_id), request.user.person
    form = MoveForm(request.POST, reader=me, auto_id="move_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, move_form=form)
    one.move(form.cleaned_data["at"], by=me, at=timezone.now(), why=form.cleaned_data["why"])
    done(request, f"Moved to {form.cleaned_data['at']:%-d %b, %H:%M}")
    return redirect("oneonones:show", one.pk)


@require_POST
def reopened(request, one_on_one_id):
    one = led_one_on_one(request, one_on_one_id)
    one.reopen(by=request.user.person, at=timezone.now())
    return redirect("oneonones:show", one.pk)


def _ended(request, one, how):
    done(request, f"{how}: one-on-one with {one.rep.first_name}", reverse("oneonones:reopened", args=[one.pk]))
    return redirect("oneonones:show", one.pk)


def _new(request, verb, when, heading):
    me = request.user.person
    form = NewForm(request.POST or None, reader=me, initial={"rep": request.GET.get("rep")})
    if not form.is_valid():
        context = {"form": form, "heading": heading}
        return page(request, "oneonones/new.html", context, status=422 if form.is_bound else None)
    given = form.cleaned_data
    at = {when: given["at"], "minutes": given["minutes"], "key": given["key"]}
    one = verb(me, given["rep"], by=me, at=timezone.now(), **at)
    return redirect("oneonones:show", one.pk)
