import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest


@contextmanager
def own_database():
    """DATABASE_URL of a new database beside the one the tests run on; empty where that is SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"home_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"{url.rsplit('/', 1)[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url():
    with own_database() as url:
        yield url


@pytest.fixture
def touchline(tmp_path, database_url):
    """Run the command on an empty home and database of its own; returns the finished process."""
    home = tmp_path / "a home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "PORT"}
    environment |= {"TOUCHLINE_HOME": str(home), "TOUCHLINE_TESTING": "1", "DATABASE_URL": database_url}

    def run(*arguments, python=None):
        command = [sys.executable, "-c", PREFACE + python] if python else [sys.executable, "-m", "touchline.cli.main"]
        return subprocess.run(
            [*command, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    run.home = home
    return run


PREFACE = """
from datetime import UTC, datetime
from touchline.cli.main import django_ready
django_ready()
from touchline.people.models import Workspace
"""
