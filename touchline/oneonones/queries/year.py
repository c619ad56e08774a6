"""A rep's one-on-ones of one year on one page, to read or print: what was shared, and no private note."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from touchline.oneonones.models import Amendment, Commitment, Note, OneOnOne, Topic
from touchline.oneonones.queries.promises import Promise, promises
from touchline.people.models import Person

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Said:
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One one-on-one of the year; `state` is held, missed, excused, coming or waiting for its outcome."""

    pk: int
    day: date
    leader: str
    state: str
    why: str
    topics: tuple[str, ...]
    notes: tuple[Said, ...]
    amendments: tuple[Said, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """The year so far, the oldest first; excused ones were not due. `made` counts the promises of both."""

    person: Person
    is_me: bool
    year: int
    meetings: tuple[Told, ...]
    due: int
    held: int
    made: int
    kept: int
    today: date

    @property
    def finding(self) -> str:
        if not self.due:
            return f"No one-on-one was due in {self.year}"
        return f"{self.held} of {self.due} one-on-ones held in {self.year}"


def year_page(person: Person, *, year: int, reader: Person, now: datetime) -> YearPage:
    """The one-on-ones of `person` in `year` that `reader` may read, up to now; five queries however many there are."""
    today = reader.day_of(now)
    start, end = reader.midnight(date(year, 1, 1)), reader.midnight(date(year + 1, 1, 1))
    soon = reader.midnight(today + timedelta(days=1))
    mine = OneOnOne.objects.visible_to(reader.user).filter(rep=person).starting_within(start, min(end, soon))
    ones = list(mine.select_related("leader", "rep").order_by("starts_at", "pk"))
    parts = _Parts([one.pk for one in ones], reader, today)
    states = {one.pk: _state(one, today, reader.day_of(one.starts_at)) for one in ones}
    made = [promise for one in ones for promise in parts.promises[one.pk]]
    count = Counter(states.values())
    return YearPage(
        person=person,
        is_me=person == reader,
        year=year,
        meetings=tuple(_told(one, states[one.pk], parts, reader.day_of(one.starts_at)) for one in ones),
        due=count["held"] + count["missed"] + count["waiting"],
        held=count["held"],
        made=len(made),
        kept=sum(promise.mark == "kept" for promise in made),
        today=today,
    )


class _Parts:
    """What hangs on the one-on-ones `ids` and `reader` may read, by one-on-one; four queries."""

    def __init__(self, ids: list[int], reader: Person, today: date) -> None:
        user = reader.user
        topics = Topic.objects.visible_to(user).filter(settled_in__in=ids).reps_first()
        notes = Note.objects.visible_to(user).filter(one_on_one__in=ids).exclude(body="").select_related("author")
        added = Amendment.objects.visible_to(user).filter(one_on_one__in=ids).select_related("author")
        made = list(
            Commitment.objects.visible_to(user)
            .filter(one_on_one__in=ids)
            .select_related("owner", "to")
            .order_by("due_on", "pk")
        )
        self.topics = _by_meeting((topic.settled_in_id, topic.text) for topic in topics)
        self.notes = _by_meeting((note.one_on_one_id, Said(note.author.first_name, note.body)) for note in notes)
        self.amendments = _by_meeting((it.one_on_one_id, Said(it.author.first_name, it.text)) for it in added)
        told = promises(made, reader=reader, today=today)
        self.promises = _by_meeting((row.one_on_one_id, it) for row, it in zip(made, told, strict=True))


def _by_meeting(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for where, what in rows:
        found[where].append(what)
    return found


def _state(one: OneOnOne, today: date, day: date) -> str:
    return one.outcome or ("coming" if day >= today else "waiting")


def _told(one: OneOnOne, state: str, parts: _Parts, day: date) -> Told:
    return Told(
        pk=one.pk,
        day=day,
        leader=one.leader.first_name,
        state=state,
        why=one.outcome_why,
        topics=tuple(parts.topics[one.pk]),
        notes=tuple(parts.notes[one.pk]),
        amendments=tuple(parts.amendments[one.pk]),
        promises=tuple(parts.promises[one.pk]),
    )
