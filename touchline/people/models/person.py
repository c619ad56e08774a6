from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from touchline.people.models.acting import Scoped, verb
from touchline.people.models.holidays import holiday_on, real_holidays
from touchline.people.models.user import User
from touchline.people.models.workspace import Workspace, real_zone
from touchline.people.recorded import changes_since, record

if TYPE_CHECKING:
    from touchline.people.models.seat import Seat, Team


class PersonQuerySet(Scoped["Person"]):
    def seen_by(self, me: "Person") -> Q:
        """Oneself and everyone who reports to one, through however many leaders."""
        below = Q(pk__in=me.lines_below.values("below"))
        return Q(Q(pk=me.pk) | below, workspace=me.workspace_id)

    def administered_by(self, user: User) -> Self:
        """Everyone in the workspace, for those who look after people and sources."""
        me = getattr(user, "person", None)
        if me is None or not me.is_administrator:
            return self.none()
        return self.filter(workspace=me.workspace_id)

    def reporting_to(self, leader: "Person") -> Self:
        """Those whose current seat is with `leader`."""
        return self.filter(seats__leader=leader, seats__to_on=None)

    def matching(self, q: str) -> Self:
        """Those whose name or e-mail address has `q` in it."""
        return self.filter(Q(name__icontains=q) | Q(email__icontains=q)) if q else self

    def leading(self) -> Self:
        """Those who hold the leader's role now."""
        return self.filter(roles__kind=Role.Kind.LEADER, roles__to_on=None)

    def here(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on=None)


