"""What a rep works on now, for pages that show it among other things: read along with the person, at no query more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from touchline.skills.models import Edition, Focus, Observation, Practice
from touchline.ui.words import some

Row = TypeVar("Row", bound=Model)
NAMES = tuple(f"focus_{place}" for place in Focus.PLACES)


@dataclass(frozen=True, slots=True)
class CurrentFocus:
    """One active focus as far as a line needs it: since when, until when, when last observed and at which level.

    `levels` are the four in words; `to_score` counts observations the rep has not scored yet, `level_scored` is the
    last level of one the rep has; shares are in percent.
    """

    pk: int
    place: int
    skill: str
    behaviour: str
    if_then: str
    levels: tuple[str, ...]
    baseline: int | None
    target: int | None
    starts_on: date
    ends_on: date
    level: int | None
    level_scored: int | None
    seen_on: date | None
    practices: int
    to_score: int

    def is_left_alone(self, today: date) -> bool:
        """Picked but not worked on: begun, and no observation in fourteen days."""
        return self.has_begun(today) and self.days_alone(today) >= Focus.LEFT_ALONE.days

    def days_alone(self, today: date) -> int:
        """Days since it was last observed, or since it began."""
        return (today - max(self.seen_on or self.starts_on, self.starts_on)).days

    def as_the_rep_sees_it(self) -> "CurrentFocus":
        """Without a level the rep has not scored themselves on first."""
        return replace(self, level=self.level_scored)

    @property
    def level_name(self) -> str:
        """The level last observed, in its short name; empty where nothing was observed yet."""
        return Edition.NAMES[self.level - 1] if self.level else ""

    def says(self, today: date) -> str:
        """One sentence on how it is going."""
        if not self.has_begun(today):
            return f"Begins on {self.starts_on:%-d %B}."
        if self.is_over(today):
            return f"Its last day was {self.ends_on:%-d %B}. Close it with a verdict."
        if self.is_left_alone(today):
            return f"Picked, and not observed for {some(self.days_alone(today) // 7, 'week')}."
        if self.seen_on is None:
            return "Not observed yet."
        if not self.level_name:
            return f"Observed on {self.seen_on:%-d %B}."
        return f"{self.level_name} when last observed, on {self.seen_on:%-d %B}."

    def has_begun(self, today: date) -> bool:
        return self.starts_on <= today

    def is_over(self, today: date) -> bool:
        """Its last day has passed and nobody has closed it."""
        return self.ends_on < today


def with_focuses(rows: QuerySet[Row], *, of: str = "pk", at: str = "") -> QuerySet[Row]:
    """The rows with the active focuses of the person in their column `of`; read them with `focuses_on`.

    `at` names a column with an instant: where it has one, the focuses are those of that instant, as known then.
    """
    read: QuerySet[Row] = rows.annotate(
        **{name: _focus(place, of, at) for name, place in zip(NAMES, Focus.PLACES, strict=True)}
    )
    return read


def focuses_on(row: Model) -> tuple[CurrentFocus, ...]:
    """The active focuses a row read `with_focuses` carries, the one begun first leading."""
    places = zip(Focus.PLACES, NAMES, strict=True)
    found = [_current(read, place) for place, name in places if (read := getattr(row, name)) is not None]
    return tuple(sorted(found, key=lambda focus: (focus.starts_on, focus.pk)))


def _focus(place: int, of: str, at: str) -> Subquery:
    seen = Observation.objects.filter(focus=OuterRef("pk"), seen_at__isnull=False).order_by("-seen_at")
    practised = Practice.objects.filter(focus=OuterRef("pk")).order_by()
    active = Focus.objects.filter(person=OuterRef(of), place=place)
    if at:
        then = OuterRef(OuterRef(at))
        seen = seen.filter(seen_at__lte=Coalesce(then, F("seen_at")))
        practised = practised.filter(at__lte=Coalesce(then, F("at")))
        active = active.filter(
            Q(closed_at=None) | Q(closed_at__gt=OuterRef(at)), chosen_at__lte=Coalesce(OuterRef(at), F("chosen_at"))
        )
    else:
        active = active.active()
    times = practised.values("focus").annotate(n=Count("pk"))
    unscored = seen.filter(self_level=None).order_by().values("focus").annotate(n=Count("pk"))
    facts = JSONObject(
        pk="pk",
        skill="skill__name",
        behaviour="behaviour",
        cue="cue",
        then="then",
        levels="edition__levels",
        hits="baseline_hits",
        n="baseline_n",
        target="target",
        starts_on="starts_on",
        ends_on="ends_on",
        level=Subquery(seen.exclude(level=None).values("level")[:1]),
        level_scored=Subquery(seen.exclude(level=None).exclude(self_level=None).values("level")[:1]),
        seen_on=Subquery(seen.values("on")[:1]),
        practices=Coalesce(Subquery(times.values("n")[:1]), 0),
        to_score=Coalesce(Subquery(unscored.values("n")[:1]), 0),
    )
    return Subquery(active.order_by("-chosen_at").values(facts=facts)[:1])


def _current(read: Mapping[str, Any], place: int) -> CurrentFocus:
    focus = Focus(cue=read["cue"], then=read["then"])
    return CurrentFocus(
        pk=read["pk"],
        place=place,
        skill=read["skill"],
        behaviour=read["behaviour"],
        if_then=focus.if_then,
        levels=tuple(_listed(read["levels"])),
        baseline=round(100 * read["hits"] / read["n"]) if read["n"] else None,
        target=read["target"],
        starts_on=date.fromisoformat(read["starts_on"]),
        ends_on=date.fromisoformat(read["ends_on"]),
        level=read["level"],
        level_scored=read["level_scored"],
        seen_on=date.fromisoformat(read["seen_on"]) if read["seen_on"] else None,
        practices=read["practices"],
        to_score=read["to_score"],
    )


def _listed(levels: list[str] | str) -> list[str]:
    """SQLite hands a list inside an object over as text."""
    read: list[str] = json.loads(levels) if isinstance(levels, str) else levels
    return read
