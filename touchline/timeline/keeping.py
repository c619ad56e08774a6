"""What of the timeline goes when somebody is forgotten: labels and facts keep what happened and lose who said what."""

import re
from typing import Any

from django.db.models import Q

from touchline.people.kept import ERASED, Kept, Mention
from touchline.people.models import Person
from touchline.timeline.models import Event

# Their labels hold names, figures and days and no words of anybody.
SAFE = ("quota.", "seat.", "role.", "import.")
FIGURE = re.compile(r"[-+\d.:TZ]*|[A-Z]{3}")
KEPT = (
    Kept(
        Event,
        "What happened, to whom, by whom and when.",
        "workspace",
        about=("about",),
        by=("actor",),
        beside=("private_to",),
        own_way=("label", "facts"),
        plain=("verb", "url"),
        goes=("private_to",),
        stays="That something happened and when, without a word of it; that and when somebody was erased.",
    ),
)


def forget(person: Person, mention: Mention) -> None:
    """Say of each thing done by or to the person only what kind of thing it was."""
    theirs = Event.objects.filter(Q(actor=person) | Q(about=person), workspace=person.workspace)
    changed = []
    for event in theirs.iterator(chunk_size=2000):
        if not event.verb.startswith(SAFE):
            event.label = event.verb.replace(".", " ").replace("_", " ").capitalize()
        event.facts = without_words(event.facts)
        changed.append(event)
    Event.objects.bulk_update(changed, ["label", "facts"], batch_size=200)


def without_words(fact: Any) -> Any:
    """Keys, figures, days and currencies as they are; anything else that was written is erased."""
    if isinstance(fact, str):
        return fact if FIGURE.fullmatch(fact) else ERASED
    if isinstance(fact, list):
        return [without_words(one) for one in fact]
    if isinstance(fact, dict):
        return {key: without_words(one) for key, one in fact.items()}
    return fact
