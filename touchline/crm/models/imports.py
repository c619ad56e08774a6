from django.db import models
from django.db.models import Q

from touchline.crm.models.source import Source
from touchline.people.models import Person
from touchline.people.models.acting import NOTHING, Scoped


class Mapping(models.Model):
    """How the columns of one kind of file become facts: guessed once, corrected once, remembered by its headers."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="mappings")
    headers_hash = models.CharField(max_length=64)
    holds = models.CharField(max_length=16)
    columns = models.JSONField(default=dict)
    formats = models.JSONField(default=dict)
    corrected_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    remembered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "headers_hash"], name="mapping_once_per_headers")]

    def __str__(self) -> str:
        return f"{self.holds} of {self.source}"


class ImportQuerySet(Scoped["Import"]):
    def seen_by(self, me: Person) -> Q:
        """All imports of the workspace for administrators, their own for leaders."""
        here = Q(source__workspace=me.workspace_id)
        return here if me.is_administrator else here & Q(by=me) if me.is_leader else NOTHING


class Import(models.Model):
    """One export brought in: read, previewed, applied, perhaps undone."""

    class State(models.TextChoices):
        READING = "reading", "Reading"
        NEEDS_ANSWER = "needs_answer", "Needs an answer"
        PREVIEWED = "previewed", "Ready to apply"
        APPLYING = "applying", "Applying"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Refused"
        DISCARDED = "discarded", "Discarded"
        UNDONE = "undone", "Undone"

    source = models.ForeignKey(Source, models.CASCADE, related_name="imports")
    state = models.CharField(max_length=16, choices=State, default=State.READING)
    as_of = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=80, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    # Seats and roles a leader's file speaks of: they wait here until an administrator confirms them.
    proposals = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "-applied_at"], name="import_by_time")]

    def __str__(self) -> str:
        return f"Import {self.pk} of {self.source}"

    @property
    def is_waiting(self) -> bool:
        """Is it neither applied nor given up?"""
        return self.state in {self.State.READING, self.State.NEEDS_ANSWER, self.State.PREVIEWED, self.State.APPLYING}

    @property
    def is_moving(self) -> bool:
        """Is the worker reading or writing it, or about to?"""
        about_to = self.state == self.State.PREVIEWED and bool(self.step)
        return about_to or self.state in {self.State.READING, self.State.APPLYING}

    def can_confirm(self, by: Person) -> bool:
        """Seats and roles out of a file are given by administrators."""
        return by.administers(self.source.workspace_id)

    def can_change(self, by: Person) -> bool:
        """Administrators work on every import, leaders on their own."""
        return self.can_confirm(by) or (by.is_leader and by.pk == self.by_id)

    def can_undo(self, by: Person) -> bool:
        """Once it gave somebody a seat or a role, only an administrator takes them back."""
        return self.can_confirm(by) or (self.can_change(by) and not self.counts.get("given"))

    @property
    def can_be_undone(self) -> bool:
        """Only the newest applied import of a source can be undone; earlier ones lie under it."""
        applied = self.source.imports.filter(state=self.State.APPLIED)
        return self.state == self.State.APPLIED and not applied.filter(applied_at__gt=self.applied_at).exists()

    @property
    def summary(self) -> str:
        """Say what the import changes: “4,832 close dates moved, 0 stages changed, 1 new deal, 3 rows set aside”."""
        fields = self.counts.get("fields", {})
        new = self.counts.get("deals", {}).get("new", 0)
        aside = self.counts.get("set_aside", 0)
        return ", ".join(
            [
                _count(fields.get("close", 0), "close date moved", "close dates moved"),
                _count(fields.get("stage", 0), "stage changed", "stages changed"),
                _count(new, "new deal", "new deals"),
                _count(aside, "row set aside", "rows set aside"),
            ]
        )


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


class ImportFile(models.Model):
    """One file of an import, with what it was taken to hold."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=240)
    path = models.CharField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    holds = models.CharField(max_length=16, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="import_file_by_hash")]

    def __str__(self) -> str:
        return self.name


class SetAside(models.Model):
    """A row that could not be used: its line, why, and the row itself, to mend and bring in again."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="set_aside_rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="set_aside_rows")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    row = models.JSONField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "line"], name="set_aside_by_line")]
        constraints = [models.CheckConstraint(name="set_aside_line_counts_from_one", condition=Q(line__gte=1))]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class Before(models.Model):
    """A row as it was before an import changed it, so that undo restores it exactly; null: it was not there."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="before")
    model = models.CharField(max_length=40)
    row = models.BigIntegerField()
    was = models.JSONField(null=True)

    class Meta:
        verbose_name_plural = "befores"
        constraints = [models.UniqueConstraint(fields=["batch", "model", "row"], name="before_once_per_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.row} before import {self.batch_id}"
