"""touchline erase, run as a command on a home of its own: no byte of what went is left in it."""

import fcntl
import json

import pytest

pytestmark = pytest.mark.slow
TOLD = """
from touchline.cli.preparing import prepare; prepare()
from datetime import timedelta
from django.test import Client
from tests.cast import gather
from touchline.oneonones.models import Note, OneOnOne, PrivateNote, Topic
cast, now = gather(), datetime.now(UTC)
one = OneOnOne.plan(cast.maya, cast.theo, starts_at=now + timedelta(hours=2), by=cast.maya, at=now)
for n in range(200):
    Topic.raise_(f"forget-these-words {n}", leader=cast.maya, rep=cast.theo, by=cast.theo, at=now)
Note.write(one, by=cast.theo, body="forget-these-words " * 900, version=0, at=now)
PrivateNote.write(one, by=cast.maya, body="forget-these-words", version=0, at=now)
Client().force_login(cast.theo.user, backend="touchline.people.signing_in.Backend")
"""
STORED = """
from django.db import connection
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"select * from {connection.ops.quote_name(table)}")
        print([*map(str, cursor.fetchall())])
"""
GONE = ("Theo Brandt", "theo@fieldstone.example", "forget-these-words")


def everything(touchline, database_url) -> str:
    """Each byte of the database and of every file beside it; of PostgreSQL what its tables hold."""
    files = b"".join(path.read_bytes() for path in sorted(touchline.home.rglob("*")) if path.is_file())
    stored = touchline(python=STORED).stdout if database_url else ""
    return files.decode(errors="replace") + stored


def test_no_byte_of_the_home_holds_what_went(touchline, database_url):
    done = touchline(python=TOLD)
    assert done.returncode == 0, done.stderr
    before = everything(touchline, database_url)
    assert [word for word in GONE if word in before] == [*GONE]
    done = touchline("erase", "theo@fieldstone.example", "--workspace", "Fieldstone", "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Theo Brandt is erased and is called Someone who left ")
    assert "Backups made before still hold what they held." in done.stdout
    assert "since when they have left" in done.stdout
    after = everything(touchline, database_url)
    assert [word for word in GONE if word.casefold() in after.casefold()] == []
    again = touchline("erase", "Theo Brandt", "--workspace", "Fieldstone", "--yes")
    assert (again.returncode, again.stderr.strip()) == (1, "Error: There is nobody called Theo Brandt in Fieldstone.")


FREED = """
from django.db import connection
from touchline.cli.erasing import sweep_up
from touchline.oneonones.models import Note
with connection.cursor() as cursor:
    cursor.execute("PRAGMA secure_delete=OFF")
Note.objects.all().update(body="")
held = lambda: b"forget-these-words forget-these-words" in b"".join(path.read_bytes() for path in HOME.glob("*3*"))
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
before = held()
sweep_up()
print(before, held())
"""


def test_pages_the_database_freed_hold_nothing_any_more(touchline, database_url):
    """Where SQLite is built to leave freed pages as they are, words that went stay readable in the file until then."""
    if database_url:
        pytest.skip("PostgreSQL writes its tables anew.")
    touchline(python=TOLD)
    home = f"from pathlib import Path; HOME = Path({str(touchline.home)!r})"
    done = touchline(python=home + FREED)
    assert done.stdout.split() == ["True", "False"], done.stderr


def test_a_home_that_is_served_is_refused_and_nothing_changes(touchline):
    touchline(python=TOLD)
    with (touchline.home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = touchline("erase", "Theo", "--workspace", "Fieldstone", "--yes", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["reason"].startswith("Touchline is running on ")
    assert touchline("export", touchline.home / "out", "--workspace", "Fieldstone").returncode == 0
    assert "Theo Brandt" in (touchline.home / "out" / "people.csv").read_text()
