from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.skills.models.focus import Focus, Terms
from touchline.skills.models.skill import Skill
from touchline.timeline.models import record

WEEK = timedelta(days=7)


class DrawQuerySet(Scoped["Draw"]):
    def seen_by(self, me: Person) -> models.Q:
        """A draw is the leader's who made it, and the reps' whose start it drew."""
        drawn = Focus.objects.filter(person=me).exclude(draw=None).values("draw")
        return models.Q(leader=me) | models.Q(pk__in=drawn)


class Draw(models.Model):
    """Start weeks drawn by chance for several reps who begin the same skill; once drawn, they are kept or void.

    `first_on` is the Monday of the first week that could be drawn, `weeks` how many could be.
    """

    LEAST_REPS, LEAST_WEEKS, MOST_WEEKS = 3, 3, 7

    leader = models.ForeignKey(Person, models.CASCADE, related_name="draws")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="draws")
    first_on = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(null=True, unique=True)

    objects = DrawQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Start weeks of {self.skill}"

    @property
    def is_valid(self) -> bool:
        return self.voided_at is None

    @property
    def eligible(self) -> list[date]:
        """The Mondays a start could fall on."""
        return [self.first_on + week * WEEK for week in range(self.weeks)]

    @classmethod
    def can_draw(cls, by: Person, leader: Person) -> bool:
        """A leader draws for the own reps."""
        return by == leader

    def can_void(self, by: Person) -> bool:
        """Whoever drew it, or leads somebody whose start it drew."""
        return by.pk == self.leader_id or any(focus.can_lead(by) for focus in self.focuses.select_related("person"))

    @classmethod
    @verb("draw", once=True)
    def draw(
        cls,
        leader: Person,
        baselines: dict[Person, tuple[int, int]],
        terms: Terms,
        *,
        weeks: int,
        dice: Random,
        by: Person,
        at: datetime,
        key: UUID | None = None,
    ) -> "Draw":
        """Draw a start week for each person of `baselines` and choose the focus of `terms` for each.

        `baselines` maps each person to (hits, of how many) before it; the first week that can be drawn begins on
        `terms.starts_on`, a Monday, and each focus lasts as long as `terms` says. `dice` decides: the system's own
        chance on the web, a seeded one in tests.
        """
        cls._refuse(baselines, weeks, terms.starts_on)
        draw = cls.objects.create(
            leader=leader, skill=terms.skill, first_on=terms.starts_on, weeks=weeks, drawn_at=at, key=key
        )
        lasts = terms.ends_on - terms.starts_on
        for person, baseline in baselines.items():
            starts_on = dice.choice(draw.eligible)
            own = replace(terms, starts_on=starts_on, ends_on=starts_on + lasts, baseline=baseline)
            Focus.choose(person, own, draw=draw, by=by, at=at)
        label = f"Start weeks drawn: {terms.skill.name}"
        record("draw.made", by=by, about=leader, label=label, at=at, draw=draw.pk)
        return draw

    @classmethod
    def _refuse(cls, people: Collection[Person], weeks: int, first_on: date) -> None:
        if len(people) < cls.LEAST_REPS:
            raise ValidationError(f"Choose {cls.LEAST_REPS} reps or more: a draw between fewer proves little.")
        if not cls.LEAST_WEEKS <= weeks <= cls.MOST_WEEKS:
            raise ValidationError(f"Choose {cls.LEAST_WEEKS} to {cls.MOST_WEEKS} weeks to draw from.")
        if first_on.weekday():
            raise ValidationError("The first week begins on a Monday.")

    @verb("void")
    def void(self, *, by: Person, at: datetime) -> None:
        """A start was moved, so chance no longer decided; the focuses go on without the draw's weight."""
        if not self.is_valid:
            return
        self.voided_at, self.voided_by = at, by
        self.save(update_fields=["voided_at", "voided_by"])
        record("draw.voided", by=by, about=self.leader, label=f"Draw void: {self.skill.name}", at=at, draw=self.pk)
