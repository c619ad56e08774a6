"""What happened, to whom, by whom, when: the product's memory and its audit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from touchline.people.models import Person, Seat, User, Workspace
from touchline.people.models.acting import Scoped
from touchline.timeline.verbs import AUDITED, SIGNING_IN, refuse_malformed


class EventQuerySet(Scoped["Event"]):
    def seen_by(self, me: Person) -> Q:
        """What one did, what happened to oneself, and what happened to one's reports of today; private ones apart."""
        reports = Seat.objects.current().filter(leader=me).values("person")
        concerns = Q(actor=me) | Q(about=me) | Q(about__in=reports)
        mine_to_know = Q(private_to=None) | Q(private_to=me)
        return Q(concerns & mine_to_know, workspace=me.workspace_id)

    def audited_by(self, user: User) -> Self:
        """Acts on facts and settings, for administrators: nothing that was said, promised or agreed between two."""
        return self._administered_by(user, AUDITED)

    def sign_ins_audited_by(self, user: User) -> Self:
        """Who came in, and who tried, for administrators."""
        return self._administered_by(user, {SIGNING_IN})

    def _administered_by(self, user: User, nouns: Iterable[str]) -> Self:
        me = getattr(user, "person", None)
        if me is None or not me.is_administrator:
            return self.none()
        wanted = Q()
        for noun in nouns:
            wanted |= Q(verb__startswith=f"{noun}.")
        return self.filter(wanted, workspace=me.workspace_id, private_to=None)


class Event(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=48)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="events_done")
    about = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="events_about")
    private_to = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=240)
    url = models.CharField(max_length=240, blank=True)
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "happened_at"], name="event_by_time"),
            models.Index(fields=["about", "happened_at"], name="event_by_person"),
        ]

    def __str__(self) -> str:
        return self.label


def record(
    verb: str,
    *,
    by: Person | None,
    about: Person | None,
    label: str,
    at: datetime,
    url: str = "",
    private_to: Person | None = None,
    recorded_at: datetime | None = None,
    workspace: Workspace | None = None,
    **facts: Any,
) -> Event:
    """Write down one thing that happened; label and url are copied as they were, so history cannot change.

    `verb` is written `noun.verb` (touchline.timeline.verbs). `by` is the person who acted, `about` the person it
    concerns, `at` the instant it happened. Where both are None, `workspace` says where. `recorded_at` is later than
    `at` when somebody logs it afterwards. `facts` hold what the label only says: keys, amounts, what was before.
    """
    refuse_malformed(verb)
    event = Event(
        workspace=workspace or _workspace_of(by or about),
        verb=verb,
        actor=by,
        about=about,
        private_to=private_to,
        label=label[:240],
        url=url,
        facts=facts,
        happened_at=at,
        recorded_at=recorded_at or at,
    )
    waiting = _waiting.get()
    if waiting is None:
        event.save(force_insert=True)
    else:
        waiting.append(event)
    return event


def _workspace_of(person: Person | None) -> Workspace:
    if person is None:
        raise ValueError("Say in which workspace it happened: nobody acted, and it concerns nobody.")
    return person.workspace


_waiting: ContextVar[list[Event] | None] = ContextVar("events to be written together", default=None)


@contextmanager
def recorded_together() -> Iterator[None]:
    """Write the events recorded inside in one go at its end, in their order; where it fails, nothing of it stays.

    For long histories told at once. A refusal inside has to end the whole, for its events are not taken back alone.
    """
    waiting: list[Event] = []
    before = _waiting.set(waiting)
    try:
        with transaction.atomic():
            yield
            Event.objects.bulk_create(waiting)
    finally:
        _waiting.reset(before)
