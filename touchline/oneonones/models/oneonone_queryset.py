from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import transaction
from django.db.models import F, Q

from touchline.oneonones.models.away import away_on
from touchline.people.models import Absence, Person, User
from touchline.people.models.acting import Scoped

if TYPE_CHECKING:
    from touchline.oneonones.models.oneonone import OneOnOne

A_DAY = timedelta(days=1)
LONGEST = timedelta(minutes=240)


def _in_it(me: Person) -> Q:
    left_me = Person.objects.filter(seats__leader=me, seats__to_on=F("left_on"))
    return Q(rep=me) | Q(leader=me) & (Q(rep__in=Person.objects.reporting_to(me)) | Q(rep__in=left_me))


class OneOnOneQuerySet(Scoped["OneOnOne"]):
    def seen_by(self, me: Person) -> Q:
        """For the two in it as `of` says, and for the rep's leader of today where it was handed over; nobody above."""
        handed = Q(rep__handovers__to=me, rep__handovers__former=F("leader"), rep__handovers__withdrawn_at=None)
        handed_over = self.model.objects.filter(handed, rep__in=Person.objects.reporting_to(me)).values("pk")
        return _in_it(me) | Q(pk__in=handed_over)

    def of(self, user: User | None) -> Self:
        """Those somebody takes part in: as the rep, or as the leader while the rep reports to them or until they left.

        Only these two write in it and say how it ended.
        """
        me = getattr(user, "person", None)
        return self.filter(_in_it(me)) if me else self.none()

    def between(self, leader: Person, rep: Person) -> Self:
        return self.filter(leader=leader, rep=rep)

    def open(self) -> Self:
        return self.filter(outcome="")

    def to_confirm(self, rep: Person, *, at: datetime) -> Self:
        """What `rep` may still confirm at the instant `at`, the newest first."""
        since = at - self.model.CONFIRMS_WITHIN
        return self.held().filter(rep=rep, confirmed_at=None, recorded_at__gte=since).order_by("-outcome_at")

    def undecided(self) -> Self:
        """Those nobody has said anything about: open, or excused by leave or a holiday alone."""
        return self.filter(Q(outcome="") | Q(by_itself=True))

    def of_a_pair_no_longer(self) -> Self:
        """Those of a rep who now reports to somebody else, or to nobody."""
        together = Q(rep__seats__leader=F("leader"), rep__seats__to_on=None)
        return self.exclude(pk__in=self.model.objects.filter(together).values("pk"))

    def nobody_can_tell(self) -> Self:
        """Those of a pair no longer that the leader does not see any more: the rep moved on, or both have left."""
        last_leader = Q(rep__seats__leader=F("leader"), rep__seats__to_on=F("rep__left_on"), leader__left_on=None)
        return self.of_a_pair_no_longer().exclude(pk__in=self.filter(last_leader).values("pk"))

    def held(self) -> Self:
        return self.filter(outcome=self.model.Outcome.HELD)

    @transaction.atomic
    def excuse_where_away(self, at: datetime) -> int:
        """Excuse the open ones whose day is one of leave or holiday for one of the two; returns how many.

        What was excused like this and opened again by hand stays open.
        """
        open_ones = self.open().filter(absence=None, is_holiday=False)
        ones = list(open_ones.select_related("leader__workspace", "rep__workspace", "rhythm"))
        reasons = [(one, away) for one, away in zip(ones, away_on(ones), strict=True) if away]
        for one, away in reasons:
            one.excuse_for(away, at=at)
        return len(reasons)

    @transaction.atomic
    def open_where_back(self, absence: Absence, *, by: Person, at: datetime) -> None:
        """Open what these days away had excused and is still to come, since they were withdrawn."""
        to_come = self.filter(absence=absence, starts_at__gt=at)
        marked = list(to_come.select_related("leader__workspace", "rep__workspace", "rhythm"))
        for one in marked:
            if one.by_itself:
                one._reopen(by=by, at=at)
        ones = self.model.objects.filter(pk__in=[one.pk for one in marked])
        ones.update(absence=None)
        ones.excuse_where_away(at)

    def untouched(self) -> Self:
        """Those nothing was written, promised, reviewed, rated or rearranged in."""
        said = {"notes": None, "privatenotes": None, "commitments": None, "topics_settled": None, "goal_reviews": None}
        return self.filter(moved_at=None, rating=None, **said)

    def taking_time_of(self, people: Iterable[Person], start: datetime, *, minutes: int) -> list["OneOnOne"]:
        """Open ones in which any of `people` sits during the `minutes` from `start`."""
        end = start + timedelta(minutes=minutes)
        somebody = Q(leader__in=people) | Q(rep__in=people)
        near = self.open().filter(somebody).starting_within(start - LONGEST, end).select_related("leader", "rep")
        return [one for one in near.order_by("starts_at") if one.starts_at + timedelta(minutes=one.minutes) > start]

    def touching(self, absence: Absence) -> Self:
        """Those whose day may lie in days away; a day more on both sides, since zones differ."""
        start = datetime.combine(absence.from_on - A_DAY, datetime.min.time(), tzinfo=UTC)
        end = datetime.combine(absence.to_on + 2 * A_DAY, datetime.min.time(), tzinfo=UTC)
        return self.filter(Q(leader=absence.person_id) | Q(rep=absence.person_id)).starting_within(start, end)

    def starting_within(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__gte=start, starts_at__lt=end)
