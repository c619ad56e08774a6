"""What of the work on skills goes when somebody is forgotten: what was said of it. What was counted stays."""

from django.db.models import Q

from touchline.people.kept import Kept
from touchline.people.models import Person
from touchline.skills.models import (
    Draw,
    Edition,
    Focus,
    Hunch,
    Observation,
    Pairing,
    Practice,
    SecondRating,
    Skill,
    Skip,
    Verdict,
    Worksheet,
)


def until_scored(me: Person) -> Q:
    """The rep scores first: before that, what was seen is the leader's alone."""
    return Q(focus__person=me, self_level=None)


KEPT = (
    Kept(
        Skill,
        "The skills the company works on.",
        "workspace",
        everybody=True,
        machine=("key",),
        plain=("name",),
        stays="How the company describes its skills; who wrote it is forgotten.",
    ),
    Kept(
        Edition,
        "How each skill is and was described.",
        "skill__workspace",
        everybody=True,
        beside=("written_by",),
        plain=("about", "levels", "sounds_good", "sounds_bad"),
    ),
    Kept(
        Focus,
        "What somebody works on, from when to when.",
        "person__workspace",
        about=("person",),
        by=("chosen_by", "closed_by"),
        machine=("key",),
        words=("behaviour", "then", "closed_why"),
        stays="Which skills were worked on, observations by day and level, practice, verdicts: without a word.",
    ),
    Kept(
        Draw,
        "Start weeks drawn by lot.",
        "leader__workspace",
        by=("leader",),
        beside=("voided_by", "focuses__person"),
        machine=("key",),
    ),
    Kept(
        Hunch,
        "A leader’s own guess at what lies behind a rep’s figures.",
        "leader__workspace",
        file="hunches",
        by=("leader",),
        own_only="A leader’s guess is for that leader alone.",
        plain=("lever",),
        goes=("leader", "rep"),
    ),
    Kept(
        Verdict,
        "What the record said of a focus at a look.",
        "focus__person__workspace",
        about=("focus__person",),
        beside=("by",),
        plain=("why", "version"),
    ),
    Kept(
        Observation,
        "What a leader saw a rep do, with levels and feedback.",
        "focus__person__workspace",
        about=("focus__person",),
        by=("observer",),
        hidden=until_scored,
        machine=("key",),
        words=("behaviour", "effect", "next_try"),
    ),
    Kept(
        SecondRating,
        "A second level somebody was asked for.",
        "observation__focus__person__workspace",
        by=("rater",),
        beside=("observation__observer",),
    ),
    Kept(
        Practice,
        "Retries and role-plays.",
        "focus__person__workspace",
        about=("focus__person",),
        by=("by",),
        machine=("key",),
        words=("said",),
    ),
    Kept(Skip, "Prompts to practise that were passed over.", "focus__person__workspace", about=("focus__person",)),
    Kept(
        Pairing,
        "Who was paired with whom for a week.",
        "leader__workspace",
        about=("one", "other"),
        by=("leader",),
    ),
    Kept(
        Worksheet,
        "What the two of a pair wrote.",
        "pairing__leader__workspace",
        about=("pairing__one", "pairing__other"),
        by=("author",),
        words=("question", "answer", "next_try"),
    ),
)
