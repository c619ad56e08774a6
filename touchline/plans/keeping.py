"""What of goals and milestones goes when somebody is forgotten: their words."""

from touchline.people.kept import Kept
from touchline.plans.models import CheckIn, Goal, Milestone

KEPT = (
    Kept(
        Goal,
        "Goals, what they are measured by and where they stand.",
        "person__workspace",
        about=("person",),
        by=("set_by",),
        machine=("key",),
        words=("name", "why"),
        stays="Goals and milestones as figures and days, without a word.",
    ),
    Kept(
        CheckIn,
        "Where a goal noted by hand stood.",
        "goal__person__workspace",
        about=("goal__person",),
        by=("by",),
    ),
    Kept(
        Milestone,
        "Dated steps.",
        "person__workspace",
        about=("person",),
        by=("set_by",),
        beside=("reached_by",),
        machine=("key",),
        words=("title",),
    ),
)
