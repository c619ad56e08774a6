"""The one-on-ones of a leader as they were known at an instant: slots, talks and who reported when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchline.measures.cadence import Kept
from touchline.measures.slots import Talk, fill, last_day_for, longest_silence
from touchline.measures.standard import WEEKS
from touchline.oneonones.models import Commitment, GoalReview, OneOnOne
from touchline.people.models import Absence, Person, Seat
from touchline.people.prepared import prepared
from touchline.ui.templatetags.fmt import plural

LOOKS_BACK = timedelta(days=31)
# A one-on-one can be moved by weeks, so its day is looked for a while before the first slot that counts.
MOVED_BY_MOST = timedelta(days=31)
# The days looked at for a silence: one this long began before them, so it is said to be that long or longer.
LONGEST_SEEN = (timedelta(weeks=WEEKS) + LOOKS_BACK).days - 1


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at, both included, and the instant whose knowledge counts."""

    first: date
    last: date
    as_of: datetime

    @classmethod
    def up_to(cls, as_of: datetime, *, reader: Person) -> "Window":
        """Thirteen weeks that end on the day of `as_of` where `reader` is."""
        today = reader.day_of(as_of)
        return cls(today - timedelta(weeks=WEEKS) + timedelta(days=1), today, as_of)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Met:
    """One one-on-one as known at the instant: its slot if it is one, its talk if it was held."""

    pk: int
    leader: int
    rep: int
    due_on: date
    is_slot: bool
    state: str
    is_excused: bool
    called_off: bool
    is_unnamed: bool
    talk: Talk | None
    entered_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What one leader and their reps did in a window; a one-on-one counts while the rep reported to the leader."""

    window: Window
    met: tuple[Met, ...]

    def of(self, reps: Collection[int]) -> "MeetingRecord":
        return MeetingRecord(self.window, tuple(one for one in self.met if one.rep in reps))

    def by_leader(self) -> "defaultdict[int, MeetingRecord]":
        """The record of each leader by itself; an empty one for a leader who owed none."""
        each = defaultdict(lambda: MeetingRecord(self.window, ()))
        for leader, met in _split(self.met, "leader").items():
            each[leader] = MeetingRecord(self.window, tuple(met))
        return each

    def by_rep(self) -> dict[int, list[Met]]:
        return _split(self.met, "rep")

    @property
    def talks(self) -> list[Talk]:
        """Those held on a day of the window."""
        return [one.talk for one in self.met if one.talk and self.window.holds(one.talk.on)]

    def filled(self, *, counting: bool = True, timely: bool = False) -> dict[int, Talk]:
        """The slots held in time and what filled them; only by what counts, only by what was written down in time."""
        slots = {one.pk: one.due_on for one in self.met if self._is_owed(one)}
        found: dict[int, Talk] = {}
        for mine in self.by_rep().values():
            talks = [one.talk for one in mine if one.talk and (one.talk.counts or not counting)]
            due = {one.pk: slots[one.pk] for one in mine if one.pk in slots}
            found |= fill(due, [talk for talk in talks if not (timely and talk.is_late)])
        return found

    def due(self, filled: Collection[int] | None = None) -> list[Met]:
        """The slots that fell due: not excused beforehand, and either held or past their time or told as missed.

        `filled`, where it was counted already, spares counting it again.
        """
        filled = self.filled() if filled is None else filled
        return [one for one in self.met if self._is_owed(one) and (one.pk in filled or not self._is_pending(one))]

    def kept_by_rep(self, *, timely: bool = False) -> dict[int, Kept]:
        """Due and held of each rep who had a slot due."""
        filled = self.filled()
        hits = self.filled(timely=True) if timely else filled
        due = MeetingRecord(self.window, tuple(self.due(filled))).by_rep()
        return {rep: Kept(len(mine), sum(one.pk in hits for one in mine)) for rep, mine in due.items()}

    def kept(self, *, timely: bool = False) -> list[Kept]:
        return [*self.kept_by_rep(timely=timely).values()]

    def called_off(self, *, timely: bool = False) -> list[Met]:
        """The slots due that the leader called off and did not make up for in time."""
        filled = self.filled(counting=False, timely=timely)
        return [one for one in self.due() if one.called_off and one.pk not in filled]

    def unnamed(self) -> list[Met]:
        """The slots due that were missed, with nothing said about by whom."""
        filled = self.filled(counting=False)
        return [one for one in self.due() if one.is_unnamed and one.pk not in filled]

    def silence(self, rep: int, *, since: date, until: date, timely: bool = False) -> int:
        """The longest silence of `rep` in days; one that began before the window counts from `since` at the most."""
        talks = [one.talk for one in self.met if one.rep == rep and one.talk and one.talk.counts]
        days = [talk.on for talk in talks if not (timely and talk.is_late)]
        before = [day for day in days if since <= day < self.window.first]
        return longest_silence(days, since=max(before, default=since), until=until)

    def _is_owed(self, one: Met) -> bool:
        return one.is_slot and not one.is_excused and self.window.holds(one.due_on)

    def _is_pending(self, one: Met) -> bool:
        return one.state == "" and last_day_for(one.due_on) >= self.window.last


def _split(met: Iterable[Met], by: str) -> dict[int, list[Met]]:
    found: dict[int, list[Met]] = {}
    for one in met:
        found.setdefault(getattr(one, by), []).append(one)
    return found


def record_of(leaders: Collection[Person], window: Window, *, reps: Collection[int] | None = None) -> MeetingRecord:
    """Read the one-on-ones `leaders` held or owed, with all their reps or only with `reps`; one query."""
    people = {leader.pk: leader for leader in leaders}
    first = window.first - LOOKS_BACK
    start = min((leader.midnight(first - MOVED_BY_MOST) for leader in leaders), default=window.as_of)
    only = None if reps is None else tuple(reps)
    known = _known(tuple(people), only, start, window.last + MOVED_BY_MOST, window.as_of)
    return MeetingRecord(window, tuple(_met(row, people[row["leader"]], window.as_of) for row in known))


COLUMNS = (
    "pk", "leader", "rep", "rhythm", "due_on", "minutes", "talked_minutes", "moved_at", "mover", "outcome",
    "outcome_at", "outcome_by", "recorded_at", "is_holiday", "missed_by", "confirmed_at", "goals", "promises",
    "away_known_at",
)  # fmt: skip


@prepared
def _known(
    leaders: tuple[int, ...], reps: tuple[int, ...] | None, start: datetime, last: date, as_of: datetime
) -> QuerySet[Any, dict[str, Any]]:
    rows = OneOnOne.objects.filter(leader__in=leaders, starts_at__gte=start, due_on__lte=last)
    if reps is not None:
        rows = rows.filter(rep__in=reps)
    return _as_known(rows, as_of).order_by("due_on", "pk").values(*COLUMNS)


def _as_known(rows: QuerySet[OneOnOne], as_of: datetime) -> QuerySet[Any]:
    """One-on-ones while the rep reported to the leader, with what had been reviewed and promised in them by then."""
    reported = Seat.objects.filter(
        Q(from_on=None) | Q(from_on__lte=OuterRef("due_on")),
        Q(to_on=None) | Q(to_on__gt=OuterRef("due_on")),
        person=OuterRef("rep"),
        leader=OuterRef("leader"),
    )
    away = Absence.objects.filter(
        Q(person=OuterRef("rep")) | Q(person=OuterRef("leader")),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=as_of),
        entered_at__lte=as_of,
        from_on__lte=OuterRef("due_on"),
        to_on__gte=OuterRef("due_on"),
    )
    return rows.filter(Exists(reported)).annotate(
        goals=_counted(GoalReview.objects.filter(at__lte=as_of)),
        promises=_counted(Commitment.objects.filter(made_at__lte=as_of)),
        away_known_at=Subquery(away.order_by("entered_at").values("entered_at")[:1]),
        mover=F("moved_by"),
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    inside = rows.filter(one_on_one=OuterRef("pk")).order_by().values("one_on_one")
    return Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0)


def _met(row: dict[str, Any], leader: Person, as_of: datetime) -> Met:
    ended = row["recorded_at"] is not None and row["recorded_at"] <= as_of
    state = row["outcome"] if ended else ""
    beforehand = [row["away_known_at"], row["recorded_at"] if state == OneOnOne.Outcome.EXCUSED else None]
    moved_by_leader = bool(row["moved_at"]) and row["moved_at"] <= as_of and row["mover"] == leader.pk
    missed_by_leader = state == OneOnOne.Outcome.MISSED and row["missed_by"] == OneOnOne.Side.LEADER
    return Met(
        pk=row["pk"],
        leader=leader.pk,
        rep=row["rep"],
        due_on=row["due_on"],
        is_slot=row["rhythm"] is not None,
        state=state,
        is_excused=state != OneOnOne.Outcome.HELD
        and (
            (state == OneOnOne.Outcome.EXCUSED and row["is_holiday"])
            or any(at and leader.day_of(at) < row["due_on"] for at in beforehand)
        ),
        called_off=missed_by_leader or (moved_by_leader and state in ("", OneOnOne.Outcome.HELD)),
        is_unnamed=state == OneOnOne.Outcome.MISSED and not row["missed_by"] and row["outcome_by"] is not None,
        talk=_talk(row, leader, as_of) if state == OneOnOne.Outcome.HELD else None,
        entered_on=leader.day_of(row["recorded_at"]) if ended else None,
    )


def _talk(row: dict[str, Any], leader: Person, as_of: datetime) -> Talk:
    written, confirmed_at = row["recorded_at"], row["confirmed_at"]
    confirmed = confirmed_at is not None and confirmed_at <= as_of
    can_still = written + OneOnOne.CONFIRMS_WITHIN >= as_of
    return Talk(
        slot=row["pk"],
        on=leader.day_of(row["outcome_at"]),
        minutes=row["minutes"] if row["talked_minutes"] is None else row["talked_minutes"],
        goals=row["goals"],
        promises=row["promises"],
        is_late=written - row["outcome_at"] > OneOnOne.LATE_ENTRY,
        confirmed=True if confirmed else None if can_still else False,
    )


def silence_says(days: int) -> str:
    """How long a silence was: 21 days, or 121 days or more where it began before the days looked at."""
    return plural(days, "day") + (" or more" if days >= LONGEST_SEEN else "")
