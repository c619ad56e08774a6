"""Of a hundred small wrongs in the code, the tests notice at least ninety-five. It runs at night.

MUTANTS=permission runs one kind; a survivor is printed with its file and line, and wants a test.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.laws import tree
from tests.mutations.mutants import Mutant, drawn

pytestmark = pytest.mark.night
MOST_SURVIVORS = 0.05
SECONDS = 900


@pytest.fixture
def copy(tmp_path):
    """The tree as git keeps it, to be spoiled one file at a time."""
    for path in tree.kept():
        target = tmp_path / "tree" / path.relative_to(tree.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "tree", check=True)
    return tmp_path / "tree"


def suites(mutant: Mutant) -> list[list[str]]:
    """What is asked whether it notices, the nearest first."""
    app = mutant.path.relative_to(tree.PACKAGE).parts[0]
    if app == "measures":
        return [
            ["touchline/measures"],
            ["touchline/crm", "touchline/oneonones", "touchline/skills", "touchline/standard"],
        ]
    laws = ["tests/laws/test_access.py", "tests/laws/test_acting.py"]
    return [
        [f"touchline/{app}/tests"],
        laws,
        ["touchline/oneonones", "touchline/week", "touchline/cli", "touchline/skills"],
    ]


def is_noticed(mutant: Mutant, copy) -> bool:
    target = copy / mutant.path.relative_to(tree.ROOT)
    was = target.read_text()
    target.write_text(mutant.source)
    environment = os.environ | {"PYTHONPATH": str(copy), "TOUCHLINE_HOME": str(copy / "var")}
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-m", "not night and not slow and not journey"]
    kept = {"cwd": copy, "env": environment, "capture_output": True, "timeout": SECONDS, "check": False}
    try:
        return any(subprocess.run([*asked, *paths], **kept).returncode == 1 for paths in suites(mutant))
    finally:
        target.write_text(was)


def test_small_wrongs_are_noticed(copy):
    wanted = os.environ.get("MUTANTS", "")
    asked = [mutant for mutant in drawn() if wanted in ("", mutant.kind)]
    survivors = []
    for mutant in asked:
        noticed = is_noticed(mutant, copy)
        print("noticed " if noticed else "SURVIVED", mutant.name, flush=True)
        if not noticed:
            survivors.append(mutant.name)
    assert len(survivors) <= MOST_SURVIVORS * len(asked), "\n".join(survivors)


def test_a_hundred_are_drawn_and_each_changes_its_file():
    found = drawn()
    assert len(found) == 100
    assert all(mutant.source != mutant.path.read_text() for mutant in found)
