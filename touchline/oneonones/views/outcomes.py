"""How a one-on-one ends, or to when it moves: the leader says so, and every act can be taken back."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.forms import FollowingForm, HeldForm, MissedForm, MoveForm, WhyForm
from touchline.oneonones.views.answers import keep_questions, led_one_on_one, shown
from touchline.ui.toasts import done


@require_POST
def held(request, one_on_one_id):
    one, now, form = led_one_on_one(request, one_on_one_id), timezone.now(), HeldForm(request.POST, auto_id="held_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, held_form=form)
    keep_questions(request, one.pk, at=now)
    minutes = form.cleaned_data["minutes"]
    one.hold(by=request.user.person, at=one.happened_at(now), recorded_at=now, minutes=minutes)
    return _ended(request, one, "Held")


@require_POST
def missed(request, one_on_one_id):
    one = led_one_on_one(request, one_on_one_id)
    form = MissedForm(request.POST, auto_id="missed_%s", other=one.rep)
    if not form.is_valid():
        return shown(request, one.pk, status=422, missed_form=form)
    one.miss(by=request.user.person, at=timezone.now(), **form.cleaned_data)
    return _ended(request, one, "Missed")


@require_POST
def excused(request, one_on_one_id):
    one, form = led_one_on_one(request, one_on_one_id), WhyForm(request.POST, auto_id="excuse_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, excuse_form=form)
    one.excuse(why=form.cleaned_data["why"], by=request.user.person, at=timezone.now())
    return _ended(request, one, "Excused")


@require_POST
def reopened(request, one_on_one_id):
    one = led_one_on_one(request, one_on_one_id)
    one.reopen(by=request.user.person, at=timezone.now())
    return redirect("oneonones:show", one.pk)


@require_POST
def moved(request, one_on_one_id):
    one, me = led_one_on_one(request, one_on_one_id), request.user.person
    form = MoveForm(request.POST, reader=me, one_on_one=one, auto_id="move_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, move_form=form)
    one.move(form.cleaned_data["at"], by=me, at=timezone.now(), why=form.cleaned_data["why"])
    undo = reverse("oneonones:moved-back", args=[one.pk])
    done(request, f"Moved to {form.cleaned_data['at']:%-d %b, %H:%M}", undo)
    return redirect("oneonones:show", one.pk)


@require_POST
def moved_back(request, one_on_one_id):
    one = led_one_on_one(request, one_on_one_id)
    one.move_back(by=request.user.person, at=timezone.now())
    return redirect("oneonones:show", one.pk)


@require_POST
def following_moved(request, one_on_one_id):
    """This one and all after it go to another weekday and time."""
    one, me = led_one_on_one(request, one_on_one_id), request.user.person
    form = FollowingForm(request.POST, reader=me, one_on_one=one, auto_id="move_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, move_form=form)
    one.move_with_following(form.cleaned_data["at"], by=me, at=timezone.now())
    done(request, f"From {form.cleaned_data['at']:%-d %b} on you meet {form.cleaned_data['at']:%A at %-H:%M}")
    return redirect("oneonones:show", one.pk)


def _ended(request, one, how):
    done(request, f"{how}: one-on-one with {one.rep.first_name}", reverse("oneonones:reopened", args=[one.pk]))
    return redirect("oneonones:show", one.pk)
