"""Small wrongs a test must notice: who may act or see, boundaries and signs of measures, windows, keys, transactions.

A mutant is one file with one thing changed. They are drawn the same each time, so that a survivor can be looked at.
"""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.laws import tree

WANTED = {"permission": 25, "sight": 20, "boundary": 20, "sign": 15, "window": 10, "key": 8, "atomic": 2}
BOUNDARIES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
EVERYTHING = "__import__('django.db.models', fromlist=['Q']).Q()"
SPANS = {"days", "weeks", "hours"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file: what kind of wrong it is, where, and the file as it would read."""

    kind: str
    path: Path
    line: int
    says: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.kind} {tree.where(self.path, self.line)} {self.says}"


def drawn(seed: int = 7) -> list[Mutant]:
    """A hundred of all there are, so many of each kind."""
    dice, found = random.Random(seed), list(mutants())
    return [
        mutant
        for kind, count in WANTED.items()
        for mutant in dice.sample(sorted((m for m in found if m.kind == kind), key=lambda m: m.name), count)
    ]


def mutants() -> Iterator[Mutant]:
    """Every change of the kinds there are, over models and measures."""
    for path in tree.python():
        if "measures" in path.parts:
            yield from _changed(path, _boundaries, "boundary")
            yield from _changed(path, _signs, "sign")
        if "models" in path.parts or path.stem == "models":
            yield from _changed(path, _permissions, "permission")
            yield from _changed(path, _sights, "sight")
            yield from _changed(path, _windows, "window")
            yield from _changed(path, _keys, "key")
            yield from _changed(path, _atomics, "atomic")


def _changed(path: Path, change, kind: str) -> Iterator[Mutant]:
    """One mutant for each node `change` knows how to spoil; it spoils it in place and says what it did."""
    count = len(list(_spoilable(ast.parse(path.read_text()), change)))
    for number in range(count):
        module = ast.parse(path.read_text())
        node, spoil = list(_spoilable(module, change))[number]
        says = spoil()
        yield Mutant(kind, path, node.lineno, says, ast.unparse(module))


def _spoilable(module: ast.Module, change) -> Iterator:
    for node in ast.walk(module):
        if spoil := change(node):
            yield node, spoil


def _answer(node: ast.FunctionDef, text: str):
    def spoil() -> str:
        node.body = [ast.parse(f"def f():\n    return {text}").body[0].body[0]]
        return f"{node.name} answers {text}"

    return spoil


def _permissions(node):
    is_asked = isinstance(node, ast.FunctionDef) and node.name.startswith("can_")
    return _answer(node, "True") if is_asked else None


def _sights(node):
    is_asked = isinstance(node, ast.FunctionDef) and node.name == "seen_by"
    return _answer(node, EVERYTHING) if is_asked else None


def _boundaries(node):
    if not (isinstance(node, ast.Compare) and type(node.ops[0]) in BOUNDARIES):
        return None

    def spoil() -> str:
        was = ast.unparse(node)
        node.ops[0] = BOUNDARIES[type(node.ops[0])]()
        return f"{was} is {ast.unparse(node)}"

    return spoil


def _signs(node):
    is_sum = isinstance(node, ast.BinOp) and type(node.op) in SIGNS
    if not is_sum or any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node)):
        return None

    def spoil() -> str:
        was = ast.unparse(node)
        node.op = SIGNS[type(node.op)]()
        return f"{was} is {ast.unparse(node)}"

    return spoil


def _windows(node):
    """A span of days is one longer; a deadline nobody looks at is no deadline."""
    is_span = isinstance(node, ast.Call) and ast.unparse(node.func) == "timedelta" and bool(node.args or node.keywords)
    numbers = [*node.args, *(k.value for k in node.keywords if k.arg in SPANS)] if is_span else []
    number = next(
        (n for n in numbers if isinstance(n, ast.Constant) and isinstance(n.value, int) and n.value > 1), None
    )
    if number is None:
        return None

    def spoil() -> str:
        was = ast.unparse(node)
        number.value += 1
        return f"{was} is {ast.unparse(node)}"

    return spoil


def _keys(node):
    is_verb = isinstance(node, ast.Call) and ast.unparse(node.func) == "verb" and bool(node.keywords)
    if not is_verb:
        return None

    def spoil() -> str:
        was, node.keywords = ast.unparse(node), []
        return f"{was} is {ast.unparse(node)}"

    return spoil


def _atomics(node):
    is_block = isinstance(node, ast.With) and "atomic" in ast.unparse(node.items[0])
    if not is_block:
        return None

    def spoil() -> str:
        node.items[0].context_expr = ast.parse("__import__('contextlib').nullcontext()").body[0].value
        return "without a transaction"

    return spoil
