"""Where coaching time goes: the minutes of a leader that count, and who gained by how much."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from touchline.measures.movement import movement
from touchline.measures.skills import middle
from touchline.measures.winrate import shrink
from touchline.people.models import Person
from touchline.skills.models import Metric, Observation, Practice
from touchline.skills.models.observation import ObservationQuerySet
from touchline.skills.queries.counting import counted

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Coached:
    """Minutes with one rep on one day: an observation the rep led with feedback given, or a role-play together."""

    rep: int
    on: date
    minutes: int
    what: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """The levels seen while a rep worked on one focus, the first one leading."""

    focus: int
    rep: int
    levels: tuple[int, ...]
    days: tuple[date, ...]

    @property
    def can_tell(self) -> bool:
        """Two levels are the least that can tell a gain."""
        return len(self.levels) > 1

    @property
    def is_gain(self) -> bool:
        """Is the last level above the first by more than one rater errs?"""
        return movement(self.levels[0], self.levels[-1]).is_reliable


def coached(
    leader: Person, reps: Collection[int], first: date, last: date, *, as_of: datetime | None = None
) -> list[Coached]:
    """What `leader` spent on each of `reps` on the days first..last, as known at `as_of`; two queries.

    Where the leader led, and where no feedback was given, no minute counts.
    """
    seen = Observation.objects.filter(observer=leader, focus__person__in=reps, on__range=(first, last)).counting()
    seen = _known(seen.exclude(feedback_at=None), as_of, "recorded_at", "feedback_at")
    played = Practice.objects.filter(
        kind=Practice.Kind.ROLE_PLAY, by=leader, focus__person__in=reps, on__range=(first, last)
    )
    kinds = dict(Observation.Kind.choices)
    found = [
        Coached(rep, on, minutes, str(kinds[kind]), recorded_at - seen_at > Observation.LATE_ENTRY)
        for rep, on, minutes, kind, seen_at, recorded_at in seen.values_list(
            "focus__person", "on", "minutes", "kind", "seen_at", "recorded_at"
        )
        if seen_at and recorded_at
    ]
    together = _known(played, as_of, "at").values_list("focus__person", "on", "minutes", "at")
    return found + [
        Coached(rep, on, minutes, "Role-play together", leader.workspace.today(at) - on > Observation.LATE_ENTRY)
        for rep, on, minutes, at in together
    ]


def minutes_by_rep(found: Iterable[Coached]) -> Counter[int]:
    """The minutes of each rep together, none where there were none."""
    total: Counter[int] = Counter()
    for one in found:
        total[one.rep] += one.minutes
    return total


def rated(seen: ObservationQuerySet, *, since: date, as_of: datetime | None = None) -> list[Rated]:
    """The levels of each focus that is open or was closed after `since`, where the rep led; one query."""
    lately = Q(focus__closed_at=None) | Q(focus__closed_at__date__gte=since)
    counting = _known(seen.counting().exclude(level=None), as_of, "recorded_at").filter(lately)
    rows = counting.order_by("on", "pk").values_list("focus", "focus__person", "level", "on")
    levels: dict[tuple[int, int], list[tuple[int, date]]] = defaultdict(list)
    for focus, rep, level, on in rows:
        if level is not None:
            levels[focus, rep].append((level, on))
    return [
        Rated(focus, rep, tuple(level for level, _ in found), tuple(on for _, on in found))
        for (focus, rep), found in levels.items()
    ]


def middle_of(reps: Sequence[int], *, today: date) -> frozenset[int]:
    """Which of `reps` are the middle three fifths by win rate of a year, luck taken out; one query.

    Nobody where there are fewer than five of them or too few deals were decided to say.
    """
    counts = counted(Metric.WIN_RATE, reps, today - YEAR, today, today=today)
    rates = shrink(counts.records(reps, today - YEAR, today))
    if not rates.enough:
        return frozenset()
    places = middle([rate.mid or 0.0 for rate in rates.rates])
    return frozenset(rep for place, rep in enumerate(reps) if place in places)


def _known(rows: Rows, as_of: datetime | None, *instants: str) -> Rows:
    """Only what was written down by `as_of`."""
    return rows.filter(**{f"{name}__lte": as_of for name in instants}) if as_of else rows
