"""The readings D1 to D8 of one leader, from the record as it was known at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from touchline.measures import skills as measures
from touchline.measures.agreement import Agreement, agreement
from touchline.measures.indicators.skills import SKILLS
from touchline.measures.one_on_ones import Tally
from touchline.measures.practice import WITHIN, is_over, is_spaced
from touchline.measures.standard import Reading
from touchline.people.models import Person
from touchline.people.queries.reported import Reported, reported_to
from touchline.skills.models import Focus, Observation, Practice, SecondRating
from touchline.skills.models.observation import ObservationQuerySet
from touchline.skills.queries.coached import Coached, Rated, coached, middle_of, rated
from touchline.standard.practice import Found, windows

DAY = timedelta(days=1)
MONTH = 30
A_MONTH = 365.25 / 12
NEW = timedelta(days=30)
TENURED = timedelta(days=365)
MOST_WEEKS = max(indicator.weeks for indicator in SKILLS.values())


@dataclass(frozen=True, slots=True)
class Month:
    """Thirty days of one rep with the leader, and on how many of them a focus was active."""

    rep: int
    first: date
    last: date
    days: int

    @property
    def hit(self) -> bool:
        """More than half of its days: our convention."""
        return self.days > MONTH / 2


@dataclass(frozen=True, slots=True)
class Time:
    """What one rep got in the window: minutes that count, of how many months, and the place the record gives them."""

    rep: int
    minutes: int
    timely: int
    months: float
    is_middle: bool | None

    @property
    def coached(self) -> measures.Coached:
        return measures.Coached(self.minutes, self.months, self.timely)


@dataclass(frozen=True, slots=True)
class Told:
    """One observation: was it told within 48 hours, with a behaviour and a next try? None while that can still be."""

    rep: int
    observation: Observation
    hit: bool | None

    @property
    def is_late(self) -> bool:
        one = self.observation
        return bool(one.recorded_at and one.seen_at and one.recorded_at - one.seen_at > Observation.LATE_ENTRY)


@dataclass(frozen=True, slots=True)
class Judged:
    """One focus and whether it is among those an indicator is about."""

    focus: Focus
    on: date
    hit: bool
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    rep: int
    hit: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What the readings count: each is a list that can be opened."""

    months: tuple[Month, ...]
    begun: tuple[Judged, ...]
    times: tuple[Time, ...]
    told: tuple[Told, ...]
    spaced: tuple[Judged, ...]
    moved: tuple[Judged, ...]
    pairs: tuple[tuple[Observation, int], ...]
    observations: int
    gains: tuple[Gain, ...]

    @property
    def agreement(self) -> Agreement:
        return agreement([(one.level or 0, second) for one, second in self.pairs])


def first_of(id: str, last: date) -> date:
    return last - timedelta(weeks=SKILLS[id].weeks) + DAY


def going(leader: Person, *, as_of: datetime) -> Found[Counts]:
    """Read and judge the work on skills of `leader`; nine queries, however many reps and years there are."""
    last = leader.day_of(as_of)
    reported = reported_to(leader, last - timedelta(weeks=MOST_WEEKS) + DAY, last)
    by_rep = {one.person.pk: one for one in reported}
    focuses = _focuses(by_rep, last, as_of)
    mine = Observation.objects.filter(observer=leader, focus__person__in=by_rep)
    levels = rated(mine, since=last - timedelta(weeks=MOST_WEEKS), as_of=as_of)
    seen = [one for one in _seen(mine, last, as_of) if by_rep[one.focus.person_id].holds(one.on)]
    counts = Counts(
        months=tuple(_months(reported, focuses, last, leader)),
        begun=tuple(_begun(focuses, by_rep, last)),
        times=tuple(_times(reported, _spent(leader, by_rep, last, as_of), last)),
        told=tuple(_told(one, as_of) for one in seen if one.on >= first_of("D4", last)),
        spaced=tuple(_spaced(focuses, by_rep, last, as_of, leader)),
        moved=tuple(_moved(focuses, by_rep, levels, last, leader)),
        pairs=tuple(_pairs(seen, as_of)),
        observations=len(seen),
        gains=tuple(_gains(reported, levels, last)),
    )
    return Found(leader, last, reported, windows(SKILLS, last), counts, tuple(_readings(counts)))


