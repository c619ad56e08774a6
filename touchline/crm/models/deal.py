from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from touchline.crm.models.imports import Import
from touchline.crm.models.source import Owner, Source
from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record


class Stage(models.Model):
    """A step of the sales process as the source names it, what it means and where it comes in the order."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        WON = "won", "Won"
        LOST = "lost", "Lost"

    source = models.ForeignKey(Source, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=4, choices=Outcome)
    position = models.PositiveSmallIntegerField()
    # Learned from the source's own history at each import (crm.learning), so that no page has to walk it.
    odds = models.FloatField(null=True)
    odds_n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="stage_name_once")]
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def can_administer(self, by: Person) -> bool:
        return self.source.can_administer(by)

    @verb("administer")
    def mean(self, outcome: str, *, position: int, by: Person, at: datetime) -> None:
        """Say what the stage means and where it comes in the order; the deals that are in it follow."""
        was, self.outcome, self.position = self.outcome, outcome, position
        self.save(update_fields=["outcome", "position"])
        if outcome != was:
            decided = None if outcome == self.Outcome.OPEN else Coalesce("decided_on", "close_on")
            self.deals.update(outcome=outcome, decided_on=decided)
            label = f"{self.name} in {self.source} means {self.get_outcome_display().lower()}"
            workspace = self.source.workspace
            record("stage.explained", by=by, about=None, workspace=workspace, label=label, at=at, stage=self.pk)


class Account(models.Model):
    """A company that is sold to."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="accounts")
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=240)
    sector = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    first_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="accounts_first_seen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="account_once_per_source")]
        indexes = [models.Index(fields=["source", "name"], name="account_by_name")]

    def __str__(self) -> str:
        return self.name


class DealQuerySet(Scoped["Deal"]):
    def seen_by(self, me: Person) -> Q:
        """Deals one owns, and those of everyone who reports to one."""
        return Q(owner__in=Person.objects.known_to(me))

    def open(self) -> Self:
        return self.filter(outcome=Stage.Outcome.OPEN)

    def won(self) -> Self:
        return self.filter(outcome=Stage.Outcome.WON)

    def lost(self) -> Self:
        return self.filter(outcome=Stage.Outcome.LOST)

    def decided(self) -> Self:
        return self.filter(outcome__in=[Stage.Outcome.WON, Stage.Outcome.LOST])

    def decided_within(self, start: date, end: date) -> Self:
        """Won or lost on a day of start..end, both included."""
        return self.decided().filter(decided_on__range=(start, end))


class Deal(models.Model):
    """An opportunity as the CRM shows it now; what it used to be is in its changes.

    Imports write hundreds of thousands at once, so only the indexes that pages read by are kept.
    """

    class Kind(models.TextChoices):
        NEW = "new", "New business"
        EXPANSION = "expansion", "Expansion"
        RENEWAL = "renewal", "Renewal"
        UNKNOWN = "", "Not stated"

    source = models.ForeignKey(Source, models.CASCADE, related_name="deals", db_index=False)
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=240)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="deals", db_index=False)
    owner_in_source = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="deals", db_index=False)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    outcome = models.CharField(max_length=4, choices=Stage.Outcome)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    created_on = models.DateField(null=True)
    close_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    next_step = models.CharField(max_length=240, blank=True)
    next_step_on = models.DateField(null=True)
    pushes = models.PositiveSmallIntegerField(default=0)
    product = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNKNOWN, blank=True)
    first_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="deals_first_seen", db_index=False)
    last_import = models.ForeignKey(
        Import, models.PROTECT, null=True, related_name="deals_last_changed", db_index=False
    )

    objects = DealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="deal_once_per_source"),
            models.CheckConstraint(name="deal_outcome_known", condition=Q(outcome__in=["open", "won", "lost"])),
        ]
        indexes = [
            models.Index(fields=["owner", "outcome", "decided_on"], name="deal_by_owner"),
            models.Index(fields=["owner", "created_on"], name="deal_by_owner_created"),
            models.Index(fields=["owner", "close_on"], name="deal_by_owner_close"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The deal's own page in the CRM, or nothing when the source has no address pattern."""
        return self.source.url_of(self.external_id)


class DealChangeQuerySet(Scoped["DealChange"]):
    def seen_by(self, me: Person) -> Q:
        """The changes of the deals one may see."""
        return Q(deal__in=Deal.objects.known_to(me))


class DealChange(models.Model):
    """One field of one deal changed, at some instant after `seen_after` (null: exactly at `seen_by`) up to `seen_by`.

    Values are text as in the source of truth: ISO dates, minor units, stage names, owner keys.
    """

    class Field(models.IntegerChoices):
        STAGE = 1, "Stage"
        AMOUNT = 2, "Amount"
        CLOSE = 3, "Close date"
        OWNER = 4, "Owner"
        NEXT_STEP = 5, "Next step"

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="changes", db_index=False)
    field = models.PositiveSmallIntegerField(choices=Field)
    old = models.CharField(max_length=240, blank=True)
    new = models.CharField(max_length=240, blank=True)
    seen_after = models.DateTimeField(null=True)
    seen_by = models.DateTimeField()
    batch = models.ForeignKey(Import, models.CASCADE, null=True, related_name="changes", db_index=False)

    objects = DealChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["deal", "field", "seen_by"], name="change_by_deal")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} from {self.old} to {self.new}"


class Activity(models.Model):
    """A task, call, meeting or e-mail as the CRM recorded it; one whose deal is unknown is kept and counted."""

    class Kind(models.TextChoices):
        TASK = "task", "Task"
        CALL = "call", "Call"
        MEETING = "meeting", "Meeting"
        EMAIL = "email", "E-mail"

    source = models.ForeignKey(Source, models.CASCADE, related_name="activities", db_index=False)
    external_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    subject = models.CharField(max_length=240, blank=True)
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, related_name="activities", db_index=False)
    deal_key = models.CharField(max_length=120, blank=True)
    owner_in_source = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="activities", db_index=False)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="activities", db_index=False)
    on = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    done = models.BooleanField(default=False)
    first_import = models.ForeignKey(
        Import, models.PROTECT, null=True, related_name="activities_first_seen", db_index=False
    )

    class Meta:
        verbose_name_plural = "activities"
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="activity_once_per_source")]
        indexes = [
            models.Index(fields=["owner", "on"], name="activity_by_owner"),
            models.Index(fields=["deal", "on"], name="activity_by_deal"),
        ]

    def __str__(self) -> str:
        return self.subject or self.get_kind_display()
