"""Three addresses that call the real verbs. With CHAOS_LOSSY they answer before they commit, as a control."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from touchline.oneonones.models import Commitment, Note, OneOnOne, StaleNote, Topic
from touchline.people.models import Person

LOSSY = bool(os.environ.get("CHAOS_LOSSY"))
LAG = 0.2
"""Seconds between answer and commit in the control."""


def answered(view):
    @login_not_required
    @csrf_exempt
    def go(request):
        asked = {name: request.POST[name] for name in request.POST}
        now = datetime.now(UTC)
        if LOSSY:
            threading.Thread(target=_later, args=[view, asked, now]).start()
            return HttpResponse()
        return view(asked, now)

    return go


@answered
def topic(asked, now):
    leader, rep = _pair()
    Topic.raise_(asked["text"], leader=leader, rep=rep, by=rep, at=now, key=UUID(asked["key"]))
    return HttpResponse()


@answered
def commitment(asked, now):
    leader, rep = _pair()
    due = now.date() + timedelta(days=7)
    Commitment.make(asked["text"], owner=rep, to=leader, due_on=due, by=rep, at=now, key=UUID(asked["key"]))
    return HttpResponse()


@answered
def note(asked, now):
    one_on_one = OneOnOne.objects.get(pk=asked["one_on_one"])
    try:
        written = Note.write(
            one_on_one, by=one_on_one.leader, body=asked["body"], version=int(asked["version"]), at=now
        )
    except StaleNote as stale:
        return JsonResponse({"version": stale.stored.version, "body": stale.stored.body}, status=409)
    return JsonResponse({"version": written.version})


def _pair():
    rep = Person.objects.select_related("workspace").get(name="Theo Brandt")
    return Person.objects.select_related("workspace").get(name="Maya Okonkwo"), rep


def _later(view, asked, now):
    time.sleep(LAG)
    view(asked, now)
    connection.close()


urlpatterns = [
    path("chaos/topic/", topic),
    path("chaos/commitment/", commitment),
    path("chaos/note/", note),
    path("", include("touchline.urls")),
]
