from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb
from touchline.skills.models.focus import Focus
from touchline.timeline.models import record


def _of_a_focus(me: Person) -> Q:
    """What belongs to a focus is for whoever may see the focus."""
    return Q(focus__in=Focus.objects.known_to(me))


class PracticeQuerySet(Scoped["Practice"]):
    def seen_by(self, me: Person) -> Q:
        return _of_a_focus(me)


class SkipQuerySet(Scoped["Skip"]):
    def seen_by(self, me: Person) -> Q:
        return _of_a_focus(me)


class Practice(models.Model):
    """One retry or role-play of a focus, on a day; the rep writes it down, or the leader who took part."""

    class Kind(models.TextChoices):
        RETRY = "retry", "Tried it in the field"
        ROLE_PLAY = "role_play", "Role-play"
        PEER = "peer", "With a peer"

    focus = models.ForeignKey(Focus, models.CASCADE, related_name="practices")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(null=True, unique=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "practices"
        indexes = [models.Index(fields=["focus", "on"], name="practice_by_focus")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on:%-d %b %Y}"

    @classmethod
    def can_note(cls, by: Person, focus: Focus) -> bool:
        """The rep, or the leader who took part."""
        return focus.can_practise(by)

    def can_withdraw(self, by: Person) -> bool:
        """Whoever wrote it down."""
        return by.pk == self.by_id

    @classmethod
    @verb("note", once=True)
    def note(
        cls,
        focus: Focus,
        *,
        kind: str,
        on: date,
        by: Person,
        at: datetime,
        minutes: int = 0,
        said: str = "",
        key: UUID | None = None,
    ) -> "Practice":
        """Write down that the focus was practised; the same key twice makes one."""
        today = focus.person.workspace.today(at)
        if on > today:
            raise ValidationError(f"The day must be {today:%-d %B %Y} or earlier.")
        if on < focus.starts_on:
            raise ValidationError(f"The focus began on {focus.starts_on:%-d %B %Y}. Choose that day or a later one.")
        if not focus.is_active:
            raise ValidationError("This focus is closed. Choose it again to go on with it.")
        practice = cls.objects.create(focus=focus, kind=kind, on=on, minutes=minutes, said=said, by=by, at=at, key=key)
        practice._record("noted", "Practised", by=by, at=at)
        return practice

    @verb("withdraw")
    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Take it back."""
        self._record("withdrawn", "Practice taken back", by=by, at=at)
        self.delete()

    def _record(self, verb: str, label: str, *, by: Person, at: datetime) -> None:
        about = self.focus.person
        record(
            f"practice.{verb}",
            by=by,
            about=about,
            label=f"{label}: {self.focus.skill.name}",
            at=at,
            focus=self.focus_id,
        )


class Skip(models.Model):
    """A prompt to practise that was passed over: the one of so many days after the start."""

    focus = models.ForeignKey(Focus, models.CASCADE, related_name="skips")
    day = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = SkipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["focus", "day"], name="skip_once")]

    def __str__(self) -> str:
        return f"Day {self.day} of {self.focus}"

    @classmethod
    @transaction.atomic
    def pass_over(cls, focus: Focus, day: int, *, at: datetime) -> "Skip":
        """Passing over twice changes nothing."""
        return cls.objects.get_or_create(focus=focus, day=day, defaults={"at": at})[0]

    @transaction.atomic
    def take_back(self) -> None:
        self.delete()


class PairingQuerySet(Scoped["Pairing"]):
    def seen_by(self, me: Person) -> Q:
        """The two of it and the leader who paired them; what they write is another table's."""
        return Q(one=me) | Q(other=me) | Q(leader=me)

    def of_week(self, monday: date) -> Self:
        return self.filter(week_on=monday)


class Pairing(models.Model):
    """Two peers of a team who talk in one week: one question, one answer, one try each."""

    leader = models.ForeignKey(Person, models.CASCADE, related_name="pairings_made")
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    week_on = models.DateField()
    made_at = models.DateTimeField()

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="pairing_of_two", condition=~Q(one=F("other"))),
            models.UniqueConstraint(fields=["one", "week_on"], name="pairing_once_a_week"),
            models.UniqueConstraint(fields=["other", "week_on"], name="pairing_once_a_week_other"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}, week of {self.week_on:%-d %b %Y}"

    @classmethod
    def can_pair(cls, by: Person, leader: Person) -> bool:
        """A leader pairs the own team."""
        return by == leader

    @classmethod
    @verb("pair")
    def pair_up(
        cls, leader: Person, people: Sequence[Person], *, week_on: date, turn: int, by: Person, at: datetime
    ) -> "list[Pairing]":
        """Pair the reps of a team for a week, each with another one each `turn`; with an odd number one pauses.

        Pairing the same week again makes it anew, unless somebody has written already. Who is in another leader's
        pair that week stays there.
        """
        cls._unwritten(leader, week_on).delete()
        elsewhere = cls.objects.of_week(week_on).filter(Q(one__in=people) | Q(other__in=people))
        taken = {pk for pair in elsewhere.values_list("one", "other") for pk in pair}
        free = [person for person in people if person.pk not in taken]
        pairs = [cls(leader=leader, one=a, other=b, week_on=week_on, made_at=at) for a, b in round_robin(free, turn)]
        if not pairs:
            raise ValidationError("A pair takes two reps who report to you and are in no pair this week.")
        cls.objects.bulk_create(pairs)
        record("pairing.made", by=by, about=leader, label="Pairs of the week made", at=at, pairs=len(pairs))
        return pairs

    @classmethod
    @verb("pair")
    def part(cls, leader: Person, *, week_on: date, by: Person, at: datetime) -> None:
        """Take the pairs of a week back, as long as nobody has written."""
        parted, _ = cls._unwritten(leader, week_on).delete()
        record("pairing.taken_back", by=by, about=leader, label="Pairs of the week taken back", at=at, pairs=parted)

    @classmethod
    def _unwritten(cls, leader: Person, week_on: date) -> PairingQuerySet:
        """The pairs a leader made for a week; refused once one of them has begun."""
        there = cls.objects.filter(leader=leader, week_on=week_on)
        if there.filter(worksheets__isnull=False).exists():
            raise ValidationError("The pairs of this week have begun to write. Pair again next week.")
        return there

    def can_write(self, by: Person) -> bool:
        return by.pk in (self.one_id, self.other_id)

    def partner_of(self, person: Person) -> Person:
        return self.other if person.pk == self.one_id else self.one


