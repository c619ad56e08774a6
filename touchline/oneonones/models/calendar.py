"""A person's own calendar and ours: the secret address others read, the calendars we read, the mail that went out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import F, Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.people.sealing import seal, unseal
from touchline.timeline.models import record


class Feed(models.Model):
    """The secret address at which a person's calendar reads their one-on-ones; only its hash is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"Feed of {self.person}"

    @classmethod
    @transaction.atomic
    def make(cls, person: Person, *, at: datetime) -> str:
        """Make the address anew and return its secret, which is kept nowhere; the one before ends with that."""
        token = secrets.token_urlsafe(32)
        made = {"token_hash": hash_of(token), "made_at": at}
        cls.objects.update_or_create(person=person, defaults=made)
        record("feed.made", by=person, about=person, label="Calendar address made", at=at, private_to=person)
        return token

    @classmethod
    def opened_by(cls, token: str) -> "Feed | None":
        """The feed a secret opens, while whoever made it is here and can sign in."""
        here = cls.objects.filter(person__left_on=None, person__user__is_active=True)
        return here.filter(token_hash=hash_of(token)).select_related("person__workspace", "person__user").first()

    def can_withdraw(self, by: Person) -> bool:
        return by.pk == self.person_id

    @verb("withdraw")
    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Make the address worthless."""
        record("feed.withdrawn", by=by, about=self.person, label="Calendar address withdrawn", at=at, private_to=by)
        self.delete()


class ConnectedCalendarQuerySet(Scoped["ConnectedCalendar"]):
    def seen_by(self, me: Person) -> Q:
        """A connected calendar is for whoever connected it alone."""
        return Q(person=me)

    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def due(self, at: datetime) -> Self:
        """Those to be read now; a file is read once, when it comes, and nothing for somebody who has left."""
        return self.standing().filter(next_at__lte=at, person__left_on=None)


class ConnectedCalendar(models.Model):
    """A calendar a person lets Touchline read. Address and password are secrets and kept sealed."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        ADDRESS = "address", "Address"
        CALDAV = "caldav", "CalDAV"

    READ_EVERY = timedelta(hours=1)
    LONGEST_WAIT = timedelta(hours=24)

    person = models.ForeignKey(Person, models.CASCADE, related_name="connected_calendars")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=120)
    sealed_address = models.TextField(blank=True)
    login = models.CharField(max_length=200, blank=True)
    sealed_password = models.TextField(blank=True)
    takes_leave = models.BooleanField(default=False)
    connected_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = ConnectedCalendarQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="calendar_by_turn", condition=Q(ended_at=None))]

    def __str__(self):
        return f"{self.name} of {self.person}"

    @property
    def address(self) -> str:
        return unseal(self.sealed_address) if self.sealed_address else ""

    @property
    def password(self) -> str:
        return unseal(self.sealed_password) if self.sealed_password else ""

    @classmethod
    @transaction.atomic
    def connect(
        cls,
        person: Person,
        *,
        kind: str,
        at: datetime,
        address: str = "",
        name: str = "",
        login: str = "",
        password: str = "",
        takes_leave: bool = False,
    ) -> Self:
        """Let a calendar be read from now on. `name` is what the person calls it; its host where it has an address."""
        calendar = cls.objects.create(
            person=person,
            kind=kind,
            name=(name or urlsplit(address).hostname or "A calendar")[:120],
            sealed_address=seal(address) if address else "",
            login=login,
            sealed_password=seal(password) if password else "",
            takes_leave=takes_leave,
            connected_at=at,
            next_at=None if kind == cls.Kind.FILE else at,
        )
        calendar._record("connected", "Calendar connected", at=at)
        return calendar

    @transaction.atomic
    def disconnect(self, *, at: datetime) -> None:
        """Stop reading it and forget how; what came of it stays."""
        self.ended_at, self.sealed_address, self.login, self.sealed_password = at, "", "", ""
        self.save(update_fields=["ended_at", "sealed_address", "login", "sealed_password"])
        self.entries.all().delete()
        self.take_upload()
        self._record("disconnected", "Calendar disconnected", at=at)

    def keep_upload(self, upload: UploadedFile) -> None:
        """Put a file where it waits for the worker."""
        self._upload.parent.mkdir(parents=True, exist_ok=True)
        with self._upload.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)

    def take_upload(self) -> bytes | None:
        """Give back the file that waits, once: it holds more than we keep, so it goes."""
        if not self._upload.exists():
            return None
        text = self._upload.read_bytes()
        self._upload.unlink()
        return text

    @property
    def _upload(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "calendars" / f"{self.pk}.ics"

    def lined_up(self, *, at: datetime) -> None:
        """The worker was asked to read it, so it is not its turn again for a while."""
        self._wait(at, self.READ_EVERY)

    def was_read(self, *, at: datetime) -> None:
        self.read_at, self.problem, self.failures = at, "", 0
        self._wait(at, self.READ_EVERY)

    def could_not_be_read(self, why: str, *, at: datetime) -> None:
        """Keep the sentence for its row, and try again later and later, at least once a day."""
        self.problem, self.failures = why[:300], min(self.failures + 1, 10)
        self._wait(at, min(self.READ_EVERY * 2**self.failures, self.LONGEST_WAIT))

    def _wait(self, at: datetime, wait: timedelta) -> None:
        if self.kind != self.Kind.FILE:
            self.next_at = at + wait
        self.save(update_fields=["read_at", "problem", "failures", "next_at"])

    def _record(self, verb: str, label: str, *, at: datetime) -> None:
        record(f"calendar.{verb}", by=self.person, about=self.person, label=label, at=at, private_to=self.person)


class CalendarEntryQuerySet(Scoped["CalendarEntry"]):
    def seen_by(self, me: Person) -> Q:
        """Whoever says how a one-on-one ended sees what a calendar says about it: the leader in it."""
        return Q(one_on_one__in=OneOnOne.objects.known_to(me), one_on_one__leader=me)

    def asking(self) -> Self:
        """Those that wait for an answer about a one-on-one whose end nobody has told."""
        return self.filter(~Q(asks=""), answered_at=None, one_on_one__outcome="")


class CalendarEntry(models.Model):
    """What a connected calendar says about one of our one-on-ones: when, and whether it asks something of the leader.

    Other entries of that calendar are not kept, and no titles.
    """

    class Asks(models.TextChoices):
        NOTHING = "", "Nothing"
        CANCELLED = "cancelled", "Is it cancelled?"
        MOVED = "moved", "Is it at another time?"

    ANSWERED = {"missed": "Missed", "excused": "Excused", "moved": "Moved", "stands": "It stands"}
    WHY = "Cancelled in the calendar"

    calendar = models.ForeignKey(ConnectedCalendar, models.CASCADE, related_name="entries")
    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="calendar_entries")
    uid = models.CharField(max_length=255)
    slot = models.CharField(max_length=32, blank=True)
    starts_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    asks = models.CharField(max_length=9, choices=Asks, default=Asks.NOTHING, blank=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid", "slot"], name="calendar_entry_once_per_instance")
        ]

    def __str__(self):
        return f"{self.calendar}: {self.one_on_one}"

    def ask(self, what: str, *, at: datetime) -> None:
        """Put a question to the leader; the same one is not put twice."""
        if self.asks == what:
            return
        self.asks, self.asked_at, self.answered_at, self.answered_by = what, at, None, None
        self.save()

    def can_answer(self, by: Person) -> bool:
        """The leader in it says what became of a one-on-one."""
        return self.one_on_one.can_lead(by)

    @verb("answer")
    def answer(self, answer: str, *, by: Person, at: datetime) -> None:
        """The leader says what became of it: missed, excused, moved to where the calendar has it, or it stands."""
        answers = {
            "missed": lambda: self.one_on_one.miss(by=by, at=at, why=self.WHY),
            "excused": lambda: self.one_on_one.excuse(by=by, at=at, why=self.WHY),
            "moved": lambda: self.one_on_one.move(self.starts_at, by=by, at=at, why="Moved in the calendar"),
            "stands": lambda: None,
        }
        if answer not in answers:
            raise ValidationError("Say that it was missed, moved or excused, or that it stands.")
        answers[answer]()
        self.answered_at, self.answered_by = at, by
        self.save(update_fields=["answered_at", "answered_by"])


class Mailing(models.Model):
    """The invitation that was last mailed about one one-on-one, so that the next one goes out exactly when due.

    A one-on-one's own row is the outbox: it changes in the transaction of its verb, and what has not been mailed yet is
    what differs from here.
    """

    TRIES_AGAIN_AFTER = timedelta(hours=1)

    uid = models.UUIDField(unique=True)
    is_cancelled = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)
    of_sequence = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mailing_tried_before_sent", condition=Q(sent_at=None) | Q(sent_at__gte=F("tried_at"))
            )
        ]

    def __str__(self):
        return f"{'Cancellation' if self.is_cancelled else 'Invitation'} {self.uid}"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
