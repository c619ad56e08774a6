import os
import subprocess
import sys

import pytest


@pytest.fixture
def touchline(tmp_path):
    """Run the command on an empty SQLite home of its own; returns the finished process."""
    home = tmp_path / "a home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT")}
    environment |= {"TOUCHLINE_HOME": str(home), "TOUCHLINE_TESTING": "1"}

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
