"""The readings O1 to O8 of one leader, from the record as it was known at an instant."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q

from touchline.crm.models import Deal, Stage
from touchline.measures.cadence import Kept, bottom_third, low_performer_ratio
from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.one_on_ones import (
    Promised,
    Tally,
    adherence,
    cancelled,
    capped,
    confirmed,
    is_heaped,
    parity,
    promises_kept,
    silence,
    tied,
    useful,
    voice,
)
from touchline.measures.slots import Talk
from touchline.measures.standard import Reading, Reason
from touchline.measures.winrate import Record, shrink
from touchline.oneonones.models import Commitment, Topic
from touchline.oneonones.queries.record import LOOKS_BACK, MeetingRecord, Window, record_of
from touchline.oneonones.queries.usefulness import released_usefulness
from touchline.people.models import Person
from touchline.people.queries.reported import Reported, reported_to
from touchline.standard.practice import Found, windows

DECIDED_IN = timedelta(days=365)
ENTERED_LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Ending:
    """One commitment that fell due in the window and how it ended: kept, renegotiated, late or missed."""

    pk: int
    what: str
    owner: int
    to: int
    due_on: date
    how: str
    entered_late: bool
    difficulty: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A rep's part of the topics and of the time, and the place the record gives them."""

    rep: Person
    topics: int
    raised: int
    minutes: int
    is_in_bottom_third: bool | None


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """What the readings count: the one-on-ones, how promises ended, each rep's share, and the longest silences."""

    window: Window
    record: MeetingRecord
    endings: tuple[Ending, ...]
    shares: tuple[Share, ...]
    silences: dict[int, int]

    @property
    def kept_by_rep(self) -> dict[int, Kept]:
        return self.record.kept_by_rep()

    def last_counts(self, rep: int) -> bool:
        """Does the last one-on-one that was due with the rep count?"""
        filled = self.record.filled()
        return any(one.pk in filled for one in self.record.of({rep}).due(filled)[-1:])

    def least_met(self, due: int) -> int | None:
        """Of the reps with `due` slots due, the one of whose slots the fewest were held."""
        held = {rep: kept.held for rep, kept in self.kept_by_rep.items() if kept.due == due}
        return min(held, key=lambda rep: held[rep], default=None)


def going(leader: Person, *, as_of: datetime) -> Found[MeetingCounts]:
    """Read and judge the one-on-ones of `leader`; eight queries at most, however many reps and years there are."""
    window = Window.up_to(as_of, reader=leader)
    reported = reported_to(leader, window.first, window.last, earliest=window.first - LOOKS_BACK)
    mine = record_of([leader], window).of({one.person.pk for one in reported})
    endings = tuple(_endings(leader, reported, window))
    topics, places = _topics(leader, window), _thirds(reported, window)
    released, useful_from, useful_to = released_usefulness(leader, as_of=as_of)
    said = useful(released)
    silences = _silences(mine, reported, timely=False)
    readings = [
        *_held(mine, reported, silences),
        tied(_tally(mine.talks, lambda talk: talk.is_tied)),
        promises_kept(_promised(endings, by_leader=False, leader=leader), whose="rep"),
        promises_kept(_promised(endings, by_leader=True, leader=leader), whose="leader"),
        _parity(mine, places),
        _voice(topics, said),
        said,
        confirmed(_tally([talk for talk in mine.talks if talk.confirmed is not None], lambda talk: talk.confirmed)),
    ]
    shares = tuple(_share(one.person, topics, mine, places) for one in reported)
    return Found(
        leader=leader,
        last=window.last,
        reported=reported,
        windows=windows(ONE_ON_ONES, window.last) | {"O7.useful": (useful_from, useful_to)},
        counts=MeetingCounts(window, mine, endings, shares, silences),
        readings=tuple(capped(readings)),
    )


def _held(record: MeetingRecord, reported: Iterable[Reported], silences: dict[int, int]) -> list[Reading]:
    """O1, O1.worst, O2 and O3: what fell due."""
    kept = record.kept()
    held, worst = adherence(kept, timely=record.kept(timely=True))
    if _is_heaped(record):
        held = held.with_band(held.band, Reason.HEAPED)
    due = sum(rep.due for rep in kept)
    off = Tally(len(record.called_off()), due, len(record.called_off(timely=True)), due)
    timely = _silences(record, reported, timely=True)
    off_reading = cancelled(off, unnamed=len(record.unnamed()))
    return [held, worst, off_reading, silence([*silences.values()], due=due, timely=[*timely.values()])]


def _is_heaped(record: MeetingRecord) -> bool:
    """Were suspiciously many one-on-ones of the window written down in its last tenth?"""
    window = record.window
    tenth = window.last - (window.last - window.first) / 10
    written = [one.entered_on for one in record.met if one.talk and window.holds(one.talk.on) and one.entered_on]
    return is_heaped(sum(day > tenth for day in written), len(written))


def _silences(record: MeetingRecord, reported: Iterable[Reported], *, timely: bool) -> dict[int, int]:
    """The longest silence of each rep, from the first day there could have been a one-on-one in this record."""
    begun = min((one.due_on for one in record.met), default=record.window.last)
    earliest = max(begun, record.window.first - LOOKS_BACK)
    return {
        one.person.pk: record.silence(one.person.pk, since=max(one.first, earliest), until=one.last, timely=timely)
        for one in reported
    }


