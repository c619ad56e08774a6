"""Migrations follow each other in one line and say what they are for."""

import re

from tests.laws import tree


def test_each_migration_has_its_own_number_and_a_name():
    found = [p for p in tree.kept() if p.parent.name == "migrations" and p.stem != "__init__"]
    assert [tree.where(p) for p in found if not re.fullmatch(r"\d{4}_(?!auto_)[a-z][a-z0-9_]+", p.stem)] == []
    for folder in {p.parent for p in found}:
        numbers = sorted(int(p.stem[:4]) for p in found if p.parent == folder)
        assert numbers == list(range(1, len(numbers) + 1)), f"{tree.where(folder)} is not one line"
