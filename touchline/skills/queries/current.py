"""What a rep works on now, for pages that show it among other things: read along with the person, at no query more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from touchline.skills.models import Focus, Observation, Practice

Row = TypeVar("Row", bound=Model)
NAMES = tuple(f"focus_{place}" for place in Focus.PLACES)


@dataclass(frozen=True, slots=True)
class CurrentFocus:
    """One active focus as far as a line needs it: since when, until when, when last observed and at which level."""

    pk: int
    skill: str
    behaviour: str
    if_then: str
    starts_on: date
    ends_on: date
    level: int | None
    seen_on: date | None
    practices: int

    def is_left_alone(self, today: date) -> bool:
        """Picked but not worked on: begun, and no observation in fourteen days."""
        since = max(self.seen_on or self.starts_on, self.starts_on)
        return self.has_begun(today) and today - since >= Focus.LEFT_ALONE

    def has_begun(self, today: date) -> bool:
        return self.starts_on <= today

    def is_over(self, today: date) -> bool:
        """Its last day has passed and nobody has closed it."""
        return self.ends_on < today


def with_focuses(rows: QuerySet[Row], *, of: str = "pk") -> QuerySet[Row]:
    """The rows with the active focuses of the person in their column `of`; read them with `focuses_on`."""
    read: QuerySet[Row] = rows.annotate(
        **{name: _focus(place, of) for name, place in zip(NAMES, Focus.PLACES, strict=True)}
    )
    return read


def focuses_on(row: Model) -> tuple[CurrentFocus, ...]:
    """The active focuses a row read `with_focuses` carries, the one begun first leading."""
    found = [_current(read) for name in NAMES if (read := getattr(row, name)) is not None]
    return tuple(sorted(found, key=lambda focus: (focus.starts_on, focus.pk)))


def _focus(place: int, of: str) -> Subquery:
    seen = Observation.objects.filter(focus=OuterRef("pk"), seen_at__isnull=False).order_by("-seen_at")
    practised = Practice.objects.filter(focus=OuterRef("pk")).order_by().values("focus").annotate(n=Count("pk"))
    facts = JSONObject(
        pk="pk",
        skill="skill__name",
        behaviour="behaviour",
        cue="cue",
        then="then",
        starts_on="starts_on",
        ends_on="ends_on",
        level=Subquery(seen.exclude(level=None).values("level")[:1]),
        seen_on=Subquery(seen.values("on")[:1]),
        practices=Coalesce(Subquery(practised.values("n")[:1]), 0),
    )
    return Subquery(Focus.objects.active().filter(person=OuterRef(of), place=place).values(facts=facts)[:1])


def _current(read: Mapping[str, Any]) -> CurrentFocus:
    focus = Focus(cue=read["cue"], then=read["then"])
    return CurrentFocus(
        pk=read["pk"],
        skill=read["skill"],
        behaviour=read["behaviour"],
        if_then=focus.if_then,
        starts_on=date.fromisoformat(read["starts_on"]),
        ends_on=date.fromisoformat(read["ends_on"]),
        level=read["level"],
        seen_on=date.fromisoformat(read["seen_on"]) if read["seen_on"] else None,
        practices=read["practices"],
    )
