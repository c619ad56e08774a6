"""A small company with one of everything, so that every address can be asked for; and the same with many.

Each app arranges its own in `touchline/<app>/tests/arrange.py`: `arrange(world, at)` makes one of each thing,
`crowd(world, n, at)` one more; `PARAMETERS` says which object an argument of an address stands for, `INSTEAD` where
another would do, `SENT` what a form must send to change anything, `CANARIES` which words reach whom. Lower apps first.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from django.urls import get_resolver, reverse

from tests.laws import tree

# allauth's; nobody has to be let in for a form that sends nothing to be refused.
PARAMETERS = {"key": lambda world: "unknown", "pk": lambda world: 0, "uidb36": lambda world: "1"}


@cache
def apps_arranged() -> tuple[object, ...]:
    """The `arrange` module of each app that has one, from the bottom of the stack upwards."""
    return tuple(
        import_module(f"touchline.{app}.tests.arrange")
        for app in reversed(tree.stack())
        if (tree.PACKAGE / app / "tests" / "arrange.py").exists()
    )


def arrange(cast, at) -> SimpleNamespace:
    """Give Maya and Theo one of everything the product knows."""
    world = SimpleNamespace(**vars(cast))
    for app in apps_arranged():
        getattr(app, "arrange", _nothing)(world, at)
    return world


def crowd(world, at, numbers: range) -> None:
    """For each number give Maya one rep more, and Theo one more of everything a page lists."""
    for n in numbers:
        for app in apps_arranged():
            getattr(app, "crowd", _nothing)(world, n, at)


def _nothing(*_) -> None:
    """An app without rows of its own."""


def said(name: str) -> dict:
    """Everything the apps say under `name`, in one table."""
    return {key: value for app in apps_arranged() for key, value in getattr(app, name, {}).items()}


def tables(name: str) -> dict:
    """The tables of tests/laws/`name` and of each app's own file of that name, joined."""
    joined: dict[str, dict] = {}
    own = Path(__file__).with_name(name)
    for path in [own, *sorted(tree.PACKAGE.glob(f"*/tests/{name}"))]:
        for title, rows in tomllib.loads(path.read_text()).items() if path.exists() else ():
            joined.setdefault(title, {}).update(rows)
    return joined


@cache
def addresses() -> dict[str, tuple[str, ...]]:
    """Every URL name with the names of its arguments."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver, prefix, arguments=()) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        own = tuple(pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, inside, arguments + own)
        else:
            yield f"{prefix}{pattern.name}", arguments + own


def path_of(name: str, world) -> str:
    """The address `name` with the objects of this world in it."""
    known = PARAMETERS | said("PARAMETERS") | said("INSTEAD").get(name, {})
    return reverse(name, kwargs={argument: known[argument](world) for argument in addresses()[name]})
