"""A killed import leaves the database as it was, or finished; never half, never doubled."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from touchline.crm import importing
from touchline.crm.models import Deal, Import, Source
from touchline.crm.tests.rows import FIRST, bring, write

HEADERS = ("deal_id", "owner", "stage", "amount", "close_date")
COUNTS = (
    "select (select count(*) from crm_deal), (select count(*) from crm_account), (select count(*) from people_person)"
)


@pytest.fixture
def home(tmp_path):
    """A home of its own with one export in it, and a bigger export to bring in."""
    write(tmp_path / "one.csv", HEADERS, ("d1", "Theo Brandt", "Proposal", "5", "2026-12-18"))
    rows = [(f"d{n}", f"Rep {n % 50}", "Proposal", n, "2026-12-18") for n in range(40_000)]
    write(tmp_path / "many.csv", HEADERS, *rows)
    assert command(tmp_path, "import", "one.csv").wait() == 0
    return tmp_path


def command(home, *words):
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "TOUCHLINE_TESTING"}}
    environment["TOUCHLINE_HOME"] = str(home / "home")
    return subprocess.Popen(
        [sys.executable, "-m", "touchline.cli.main", *[str(home / w) if w.endswith(".csv") else w for w in words]],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def counted(home):
    with sqlite3.connect(home / "home" / "touchline.sqlite3") as connection:
        return connection.execute(COUNTS).fetchone()


@pytest.mark.slow
def test_killed_anywhere_it_is_all_or_nothing_and_can_be_done_again(home):
    before, seen = counted(home), set()
    started = time.monotonic()
    for part in range(8):
        running = command(home, "import", "many.csv", "--json")
        time.sleep(0.5 + part * 0.5)
        if running.poll() is not None:
            break
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        seen.add(counted(home))
    assert time.monotonic() - started < 120
    assert all(counts in {before, (40_000, 0, before[2] + 50)} for counts in seen)
    again = command(home, "import", "many.csv", "--json")
    said = json.loads(again.communicate()[0])
    assert said["status"] in {"applied", "refused"}
    assert counted(home) == (40_000, 0, before[2] + 50)


def test_after_a_crash_an_import_that_was_being_written_can_be_applied(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    path = write(tmp_path / "one.csv", HEADERS, ("d1", "Theo Brandt", "Proposal", "5", "2026-12-18"))
    batch = importing.read(importing.begin(source, [path], by=None, at=FIRST))
    Import.objects.update(state=Import.State.APPLYING)
    importing.recover(at=datetime(2026, 9, 2, tzinfo=UTC))
    batch.refresh_from_db()
    assert batch.state == Import.State.PREVIEWED
    importing.apply(batch, by=cast.maya, at=FIRST)
    assert Deal.objects.count() == 1


def test_after_a_crash_an_import_that_was_written_is_learned_from(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    rows = [(f"d{n}", "Theo Brandt", "Closed Won", "5", "2026-08-18") for n in range(20)]
    batch = bring(source, write(tmp_path / "one.csv", HEADERS, ("d", "Theo Brandt", "Proposal", "5", ""), *rows))
    assert source.stages.get(name="Proposal").odds == 1
    source.stages.update(odds=None)
    Import.objects.filter(pk=batch.pk).update(step=importing.process.LEARNING)
    importing.recover(at=datetime(2026, 9, 2, tzinfo=UTC))
    assert source.stages.get(name="Proposal").odds == 1
    assert Import.objects.get(pk=batch.pk).step == ""


def test_a_fault_while_writing_leaves_nothing_behind(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    path = write(tmp_path / "one.csv", HEADERS, ("d1", "Somebody New", "Proposal", "5", "2026-12-18"))
    batch = importing.read(importing.begin(source, [path], by=None, at=FIRST))
    (tmp_path / "uploads" / "imports" / str(batch.pk) / "deals.arrow").unlink()
    with pytest.raises(FileNotFoundError):
        importing.apply(batch, by=cast.maya, at=FIRST)
    batch.refresh_from_db()
    assert batch.state == Import.State.PREVIEWED
    assert not source.owners.exists()
    assert not cast.workspace.people.filter(name="Somebody New").exists()


def test_two_applies_write_once(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    batch = bring(source, write(tmp_path / "one.csv", HEADERS, ("d1", "Theo Brandt", "Proposal", "5", "2026-12-18")))
    with pytest.raises(importing.process.ValidationError, match="cannot be applied"):
        importing.apply(Import.objects.get(pk=batch.pk), by=cast.maya, at=FIRST)
    assert Deal.objects.count() == 1
