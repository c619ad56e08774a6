"""What the views about one-on-ones share: finding the one meant, and answering with its page or a part of it."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.shortcuts import redirect
from django.utils import timezone

from touchline.oneonones.forms import (
    AmendmentForm,
    CommitmentForm,
    HeldForm,
    MissedForm,
    MoveForm,
    RatingForm,
    TopicForm,
    WhyForm,
)
from touchline.oneonones.models import Asked, OneOnOne
from touchline.oneonones.queries.afterwards import afterwards
from touchline.oneonones.queries.earlier import earlier_page
from touchline.oneonones.queries.show import one_on_one_page, opened
from touchline.people.finder import found, row_or_404
from touchline.ui.pages import page


def one_on_one_of(request, pk, *, may="change") -> OneOnOne:
    """The one-on-one to act in: 404 for anyone but its two people, 403 for the one of them whose act it is not."""
    mine = OneOnOne.objects.visible_to(request.user).of(request.user)
    rows = mine.select_related("leader__workspace", "rep__workspace", "rhythm")
    return found(rows, request.user.person, pk=pk, may=may)


def led_one_on_one(request, pk) -> OneOnOne:
    """The one-on-one for its leader; the rep may see it but not decide how it ended."""
    return one_on_one_of(request, pk, may="lead")


def shown(request, pk, *, part=None, status=None, **more):
    """The page of a one-on-one, only its `part` when htmx asked for one; `more` replaces fresh forms by bound ones.

    Somebody it was handed over to reads what was shared, and nothing else.
    """
    me = request.user.person
    here, now = row_or_404(opened(me, pk)), timezone.now()
    if not here.can_change(me):
        return page(request, "oneonones/earlier.html", {"earlier": earlier_page(here, reader=me)})
    one = one_on_one_page(here, reader=me, now=now)
    fresh = {"one_on_one": one.one_on_one, "reader": me, "today": one.today, "next_on": one.next_on}
    forms = {
        "topic_form": TopicForm(auto_id="topic_%s"),
        "commitment_form": CommitmentForm(auto_id="commitment_%s", **fresh),
        "move_form": MoveForm(reader=me, one_on_one=here, auto_id="move_%s"),
        "excuse_form": WhyForm(auto_id="excuse_%s"),
        "held_form": HeldForm(auto_id="held_%s", initial={"minutes": here.minutes}),
        "missed_form": MissedForm(auto_id="missed_%s", other=one.other),
        "amendment_form": AmendmentForm(auto_id="amendment_%s"),
        "rating_form": RatingForm(auto_id="rating_%s"),
    }
    template = f"oneonones/parts/{part}.html" if part and request.htmx else "oneonones/show.html"
    return page(
        request,
        template,
        {
            "one": one,
            "after": afterwards(here, reader=me, now=now),
            "tab": request.POST.get("tab") or uuid4(),
            **forms,
            **more,
        },
        part=part,
        status=status,
    )


def keep_questions(request, pk, *, at):
    """Write down what the brief offers to ask, as its one-on-one is held."""
    me = request.user.person
    one = row_or_404(opened(me, pk))
    asks = one_on_one_page(one, reader=me, now=at).brief.asks
    Asked.keep(one, [{"key": ask.wording, "text": ask.text} for ask in asks], at=at)


def answered(request, pk, *, part):
    """Answer a change: the fresh part for htmx, the page for a plain form."""
    return shown(request, pk, part=part) if request.htmx else redirect("oneonones:show", pk)


def back(request, otherwise):
    """Return to the page of ours the form was on."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith("/")
    return redirect(came_from.path + (f"?{came_from.query}" if came_from.query else "") if is_ours else otherwise)