def round_robin(people: Sequence[Person], turn: int) -> list[tuple[Person, Person]]:
    """Everybody once with everybody else over the turns, as in a tournament; one without a partner pauses."""
    seats = [*people, None] if len(people) % 2 else [*people]
    if len(seats) < 2:
        return []
    turn %= len(seats) - 1
    fixed, ring = seats[0], seats[1:]
    ring = ring[turn:] + ring[:turn]
    order = [fixed, *ring]
    half = len(order) // 2
    pairs = zip(order[:half], reversed(order[half:]), strict=True)
    return [(a, b) for a, b in pairs if a is not None and b is not None]


class WorksheetQuerySet(Scoped["Worksheet"]):
    def seen_by(self, me: Person) -> Q:
        """What two peers write is for the two of them; their leader only sees that they wrote."""
        return Q(pairing__one=me) | Q(pairing__other=me)


class Worksheet(models.Model):
    """One side of a pair: the question asked, the answer heard, what will be tried."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="worksheets")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    question = models.CharField(max_length=240)
    answer = models.CharField(max_length=400, blank=True)
    next_try = models.CharField(max_length=240, blank=True)
    written_at = models.DateTimeField()

    objects = WorksheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "author"], name="worksheet_once_per_author")]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def can_write(cls, by: Person, pairing: Pairing) -> bool:
        """This worksheet is for the two of the pair."""
        return pairing.can_write(by)

    @classmethod
    @verb("write")
    def write(
        cls, pairing: Pairing, *, by: Person, question: str, answer: str, next_try: str, at: datetime
    ) -> "Worksheet":
        """Store one's own side; writing again replaces it."""
        if not pairing.week_on <= by.workspace.today(at) < pairing.week_on + timedelta(weeks=1):
            raise ValidationError(f"The week of {pairing.week_on:%-d %B} is not this week, so what stands there stays.")
        words = {"question": question, "answer": answer, "next_try": next_try, "written_at": at}
        sheet, new = cls.objects.update_or_create(pairing=pairing, author=by, defaults=words)
        if new:
            record("worksheet.written", by=by, about=by, label="Pair of the week", at=at, pairing=pairing.pk)
        return sheet
