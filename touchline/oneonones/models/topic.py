from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Q, When

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person, User
from touchline.people.models.acting import Scoped, verb
from touchline.timeline.models import record, recorded_together


def _between(me: Person) -> Q:
    return Q(rep=me) | Q(leader=me, rep__in=Person.objects.reporting_to(me))


class TopicQuerySet(Scoped["Topic"]):
    def seen_by(self, me: Person) -> Q:
        """A topic is for the two as `of` says, and, once settled, for whoever its one-on-one was handed over to."""
        return _between(me) | Q(settled_in__in=OneOnOne.objects.known_to(me))

    def of(self, user: User | None) -> Self:
        """Those of the rep, and of the leader while the rep reports to them; only these two change them."""
        me = getattr(user, "person", None)
        return self.filter(_between(me)) if me else self.none()

    def between(self, leader: Person, rep: Person) -> Self:
        return self.filter(leader=leader, rep=rep)

    def open(self) -> Self:
        return self.filter(settled_at=None, withdrawn_at=None)

    def reps_first(self) -> Self:
        """The rep's topics before the leader's, each in the order they were raised."""
        return self.annotate(turn=Case(When(author=models.F("rep"), then=0), default=1)).order_by(
            "turn", "raised_at", "pk"
        )


class Topic(models.Model):
    """Something to talk about, carried from one-on-one to one-on-one until it is settled."""

    leader = models.ForeignKey(Person, models.CASCADE, related_name="+")
    rep = models.ForeignKey(Person, models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, models.CASCADE, related_name="topics")
    text = models.CharField(max_length=240)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_in = models.ForeignKey(OneOnOne, models.SET_NULL, null=True, related_name="topics_settled")
    withdrawn_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["leader", "rep", "settled_at"], name="topic_by_pair")]

    def __str__(self):
        return self.text

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @classmethod
    def can_raise(cls, by: Person, leader: Person, rep: Person) -> bool:
        return by in (leader, rep)

    def can_change(self, by: Person) -> bool:
        return by.pk in (self.leader_id, self.rep_id)

    def can_withdraw(self, by: Person) -> bool:
        """Only its author takes it off the agenda."""
        return by.pk == self.author_id

    @property
    def is_reps(self) -> bool:
        return self.author_id == self.rep_id

    @classmethod
    @verb("raise")
    def raise_(cls, text, *, leader, rep, by, at, key=None):
        """Put something on the agenda of a pair; the same key twice makes one topic, and brings back one taken back."""
        if key and (there := cls.objects.filter(key=key).first()):
            if there.withdrawn_at:
                there.restore(by=by, at=at)
            return there
        topic = cls.objects.create(leader=leader, rep=rep, author=by, text=text, raised_at=at, key=key)
        topic._record("raised", "Topic added", by=by, at=at)
        return topic

    @classmethod
    @transaction.atomic
    def bring_in(cls, topics):
        """Store many of the past at once, settled and withdrawn ones too, with the events the verbs would have left."""
        for topic in topics:
            if min(filter(None, (topic.settled_at, topic.withdrawn_at)), default=topic.raised_at) < topic.raised_at:
                raise ValidationError("A topic is raised before it is settled or withdrawn.")
        cls.objects.bulk_create(topics)
        with recorded_together():
            for topic in topics:
                topic._record("raised", "Topic added", by=topic.author, at=topic.raised_at)
                if topic.settled_at:
                    topic._record("settled", "Topic settled", by=topic.leader, at=topic.settled_at)
                if topic.withdrawn_at:
                    topic._record("withdrawn", "Topic taken back", by=topic.author, at=topic.withdrawn_at)

    @verb("change")
    def settle(self, *, by, at, in_=None):
        """It was talked about, in the one-on-one `in_`; what was talked about in one that is locked stands."""
        if in_:
            in_.refuse_when_locked(at)
        self.settled_at, self.settled_in = at, in_
        self.save(update_fields=["settled_at", "settled_in"])
        self._record("settled", "Topic settled", by=by, at=at)

    @verb("change")
    def reopen(self, *, by, at):
        if self.settled_in:
            self.settled_in.refuse_when_locked(at)
        self.settled_at = self.settled_in = None
        self.save(update_fields=["settled_at", "settled_in"])
        self._record("reopened", "Topic open again", by=by, at=at)

    @verb("withdraw")
    def withdraw(self, *, by, at):
        """Its author takes it off the agenda."""
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])
        self._record("withdrawn", "Topic taken back", by=by, at=at)

    @verb("withdraw")
    def restore(self, *, by, at):
        self.withdrawn_at = None
        self.save(update_fields=["withdrawn_at"])
        self._record("restored", "Topic put back", by=by, at=at)

    def _record(self, verb, label, *, by, at):
        """Labels carry no words of the topic: events reach more people than topics do."""
        record(f"topic.{verb}", by=by, about=self.rep, label=label, at=at, topic=self.pk)
