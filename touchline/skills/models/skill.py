from datetime import datetime
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from touchline.people.models import Person, Workspace
from touchline.people.models.acting import Scoped, verb
from touchline.skills.starter import STARTER, Wording
from touchline.timeline.models import record


class Metric(models.TextChoices):
    """What the CRM can count of a skill, always so many of so many; `skills.queries.counting` says how."""

    WIN_RATE = "win_rate", "Deals won, of those decided"
    FIRST_STAGE = "first_stage", "New deals that left the first stage within 30 days"
    CLOSE_KEPT = "close_kept", "Close dates that held, of those that came"
    MEETINGS_HELD = "meetings_held", "Meetings held, of those planned"


class SkillQuerySet(Scoped["Skill"]):
    def seen_by(self, me: Person) -> Q:
        """Everybody in the company reads what its skills are."""
        return Q(workspace=me.workspace_id)

    def current(self) -> Self:
        """Those one can still work on."""
        return self.filter(retired_at=None)


class Skill(models.Model):
    """Something a rep can get better at, described in four levels; its words are in its newest edition."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="skills")
    name = models.CharField(max_length=80)
    metric = models.CharField(max_length=16, choices=Metric, blank=True)
    edition = models.ForeignKey("Edition", models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="skill_name_once", condition=Q(retired_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def can_describe(cls, by: Person, workspace: Workspace) -> bool:
        """Leaders and administrators of the company say what good sounds like there."""
        return by.workspace_id == workspace.pk and (by.is_leader or by.is_administrator)

    def can_reword(self, by: Person) -> bool:
        return self.can_describe(by, self.workspace)

    @classmethod
    @verb("describe", once=True)
    def describe(
        cls, workspace: Workspace, wording: Wording, *, by: Person, at: datetime, key: UUID | None = None
    ) -> "Skill":
        """Add a skill to those of the company; the same key twice makes one."""
        cls._refuse_name(workspace, wording.name, but=None)
        skill = cls.objects.create(workspace=workspace, name=wording.name, metric=wording.metric, key=key)
        skill._publish(wording, by=by, at=at)
        record("skill.described", by=by, about=None, label=f"Skill described: {skill.name}", at=at, skill=skill.pk)
        return skill

    @classmethod
    @verb("describe")
    def start_with(cls, workspace: Workspace, *, by: Person, at: datetime) -> "list[Skill]":
        """Take over the starter set, but for names the company has already; returns the skills that are new."""
        there = {name.lower() for name in workspace.skills.current().values_list("name", flat=True)}
        return [
            cls.describe(workspace, wording, by=by, at=at) for wording in STARTER if wording.name.lower() not in there
        ]

    @verb("reword")
    def reword(self, wording: Wording, *, by: Person, at: datetime) -> "Edition":
        """Describe it anew; focuses and observations keep the edition they began with."""
        self._refuse_name(self.workspace, wording.name, but=self.pk)
        if wording == self.wording:
            return self.newest_edition
        self.name, self.metric = wording.name, wording.metric
        self._publish(wording, by=by, at=at)
        record("skill.reworded", by=by, about=None, label=f"Skill reworded: {self.name}", at=at, skill=self.pk)
        return self.newest_edition

    @verb("reword")
    def retire(self, *, by: Person, at: datetime) -> None:
        """Nobody starts on it any more; what was worked on stays."""
        self.retired_at = at
        self.save(update_fields=["retired_at"])
        record("skill.retired", by=by, about=None, label=f"Skill retired: {self.name}", at=at, skill=self.pk)

    @verb("reword")
    def restore(self, *, by: Person, at: datetime) -> None:
        self._refuse_name(self.workspace, self.name, but=self.pk)
        self.retired_at = None
        self.save(update_fields=["retired_at"])
        record("skill.restored", by=by, about=None, label=f"Skill taken up again: {self.name}", at=at, skill=self.pk)

    @property
    def newest_edition(self) -> "Edition":
        """How it is described today; it has an edition from the moment it is described."""
        assert self.edition is not None, "a skill comes into being with its first edition"
        return self.edition

    @property
    def wording(self) -> Wording:
        """The words of today, in the shape a form takes them."""
        return self.newest_edition.wording_of(self)

    def _publish(self, wording: Wording, *, by: Person, at: datetime) -> None:
        number = self.edition.number + 1 if self.edition else 1
        self.edition = Edition.objects.create(
            skill=self,
            number=number,
            about=wording.about,
            levels=list(wording.levels),
            sounds_good=wording.sounds_good,
            sounds_bad=wording.sounds_bad,
            written_by=by,
            written_at=at,
        )
        self.save(update_fields=["name", "metric", "edition"])

    @classmethod
    def _refuse_name(cls, workspace: Workspace, name: str, *, but: int | None) -> None:
        namesakes = workspace.skills.current().filter(name__iexact=name)
        if (namesakes.exclude(pk=but) if but else namesakes).exists():
            raise ValidationError(f"There is a skill called “{name}” already. Choose another name.")


class EditionQuerySet(Scoped["Edition"]):
    def seen_by(self, me: Person) -> Q:
        """Whoever reads a skill reads how it was described before."""
        return Q(skill__in=Skill.objects.known_to(me))


class Edition(models.Model):
    """How a skill was described from one day on: what it is, its four levels, and what good and bad sound like."""

    LEVELS = 4
    # What each level is called for short; what it looks like is the skill's own.
    NAMES = ("Not yet", "With help", "On their own", "Teaches it")

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=240)
    levels = models.JSONField()
    sounds_good = models.CharField(max_length=240, blank=True)
    sounds_bad = models.CharField(max_length=240, blank=True)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skill", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.skill}, edition {self.number}"

    def wording_of(self, skill: Skill) -> Wording:
        return Wording(
            name=skill.name,
            metric=skill.metric,
            about=self.about,
            levels=tuple(self.levels),
            sounds_good=self.sounds_good,
            sounds_bad=self.sounds_bad,
        )
