from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models

from touchline.people.models.acting import verb
from touchline.people.models.holidays import real_holidays
from touchline.people.recorded import changes_since, record

if TYPE_CHECKING:
    from touchline.people.models.person import Person


def real_zone(name: str) -> None:
    """Refuse a time zone that does not exist."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(f"“{name}” is not a time zone. Write one like Europe/Berlin.") from error


class Workspace(models.Model):
    """One company and how it counts: its currency, its year, its week."""

    class Counting(models.TextChoices):
        ALL = "all", "All won deals"
        NEW = "new", "New business only"

    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="USD")
    fiscal_year_starts = models.PositiveSmallIntegerField(default=1)
    week_starts = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=64, default="UTC", validators=[real_zone])
    holidays = models.CharField(max_length=10, blank=True, validators=[real_holidays])
    counts = models.CharField(max_length=3, choices=Counting, default=Counting.ALL)
    second_factor_required = models.BooleanField(default=False)
    sends_invitations = models.BooleanField(default=False)
    demo_anchor = models.DateField(null=True)
    # When the newest applied CRM export was taken; crm writes it, so that every page can say how old its facts are.
    facts_as_of = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    ASKED_OF_QUERIES = ("counts", "currency")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="workspace_fiscal_year_starts_in_a_month", condition=models.Q(fiscal_year_starts__range=(1, 12))
            ),
            models.CheckConstraint(
                name="workspace_week_starts_on_a_day", condition=models.Q(week_starts__range=(0, 6))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def can_change(self, by: "Person") -> bool:
        """The settings of a company are its administrators'."""
        return by.administers(self.pk)

    @verb("change")
    def keep(self, was: dict[str, Any], *, by: "Person", at: datetime) -> None:
        """Save the settings as they are set now; `was` are the changed ones as they were."""
        self.save()
        if was:
            label = f"Settings changed: {changes_since(self, was)}"
            record("workspace.changed", by=by, about=None, workspace=self, label=label, at=at)

    @property
    def is_demo(self) -> bool:
        return self.demo_anchor is not None

    def today(self, now: datetime) -> date:
        """Return the calendar day of the instant `now` where the company is."""
        return now.astimezone(ZoneInfo(self.zone)).date()
