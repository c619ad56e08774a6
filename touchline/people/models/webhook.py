"""Addresses in Slack and Teams at which somebody is told of what is coming up, and what is posted there."""

from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from touchline.people.models.acting import Scoped
from touchline.people.models.person import Person
from touchline.people.sealing import seal, unseal


class WebhookQuerySet(Scoped["Webhook"]):
    def seen_by(self, me: Person) -> Q:
        """A webhook is for whoever added it alone."""
        return Q(person=me)

    def working(self) -> Self:
        """Those that are not paused, of people who are here and can sign in."""
        return self.filter(paused_at=None, person__left_on=None, person__user__is_active=True)

    def with_something_to_post(self, at: datetime) -> Self:
        waiting = Notice.objects.waiting(at).values("webhook")
        return self.working().filter(pk__in=waiting, next_at__lte=at)


class Webhook(models.Model):
    """An address that posts into a channel of Slack or Teams. It is a secret and kept sealed; `host` is shown."""

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Teams"

    MOST = 5
    PAUSED_AFTER = 5
    BETWEEN = timedelta(seconds=1)
    WAITS, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)

    person = models.ForeignKey(Person, models.CASCADE, related_name="webhooks")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SLACK)
    sealed_address = models.TextField()
    host = models.CharField(max_length=255)
    events = models.JSONField(default=list)
    added_at = models.DateTimeField()
    next_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person}"

    @property
    def address(self) -> str:
        return unseal(self.sealed_address)

    def must_still_wait(self, at: datetime) -> bool:
        """Did the other side ask for patience, or was something posted within this second?"""
        return not self.failures and at < self.next_at

    @classmethod
    @transaction.atomic
    def add(cls, person: Person, *, kind: str, address: str, events: list[str], at: datetime) -> "Webhook":
        """Post to `address` from now on, whenever one of `events` happens."""
        Person.objects.select_for_update().get(pk=person.pk)
        if person.webhooks.count() >= cls.MOST:
            raise ValidationError(f"{cls.MOST} addresses are the most. Remove one first.")
        host = urlsplit(address).hostname or ""
        return cls.objects.create(
            person=person,
            kind=kind,
            sealed_address=seal(address),
            host=host,
            events=sorted(events),
            added_at=at,
            next_at=at,
        )

    def choose(self, events: list[str]) -> None:
        """Say anew what is posted there."""
        self.events = sorted(events)
        self.save(update_fields=["events"])

    def was_posted(self, *, at: datetime) -> None:
        """It works: whatever went wrong before is forgotten."""
        self.posted_at, self.next_at, self.problem, self.failures, self.paused_at = at, at + self.BETWEEN, "", 0, None
        self._save_state()

    def must_wait(self, wait: timedelta, *, at: datetime) -> None:
        """The other side asks for patience, which is no failure."""
        self.next_at = at + min(max(wait, self.BETWEEN), self.LONGEST_WAIT)
        self.problem = f"{self.host} asks to wait until {self.next_at:%H:%M} UTC."
        self._save_state()

    def could_not_post(self, why: str, *, at: datetime, is_gone: bool = False) -> None:
        """Keep the sentence and try later and later; after five times, or where nobody is there any more, pause."""
        self.problem, self.failures = why[:300], self.failures + 1
        self.next_at = at + min(self.WAITS * 2**self.failures, self.LONGEST_WAIT)
        if is_gone or self.failures >= self.PAUSED_AFTER:
            self.paused_at = at
        self._save_state()

    def resume(self, *, at: datetime) -> None:
        """Try again from now on; what was to be posted during the pause is not caught up on."""
        self.notices.filter(posted_at=None).delete()
        self.paused_at, self.failures, self.problem, self.next_at = None, 0, "", at
        self._save_state()

    def remove(self) -> None:
        """Stop posting there and forget the address."""
        self.delete()

    def _save_state(self) -> None:
        self.save(update_fields=["posted_at", "next_at", "problem", "failures", "paused_at"])


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, at: datetime) -> Self:
        """What is still to be posted and not yet stale."""
        return self.filter(posted_at=None, lined_up_at__gt=at - Notice.STALE_AFTER)


class Notice(models.Model):
    """One line for one webhook about one thing, posted once. It holds names and a time, never what is talked about."""

    STALE_AFTER = timedelta(days=1)
    KEPT_FOR = timedelta(days=60)

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=8)
    about = models.CharField(max_length=40)
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=300)
    lined_up_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event", "about"], name="notice_once")]
        indexes = [models.Index(fields=["lined_up_at"], name="notice_waiting", condition=Q(posted_at=None))]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def line_up(cls, notices: list["Notice"]) -> None:
        """Store what is to be posted; what was lined up before stays as it is."""
        cls.objects.bulk_create(notices, ignore_conflicts=True)

    @classmethod
    def forget(cls, *, at: datetime) -> None:
        """Drop what was lined up long ago."""
        cls.objects.filter(lined_up_at__lt=at - cls.KEPT_FOR).delete()
