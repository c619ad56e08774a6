"""Templates compile, leak no component tag, and borrow only from apps below their own."""

import re
import tomllib

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from tests.laws import tree

NAMES = re.compile(r"{%\s*(?:include|extends)\s+[\"']([\w./-]+?)(?:#[\w-]+)?[\"']")


def name_of(path):
    return str(path).rsplit("/templates/", 1)[1]


def app_of(path):
    return path.relative_to(tree.PACKAGE).parts[0]


def stack() -> list[set[str]]:
    """The apps from top to bottom, as the first import contract has them."""
    settings = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [set(re.findall(r"\w+", layer)) for layer in layers]


@pytest.mark.parametrize("path", tree.templates(), ids=name_of)
def test_a_template_compiles(path):
    assert get_template(name_of(path))


@pytest.mark.parametrize("path", tree.templates(), ids=name_of)
def test_a_template_borrows_only_from_below(path):
    height = {app: number for number, layer in enumerate(reversed(stack())) for app in layer}
    lenders = {name.split("/")[0] for name in NAMES.findall(path.read_text())}
    above = {lender for lender in lenders if height.get(lender, -1) > height.get(app_of(path), 99)}
    assert not above, f"{name_of(path)} includes a template of {above}, which stands above it"


ADDRESS = re.compile(r"""["'](\w+):[a-z]+(?:-[a-z]+)*["']""")


def leads_up(path) -> set[str]:
    """The apps above that a file names an address of; a page above is a place, named in the settings."""
    height = {app: number for number, layer in enumerate(reversed(stack())) for app in layer}
    named = {app for app in ADDRESS.findall(path.read_text()) if app in height}
    return {app for app in named if height[app] > height.get(app_of(path), 99)}


def test_nothing_names_an_address_of_an_app_above_its_own():
    files = [path for path in [*tree.templates(), *tree.python()] if path.name != "settings.py"]
    above = {tree.where(path): leads_up(path) for path in files}
    assert {where: apps for where, apps in above.items() if apps} == {}, "Use {% place … %}, or place(…) in Python."


def test_the_pattern_finds_an_address_and_leaves_other_words_alone():
    assert ADDRESS.findall("{% url 'week:rep' rep.pk %} reverse(\"crm:import-new\")") == ["week", "crm"]
    assert ADDRESS.findall("{% place 'person' rep.pk %} \"http://localhost\" 'a: b'") == []


def test_the_pattern_finds_what_a_template_borrows():
    assert NAMES.findall("{% include 'week/parts/reason.html' %}{% extends \"ui/shell.html\" %}") == [
        "week/parts/reason.html",
        "ui/shell.html",
    ]


def test_every_address_has_a_name():
    def walk(patterns, prefix=""):
        for pattern in patterns:
            here = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, here)
            else:
                yield here, pattern.name

    nameless = [address for address, name in walk(get_resolver().url_patterns) if not name]
    assert nameless == []
