from django.db import models, transaction

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.plans.models import Goal


class GoalReview(models.Model):
    """A goal was looked at together in a one-on-one."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="goal_reviews")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one_on_one", "goal"], name="goal_reviewed_once_per_one_on_one")]

    def __str__(self):
        return f"{self.goal} in {self.one_on_one}"

    @classmethod
    @transaction.atomic
    def tick(cls, one_on_one, goal, *, by, at):
        """They looked at it. Twice is once; in a one-on-one that is locked nothing is added."""
        one_on_one.refuse_when_locked(at)
        review, _ = cls.objects.get_or_create(one_on_one=one_on_one, goal=goal, defaults={"by": by, "at": at})
        goal.reviewed_at = at
        goal.save(update_fields=["reviewed_at"])
        return review

    @classmethod
    @transaction.atomic
    def bring_in(cls, reviews):
        """Store many of the past at once; each goal keeps the instant it was last looked at."""
        for review in reviews:
            review.one_on_one.refuse_when_locked(review.at)
        cls.objects.bulk_create(reviews)
        last = {review.goal: review.at for review in sorted(reviews, key=lambda review: review.at)}
        for goal, at in last.items():
            goal.reviewed_at = max(at, goal.reviewed_at or at)
        Goal.objects.bulk_update(last, ["reviewed_at"])

    @classmethod
    @transaction.atomic
    def untick(cls, one_on_one, goal):
        cls.objects.filter(one_on_one=one_on_one, goal=goal).delete()
        latest = goal.reviews.order_by("-at").first()
        goal.reviewed_at = latest.at if latest else None
        goal.save(update_fields=["reviewed_at"])
