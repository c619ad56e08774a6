"""kill -9 during imports: the database is as before or holds the whole import, and the next try completes it."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta

import pytest

from tests.chaos.rig import ROOT

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("CHAOS_IMPORT_KILLS", "10"))
DEALS = 20_000


def export(path):
    """An export of 20,000 deals of 40 reps."""
    day = date(2026, 3, 2)
    with path.open("w") as file:
        file.write("Opportunity ID,Opportunity Name,Account Name,Owner,Stage,Amount,Created Date,Close Date\n")
        for n in range(DEALS):
            stage = ("Closed Won", "Closed Lost", "Proposal")[n % 3]
            close = day + timedelta(days=n % 200)
            file.write(f"D{n},Deal {n},Account {n % 900},Rep {n % 40},{stage},{1000 + n},{day},{close}\n")


COMMAND = ["-m", "touchline.cli.main"]
WITHOUT_TRANSACTION = """
from contextlib import nullcontext
from types import SimpleNamespace
from touchline.cli.main import django_ready, main
django_ready()
from touchline.crm.importing import process
process.transaction = SimpleNamespace(atomic=nullcontext)
main(prog_name="touchline")
"""


class Importing:
    """`touchline import` of one file into one home, in a process group of its own."""

    def __init__(self, home, file, *, safe=True):
        self.home, self.file = home, file
        self.command = COMMAND if safe else ["-c", WITHOUT_TRANSACTION]
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment |= {"TOUCHLINE_HOME": str(home), "TOUCHLINE_TESTING": "0"}

    def start(self):
        return subprocess.Popen(
            [sys.executable, *self.command, "import", str(self.file), "--json"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_for_a_deal(self, process, seconds=300):
        """Look on while it runs until the first deal can be seen."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and process.poll() is None:
            if (self.home / "touchline.sqlite3").exists() and self.seen():
                return
            time.sleep(0.005)

    def seen(self) -> int:
        with closing(sqlite3.connect(self.home / "touchline.sqlite3", timeout=30)) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'crm_deal'").fetchone()[0]
            return database.execute("SELECT count(*) FROM crm_deal").fetchone()[0] if tables else 0

    def deals(self) -> int:
        with closing(sqlite3.connect(self.home / "touchline.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return self.seen()


def test_a_killed_import_leaves_all_or_nothing_and_the_next_one_completes(tmp_path):
    if os.environ.get("DATABASE_URL"):
        pytest.skip("The kills are of Touchline on SQLite.")
    home, file, dice = tmp_path / "home", tmp_path / "deals.csv", random.Random(31)
    export(file)
    one = Importing(home, file)
    begin = time.monotonic()
    whole = Importing(tmp_path / "another", file)
    said, trouble = whole.start().communicate(timeout=300)
    assert json.loads(said)["status"] == "applied", said + trouble
    took = time.monotonic() - begin
    killed = 0
    while killed < KILLS:
        process = one.start()
        time.sleep(dice.uniform(0.1, 0.95) * took)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        killed += 1
        if (home / "touchline.sqlite3").exists():
            assert one.deals() in (0, DEALS)
    said, trouble = one.start().communicate(timeout=300)
    status = json.loads(said)["status"]
    assert status == "applied" or (status == "refused" and one.deals() == DEALS), said + trouble
    assert one.deals() == DEALS == whole.deals()


def test_an_import_without_its_transaction_is_caught_half_way(tmp_path):
    """The control: if a kill showed no half import here, the test above could not see one."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("The kills are of Touchline on SQLite.")
    file = tmp_path / "deals.csv"
    export(file)
    unsafe = Importing(tmp_path / "home", file, safe=False)
    process = unsafe.start()
    unsafe.wait_for_a_deal(process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert 0 < unsafe.deals() < DEALS
