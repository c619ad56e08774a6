"""Words that name a trait rather than something done: feedback says what was done, so they ask for another try."""

import re

TRAITS = (
    "arrogant", "bad attitude", "born to", "born seller", "brilliant", "careless", "charismatic", "clever", "clueless",
    "disorganised", "disorganized", "dull", "extrovert", "genius", "gifted", "hopeless", "incompetent", "insecure",
    "introvert", "lazy", "lousy", "natural", "passive", "personality", "shy", "sloppy", "slow learner", "smart",
    "stubborn", "stupid", "talented", "talentless", "timid", "too nice", "unmotivated", "unprofessional",
    "unreliable", "weak",
)  # fmt: skip
# As in “a natural next question”: said of a thing, not of the person.
THINGS = ("break", "fit", "moment", "next", "order", "pause", "point", "question", "step", "way")
PATTERN = re.compile(rf"\b(?:{'|'.join(TRAITS)})(?:ness|ly)?\b(?!\s+(?:{'|'.join(THINGS)})\b)", re.IGNORECASE)


def trait_words(*texts: str) -> tuple[str, ...]:
    """Return the words of `texts` that name a trait, each once, as they were written and in their order."""
    found: dict[str, str] = {}
    for text in texts:
        for word in PATTERN.findall(text):
            found.setdefault(word.lower(), word)
    return tuple(found.values())
