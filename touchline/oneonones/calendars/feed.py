"""What a person's feed publishes: every one-on-one of two years and a quarter, fallen due or still to fall due."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from touchline.oneonones.calendars.entries import Entry, day_of, published
from touchline.oneonones.models import Feed, OneOnOne, Rhythm, Withdrawn
from touchline.people.models import Person

LOOKS_BACK = timedelta(days=90)
YEARS_AHEAD = 2


def feed_text(feed: Feed, *, now: datetime) -> bytes:
    """The calendar of one person; five queries. The same state gives the same bytes, however often it is asked."""
    person = feed.person
    ends_at = datetime(now.year + YEARS_AHEAD + 1, 1, 1, tzinfo=UTC)
    first_day = person.day_of(now) - LOOKS_BACK
    begins_at = datetime.combine(first_day, datetime.min.time(), UTC)
    visible = OneOnOne.objects.visible_to(person.user).starting_within(begins_at, ends_at)
    ones = list(visible.select_related("leader__workspace", "rep", "rhythm").order_by("starts_at", "pk"))
    gone = Withdrawn.objects.visible_to(person.user).filter(starts_at__gte=begins_at, starts_at__lt=ends_at)
    entries = [entry_of(one, made_at=feed.made_at) for one in ones]
    entries += [
        gone_entry_of(one) for one in gone.select_related("leader__workspace", "rep").order_by("starts_at", "pk")
    ]
    entries += _still_to_fall_due(person, ones, since=begins_at, until=ends_at)
    return published(entries, name=f"One-on-ones of {person.name}")


def zone_between(leader: Person, rhythm: Rhythm | None = None) -> str:
    """The zone in which a pair's times are told: that of their rhythm, else the leader's."""
    return (rhythm.zone if rhythm else "") or leader.zone_name


def series_uid(rhythm: Rhythm) -> str:
    """The identity of what a rhythm has not made one-on-ones of yet."""
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}{reverse('oneonones:rhythms')}{rhythm.pk}/"))


def entry_of(one: OneOnOne, *, made_at: datetime) -> Entry:
    """A one-on-one as calendars have it; `made_at` stands for when it was made where that was not written down."""
    missed_ahead = one.outcome == one.Outcome.MISSED and one.starts_at > (one.outcome_at or one.starts_at)
    changes = [one.moved_at, one.recorded_at, one.rhythm.agreed_at if one.rhythm else made_at]
    return Entry(
        uid=str(one.uid),
        summary=_summary(one.leader, one.rep),
        url=settings.SITE_URL + reverse("oneonones:show", args=[one.pk]),
        starts_at=one.starts_at,
        minutes=one.minutes,
        zone=zone_between(one.leader, one.rhythm),
        sequence=one.sequence + missed_ahead,
        changed_at=max(change for change in changes if change),
        is_cancelled=one.outcome == one.Outcome.EXCUSED or missed_ahead,
    )


def gone_entry_of(gone: Withdrawn) -> Entry:
    """The end of a one-on-one that fell away."""
    return Entry(
        uid=str(gone.uid),
        summary=_summary(gone.leader, gone.rep),
        url=settings.SITE_URL + reverse("oneonones:index"),
        starts_at=gone.starts_at,
        minutes=gone.minutes,
        zone=zone_between(gone.leader),
        sequence=gone.sequence,
        changed_at=gone.at,
        is_cancelled=True,
    )


def _still_to_fall_due(
    person: Person, ones: Iterable[OneOnOne], *, since: datetime, until: datetime
) -> Iterator[Entry]:
    """One repeating entry per rhythm from the first slot on that is no one-on-one yet; cancelled while it rests."""
    days, latest = defaultdict(set), dict[int, date]()
    for one in ones:
        days[one.leader_id, one.rep_id].add(one.due_on)
        if one.rhythm_id:
            latest[one.rhythm_id] = max(one.due_on, latest.get(one.rhythm_id, one.due_on))
    rhythms = Rhythm.objects.filter(Q(leader=person) | Q(rep=person)).filter(Q(ended_at=None) | Q(ended_at__gte=since))
    for rhythm in rhythms.select_related("leader__workspace", "rep").order_by("pk"):
        after = latest.get(rhythm.pk, rhythm.falls_due_from - timedelta(days=1))
        slots = [day for day in rhythm.slots(until=day_of(until, zone_between(rhythm.leader, rhythm))) if day > after]
        taken = days[rhythm.leader_id, rhythm.rep_id]
        if slots:
            yield _series(rhythm, slots, tuple(rhythm.starts_at(day) for day in slots if day in taken))


def _series(rhythm: Rhythm, slots: list[date], taken: tuple[datetime, ...]) -> Entry:
    rests = bool(rhythm.paused_at or rhythm.ended_at)
    # Its first day moves on as slots fall due, which is a change too: the slot before did so four weeks ahead.
    fell_due_at = rhythm.starts_at(slots[0]) - timedelta(days=rhythm.every) - Rhythm.AHEAD
    changes = [rhythm.agreed_at, rhythm.paused_at, rhythm.ended_at, fell_due_at]
    return Entry(
        uid=series_uid(rhythm),
        summary=_summary(rhythm.leader, rhythm.rep),
        url=settings.SITE_URL + reverse("oneonones:index"),
        starts_at=rhythm.starts_at(slots[0]),
        minutes=rhythm.minutes,
        zone=zone_between(rhythm.leader, rhythm),
        sequence=max((slots[0] - rhythm.leader.day_of(rhythm.agreed_at)).days, 0) + rests,
        changed_at=max(change for change in changes if change),
        is_cancelled=rests,
        every=0 if rests else rhythm.every,
        until=None if rests else rhythm.starts_at(slots[-1]),
        without=() if rests else taken,
    )


def _summary(leader: Person, rep: Person) -> str:
    return f"One-on-one: {leader.first_name} and {rep.first_name}"
