from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from touchline.people.models import Person, Role, Workspace
from touchline.people.models.acting import NOTHING, Scoped, verb
from touchline.timeline.models import record

if TYPE_CHECKING:
    from touchline.crm.models.deal import Stage


class SourceQuerySet(Scoped["Source"]):
    def seen_by(self, me: Person) -> Q:
        """Administrators look after sources; leaders know their names, to say which one an export is from."""
        return Q(workspace=me.workspace_id) if me.is_administrator or me.is_leader else NOTHING


class Source(models.Model):
    """One CRM that facts come from, with the pattern of its deal pages."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sources")
    name = models.CharField(max_length=120)
    deal_url = models.CharField(max_length=240, blank=True, help_text="Address of a deal, with {id} where its id goes.")
    # Learned at each import: a CRM that never states a next step says nothing about a deal without one.
    keeps_next_steps = models.BooleanField(default=False)
    # Of the deals due in a quarter, the share decided in it and not moved out of it; null where too little is known.
    holds_quarter = models.FloatField(null=True)
    created_at = models.DateTimeField()

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="source_name_once")]

    def __str__(self) -> str:
        return self.name

    def url_of(self, external_id: str) -> str:
        return self.deal_url.replace("{id}", quote(external_id, safe="")) if self.deal_url and external_id else ""

    @classmethod
    def named(cls, workspace: Workspace, name: str, *, at: datetime) -> "Source":
        """Return the source of that name, making it when there is none yet."""
        return cls.objects.get_or_create(workspace=workspace, name=name, defaults={"created_at": at})[0]

    def can_administer(self, by: Person) -> bool:
        """Everybody's facts are the administrators'."""
        return by.administers(self.workspace_id)

    @verb("administer")
    def describe(self, *, name: str, deal_url: str, by: Person, at: datetime) -> None:
        """Name the CRM and say where its deals are found."""
        if deal_url and (urlsplit(deal_url).scheme not in {"http", "https"} or "{id}" not in deal_url):
            raise ValidationError(
                {"deal_url": "Start the address with https:// and write {id} where the deal’s id goes."}
            )
        if self.workspace.sources.filter(name=name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": f"There is already a source called {name}."})
        self.name, self.deal_url = name, deal_url
        self.save(update_fields=["name", "deal_url"])
        label = f"Source described: {name}"
        record("source.described", by=by, about=None, workspace=self.workspace, label=label, at=at, source=self.pk)

    @verb("administer")
    def explain(self, meanings: Iterable[tuple["Stage", str, int]], *, by: Person, at: datetime) -> None:
        """Take what its stages mean and where each comes: (stage, outcome, position), all or none.

        What the source's history teaches is counted anew where a stage means something else now.
        """
        from touchline.crm.learning import count_pushes, learn

        said = [(stage, stage.outcome != outcome, outcome, position) for stage, outcome, position in meanings]
        for stage, means_another, outcome, position in said:
            if means_another or stage.position != position:
                stage.mean(outcome, position=position, by=by, at=at)
        if any(means_another for _, means_another, *_ in said):
            count_pushes(self.deals.all())
            learn(self)


class OwnerQuerySet(Scoped["Owner"]):
    def seen_by(self, me: Person) -> Q:
        """All for administrators; for leaders those nobody has matched, for one may be of their own team."""
        known = Q(source__in=Source.objects.known_to(me))
        return known if me.is_administrator else known & Q(person=None, ignored_at=None)

    def unmatched(self) -> Self:
        """Those nobody has said who they are."""
        return self.filter(person=None, ignored_at=None)


class Owner(models.Model):
    """A name or id that owns deals in a source, and the person it stands for (null: not matched)."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="owners")
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="crm_owners")
    ignored_at = models.DateTimeField(null=True)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="owner_key_once")]

    def __str__(self) -> str:
        return self.name or self.key

    def can_administer(self, by: Person) -> bool:
        return self.source.can_administer(by)

    def can_match(self, by: Person, person: Person | None) -> bool:
        """A leader matches an owner nobody has matched, to somebody of their own team; all else is administration."""
        if self.can_administer(by):
            return True
        is_free = self.person_id is None and self.ignored_at is None
        return is_free and person is not None and by.is_leader and person in by.own_team()

    @verb("match")
    def match(self, person: Person | None, *, by: Person, at: datetime) -> None:
        """Say whom this owner stands for (None: nobody again); their deals and activities follow at once."""
        self.person, self.ignored_at = person, None
        self.save(update_fields=["person", "ignored_at"])
        self.deals.update(owner=person)
        self.activities.update(owner=person)
        who = person.name if person else "nobody"
        label, workspace = f"{self} in {self.source} is {who}", self.source.workspace
        record("owner.matched", by=by, about=person, workspace=workspace, label=label, at=at, owner=self.pk)

    @verb("administer")
    def enlist(self, *, by: Person, at: datetime) -> Person:
        """Make a person for this owner, who sells, and match the two; one with the same e-mail address is taken."""
        workspace, kinds = self.source.workspace, [Role.Kind.REP]
        known = workspace.people.filter(email__iexact=self.email).first() if self.email else None
        person = known or Person.join(
            workspace, name=str(self)[:120], email=self.email, kinds=kinds, by=by, on=workspace.today(at), at=at
        )
        self.match(person, by=by, at=at)
        return person

    @verb("administer")
    def ignore(self, *, by: Person, at: datetime) -> None:
        """Leave this owner's deals to nobody, and ask no more."""
        self.match(None, by=by, at=at)
        self.ignored_at = at
        self.save(update_fields=["ignored_at"])


class Alias(models.Model):
    """A spelling in a source that means another one: product GTXPro is GTX Pro."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    field = models.CharField(max_length=24)
    spelling = models.CharField(max_length=200)
    means = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "field", "spelling"], name="alias_spelling_once"),
            models.CheckConstraint(name="alias_means_another", condition=~Q(spelling=models.F("means"))),
        ]

    def __str__(self) -> str:
        return f"{self.spelling} means {self.means}"
