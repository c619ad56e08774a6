"""How people are reached while nobody asks: the clock lines mails and messages up, the worker sends them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from touchline.oneonones import closing
from touchline.oneonones.models import Closing, Tap
from touchline.people.mailing import can_mail
from touchline.people.models import Digest, Notice, Person, Webhook
from touchline.people.webhooks import announce, post_waiting
from touchline.week import digest


@task()
def send_digest(digest_id: int) -> None:
    found = Digest.objects.filter(pk=digest_id).select_related("person__workspace", "person__user").first()
    if found:
        digest.send(found, at=timezone.now())


@task()
def send_closing(closing_id: int) -> None:
    found = Closing.objects.filter(pk=closing_id).select_related(
        "person__workspace", "one_on_one__leader", "one_on_one__rep__workspace"
    )
    for letter in found:
        closing.send(letter, at=timezone.now())


@task()
def post_notices() -> None:
    post_waiting(at=timezone.now())


def reach_out(*, at: datetime) -> None:
    """Line up everything somebody is to be told at `at`; called every few minutes, and safe to be called twice."""
    line_up_digests(at=at)
    line_up_closings(at=at)
    announce(at=at)
    if Webhook.objects.with_something_to_post(at).exists():
        post_notices.enqueue()


def line_up_digests(*, at: datetime) -> int:
    """Have a digest sent to whoever it is time for and has something new waiting; returns to how many."""
    people = Person.objects.here().filter(~Q(email=""), user__is_active=True).select_related("workspace", "user")
    return sum(_line_up(person, at=at) for person in people if can_mail(person) and _is_time(person, at))


def line_up_closings(*, at: datetime) -> None:
    """Have the closing mails sent that are due."""
    with transaction.atomic():
        for key in closing.line_up(at=at):
            send_closing.enqueue(key)


def forget(*, at: datetime) -> None:
    """Drop links and notices that have had their time."""
    Tap.forget(at=at)
    Notice.forget(at=at)


def _is_time(person: Person, at: datetime) -> bool:
    return Digest.may_be_sent(person, at=at) and digest.is_worth_a_mail(person, at=at)


def _line_up(person: Person, *, at: datetime) -> bool:
    with transaction.atomic():
        lined_up = Digest.line_up(person, at=at)
        if lined_up:
            send_digest.enqueue(lined_up.pk)
    return lined_up is not None
