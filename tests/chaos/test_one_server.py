"""One home is served once, and nothing of a server outlives it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from tests.chaos.rig import ROOT, Rig

pytestmark = pytest.mark.slow
RUNNING = "is running on"


@pytest.fixture
def rig(tmp_path):
    """A server that answers, and is gone when the test is over."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("These are about processes; the database does not matter.")
    rig = Rig(tmp_path)
    rig.start()
    wait_for(lambda: len(children(rig)) == 3)
    yield rig
    if rig.process.poll() is None:
        rig.stop()


def children(rig) -> dict[str, int]:
    """The process ids of the server's children by name, from its heartbeat."""
    beat = rig.home / "heartbeat.json"
    told = json.loads(beat.read_text()) if beat.exists() else {}
    return {name: told[name] for name in ("web", "worker", "clock") if name in told}


def answers(rig) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{rig.port}/accounts/login/", timeout=10)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_for(condition, *, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come to that."
        time.sleep(0.05)


def touchline(rig, *arguments, port=None):
    environment = rig.environment | ({"PORT": str(port)} if port else {})
    return subprocess.run(
        [sys.executable, "-m", "touchline.cli.main", *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


@contextmanager
def stopped(pids):
    """Groups of processes that are alive and do nothing, so that they cannot end by themselves."""
    for pid in pids:
        os.killpg(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.killpg(pid, signal.SIGCONT)


def test_children_end_with_a_server_that_was_killed_and_the_next_one_starts(rig):
    os.kill(rig.process.pid, signal.SIGKILL)
    rig.process.wait()
    wait_for(lambda: not answers(rig), seconds=60)
    rig.start()
    wait_for(lambda: answers(rig))


def test_while_an_orphan_lives_nothing_is_restored_and_nothing_served(rig, tmp_path):
    kept = tmp_path / "kept.tar"
    assert touchline(rig, "backup", kept).returncode == 0
    with stopped(children(rig).values()):
        os.kill(rig.process.pid, signal.SIGKILL)
        rig.process.wait()
        (rig.home / "heartbeat.json").unlink()
        for command in (["restore", kept], ["serve"]):
            refused = touchline(rig, *command, port=rig.port + 1 if rig.port < 65535 else rig.port - 1)
            assert refused.returncode == 1
            assert RUNNING in refused.stderr
        assert "Processes of an earlier touchline serve still run." in touchline(rig, "doctor").stdout
        assert not list(rig.home.glob("before-restore-*"))
    wait_for(lambda: not answers(rig), seconds=60)
    assert touchline(rig, "restore", kept).returncode == 0


def test_a_second_server_and_a_restore_are_refused_however_old_the_heartbeat(rig, tmp_path):
    kept = tmp_path / "kept.tar"
    touchline(rig, "backup", kept)
    os.kill(rig.process.pid, signal.SIGSTOP)
    (rig.home / "heartbeat.json").write_text(json.dumps({"at": 0, "supervisor": 1}))
    try:
        assert RUNNING in touchline(rig, "restore", kept).stderr
        assert RUNNING in touchline(rig, "serve", port=rig.port + 1 if rig.port < 65535 else rig.port - 1).stderr
    finally:
        os.kill(rig.process.pid, signal.SIGCONT)
    assert answers(rig)


def test_a_web_server_that_was_killed_comes_back_at_once(rig):
    was = children(rig)["web"]
    os.kill(was, signal.SIGKILL)
    wait_for(lambda: children(rig).get("web", was) != was)
    wait_for(lambda: answers(rig), seconds=120)
    web = children(rig)["web"]
    time.sleep(3)
    assert children(rig)["web"] == web, "The new one died too."
    assert rig.process.poll() is None


def test_a_server_that_is_told_to_stop_leaves_nobody_behind(rig):
    groups = children(rig).values()
    rig.stop()
    for group in groups:
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)
    assert rig.process.returncode == 0
