"""Pair of the week: to the two of it what both wrote, to their leader only that they wrote."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from touchline.people.models import Person
from touchline.skills.models import Pairing, Worksheet
from touchline.ui.words import of, opening, some

WEEKS_BACK = 26
# By pair and person.
Wrote = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class OwnPair:
    """One week with one partner, as one of the two reads it: both sides, empty where somebody has not written."""

    pairing: Pairing
    partner: Person
    mine: Worksheet | None
    theirs: Worksheet | None

    @property
    def said(self) -> dict[str, str]:
        """The reader's own side as the form takes it."""
        sheet = self.mine
        return {name: getattr(sheet, name) for name in ("question", "answer", "next_try")} if sheet else {}


@dataclass(frozen=True, slots=True)
class TeamPair:
    """One pair as their leader knows it: who the two are, and which of them wrote."""

    one: Person
    other: Person
    says: str


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week behind: how many pairs there were, and how many of their people wrote."""

    week_on: date
    pairs: int
    wrote: int

    @property
    def people(self) -> int:
        return 2 * self.pairs


@dataclass(frozen=True, slots=True)
class PairsPage:
    """`team` holds the leader's pairs of this week and `pausing` who has none; `own` is the reader's own pair."""

    finding: str
    week_on: date
    own: OwnPair | None
    earlier: tuple[OwnPair, ...]
    leads: bool
    team: tuple[TeamPair, ...]
    pausing: tuple[Person, ...]
    can_pair: bool
    has_begun: bool
    past: tuple[PastWeek, ...]
    today: date


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def people_to_pair(leader: Person) -> list[Person]:
    """The reps of a leader in the order they are paired in."""
    return list(Person.objects.reporting_to(leader).here().order_by("pk"))


def turn_of(leader: Person, week_on: date) -> int:
    """How many weeks this leader paired before; each meets another partner each turn."""
    return Pairing.objects.filter(leader=leader, week_on__lt=week_on).values("week_on").distinct().count()


def pairs_page(reader: Person, *, today: date) -> PairsPage:
    """What `reader` may know of pairs; five queries at most."""
    week_on = monday_of(today)
    own = own_pairs(reader, since=week_on - timedelta(weeks=WEEKS_BACK))
    current = next((pair for pair in own if pair.pairing.week_on == week_on), None)
    reps = people_to_pair(reader)
    made = _made_by(reader, reps, since=week_on - timedelta(weeks=WEEKS_BACK)) if reps else []
    wrote = _wrote(made)
    here = [pairing for pairing in made if pairing.week_on == week_on]
    paired = {pk for pairing in here for pk in (pairing.one_id, pairing.other_id)}
    return PairsPage(
        finding=_finding(current, reps, here, wrote),
        week_on=week_on,
        own=current,
        earlier=tuple(pair for pair in own if pair.pairing.week_on < week_on),
        leads=bool(reps),
        team=tuple(TeamPair(pairing.one, pairing.other, _says(pairing, wrote)) for pairing in here),
        pausing=tuple(rep for rep in reps if rep.pk not in paired) if here else (),
        can_pair=len(reps) > 1,
        has_begun=any(_writers(pairing, wrote) for pairing in here),
        past=_past(made, wrote, before=week_on),
        today=today,
    )


def own_pairs(reader: Person, *, since: date) -> list[OwnPair]:
    """The reader's pairs from the week `since` on with both sides, newest first; two queries."""
    sheets = Prefetch("worksheets", Worksheet.objects.visible_to(reader.user))
    mine = Pairing.objects.filter(Q(one=reader) | Q(other=reader), week_on__gte=since)
    found = mine.select_related("one", "other", "leader").prefetch_related(sheets).order_by("-week_on")
    return [_own(pairing, reader) for pairing in found]


def _own(pairing: Pairing, reader: Person) -> OwnPair:
    sides: dict[int, Worksheet] = {sheet.author_id: sheet for sheet in pairing.worksheets.all()}
    partner: Person = pairing.partner_of(reader)
    return OwnPair(pairing, partner, sides.get(reader.pk), sides.get(partner.pk))


def _made_by(leader: Person, reps: Iterable[Person], *, since: date) -> list[Pairing]:
    """The pairs a leader made of those who report to them still, the newest week first."""
    made = Pairing.objects.filter(leader=leader, one__in=reps, other__in=reps, week_on__gte=since)
    return list(made.select_related("one", "other").order_by("-week_on", "pk"))


def _wrote(made: Collection[Pairing]) -> Wrote:
    """Who wrote in which pair; no word of it is read."""
    return set(Worksheet.objects.filter(pairing__in=made).values_list("pairing", "author")) if made else set()


def _writers(pairing: Pairing, wrote: Wrote) -> list[Person]:
    return [person for person in (pairing.one, pairing.other) if (pairing.pk, person.pk) in wrote]


def _says(pairing: Pairing, wrote: Wrote) -> str:
    writers = _writers(pairing, wrote)
    return "Both wrote" if len(writers) == 2 else f"{writers[0].first_name} wrote" if writers else "Nobody wrote yet"


def _past(made: Iterable[Pairing], wrote: Wrote, *, before: date) -> tuple[PastWeek, ...]:
    weeks: dict[date, list[Pairing]] = {}
    for pairing in made:
        if pairing.week_on < before:
            weeks.setdefault(pairing.week_on, []).append(pairing)
    return tuple(
        PastWeek(on, len(pairs), sum(len(_writers(pair, wrote)) for pair in pairs)) for on, pairs in weeks.items()
    )


def _finding(own: OwnPair | None, reps: list[Person], here: list[Pairing], wrote: Wrote) -> str:
    if here:
        writers = sum(len(_writers(pairing, wrote)) for pairing in here)
        said = of(writers, 2 * len(here)) if writers else "nobody"
        return f"{opening(some(len(here), 'pair'))} this week, and {said} wrote so far"
    if own and own.theirs and not own.mine:
        return f"{own.partner.first_name} wrote, and waits for your side"
    if own:
        return f"You and {own.partner.first_name} are a pair this week"
    if len(reps) > 1:
        return "Your team is not paired this week"
    return "You have no partner this week"
