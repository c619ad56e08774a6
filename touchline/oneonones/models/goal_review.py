from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.people.models.acting import verb
from touchline.plans.models import Goal, Milestone


class GoalReview(models.Model):
    """A goal, or a milestone, was looked at together in a one-on-one."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="goal_reviews")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="reviews")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="reviews")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one_on_one", "goal"], name="goal_reviewed_once_per_one_on_one"),
            models.UniqueConstraint(fields=["one_on_one", "milestone"], name="milestone_reviewed_once_per_one_on_one"),
            models.CheckConstraint(
                name="review_of_a_goal_or_a_milestone",
                condition=Q(goal=None, milestone__isnull=False) | Q(goal__isnull=False, milestone=None),
            ),
        ]

    def __str__(self):
        return f"{self.goal or self.milestone} in {self.one_on_one}"

    @classmethod
    def can_tick(cls, by: Person, one_on_one: OneOnOne) -> bool:
        """The leader says what the two looked at together."""
        return one_on_one.can_lead(by)

    @classmethod
    @verb("tick")
    def tick(cls, one_on_one, goal, *, by, at):
        """They looked at it. Twice is once; in a one-on-one that is locked nothing is added."""
        one_on_one.refuse_when_locked(at)
        review, _ = cls.objects.get_or_create(one_on_one=one_on_one, goal=goal, defaults={"by": by, "at": at})
        goal.reviewed_at = at
        goal.save(update_fields=["reviewed_at"])
        return review

    @classmethod
    @verb("tick")
    def tick_milestone(cls, one_on_one, milestone, *, by, at):
        """They looked at a milestone, which ties a one-on-one to what was agreed just as a goal does."""
        one_on_one.refuse_when_locked(at)
        return cls.objects.get_or_create(one_on_one=one_on_one, milestone=milestone, defaults={"by": by, "at": at})[0]

    @classmethod
    @verb("tick")
    def untick_milestone(cls, one_on_one, milestone, *, by, at):
        one_on_one.refuse_when_locked(at)
        cls.objects.filter(one_on_one=one_on_one, milestone=milestone).delete()

    @classmethod
    @transaction.atomic
    def bring_in(cls, reviews):
        """Store many of the past at once; each goal keeps the instant it was last looked at."""
        for review in reviews:
            review.one_on_one.refuse_when_locked(review.at)
        cls.objects.bulk_create(reviews)
        last = {review.goal: review.at for review in sorted(reviews, key=lambda review: review.at) if review.goal}
        for goal, at in last.items():
            goal.reviewed_at = max(at, goal.reviewed_at or at)
        Goal.objects.bulk_update(last, ["reviewed_at"])

    @classmethod
    @verb("tick")
    def untick(cls, one_on_one, goal, *, by, at):
        one_on_one.refuse_when_locked(at)
        cls.objects.filter(one_on_one=one_on_one, goal=goal).delete()
        latest = goal.reviews.order_by("-at").first()
        goal.reviewed_at = latest.at if latest else None
        goal.save(update_fields=["reviewed_at"])
