"""The clock: checkpoints SQLite, makes what has fallen due and has due mail sent. Started by touchline serve."""

import logging
import signal
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from types import FrameType

from touchline.cli.main import django_ready

CHECKPOINT_EVERY = 2.0
DUE_EVERY, POST_EVERY, REACH_EVERY = timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=2)
log = logging.getLogger(__name__)


def main() -> None:
    django_ready()
    from django.conf import settings
    from django.db import OperationalError, close_old_connections

    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    database = settings.DATABASES["default"]
    path = database["NAME"] if database["ENGINE"].endswith("sqlite3") else None
    turns = {chore: datetime.min.replace(tzinfo=UTC) for chore in CHORES}
    while True:
        now = datetime.now(UTC)
        if path:
            checkpoint(path)
        for chore in [chore for chore, at in turns.items() if now >= at]:
            try:
                chore(now)
                turns[chore] = now + CHORES[chore]
            except OperationalError as busy:
                log.warning("The work of the clock is tried again: %s", busy)
            close_old_connections()
        time.sleep(CHECKPOINT_EVERY)


def checkpoint(path: str) -> bool:
    """Move the write-ahead log into the database file while nobody can write; False when somebody was writing.

    The lock is what keeps SQLite before 3.51.3 from corrupting the log: there a checkpoint must not race a commit.
    """
    lock = sqlite3.connect(path, timeout=0.2, isolation_level=None)
    mover = sqlite3.connect(path, timeout=0.2, isolation_level=None)
    try:
        mover.execute("PRAGMA wal_autocheckpoint=0")
        lock.execute("PRAGMA wal_autocheckpoint=0")
        lock.execute("BEGIN IMMEDIATE")
        mover.execute("PRAGMA wal_checkpoint(PASSIVE)")
        lock.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        mover.close()
        lock.close()
    return True


def fall_due(now: datetime) -> None:
    """Make what the rhythms ask for, have calendars read and readings stored, and forget finished background work."""
    from django.core.management import call_command

    from touchline.oneonones.calendars.tasks import line_up
    from touchline.oneonones.tasks import fall_due_all
    from touchline.standard.tasks import line_up as line_up_readings
    from touchline.week.tasks import forget

    fall_due_all(at=now)
    line_up(at=now)
    line_up_readings(at=now)
    forget(at=now)
    call_command("prune_db_task_results", verbosity=0)


def post(now: datetime) -> None:
    """Have the invitations mailed that are due."""
    from touchline.oneonones.calendars import tasks

    tasks.post(at=now)


def reach_out(now: datetime) -> None:
    """Have digests, closing mails and messages sent that are due."""
    from touchline.week import tasks

    tasks.reach_out(at=now)


CHORES = {fall_due: DUE_EVERY, post: POST_EVERY, reach_out: REACH_EVERY}


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