def _tally(talks: list[Talk], hit: Callable[[Talk], bool | None]) -> Tally:
    timely = [talk for talk in talks if not talk.is_late]
    return Tally(sum(map(bool, map(hit, talks))), len(talks), sum(map(bool, map(hit, timely))), len(timely))


def _voice(topics: dict[int, tuple[int, int]], said: Reading) -> Reading:
    by_rep, n = (sum(counts) for counts in zip(*topics.values(), strict=True)) if topics else (0, 0)
    return voice(Tally.of(by_rep, n), useful=said)


def _endings(leader: Person, reported: Iterable[Reported], window: Window) -> Iterable[Ending]:
    """The commitments between the leader and the reps that fell due in the window, as known at its instant."""
    spans = {one.person.pk: one for one in reported}
    between = Q(owner=leader, to__in=spans) | Q(to=leader, owner__in=spans)
    possible = Commitment.objects.filter(
        between, made_at__lte=window.as_of, due_on__gte=window.first, first_due_on__lte=window.last
    )
    for promise in possible.order_by("due_on", "pk"):
        moved = promise.renegotiated_at is not None and promise.renegotiated_at <= window.as_of
        due_on = promise.due_on if moved else promise.first_due_on
        span = spans[promise.to_id if promise.owner_id == leader.pk else promise.owner_id]
        how = _how(promise, due_on, moved=moved, window=window)
        if how and window.holds(due_on) and span.first <= due_on <= span.last:
            yield Ending(
                promise.pk,
                promise.what,
                promise.owner_id,
                promise.to_id,
                due_on,
                how,
                entered_late=how in ("kept", "renegotiated") and _entered_late(promise, leader),
                difficulty=promise.difficulty,
            )


def _how(promise: Commitment, due_on: date, *, moved: bool, window: Window) -> str:
    """How it ended as far as was known; empty while it was not due yet, or was dropped before it was."""
    state = Commitment.State
    settled = promise.settled_at is not None and promise.settled_at <= window.as_of
    if not settled:
        return "missed" if due_on < window.last else ""
    in_time = promise.settled_on is not None and promise.settled_on <= due_on
    if promise.state == state.KEPT:
        return ("renegotiated" if moved else "kept") if in_time else "late"
    if promise.state == state.DROPPED and in_time:
        return ""
    return "missed"


def _entered_late(promise: Commitment, leader: Person) -> bool:
    if promise.settled_at is None:
        return False
    written = leader.workspace.today(promise.settled_at)
    return written - (promise.settled_on or written) > ENTERED_LATE


def _promised(endings: Iterable[Ending], *, by_leader: bool, leader: Person) -> Promised:
    mine = [one for one in endings if (one.owner == leader.pk) == by_leader]
    how = Counter(one.how for one in mine)
    return Promised(
        kept=how["kept"],
        renegotiated_kept=how["renegotiated"],
        late=how["late"],
        missed=how["missed"],
        kept_entered_late=sum(one.entered_late for one in mine),
        grades=tuple(one.difficulty for one in mine if one.difficulty),
    )


def _topics(leader: Person, window: Window) -> dict[int, tuple[int, int]]:
    """By rep: topics the rep wrote, and all topics raised in the window and still standing then."""
    raised = Topic.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=window.as_of),
        leader=leader,
        raised_at__gte=leader.midnight(window.first),
        raised_at__lte=window.as_of,
    )
    counted = raised.order_by().values("rep").annotate(n=Count("pk"), own=Count("pk", filter=Q(author=F("rep"))))
    return {rep: (own, n) for rep, own, n in counted.values_list("rep", "own", "n")}


def _thirds(reported: Iterable[Reported], window: Window) -> dict[int, bool]:
    """Of the reps of all thirteen weeks: is this one in the bottom third by win rate, luck taken out?

    Empty where too few deals were decided in the last year to say.
    """
    reps = [one.person.pk for one in reported if one.first <= window.first and one.last == window.last]
    decided = Deal.objects.filter(owner__in=reps).decided_within(window.last - DECIDED_IN, window.last)
    won = Count("pk", filter=Q(outcome=Stage.Outcome.WON))
    records: dict[int, Record] = defaultdict(lambda: Record(0, 0))
    for owner, wins, n in (
        decided.order_by().values("owner").annotate(n=Count("pk"), won=won).values_list("owner", "won", "n")
    ):
        records[owner] = Record(wins, n)
    rates = shrink([records[rep] for rep in reps])
    if not rates.enough:
        return {}
    bottom = bottom_third([rate.mid or 0.0 for rate in rates.rates])
    return {rep: place in bottom for place, rep in enumerate(reps)}


def _parity(record: MeetingRecord, places: dict[int, bool]) -> Reading:
    def minutes(*, in_bottom: bool, timely: bool) -> list[float]:
        return [float(_minutes(record, rep, timely=timely)) for rep, bottom in places.items() if bottom is in_bottom]

    seen, strict = ([minutes(in_bottom=below, timely=timely) for below in (True, False)] for timely in (False, True))
    return parity(*seen, timely=low_performer_ratio(*strict) or 0.0)


def _minutes(record: MeetingRecord, rep: int, *, timely: bool = False) -> int:
    return sum(talk.minutes for talk in record.of({rep}).talks if not (timely and talk.is_late))


def _share(rep: Person, topics: dict[int, tuple[int, int]], record: MeetingRecord, places: dict[int, bool]) -> Share:
    own, n = topics.get(rep.pk, (0, 0))
    return Share(rep, n, own, _minutes(record, rep.pk), places.get(rep.pk))
