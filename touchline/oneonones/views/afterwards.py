"""What is said about a one-on-one once it has ended: the rep confirms and rates it, either amends it once locked."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.forms import AmendmentForm, RatingForm
from touchline.oneonones.models import Amendment, Usefulness
from touchline.oneonones.views.answers import back, one_on_one_of, shown
from touchline.ui.toasts import done


@require_POST
def confirmed(request, one_on_one_id):
    one = one_on_one_of(request, one_on_one_id, may="confirm")
    one.confirm(by=request.user.person, at=timezone.now())
    done(request, "Confirmed: it took place")
    return back(request, reverse("oneonones:show", args=[one.pk]))


@require_POST
def rated(request, one_on_one_id):
    one, form = one_on_one_of(request, one_on_one_id, may="confirm"), RatingForm(request.POST, auto_id="rating_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, rating_form=form)
    Usefulness.rate(one, form.cleaned_data["score"], by=request.user.person, at=timezone.now())
    done(request, "Your rating is kept, confidentially")
    return redirect("oneonones:show", one.pk)


@require_POST
def amended(request, one_on_one_id):
    one, form = one_on_one_of(request, one_on_one_id), AmendmentForm(request.POST, auto_id="amendment_%s")
    if not form.is_valid():
        return shown(request, one.pk, status=422, amendment_form=form)
    Amendment.add(one, **form.cleaned_data, by=request.user.person, at=timezone.now())
    done(request, "Added, with your name and today’s date")
    return redirect("oneonones:show", one.pk)
