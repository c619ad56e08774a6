"""Keep what a landed version stores, so that every later one shows that it can still be brought up from it.

    python -m tests.upgrade.make NAME CHECKOUT

CHECKOUT is a folder with that version of the source, such as `git worktree add CHECKOUT COMMIT` makes. Its own laws
tell the small company with one of everything; what it stored goes into tests/upgrade/NAME, from SQLite, or from
PostgreSQL where DATABASE_URL names an empty database and pg_dump is at hand. The migrations of CHECKOUT are added to
tests/upgrade/landed.txt, from which on nobody edits them.
"""

import hashlib
import lzma
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LANDED = HERE / "landed.txt"
KEYS = {"TOUCHLINE_TESTING": "1", "TOUCHLINE_SECRET_KEY": "made for tests", "TOUCHLINE_MFA_KEY": "made for tests"}
TELL = """
import json
from datetime import UTC, datetime

import time_machine

from touchline.cli.main import django_ready
django_ready()
from django.db.models import Model
from touchline.cli.preparing import prepare

at = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
with time_machine.travel(at, tick=False):
    prepare()
    from tests.laws.arrange import arrange
    try:
        from tests.cast import gather as cast
    except ImportError:
        from conftest import cast
        cast = lambda told=cast._get_wrapped_function(): told(None)
    world = arrange(cast(), at)
told = {
    name: [one._meta.label, one.pk] if isinstance(one, Model) else one
    for name, one in vars(world).items()
    if isinstance(one, Model | str)
}
print(json.dumps({"at": at.isoformat(), "world": told}, indent=1, sort_keys=True))
"""


def main(name: str, checkout: Path) -> None:
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | KEYS | {"TOUCHLINE_HOME": home, "PYTHONPATH": str(checkout)}
        told = subprocess.run(
            [sys.executable, "-c", TELL], cwd=checkout, env=environment, stdout=subprocess.PIPE, check=True
        )
        if url := os.environ.get("DATABASE_URL"):
            dump = ["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=50", url]
            stored = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout
            (folder / "touchline.sql.xz").write_bytes(lzma.compress(stored, preset=9))
            (folder / "postgresql.json").write_bytes(told.stdout)
        else:
            (folder / "touchline.sqlite3.xz").write_bytes(lzma.compress(whole(Path(home)), preset=9))
            (folder / "sqlite.json").write_bytes(told.stdout)
    land(checkout)


def whole(home: Path) -> bytes:
    """The database as one file."""
    import sqlite3
    from contextlib import closing

    path = home / "touchline.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    return path.read_bytes()


def land(checkout: Path) -> None:
    """Add the migrations of a version to those that are never edited; one that was edited stays as it had landed."""
    known = landed()
    found = {
        str(path.relative_to(checkout)): digest(path) for path in checkout.glob("touchline/*/migrations/[0-9]*.py")
    }
    lines = sorted(f"{sha256}  {name}\n" for name, sha256 in (found | known).items())
    LANDED.write_text("".join(sorted(lines, key=lambda line: line.split()[1])))


def landed() -> dict[str, str]:
    """Every migration that has landed and its SHA-256."""
    lines = LANDED.read_text().splitlines() if LANDED.exists() else []
    return {name: sha256 for sha256, name in map(str.split, lines)}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
