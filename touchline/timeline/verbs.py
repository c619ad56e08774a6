"""The recorded verbs: each is `noun.verb`, and its noun says who may look it up."""

import re

FORM = re.compile(r"[a-z_]+\.[a-z_]+")
# Acts on facts, people and settings: every administrator sees them on the audit page.
AUDITED = frozenset(
    {
        "import",
        "invitation",
        "operator",
        "owner",
        "person",
        "quota",
        "role",
        "seat",
        "skill",
        "source",
        "stage",
        "workspace",
    }
)
# Who came in and who tried; the audit page lists them apart.
SIGNING_IN = "sign_in"
# What was said, promised or agreed between two, or belongs to one: no administrator sees it.
PERSONAL = frozenset(
    {
        "absence",
        "calendar",
        "commitment",
        "draw",
        "feed",
        "focus",
        "goal",
        "handover",
        "milestone",
        "observation",
        "one_on_one",
        "pairing",
        "practice",
        "rhythm",
        "second_rating",
        "topic",
        "worksheet",
    }
)


def refuse_malformed(verb: str) -> None:
    """A verb of another form would be missed by whoever looks for its noun."""
    if not FORM.fullmatch(verb):
        raise ValueError(f"“{verb}” cannot be recorded: write it as noun.verb.")
