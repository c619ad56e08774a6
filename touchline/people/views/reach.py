from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from touchline.people.forms.reach import EventsForm, ReachForm, WebhookForm
from touchline.people.models import Reach, Webhook
from touchline.people.queries.reach import reach_page
from touchline.people.rates import is_too_often
from touchline.people.webhooks import Line, post
from touchline.ui.pages import Request, page

TESTS_A_MINUTE = 5


@require_safe
def show(request: Request) -> HttpResponse:
    return _reached(request)


@require_POST
def changed(request: Request) -> HttpResponse:
    form = ReachForm(request.POST, instance=Reach.of(request.user.person))
    if not form.is_valid():
        return _reached(request, form=form)
    form.save()
    messages.success(request, "Saved.")
    return redirect("people:reach")


@sensitive_post_parameters("address")
@require_POST
def webhook_added(request: Request) -> HttpResponse:
    form = WebhookForm(request.POST, auto_id="webhook_%s")
    if not form.is_valid():
        return _reached(request, webhook_form=form)
    webhook = Webhook.add(request.user.person, **form.cleaned_data, at=timezone.now())
    messages.success(request, f"Added {webhook.get_kind_display()}. Test it to see a message there.")
    return redirect("people:reach")


@require_POST
def webhook_chosen(request: Request, webhook_id: int) -> HttpResponse:
    webhook, form = _webhook(request, webhook_id), EventsForm(request.POST)
    if form.is_valid():
        webhook.choose(form.cleaned_data["events"])
        messages.success(request, "Saved.")
    else:
        messages.error(request, "Choose at least one, or remove the address.")
    return redirect("people:reach")


@require_POST
def webhook_tested(request: Request, webhook_id: int) -> HttpResponse:
    """Ask at once, so that whoever pastes an address learns whether it works while they still have it."""
    webhook, now = _webhook(request, webhook_id), timezone.now()
    if is_too_often(f"webhook-{request.user.person.pk}", most=TESTS_A_MINUTE, at=now) or webhook.must_still_wait(now):
        messages.error(request, "That was often. Try again in a minute.")
    elif post(webhook, [Line("This is a test from Touchline.", settings.SITE_URL)], at=now):
        messages.success(request, f"{webhook.get_kind_display()} took the message.")
    else:
        messages.error(request, webhook.problem)
    return redirect("people:reach")


@require_POST
def webhook_resumed(request: Request, webhook_id: int) -> HttpResponse:
    _webhook(request, webhook_id).resume(at=timezone.now())
    messages.success(request, "Posting there again from now on.")
    return redirect("people:reach")


@require_POST
def webhook_removed(request: Request, webhook_id: int) -> HttpResponse:
    _webhook(request, webhook_id).remove()
    messages.success(request, "Removed. The address is forgotten.")
    return redirect("people:reach")


def _webhook(request: Request, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(request.user).select_related("person__workspace"), pk=pk)


def _reached(
    request: Request, *, form: ReachForm | None = None, webhook_form: WebhookForm | None = None
) -> HttpResponse:
    me = request.user.person
    facts = {
        "reach": reach_page(me),
        "form": form or ReachForm(instance=Reach.of(me)),
        "webhook_form": webhook_form or WebhookForm(auto_id="webhook_%s"),
    }
    return page(request, "people/reach.html", facts, status=422 if form or webhook_form else 200)
