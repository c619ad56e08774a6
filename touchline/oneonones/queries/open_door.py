"""The open door detector: with whom is it one-on-ones with goals, and with whom only a door that stands open?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F

from touchline.oneonones.models import Topic
from touchline.oneonones.queries.meetings import LONGEST_SILENCE
from touchline.oneonones.queries.record import LOOKS_BACK, MeetingRecord, Window, record_of, silence_says
from touchline.people.models import Person
from touchline.ui.words import few, opening

LEAST_TO_SAY = 3


@dataclass(frozen=True, slots=True)
class Door:
    """One rep's one-on-ones of thirteen weeks; what was in them is None for a reader further above.

    `held` of `due` are those that count; `talks` is every one that took place, `status_only` those of them in which
    no goal or milestone was reviewed and nothing promised. `silence` is in days, None where none ever fell due.
    """

    rep: Person
    due: int
    held: int
    silence: int | None
    talks: int | None = None
    status_only: int | None = None
    goal_on: date | None = None
    topics: int | None = None

    @property
    def is_silent(self) -> bool:
        return self.silence is not None and self.silence > LONGEST_SILENCE

    @property
    def silence_says(self) -> str:
        return "–" if self.silence is None else silence_says(self.silence)

    @property
    def is_status_mostly(self) -> bool:
        return bool(self.talks and self.talks >= LEAST_TO_SAY and 2 * (self.status_only or 0) >= self.talks)

    @property
    def raises_nothing(self) -> bool:
        return self.topics == 0 and (self.talks or 0) >= LEAST_TO_SAY


@dataclass(frozen=True, slots=True)
class Doors:
    """The rows of one page of a team, and the sentence over them."""

    rows: tuple[Door, ...]
    is_own: bool

    @property
    def has_begun(self) -> bool:
        return any(row.due or row.talks for row in self.rows)

    @property
    def finding(self) -> str:
        """With whom it is deals only, else who waited over a month, else who brings nothing."""
        if status := [row for row in self.rows if row.is_status_mostly]:
            return f"With {_names(status)} most one-on-ones were deal status only"
        if silent := [row for row in self.rows if row.is_silent]:
            return opening(f"{_names(silent)} went over a month without a one-on-one that counts")
        if quiet := [row for row in self.rows if row.raises_nothing]:
            return opening(f"{_names(quiet)} raised no topic in 13 weeks")
        return "Nobody has only an open door" if self.is_own else "Nobody waited over a month for a one-on-one"


def open_doors(leader: Person, reps: Sequence[Person], *, as_of: datetime, is_own: bool) -> Doors:
    """A row for each of `reps`, in their order; two queries, one for a reader who is not `leader`."""
    window = Window.up_to(as_of, reader=leader)
    record = record_of([leader], window, reps=[rep.pk for rep in reps])
    topics = _topics(leader, reps, window) if is_own else {}
    kept = record.kept_by_rep()
    rows = []
    for rep in reps:
        mine = record.of({rep.pk})
        due, held = (kept[rep.pk].due, kept[rep.pk].held) if rep.pk in kept else (0, 0)
        door = Door(rep, due, held, _silence(mine, rep))
        rows.append(_opened(door, mine, topics.get(rep.pk, 0)) if is_own else door)
    return Doors(tuple(rows), is_own)


def _opened(door: Door, record: MeetingRecord, topics: int) -> Door:
    """The same row with what only the leader in it may see."""
    talks = record.talks
    return Door(
        rep=door.rep,
        due=door.due,
        held=door.held,
        silence=door.silence,
        talks=len(talks),
        status_only=sum(talk.is_status_only for talk in talks),
        goal_on=max((one.talk.on for one in record.met if one.talk and one.talk.goals), default=None),
        topics=topics,
    )


def _silence(record: MeetingRecord, rep: Person) -> int | None:
    first = min((one.due_on for one in record.met), default=None)
    if first is None:
        return None
    since = max(first, record.window.first - LOOKS_BACK)
    return record.silence(rep.pk, since=since, until=record.window.last)


def _topics(leader: Person, reps: Sequence[Person], window: Window) -> dict[int, int]:
    raised = Topic.objects.filter(
        leader=leader, rep__in=reps, author=F("rep"), withdrawn_at=None, raised_at__gte=leader.midnight(window.first)
    )
    return dict(raised.order_by().values_list("rep").annotate(n=Count("pk")))


def _names(rows: list[Door]) -> str:
    names = [row.rep.first_name for row in rows]
    if len(names) > 2:
        return f"{few(len(names))} reps"
    return " and ".join(names)
