"""kill -9 of the whole server under load: nothing acknowledged is lost, nothing is there twice.

Every change is held to 4,000 requests and 12 kills; bin/check --night sends 20,000 with 30. CHAOS_REQUESTS and
CHAOS_KILLS scale it.
"""

import os
import sqlite3
from contextlib import closing
from uuid import UUID

import pytest

from tests.chaos.rig import Rig, storm

pytestmark = pytest.mark.slow
REQUESTS = int(os.environ.get("CHAOS_REQUESTS", "4000"))
KILLS = int(os.environ.get("CHAOS_KILLS", "12"))


@pytest.fixture
def home(tmp_path):
    if os.environ.get("DATABASE_URL"):
        pytest.skip("The kills are of Touchline on SQLite; PostgreSQL is another process and is not killed with it.")
    return tmp_path


def stored(home, table):
    with closing(sqlite3.connect(home / "touchline.sqlite3")) as database:
        return [UUID(key) for (key,) in database.execute(f"SELECT key FROM {table} WHERE key IS NOT NULL")]


def one(home, sql):
    with closing(sqlite3.connect(home / "touchline.sqlite3")) as database:
        return database.execute(sql).fetchone()[0]


def test_what_was_acknowledged_is_stored_once_after_every_kill(home):
    rig = Rig(home)
    crowd = storm(rig, requests=REQUESTS, kills=KILLS, seed=23)
    rig.stop()
    assert one(home, "PRAGMA integrity_check") == "ok"
    asked = set().union(*(client.asked for client in crowd))
    for kind in ("topic", "commitment"):
        acknowledged = set().union(*(client.acknowledged[kind] for client in crowd))
        rows = stored(home, f"oneonones_{kind}")
        assert len(acknowledged) > REQUESTS / 4
        assert acknowledged - set(rows) == set()
        assert len(rows) == len(set(rows))
        assert set(rows) <= asked
    for verb, table in (("topic.raised", "topic"), ("commitment.made", "commitment")):
        events = one(home, f"SELECT count(*) FROM timeline_event WHERE verb = '{verb}'")
        assert events == one(home, f"SELECT count(*) FROM oneonones_{table}")
    for client in crowd:
        pk = rig.one_on_ones[client.number]
        note = f"SELECT body FROM oneonones_note WHERE one_on_one_id = {pk}"
        assert not client.note_written or int(one(home, note)) == client.note_written


def test_a_server_that_answers_before_it_commits_is_caught(home):
    """The control: if this run lost nothing, the test above could not see a loss."""
    rig = Rig(home, lossy=True)
    crowd = storm(rig, requests=max(REQUESTS // 10, 400), kills=3, seed=24)
    rig.kill()
    rows = set(stored(home, "oneonones_topic"))
    acknowledged = set().union(*(client.acknowledged["topic"] for client in crowd))
    assert acknowledged - rows, "Answers came before the commit, and yet nothing was lost."
