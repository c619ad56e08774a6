"""One word for one idea: the glossary names every model and app, and its rejected words are not used."""

import re

from django.apps import apps

from tests.laws import tree

LINE = re.compile(r"^- \*\*(?P<word>[^*]+)\*\*: (?P<rest>.+?)(?=^- |\Z)", re.M | re.S)
INFRASTRUCTURE = {"cli", "ui", "measures"}
NOT_WORDS = ("employee", "salesperson", "todo", "tenant", "dashboard", "insight", "kpi", "leaderboard", "synergy")


def glossary() -> dict[str, str]:
    return {found["word"]: found["rest"] for found in LINE.finditer((tree.ROOT / "GLOSSARY.md").read_text())}


def test_the_glossary_is_in_alphabetical_order():
    words = [word.lower() for word in glossary()]
    assert words == sorted(words)


def test_every_line_says_what_we_do_not_call_it():
    assert [word for word, rest in glossary().items() if "(not: " not in rest] == []


def test_every_model_stands_in_the_glossary():
    text = (tree.ROOT / "GLOSSARY.md").read_text()
    ours = [model.__name__ for model in apps.get_models() if model.__module__.startswith("touchline.")]
    assert [name for name in ours if not re.search(rf"\b{name}\b", text)] == []


def test_every_app_stands_in_the_glossary():
    text = (tree.ROOT / "GLOSSARY.md").read_text().lower()
    names = {p.name for p in tree.PACKAGE.iterdir() if (p / "__init__.py").exists()} - INFRASTRUCTURE - {"bench"}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", text)] == []


def test_words_we_do_not_use_stand_nowhere_on_a_page():
    pattern = re.compile(rf"\b({'|'.join(NOT_WORDS)})s?\b", re.I)
    hits = [
        f"{tree.where(path, number)}: {line.strip()}"
        for path in tree.templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert hits == []


def test_a_page_does_not_shout_or_plead():
    """Text on a page has no exclamation marks, and no please, sorry or oops."""
    tags = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<[^>]+>", re.S)
    loud = re.compile(r"\w!|\b(please|sorry|oops)\b", re.I)
    assert [tree.where(p) for p in tree.templates() if loud.search(tags.sub("", p.read_text()))] == []
