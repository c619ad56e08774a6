"""What the rep works on, in a one-on-one: read along with it, so that it costs no query of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from touchline.oneonones.models import FocusReview, OneOnOne
from touchline.people.models import Person
from touchline.skills.models import Edition, Focus
from touchline.skills.queries.current import CurrentFocus, focuses_on, with_focuses

HERE = "level_{}"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a skill: its number, what it is called and what it looks like."""

    level: int
    name: str
    says: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class FocusHere:
    """One focus as it stood at a one-on-one, and the level the two agreed on in it."""

    focus: CurrentFocus
    level_here: int | None
    days_alone: int | None

    @property
    def steps(self) -> Iterator[Step]:
        named = zip(Edition.NAMES, self.focus.levels, strict=True)
        return (Step(n, name, says, n == self.level_here) for n, (name, says) in enumerate(named, 1))


def with_focuses_here(one_on_ones: "QuerySet[OneOnOne]") -> "QuerySet[OneOnOne]":
    """One-on-ones with the rep's focuses of then (of now while they are open) and the levels agreed on in them."""
    said = FocusReview.objects.filter(one_on_one=OuterRef("pk")).order_by("-at")
    levels = {
        HERE.format(place): Subquery(said.filter(focus__place=place).values("level")[:1]) for place in Focus.PLACES
    }
    return with_focuses(one_on_ones, of="rep", at="outcome_at").annotate(**levels)


def focuses_here(one: OneOnOne, *, reader: Person, today: date) -> tuple[FocusHere, ...]:
    """The focuses of a one-on-one read `with_focuses_here`, as they stood on `today`, or on its day once it ended."""
    known = focuses_on(one)
    if reader.pk == one.rep_id:
        known = tuple(focus.as_the_rep_sees_it() for focus in known)
    return tuple(FocusHere(focus, getattr(one, HERE.format(focus.place)), _days_alone(focus, today)) for focus in known)


def _days_alone(focus: CurrentFocus, today: date) -> int | None:
    """For how many days nobody has observed it, once that is too long."""
    return focus.days_alone(today) if focus.is_left_alone(today) else None
