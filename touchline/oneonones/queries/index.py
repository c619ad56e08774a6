"""The list of one-on-ones: every rep of a leader on one row, and one's own with one's leader."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from touchline.measures.standard import WEEKS
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.below import Adherence, adherence_below
from touchline.oneonones.queries.meetings import Meeting, Pair, meeting, pairs, read
from touchline.people.models import Person
from touchline.people.prepared import prepared
from touchline.ui.words import few, opening

if TYPE_CHECKING:
    from touchline.oneonones.queries.meetings import Read

LOOKS_AHEAD = timedelta(days=7)
LOOKS_BACK = timedelta(days=14)
LISTED = 40


@dataclass(frozen=True, slots=True)
class OneOnOnesPage:
    """What a person has coming and behind them; `pairs` is empty for somebody who leads nobody."""

    today: date
    finding: str
    pairs: tuple[Pair, ...]
    coming: tuple[Meeting, ...]
    waiting: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    below: tuple[Adherence, ...] = ()
    weeks: int = WEEKS

    @property
    def is_leader(self) -> bool:
        return bool(self.pairs)

    @property
    def without_rhythm(self) -> int:
        return sum(pair.rhythm is None for pair in self.pairs)


def one_on_ones_page(reader: Person, *, now: datetime) -> OneOnOnesPage:
    """The one-on-ones of two weeks back and one ahead that `reader` leads or takes part in; eight queries."""
    today = reader.day_of(now)
    start, end = reader.midnight(today - LOOKS_BACK), reader.midnight(today + LOOKS_AHEAD)
    ones = [meeting(one, reader=reader, now=now) for one in _around(reader, start, end)]
    record, below = adherence_below(reader, now=now)
    led = pairs(reader, today=today, kept=record.kept_by_rep())
    waiting = tuple(one for one in ones if one.state == "waiting")
    to_tell = [one for one in ones if one.is_leader and one.is_over]
    return OneOnOnesPage(
        today=today,
        finding=finding(led, to_tell, ones),
        pairs=led,
        coming=tuple(one for one in ones if one.is_coming)[:LISTED],
        waiting=waiting[-LISTED:],
        past=tuple(one for one in reversed(ones) if one.state not in ("coming", "waiting"))[:LISTED],
        below=below if led else (),
    )


@prepared
def _around(person: Person, start: datetime, end: datetime) -> "QuerySet[Read]":
    """What starts within these days, and everything before that still waits to be told about."""
    mine = OneOnOne.objects.filter(Q(leader=person) | Q(rep=person))
    mine = mine.filter(Q(outcome="") | Q(starts_at__gte=start), starts_at__lt=end)
    return read(mine).order_by("starts_at", "pk")


def finding(led: tuple[Pair, ...], to_tell: list[Meeting], ones: list[Meeting]) -> str:
    """The headline: what the leader has to tell, then how many go unmet, then today, then how many were held."""
    if to_tell:
        if len(to_tell) == 1:
            return f"Say how the one-on-one with {to_tell[0].with_.split()[0]} ended"
        return f"{len(to_tell)} one-on-ones wait for you to say how they ended"
    if silent := sum(pair.is_silent for pair in led if pair.rhythm):
        return opening(f"{few(silent)} of {few(len(led))} reps have not met you in a month")
    today = [one for one in ones if one.is_today and one.is_coming and not one.is_over]
    if today:
        names = " and ".join(one.with_.split()[0] for one in today[:2])
        return f"You meet {names} today" if len(today) < 3 else f"You meet {len(today)} people today"
    if led and (due := sum(pair.due for pair in led)):
        return f"{sum(pair.held for pair in led)} of {due} one-on-ones held in {WEEKS} weeks"
    if led and all(pair.rhythm is None for pair in led):
        return "No one-on-ones fall due yet"
    coming = next((one for one in ones if one.is_coming and not one.is_over), None)
    return f"Your next one-on-one is with {coming.with_.split()[0]}" if coming else "No one-on-one is planned"
