"""An upgrade is tried as an operator does it: a home with what an older version stored, brought up by `prepare`."""

import json
import lzma
from contextlib import closing

import psycopg
import pytest

from tests.upgrade.make import HERE, KEYS
from touchline.cli.tests import conftest as homes

database_url, touchline = homes.database_url, homes.touchline
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "sqlite.json").exists())


@pytest.fixture(params=VERSIONS)
def brought_up(request, touchline, database_url, monkeypatch):
    """Run the words of a script of tests/upgrade/asking.py on the home of an older version; answers with its JSON."""
    folder = HERE / request.param
    if database_url:
        script = lzma.decompress((folder / "touchline.sql.xz").read_bytes()).decode()
        with closing(psycopg.connect(database_url, autocommit=True)) as server:
            server.execute("\n".join(line for line in script.splitlines() if not line.startswith("\\")))
    else:
        stored = lzma.decompress((folder / "touchline.sqlite3.xz").read_bytes())
        (touchline.home / "touchline.sqlite3").write_bytes(stored)

    world = folder / ("postgresql.json" if database_url else "sqlite.json")

    def ask(question: str):
        asked = f"from tests.upgrade.asking import told; told({str(world)!r}, {question!r})"
        done = touchline(python=asked)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture(autouse=True)
def same_keys(monkeypatch):
    """What an older version sealed is opened with the keys it was sealed with."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
