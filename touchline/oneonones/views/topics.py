from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.forms import TopicForm
from touchline.oneonones.models import Topic
from touchline.oneonones.views.answers import answered, back, one_on_one_of, shown
from touchline.people.finder import found
from touchline.ui.toasts import done


@require_POST
def new(request, one_on_one_id):
    one, form = one_on_one_of(request, one_on_one_id), TopicForm(request.POST, auto_id="topic_%s")
    if not form.is_valid():
        return shown(request, one.pk, part="agenda", status=422, topic_form=form)
    given, me = form.cleaned_data, request.user.person
    Topic.raise_(given["text"], leader=one.leader, rep=one.rep, by=me, at=timezone.now(), key=given["key"])
    if not (request.htmx and one.is_open):
        where = "On the agenda" if one.is_open else "On the next agenda"
        done(request, f"{where}: {given['text']}")
    if not request.htmx:
        return back(request, reverse("oneonones:show", args=[one.pk]))
    return answered(request, one.pk, part="agenda")


@require_POST
def settled(request, one_on_one_id, topic_id):
    one, topic = _topic(request, one_on_one_id, topic_id)
    topic.settle(by=request.user.person, at=timezone.now(), in_=one)
    done(request, f"Settled: {topic.text}", reverse("oneonones:topic-reopened", args=[one.pk, topic.pk]))
    return answered(request, one.pk, part="agenda")


@require_POST
def reopened(request, one_on_one_id, topic_id):
    one, topic = _topic(request, one_on_one_id, topic_id)
    topic.reopen(by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="agenda")


@require_POST
def withdrawn(request, one_on_one_id, topic_id):
    one, topic = _topic(request, one_on_one_id, topic_id, may="withdraw")
    topic.withdraw(by=request.user.person, at=timezone.now())
    done(request, f"Taken back: {topic.text}", reverse("oneonones:topic-restored", args=[one.pk, topic.pk]))
    return answered(request, one.pk, part="agenda")


@require_POST
def restored(request, one_on_one_id, topic_id):
    one, topic = _topic(request, one_on_one_id, topic_id, may="withdraw")
    topic.restore(by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="agenda")


def _topic(request, one_on_one_id, topic_id, *, may="change"):
    one = one_on_one_of(request, one_on_one_id)
    between = Topic.objects.visible_to(request.user).of(request.user).between(one.leader, one.rep)
    rows = between.select_related("leader", "rep__workspace", "settled_in")
    return one, found(rows, request.user.person, pk=topic_id, may=may)
