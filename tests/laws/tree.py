"""The files the laws are about."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "touchline"


@cache
def kept() -> tuple[Path, ...]:
    """Every file git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for name in sorted(listed.stdout.split("\0")) if name and (path := ROOT / name).is_file())


def stack() -> list[str]:
    """The apps from top to bottom, as the first import contract has them."""
    layers = contracts()[0]["layers"]
    return [app for layer in layers for app in re.findall(r"\w+", layer)]


def contracts() -> list[dict]:
    """What import-linter is told."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def python(*, tests=False) -> list[Path]:
    """Python files of the package, without migrations."""
    return [
        path
        for path in kept()
        if path.suffix == ".py"
        and path.is_relative_to(PACKAGE)
        and "migrations" not in path.parts
        and (tests or "tests" not in path.parts)
    ]


def all_python() -> list[Path]:
    return [path for path in kept() if path.suffix == ".py" and "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in kept() if path.suffix == ".html" and "templates" in path.parts]


def functions(paths) -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def lines(node) -> int:
    return node.end_lineno - node.lineno + 1


def where(path: Path, line: int | None = None) -> str:
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name
