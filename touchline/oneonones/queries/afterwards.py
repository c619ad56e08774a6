"""What is left to say about a one-on-one that has ended: by its rep within a week, by both once it is locked."""

from dataclasses import dataclass
from datetime import date, datetime

from touchline.oneonones.models import Amendment, OneOnOne, Usefulness
from touchline.people.models import Person


@dataclass(frozen=True, slots=True)
class Amended:
    author: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """`score` is the reader's own rating and None for anybody but the rep, whoever asks."""

    is_locked: bool
    locked_on: date | None
    amendments: tuple[Amended, ...]
    asks_to_confirm: bool
    confirmed_on: date | None
    asks_to_rate: bool
    score: int | None


def afterwards(one: OneOnOne, *, reader: Person, now: datetime) -> Afterwards:
    """What `reader` may still say about `one`; one query where it is locked, one for the rep where it can be rated."""
    is_rep, locked = reader.pk == one.rep_id, one.is_locked(now)
    within = one.is_held and one.recorded_at is not None and now <= one.recorded_at + one.CONFIRMS_WITHIN
    return Afterwards(
        is_locked=locked,
        locked_on=reader.day_of(one.locks_at) if locked else None,
        amendments=_amendments(one, reader) if locked else (),
        asks_to_confirm=is_rep and within and one.confirmed_at is None,
        confirmed_on=reader.day_of(one.confirmed_at) if one.confirmed_at else None,
        asks_to_rate=is_rep and within,
        score=_own_score(one, reader) if is_rep and within else None,
    )


def _amendments(one: OneOnOne, reader: Person) -> tuple[Amended, ...]:
    added = Amendment.objects.filter(one_on_one=one).select_related("author").order_by("at", "pk")
    return tuple(Amended(row.author.name, reader.day_of(row.at), row.text) for row in added)


def _own_score(one: OneOnOne, rep: Person) -> int | None:
    return Usefulness.objects.filter(one_on_one=one, one_on_one__rep=rep).values_list("score", flat=True).first()