class Person(models.Model):
    """A human in the company, with or without a login."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="people")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=64, blank=True, validators=[real_zone])
    holidays = models.CharField(max_length=10, blank=True, validators=[real_holidays])
    started_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    theme = models.CharField(
        max_length=6, default="system", choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")]
    )
    single_keys = models.BooleanField(default=True)

    objects = PersonQuerySet.as_manager()
    _kinds: frozenset[str] | None = None
    ASKED_OF_QUERIES = ("_kinds",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "workspace", name="person_email_once_per_workspace", condition=~Q(email="")
            ),
            models.CheckConstraint(
                name="person_leaves_after_starting",
                condition=Q(left_on=None) | Q(started_on=None) | Q(left_on__gte=F("started_on")),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def kinds(self) -> frozenset[str]:
        """The roles held now; one query, unless they were prefetched or remembered."""
        if self._kinds is None:
            return frozenset(role.kind for role in self.roles.all() if role.to_on is None)
        return self._kinds

    def remember_kinds(self, kinds: Iterable[str]) -> None:
        """Spare the query for roles that were just read; granting or revoking one forgets them again."""
        self._kinds = frozenset(kinds)

    @property
    def is_administrator(self) -> bool:
        return Role.Kind.ADMINISTRATOR in self.kinds

    @property
    def is_leader(self) -> bool:
        return Role.Kind.LEADER in self.kinds

    @property
    def is_executive(self) -> bool:
        return Role.Kind.EXECUTIVE in self.kinds

    @property
    def needs_second_factor(self) -> bool:
        """Asked of those who see other people's work, once the workspace says so."""
        return self.workspace.second_factor_required and (self.is_leader or self.is_administrator)

    def administers(self, workspace_id: int) -> bool:
        """Does this person look after the people, sources and settings of that company?"""
        return self.workspace_id == workspace_id and self.is_administrator

    @classmethod
    def can_join(cls, by: "Person", workspace: Workspace) -> bool:
        return by.administers(workspace.pk)

    def can_administer(self, by: "Person") -> bool:
        """Who is here, sits with whom and holds which role is for administrators to say."""
        return by.administers(self.workspace_id)

    def leads(self, person: "Person") -> bool:
        """Is this person's current seat with me?"""
        return person.seats.filter(leader=self, to_on=None).exists()

    def own_team(self) -> PersonQuerySet:
        """Oneself and everyone below."""
        return Person.objects.filter(Q(pk=self.pk) | Q(pk__in=self.lines_below.values("below")))

    @property
    def state(self) -> str:
        """Where somebody stands with us: has a login, has a link to make one, neither, or has left."""
        if self.left_on:
            return "left"
        return "joined" if self.user_id else "not_invited"

    @classmethod
    @verb("join")
    def join(
        cls,
        workspace: Workspace,
        *,
        name: str,
        email: str = "",
        title: str = "",
        started_on: date | None = None,
        kinds: Iterable[str] = (),
        leader: "Person | None" = None,
        by: "Person | None",
        on: date | None,
        at: datetime | None = None,
    ) -> "Person":
        """Add somebody to the company with their roles and, where there is one, their leader."""
        person = cls.objects.create(
            workspace=workspace, name=name, email=email.lower(), title=title, started_on=started_on
        )
        record("person.joined", by=by, about=person, label=f"{name} was added", at=at)
        for kind in kinds:
            person.grant(kind, by=by, on=on, at=at)
        if leader:
            person.move(to=leader, by=by, on=on, at=at)
        return person

    @verb("administer")
    def correct(self, was: dict[str, Any], *, by: "Person | None", at: datetime) -> None:
        """Save what somebody else corrected about this person; `was` are the corrected fields as they were."""
        self.save(update_fields=list(was))
        if was:
            label = f"{self.name} was corrected: {changes_since(self, was)}"
            record("person.corrected", by=by, about=self, label=label, at=at)

    @verb("administer")
    def grant(self, kind: str, *, by: "Person | None", on: date | None, at: datetime | None = None) -> "Role":
        """Give a role from `on`; giving it twice changes nothing."""
        self._kinds = None
        role, is_new = self.roles.get_or_create(kind=kind, to_on=None, defaults={"from_on": on, "by": by})
        if is_new:
            label = f"{self.name} is {role.get_kind_display().lower()}{_since(on)}"
            record("role.given", by=by, about=self, label=label, at=at, role=role.pk)
        return role

    @verb("administer")
    def revoke(self, kind: str, *, by: "Person | None", on: date | None, at: datetime | None = None) -> None:
        """End a role; the row stays as history."""
        last_keys = Role.objects.filter(person__workspace=self.workspace, kind=kind, to_on=None).exclude(person=self)
        if kind == Role.Kind.ADMINISTRATOR and self.is_administrator and not last_keys.exists():
            raise ValidationError(f"{self.name} is the only administrator. Make somebody else one first.")
        if kind == Role.Kind.LEADER:
            self._refuse_while_leading()
        self._kinds = None
        if self.roles.filter(kind=kind, to_on=None).update(to_on=on, ended_by=by):
            label = f"{self.name} is no longer {Role.Kind(kind).label.lower()}{_since(on)}"
            record("role.ended", by=by, about=self, label=label, at=at)

    @verb("administer")
    def move(
        self,
        *,
        to: "Person | None",
        by: "Person | None",
        on: date | None,
        team: "Team | None" = None,
        at: datetime | None = None,
        redraw: bool = True,
    ) -> "Seat":
        """Seat this person with the leader `to` from the day `on`, ending the seat held before.

        Who moves many at once passes `redraw=False` and redraws the reporting lines when all have moved.
        """
        from touchline.people.models.seat import ReportingLine, Seat, closes_a_circle

        if to is not None and closes_a_circle(self.pk, to.pk, Seat.objects.leaders(self.workspace)):
            raise ValidationError(f"{to.name} already reports to {self.name}, so it cannot be the other way round too.")
        current = self.seats.filter(to_on=None).first()
        if current and on is not None and current.from_on and on < current.from_on:
            raise ValidationError(f"{self.name} moved on {current.from_on:%-d %B %Y}; choose a later day.")
        if current:
            current.end(by=by, on=on)
        seat = Seat.objects.create(person=self, leader=to, team=team, from_on=on, by=by)
        if redraw:
            ReportingLine.redraw(self.workspace)
        label = f"{self.name} reports to {to.name if to else 'nobody'}{_since(on)}"
        record("seat.given", by=by, about=self, label=label, at=at, seat=seat.pk)
        return seat

    @verb("administer")
    def move_back(self, seat: "Seat", *, by: "Person | None" = None, at: datetime | None = None) -> None:
        """Take a move back: the seat goes, the one it ended is open again."""
        from touchline.people.models.seat import ReportingLine

        if seat.to_on is not None:
            raise ValidationError(f"{self.name} has moved again since, so this move stays.")
        seat.delete()
        before = self.seats.filter(to_on=seat.from_on).order_by("-pk").first() if seat.from_on else None
        if before:
            before.reopen()
        ReportingLine.redraw(self.workspace)
        label = f"{self.name} reports to {before.leader if before and before.leader else 'nobody'} again"
        record("seat.taken_back", by=by, about=self, label=label, at=at)

    @verb("administer")
    def leave(self, *, by: "Person | None", on: date | None, at: datetime | None = None) -> None:
        """The person leaves: seat and roles end, the login and every open link stop, the record stays."""
        from touchline.people.models.seat import ReportingLine

        self._refuse_while_leading()
        for kind in self.kinds:
            self.revoke(kind, by=by, on=on, at=at)
        for seat in self.seats.filter(to_on=None):
            seat.end(by=by, on=on)
        for invitation in self.invitations.filter(accepted_at=None, withdrawn_at=None):
            invitation.delete()
        self._switch_login(on=False)
        self.left_on = on
        self.save(update_fields=["left_on"])
        ReportingLine.redraw(self.workspace)
        record("person.left", by=by, about=self, label=f"{self.name} left{_since(on)}", at=at)

    @verb("administer")
    def come_back(self, *, by: "Person | None" = None, at: datetime | None = None) -> None:
        """Take a leaving back: the roles and the seat that ended that day are open again, and the login works."""
        from touchline.people.models.seat import ReportingLine

        if self.left_on is None:
            return
        self._kinds = None
        self.roles.filter(to_on=self.left_on).update(to_on=None, ended_by=None)
        for seat in self.seats.filter(to_on=self.left_on).order_by("-pk")[:1]:
            seat.reopen()
        self.left_on = None
        self.save(update_fields=["left_on"])
        self._switch_login(on=True)
        ReportingLine.redraw(self.workspace)
        record("person.returned", by=by, about=self, label=f"{self.name} is here again", at=at)

    def _refuse_while_leading(self) -> None:
        if reports := self.seats_led.filter(to_on=None).count():
            who = "1 person reports" if reports == 1 else f"{reports} people report"
            raise ValidationError(f"{who} to {self.name}. Give them another leader first.")

    def _switch_login(self, *, on: bool) -> None:
        if self.user:
            self.user.is_active = on
            self.user.save(update_fields=["is_active"])

    def holiday_on(self, day: date) -> str:
        """The public holiday `day` is where this person works, by its name; empty on any other day."""
        return holiday_on(self.holidays or self.workspace.holidays, day)

    @property
    def zone_name(self) -> str:
        """The name of the zone a person reads times in: their own, or the company's."""
        return self.zone or self.workspace.zone

    @property
    def own_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    def day_of(self, instant: datetime) -> date:
        """The day an instant falls on where this person is."""
        return instant.astimezone(self.own_zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant `day` begins for this person."""
        return datetime.combine(day, time.min, tzinfo=self.own_zone)

    def tenure(self, *, today: date) -> timedelta | None:
        return today - self.started_on if self.started_on else None


def _since(on: date | None) -> str:
    return f" from {on:%-d %B %Y}" if on else ""


class Role(models.Model):
    """What somebody does here, from when to when, and who said so."""

    class Kind(models.TextChoices):
        LEADER = "leader", "Leader"
        REP = "rep", "Rep"
        EXECUTIVE = "executive", "Executive"
        INTERVIEWER = "interviewer", "Interviewer"
        ADMINISTRATOR = "administrator", "Administrator"

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=16, choices=Kind)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="role_held_once", condition=Q(to_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
