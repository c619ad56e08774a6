"""A real `touchline serve` that is killed again and again, and clients that do not give up."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

ROOT = Path(__file__).parents[2]
FOUNDING = """
from datetime import UTC, date, datetime, timedelta
from touchline.cli.main import django_ready
django_ready()
from touchline.cli.preparing import prepare
prepare()
from touchline.oneonones.models import OneOnOne
from touchline.people.models import Person, User, Workspace
now = datetime.now(UTC)
workspace = Workspace.objects.create(name="Fieldstone", created_at=now)
maya, theo = (Person.objects.create(workspace=workspace, name=name) for name in ("Maya Okonkwo", "Theo Brandt"))
maya.user = User.objects.create_user("maya@fieldstone.example")
maya.save()
theo.move(to=maya, by=None, on=date(2025, 1, 6))
for hour in range(16):
    print(OneOnOne.plan(maya, theo, starts_at=now + timedelta(hours=1 + hour), by=maya, at=now).pk)
"""


class Rig:
    """One home, one port, and the process group that serves it."""

    def __init__(self, home: Path, *, lossy=False):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "TOUCHLINE_HOME": str(home),
            "TOUCHLINE_TESTING": "0",
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "CHAOS_LOSSY": "1" if lossy else "",
            "PORT": str(self.port),
        }
        said = subprocess.run(
            [sys.executable, "-c", FOUNDING],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        self.one_on_ones = [int(line) for line in said.stdout.split()]
        self.log = (home / "serve.log").open("ab")

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "touchline.cli.main", "serve"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"It did not start: {(self.home / 'serve.log').read_text()[-2000:]}")

    def kill(self):
        """kill -9 for every process of the group at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(120)
        self.log.close()


@dataclass
class Client:
    """Sends one write after the other, each until it is acknowledged, and remembers what was."""

    rig: Rig
    number: int
    tally: "Tally"
    dice: random.Random
    asked: set[UUID] = field(default_factory=set)
    acknowledged: dict[str, set[UUID]] = field(default_factory=lambda: {"topic": set(), "commitment": set()})
    note_written: int = 0
    note_version: int = 0

    def run(self):
        line = None
        while self.tally.take():
            kind = self.dice.choices(["topic", "commitment", "note"], [4, 4, 2])[0]
            line = self._note(line) if kind == "note" else self._keyed(kind, line)
        if line:
            line.close()

    def _keyed(self, kind, line):
        key = UUID(int=self.dice.getrandbits(128), version=4)
        self.asked.add(key)
        status, _, line = self._until_answered(f"/chaos/{kind}/", {"key": key, "text": f"{kind} {key}"}, line)
        assert status == 200, status
        self.acknowledged[kind].add(key)
        return line

    def _note(self, line):
        body = str(self.note_written + 1)
        asked = {"one_on_one": self.rig.one_on_ones[self.number], "body": body, "version": self.note_version}
        status, said, line = self._until_answered("/chaos/note/", asked, line)
        assert status == 200, (status, said)
        self.note_written, self.note_version = int(body), self.note_version + 1
        return line

    def _until_answered(self, path, form, line):
        content, headers = urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}
        while True:
            line = line or http.client.HTTPConnection("127.0.0.1", self.rig.port, timeout=20)
            try:
                line.request("POST", path, content, headers)
                answer = line.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException):
                line.close()
                line = None
                time.sleep(0.02)
                continue
            if answer.status < 500:
                return answer.status, said, line


class Tally:
    """Counts requests given out, up to a limit, for all clients together."""

    def __init__(self, limit: int):
        self.limit, self.taken, self.lock = limit, 0, threading.Lock()

    def take(self) -> bool:
        with self.lock:
            self.taken += self.taken < self.limit
            return self.taken < self.limit


def storm(rig: Rig, *, requests: int, kills: int, seed: int, clients=8) -> list[Client]:
    """Send `requests` writes while the server is killed `kills` times at random moments; return the clients."""
    dice = random.Random(seed)
    tally = Tally(requests)
    crowd = [Client(rig, number, tally, random.Random(seed * 100 + number)) for number in range(clients)]
    moments = sorted(dice.sample(range(requests // 100, requests - requests // 100), kills))
    rig.start()
    threads = [threading.Thread(target=client.run) for client in crowd]
    for thread in threads:
        thread.start()
    for moment in moments:
        while tally.taken < moment and any(thread.is_alive() for thread in threads):
            time.sleep(0.001)
        rig.kill()
        rig.start()
    for thread in threads:
        thread.join()
    assert tally.taken == requests, "A client gave up; its thread says why."
    return crowd