def _readings(counts: Counts) -> Iterator[Reading]:
    yield measures.focused(_tally(counts.months))
    yield measures.complete(_tally(counts.begun))
    yield from measures.hours([one.coached for one in counts.times])
    yield measures.told_in_time(_timely_tally(counts.told))
    yield measures.spaced(_tally(counts.spaced))
    yield measures.moved(_tally(counts.moved))
    yield measures.agreed(counts.agreement, observations=counts.observations)
    yield measures.core(*([one.minutes for one in counts.times if one.is_middle is inside] for inside in (True, False)))
    yield measures.gained(_tally(counts.gains))


def _timely_tally(told: Iterable[Told]) -> Tally:
    known = [one for one in told if one.hit is not None]
    timely = [one for one in known if not one.is_late]
    hits, timely_hits = (sum(one.hit is True for one in some) for some in (known, timely))
    return Tally(hits, len(known), timely_hits, len(timely))


def _tally(found: Iterable[Month | Judged | Gain]) -> Tally:
    hits = [one.hit for one in found]
    return Tally.of(sum(hits), len(hits))


def _focuses(by_rep: dict[int, Reported], last: date, as_of: datetime) -> list[Focus]:
    """The focuses of the year, each as it stood at the instant: what was closed later was open still."""
    since = last - timedelta(weeks=MOST_WEEKS)
    lately = Q(closed_at=None) | Q(closed_at__date__gte=since)
    found = Focus.objects.filter(lately, person__in=by_rep, chosen_at__lte=as_of).select_related("skill")
    focuses = list(found.order_by("starts_on", "pk"))
    for focus in focuses:
        if focus.closed_at and focus.closed_at > as_of:
            focus.closed_at = None
    return focuses


def _months(reported: Iterable[Reported], focuses: Sequence[Focus], last: date, leader: Person) -> Iterator[Month]:
    """The months of thirty days up to `last` that a rep spent with the leader in full, past the first thirty days."""
    count = (SKILLS["D1"].weeks * 7) // MONTH
    spans = [(last - timedelta(days=MONTH * (n + 1) - 1), last - timedelta(days=MONTH * n)) for n in range(count)]
    for one in reported:
        started = one.person.started_on
        mine = [_active(focus, leader) for focus in focuses if focus.person_id == one.person.pk]
        for first, end in spans:
            if one.first <= first and end <= one.last and (started is None or started + NEW <= first):
                days = sum(any(a <= first + n * DAY <= b for a, b in mine) for n in range(MONTH))
                yield Month(one.person.pk, first, end, days)


def _active(focus: Focus, leader: Person) -> tuple[date, date]:
    """From its start, or from when it was chosen where that came later, to its end; one left open ends there too."""
    today = leader.workspace.today
    end = min(focus.ends_on, today(focus.closed_at)) if focus.closed_at else focus.ends_on
    return max(focus.starts_on, today(focus.chosen_at)), end


def _begun(focuses: Iterable[Focus], by_rep: dict[int, Reported], last: date) -> Iterator[Judged]:
    for focus in focuses:
        if first_of("D2", last) <= focus.starts_on <= last and by_rep[focus.person_id].holds(focus.starts_on):
            yield Judged(focus, focus.starts_on, focus.is_complete)


def _spent(leader: Person, by_rep: dict[int, Reported], last: date, as_of: datetime) -> tuple[Coached, ...]:
    found = coached(leader, list(by_rep), first_of("D3", last), last, as_of=as_of)
    return tuple(one for one in found if by_rep[one.rep].holds(one.on))


