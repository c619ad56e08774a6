"""Keep child processes running until a signal says stop."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

GRACE = 15
"""Seconds a child may take to finish what it is doing."""


class Supervisor:
    """Start children, start one anew when it ends by itself, and end all on SIGTERM or SIGINT.

    Each child leads a process group of its own, holds the `lock` of the home, and ends with this process: its standard
    input is a pipe that is never written to (touchline.cli.tethered).

    Exit code: 0 after a signal, 1 when one child keeps ending within a second of its start.
    """

    TRIES = 5

    def __init__(self, commands: dict[str, list[str]], *, beat: Path, lock: int) -> None:
        self.commands = commands
        self.beat, self.lock = beat, lock
        self.tether, self.held = os.pipe()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.failures: dict[str, int] = dict.fromkeys(commands, 0)
        self.stopping = False

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self.commands:
            self._start(name)
        try:
            while not self.stopping and max(self.failures.values()) < self.TRIES:
                self._tend()
                self._write_beat()
                time.sleep(0.5)
        finally:
            self._end_all()
            self.beat.unlink(missing_ok=True)
        return 0 if self.stopping else 1

    def _start(self, name: str) -> None:
        environment = {"DJANGO_SETTINGS_MODULE": "touchline.settings"} | os.environ
        self.running[name] = subprocess.Popen(
            self.commands[name], env=environment, stdin=self.tether, pass_fds=[self.lock], start_new_session=True
        )
        self.started[name] = time.monotonic()

    def _tend(self) -> None:
        for name, child in list(self.running.items()):
            lived = time.monotonic() - self.started[name]
            if child.poll() is None:
                if lived > 10:
                    self.failures[name] = 0
                continue
            self.failures[name] = self.failures[name] + 1 if lived < 10 else 1
            # Its own children may live on, and would keep the port from the next one.
            _kill_group(child)
            self._start(name)

    def _write_beat(self) -> None:
        pids = {name: child.pid for name, child in self.running.items()}
        fresh = self.beat.with_suffix(".new")
        fresh.write_text(json.dumps({"at": time.time(), "supervisor": os.getpid(), **pids}))
        fresh.replace(self.beat)

    def _end_all(self) -> None:
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            _kill_group(child)
            child.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kill a child and whatever it started; nothing happens where all of them have ended."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
