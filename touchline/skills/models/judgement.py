from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.skills.models.focus import Focus
from touchline.skills.models.skill import Metric


class HunchQuerySet(Scoped["Hunch"]):
    def seen_by(self, me: Person) -> Q:
        """What a leader thinks lies behind a rep's figures is for that leader alone."""
        return Q(leader=me)


class Hunch(models.Model):
    """A leader's own guess at what lies behind a likely lever. Nobody else reads it."""

    class Cause(models.TextChoices):
        WILL = "will", "Will"
        SKILL = "skill", "Skill"
        KNOWLEDGE = "knowledge", "Knowledge"
        TERRITORY = "territory", "Territory"

    leader = models.ForeignKey(Person, models.CASCADE, related_name="hunches")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause)
    lever = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    objects = HunchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leader", "rep"], name="hunch_once_per_pair")]

    def __str__(self) -> str:
        return f"{self.leader} on {self.rep}: {self.get_cause_display()}"

    @classmethod
    @transaction.atomic
    def have(cls, leader: Person, rep: Person, *, cause: str, lever: str, at: datetime) -> "Hunch":
        """Keep the guess; a later one takes its place."""
        return cls.objects.update_or_create(
            leader=leader, rep=rep, defaults={"cause": cause, "lever": lever, "at": at}
        )[0]


class VerdictQuerySet(Scoped["Verdict"]):
    def seen_by(self, me: Person) -> Q:
        """What the record said of a focus is for whoever may see the focus."""
        return Q(focus__in=Focus.objects.known_to(me))


class Verdict(models.Model):
    """What the record said of a focus at one look, with everything it rested on. It is never reckoned anew.

    Counts are hits and events of the rep and of the teammates without the focus, before and after; points are per
    hundred. `why` holds the reasons for “too early”, `version` the estimator's.
    """

    class Look(models.TextChoices):
        FIRST = "first", "First look"
        SECOND = "second", "Second look"
        CLOSE = "close", "When it was closed"

    class Said(models.TextChoices):
        MOVED = "moved", "Moved"
        LEANING_YES = "leaning_yes", "Leaning yes"
        CANT_TELL = "cant_tell", "Can’t tell yet"
        LEANING_NO = "leaning_no", "Leaning no"
        WENT_DOWN = "went_down", "Went down"
        TOO_EARLY = "too_early", "Too early to say"

    class Design(models.TextChoices):
        ONE_REP = "one_rep", "One rep before and after, against the team"
        DRAWN = "drawn", "Several reps, start weeks drawn by chance"

    focus = models.ForeignKey(Focus, models.CASCADE, related_name="verdicts")
    look = models.CharField(max_length=6, choices=Look)
    said = models.CharField(max_length=12, choices=Said)
    design = models.CharField(max_length=8, choices=Design)
    metric = models.CharField(max_length=16, choices=Metric, blank=True)
    before_from = models.DateField()
    before_to = models.DateField()
    after_from = models.DateField()
    after_to = models.DateField()
    hits_before = models.PositiveIntegerField(default=0)
    n_before = models.PositiveIntegerField(default=0)
    hits_after = models.PositiveIntegerField(default=0)
    n_after = models.PositiveIntegerField(default=0)
    team_hits_before = models.PositiveIntegerField(default=0)
    team_n_before = models.PositiveIntegerField(default=0)
    team_hits_after = models.PositiveIntegerField(default=0)
    team_n_after = models.PositiveIntegerField(default=0)
    prior_mean = models.FloatField(null=True)
    prior_strength = models.FloatField(null=True)
    p_up = models.FloatField(null=True)
    p_worth = models.FloatField(null=True)
    points = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    luck_tail = models.FloatField(null=True)
    p_drawn = models.FloatField(null=True)
    why = models.JSONField(default=list)
    version = models.CharField(max_length=16)
    looked_on = models.DateField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["focus", "look"], name="verdict_once_per_look"),
            models.CheckConstraint(name="verdict_hits_of_n", condition=Q(n_before__gte=models.F("hits_before"))),
        ]

    def __str__(self) -> str:
        return f"{self.focus}: {self.get_said_display()}"

    @classmethod
    def can_store(cls, by: Person, focus: Focus) -> bool:
        """Whoever leads the rep takes the look."""
        return focus.can_lead(by)

    @classmethod
    @verb("store")
    def store(cls, focus: Focus, *, look: str, by: Person | None, at: datetime, **found: Any) -> "Verdict":
        """Keep what a look said; the same look twice keeps the first."""
        return cls.objects.get_or_create(focus=focus, look=look, defaults={"by": by, "at": at, **found})[0]
