from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from touchline.oneonones.calendars.feeding import link_to
from touchline.oneonones.calendars.forms import ConnectForm
from touchline.oneonones.calendars.tasks import read_later
from touchline.oneonones.models import CalendarEntry, ConnectedCalendar, Feed
from touchline.oneonones.queries.calendars import calendars_page
from touchline.people.finder import found
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_safe
def index(request):
    return _calendars(request)


@require_POST
def feed_made(request):
    """The answer is the page itself, not a redirect: the address is kept nowhere and can be shown only now."""
    return _calendars(request, link=link_to(Feed.make(request.user.person, at=timezone.now())))


@require_POST
def feed_withdrawn(request):
    me = request.user.person
    if hasattr(me, "feed"):
        me.feed.withdraw(by=me, at=timezone.now())
        done(request, "The address no longer works.")
    return redirect("oneonones:calendars")


@sensitive_post_parameters("password", "address")
@require_POST
def connected(request):
    form = ConnectForm(request.POST, request.FILES)
    if not form.is_valid():
        return _calendars(request, form=form)
    calendar = ConnectedCalendar.connect(request.user.person, at=timezone.now(), **form.terms)
    read_later(calendar, upload=form.cleaned_data["file"])
    done(request, f"{calendar.name} is being read. What came of it shows here in a minute.")
    return redirect("oneonones:calendars")


@require_POST
def read(request, calendar_id):
    calendar = _calendar(request, calendar_id)
    read_later(calendar)
    done(request, f"{calendar.name} is being read again.")
    return redirect("oneonones:calendars")


@require_POST
def disconnected(request, calendar_id):
    calendar = _calendar(request, calendar_id)
    calendar.disconnect(at=timezone.now())
    done(request, f"{calendar.name} is no longer read. What came of it stays.")
    return redirect("oneonones:calendars")


@require_POST
def answered(request, entry_id, answer):
    """The leader says what became of a one-on-one a calendar has cancelled or moved."""
    visible = CalendarEntry.objects.visible_to(request.user).select_related("one_on_one__leader__workspace")
    entry = found(visible, request.user.person, pk=entry_id, may="answer")
    entry.answer(answer, by=request.user.person, at=timezone.now())
    done(request, f"{entry.ANSWERED[answer]}: one-on-one with {entry.one_on_one.rep.first_name}")
    return redirect("oneonones:index")


def _calendar(request, pk):
    return get_object_or_404(ConnectedCalendar.objects.visible_to(request.user).standing(), pk=pk)


def _calendars(request, *, form=None, link=""):
    facts = {"shown": calendars_page(request.user.person), "form": form or ConnectForm(), "link": link}
    return page(request, "oneonones/calendars.html", facts, status=422 if form else None)