def _times(reported: Iterable[Reported], spent: Sequence[Coached], last: date) -> Iterator[Time]:
    """Minutes and months of each rep who was there for a month at least; the fifths are of those there throughout."""
    first = first_of("D3", last)
    days = {one.person.pk: (one.last - max(one.first, first)).days + 1 for one in reported}
    throughout = [one.person.pk for one in reported if one.first <= first and one.last == last]
    middle = middle_of(throughout, today=last)
    for one in reported:
        rep = one.person.pk
        if days[rep] < MONTH:
            continue
        mine = [each for each in spent if each.rep == rep]
        yield Time(
            rep=rep,
            minutes=sum(each.minutes for each in mine),
            timely=sum(each.minutes for each in mine if not each.is_late),
            months=days[rep] / A_MONTH,
            is_middle=rep in middle if middle and rep in throughout else None,
        )


def _seen(mine: ObservationQuerySet, last: date, as_of: datetime) -> list[Observation]:
    """The observations made in the half year, whoever led, as known at the instant."""
    made = mine.made().filter(on__range=(first_of("D7", last), last), recorded_at__lte=as_of)
    return list(made.select_related("focus__skill").order_by("on", "pk"))


def _told(one: Observation, as_of: datetime) -> Told:
    given = one.feedback_at is not None and one.feedback_at <= as_of
    if not given and one.seen_at and as_of - one.seen_at <= Observation.FEEDBACK_WITHIN:
        return Told(one.focus.person_id, one, hit=None)
    return Told(one.focus.person_id, one, given and one.was_told_in_time and bool(one.behaviour and one.next_try))


def _spaced(
    focuses: Sequence[Focus], by_rep: dict[int, Reported], last: date, as_of: datetime, leader: Person
) -> Iterator[Judged]:
    """Focuses whose six weeks ended in the window and that were open throughout them."""
    first = first_of("D5", last)
    days: dict[int, list[date]] = defaultdict(list)
    practised = Practice.objects.filter(focus__in=[focus.pk for focus in focuses], at__lte=as_of)
    for focus_id, on in practised.values_list("focus", "on"):
        days[focus_id].append(on)
    for focus in focuses:
        ended = focus.starts_on + WITHIN
        left_early = focus.closed_at is not None and leader.workspace.today(focus.closed_at) < ended
        counts = is_over(focus.starts_on, today=last) and ended >= first and not left_early
        if counts and by_rep[focus.person_id].holds(ended):
            yield Judged(focus, ended, is_spaced(days[focus.pk], starts_on=focus.starts_on))


def _moved(
    focuses: Iterable[Focus], by_rep: dict[int, Reported], levels: Iterable[Rated], last: date, leader: Person
) -> Iterator[Judged]:
    found = {one.focus: one for one in levels if one.can_tell}
    for focus in focuses:
        if focus.closed_at is None or focus.pk not in found:
            continue
        closed_on = leader.workspace.today(focus.closed_at)
        if first_of("D6", last) <= closed_on <= last and by_rep[focus.person_id].holds(closed_on):
            yield Judged(focus, closed_on, found[focus.pk].is_gain, found[focus.pk].levels)


def _pairs(seen: Iterable[Observation], as_of: datetime) -> Iterator[tuple[Observation, int]]:
    """The leader's level and the first that another leader gave for the same observation."""
    rated_once = {one.pk: one for one in seen if one.level is not None}
    second = SecondRating.objects.given().filter(observation__in=list(rated_once), given_at__lte=as_of)
    given: dict[int, int] = {}
    for pk, level in second.order_by("given_at", "pk").values_list("observation", "level"):
        if level is not None:
            given.setdefault(pk, level)
    return ((rated_once[pk], level) for pk, level in given.items())


def _gains(reported: Iterable[Reported], levels: Sequence[Rated], last: date) -> Iterator[Gain]:
    """Reps here for a year who report to the leader now: did any skill gain within it?"""
    first = first_of("D8.stagnation", last)
    gained = {one.rep for one in levels if one.can_tell and one.is_gain and one.days[-1] >= first}
    for one in reported:
        here = one.person.tenure(today=last)
        if one.last == last and here is not None and here >= TENURED:
            yield Gain(one.person.pk, one.person.pk in gained)
