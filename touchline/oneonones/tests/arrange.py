"""One-on-ones for the laws: one of Maya and Theo with words of every kind in it, and more of everything they list."""

from datetime import time, timedelta
from uuid import uuid4

from touchline.oneonones.absences import enter_absence
from touchline.oneonones.models import (
    CalendarEntry,
    Commitment,
    ConnectedCalendar,
    Feed,
    Handover,
    Note,
    OneOnOne,
    PrivateNote,
    Rhythm,
    Tap,
    Topic,
)

PRIVATE = "canary-private-note-7f3a"
SHARED = "canary-shared-note-51c9"
TOPIC = "canary-topic-e210"
PROMISE = "canary-promise-0b4d"
CANARIES = {PRIVATE: {"leader"}, SHARED: {"leader", "rep"}, TOPIC: {"leader", "rep"}, PROMISE: {"leader", "rep"}}


def arrange(world, at):
    """Maya and Theo have a rhythm and a one-on-one today; Ines, who led him before, handed hers over."""
    today = world.workspace.today(at)
    pair = {"leader": world.maya, "rep": world.theo}
    by = {"by": world.maya, "at": at}
    world.rhythm = Rhythm.agree(
        **pair, every=7, weekday=today.weekday(), at_time=time(10), starts_on=today + timedelta(1), **by
    )
    world.one_on_one = OneOnOne.plan(**pair, starts_at=at + timedelta(hours=2), key=uuid4(), **by)
    world.topic = Topic.raise_(TOPIC, **pair, by=world.theo, at=at)
    world.commitment = Commitment.make(
        PROMISE, owner=world.theo, to=world.maya, due_on=today + timedelta(2), one_on_one=world.one_on_one, **by
    )
    leave = {"from_on": today + timedelta(70), "to_on": today + timedelta(77)}
    world.absence, _ = enter_absence(world.theo, **leave, by=world.theo, at=at)
    world.handover = _led_before_by_ines(world, at, today)
    world.tap_token = Tap.to_keep(world.commitment, at=at)
    Note.write(world.one_on_one, by=world.maya, body=SHARED, version=0, at=at)
    PrivateNote.write(world.one_on_one, by=world.maya, body=PRIVATE, version=0, at=at)
    _calendars(world, at)


def _led_before_by_ines(world, at, today):
    """Theo reported to Ines for a month, who shares with Maya what the two of them wrote."""
    world.theo.move(to=world.ines, by=world.adam, on=today - timedelta(120))
    OneOnOne.log(world.ines, world.theo, held_at=at - timedelta(days=100), by=world.ines, at=at)
    world.theo.move(to=world.maya, by=world.adam, on=today - timedelta(90))
    return Handover.give(world.theo, former=world.ines, by=world.ines, at=at)


def _calendars(world, at):
    """Maya's connected calendar says that the one-on-one with Theo is cancelled; Theo has a feed."""
    world.feed_token = Feed.make(world.theo, at=at)
    world.calendar = ConnectedCalendar.connect(world.maya, kind="address", address="https://calendar.example/", at=at)
    world.entry = CalendarEntry(calendar=world.calendar, one_on_one=world.one_on_one, uid="1", starts_at=at)
    world.entry.ask(CalendarEntry.Asks.CANCELLED, at=at)


def crowd(world, n, at):
    """One one-on-one, topic and promise each way more with Theo and with the newest rep; one calendar that asks."""
    today, by = world.workspace.today(at), {"by": world.maya, "at": at}
    for other in (world.another, world.theo):
        OneOnOne.plan(world.maya, other, starts_at=at + timedelta(hours=3 + n), **by)
        Topic.raise_(f"Topic {n}", leader=world.maya, rep=other, by=world.maya, at=at)
        for owner, to in ((other, world.maya), (world.maya, other)):
            Commitment.make(f"Promise {n}", owner=owner, to=to, due_on=today + timedelta(n % 9), **by)
    calendar = ConnectedCalendar.connect(world.maya, kind="address", address=f"https://calendar{n}.example/", at=at)
    one = OneOnOne.objects.between(world.maya, world.theo).latest("pk")
    CalendarEntry(calendar=calendar, one_on_one=one, uid="1", starts_at=at).ask(CalendarEntry.Asks.MOVED, at=at)


PARAMETERS = {
    "absence_id": lambda world: world.absence.pk,
    "answer": lambda world: "stands",
    "calendar_id": lambda world: world.calendar.pk,
    "commitment_id": lambda world: world.commitment.pk,
    "entry_id": lambda world: world.entry.pk,
    "former_id": lambda world: world.ines.pk,
    "handover_id": lambda world: world.handover.pk,
    "one_on_one_id": lambda world: world.one_on_one.pk,
    "rep_id": lambda world: world.theo.pk,
    "rhythm_id": lambda world: world.rhythm.pk,
    "topic_id": lambda world: world.topic.pk,
    "year": lambda world: world.one_on_one.starts_at.year,
}
INSTEAD = {
    "oneonones:feed": {"token": lambda world: world.feed_token},
    "oneonones:tap": {"token": lambda world: world.tap_token},
}
