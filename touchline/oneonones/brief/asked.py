from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import models

if TYPE_CHECKING:
    from touchline.oneonones.models.oneonone import OneOnOne


class Said(TypedDict):
    """A question as it was worded, and the key of the wording it was made from."""

    key: str
    text: str


class Asked(models.Model):
    """The questions a brief offered when its one-on-one was held, so that none comes twice running."""

    one_on_one = models.OneToOneField("oneonones.OneOnOne", models.CASCADE, related_name="asked")
    questions = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return " ".join(question["text"] for question in self.questions)

    @classmethod
    def keep(cls, one_on_one: "OneOnOne", questions: list[Said], *, at: datetime) -> None:
        """Write down what was offered; held anew after it was opened again, the later questions stand."""
        cls.objects.update_or_create(one_on_one=one_on_one, defaults={"questions": questions, "at": at})
