"""Everything recorded is a noun and a verb, and its noun says who may look it up."""

import ast

import pytest

from tests.laws import tree
from touchline.timeline.models import record
from touchline.timeline.verbs import AUDITED, PERSONAL, SIGNING_IN, refuse_malformed

KNOWN = AUDITED | PERSONAL | {SIGNING_IN}
HOMES = {"touchline.timeline.models", "touchline.people.recorded"}


def recordings():
    """Every call of `record` in the source: where it is, and the verb as written, a part filled in later as `…`."""
    for path in tree.python():
        module = ast.parse(path.read_text())
        imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and node.module in HOMES)
        if any(alias.name == "record" for node in imports for alias in node.names):
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                    yield tree.where(path, node.lineno), written(node.args[0])


def written(verb) -> str:
    if isinstance(verb, ast.Constant):
        return verb.value
    if isinstance(verb, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in verb.values)
    return "…"


def test_every_recorded_verb_is_a_known_noun_and_a_verb():
    """A noun nobody knows is added to touchline/timeline/verbs.py: under AUDITED or under PERSONAL."""
    found = list(recordings())
    assert len(found) > 40
    wrong = []
    for where, verb in found:
        try:
            refuse_malformed(verb.replace("…", "made"))
        except ValueError:
            wrong.append(f"{where}: {verb}")
        else:
            if verb.split(".")[0] not in KNOWN:
                wrong.append(f"{where}: {verb}")
    assert wrong == []


def test_no_noun_is_known_twice_and_none_is_left_over():
    assert not AUDITED & PERSONAL
    nouns = {verb.split(".")[0] for _, verb in recordings()}
    assert KNOWN - nouns == set()


@pytest.mark.parametrize("verb", ["import applied", "import", "Import.applied", "import.", "import.applied.twice", "…"])
def test_a_verb_of_another_form_cannot_be_recorded(cast, monday, verb):
    with pytest.raises(ValueError, match="write it as noun"):
        record(verb, by=cast.adam, about=None, label="Something", at=monday)


@pytest.mark.parametrize("noun", sorted(KNOWN))
def test_an_administrator_sees_acts_on_facts_and_never_what_was_agreed_between_two(cast, sign_in, monday, noun):
    record(f"{noun}.done", by=cast.maya, about=cast.theo, label="The act in question", at=monday)
    shown = "The act in question" in sign_in(cast.adam).get("/audit/").text
    assert shown == (noun not in PERSONAL)
