from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.people.models.acting import verb
from touchline.skills.models import Edition, Focus


class FocusReview(models.Model):
    """How the skill stood in a one-on-one: the level the two agreed on that day. It is talk, not an observation."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="focus_reviews")
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="reviews")
    level = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one_on_one", "focus"], name="focus_reviewed_once_per_one_on_one"),
            models.CheckConstraint(name="focus_review_of_four", condition=Q(level__gte=1, level__lte=Edition.LEVELS)),
        ]

    def __str__(self):
        return f"{self.focus} in {self.one_on_one}"

    @classmethod
    def can_level(cls, by: Person, one_on_one: OneOnOne) -> bool:
        """The leader notes the level the two agreed on."""
        return one_on_one.can_lead(by)

    @classmethod
    @verb("level")
    def level_today(cls, one_on_one, focus, level, *, by, at):
        """Note the level; saying another one changes it, in a one-on-one that is locked nothing is added."""
        one_on_one.refuse_when_locked(at)
        if not 1 <= level <= Edition.LEVELS:
            raise ValidationError(f"Choose one of the {Edition.LEVELS} levels.")
        said = {"level": level, "by": by, "at": at}
        return cls.objects.update_or_create(one_on_one=one_on_one, focus=focus, defaults=said)[0]
