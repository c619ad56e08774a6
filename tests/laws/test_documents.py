"""What the documents quote exists, and what must be documented is."""

import re

from tests.laws import tree

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md")
PATH = re.compile(r"`((?:bin|docs|tests|touchline|\.ci)/[\w./-]*\w/?)`")


def pages():
    return [p for p in tree.kept() if p.name in DOCUMENTS or (p.suffix == ".md" and "docs" in p.parts)]


def test_every_path_a_document_quotes_exists():
    lost = [
        f"{tree.where(page)}: {path}"
        for page in pages()
        for path in PATH.findall(page.read_text())
        if not (tree.ROOT / path).exists()
    ]
    assert lost == []


def test_every_command_a_document_quotes_exists():
    from touchline.cli.main import COMMANDS

    quoted = re.compile(r"`touchline ([a-z]+)|^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*touchline ([a-z]+)", re.M)
    unknown = [
        f"{tree.where(page)}: touchline {name}"
        for page in pages()
        for pair in quoted.findall(page.read_text())
        if (name := pair[0] or pair[1]) not in COMMANDS
    ]
    assert unknown == []


def test_every_measure_has_a_page_that_explains_it():
    modules = [p.stem for p in tree.python() if p.parent.name == "measures" and p.stem != "__init__"]
    assert [name for name in modules if not (tree.ROOT / "docs" / "measures" / f"{name}.md").exists()] == []
