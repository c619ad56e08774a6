"""Pages over ten years of 200 reps, against the same pages of a leader with one rep and no history."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from touchline.cli.main import django_ready

if TYPE_CHECKING:
    from touchline.bench.decade import Decade
    from touchline.people.models import Person, User

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Reading:
    """One page: queries, milliseconds at the median and the 95th percentile, bytes, and the small page's median."""

    page: str
    queries: int
    median_ms: float
    p95_ms: float
    bytes: int
    baseline_median_ms: float

    @property
    def ratio(self) -> float:
        return self.median_ms / self.baseline_median_ms


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--postgres", is_flag=True, help="On a PostgreSQL cluster made for it.")
@click.option("--reps", default=200, show_default=True)
@click.option("--years", default=10, show_default=True)
@click.option("--times", default=60, show_default=True, help="How often each page is asked for.")
def main(*, as_json: bool, postgres: bool, reps: int, years: int, times: int) -> None:
    """Queries, median, p95 and bytes of week, team, rep, one-on-one, numbers and how one-on-ones go."""
    if postgres and not os.environ.get("DATABASE_URL"):
        os.execv(
            ROOT / "bin" / "with-postgres", ["with-postgres", sys.executable, "-m", "touchline.bench", *sys.argv[1:]]
        )
    with tempfile.TemporaryDirectory() as home:
        os.environ["TOUCHLINE_HOME"] = home
        django_ready()
        rows, readings, seconds = _run(reps, years, times)
    from django.db import connection

    if as_json:
        pages = [asdict(reading) | {"ratio": round(reading.ratio, 2)} for reading in readings]
        click.echo(json.dumps({"database": connection.vendor, "rows": rows, "filled_in_s": seconds, "pages": pages}))
        return
    click.echo(f"{connection.vendor}: " + ", ".join(f"{count:,} {name}" for name, count in rows.items()))
    click.echo(f"filled in {seconds:.0f} s; {times} requests a page, one at a time\n")
    click.echo(f"{'page':<28}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'bytes':>9}{'one rep ms':>12}{'ratio':>7}")
    for r in readings:
        click.echo(
            f"{r.page:<28}{r.queries:>8}{r.median_ms:>11.1f}{r.p95_ms:>9.1f}{r.bytes:>9,}"
            f"{r.baseline_median_ms:>12.1f}{r.ratio:>7.2f}"
        )


def _run(reps: int, years: int, times: int) -> tuple[dict[str, int], list[Reading], float]:
    from touchline.bench.decade import Size, make
    from touchline.cli.preparing import prepare

    prepare()
    now = datetime.now(UTC)
    begin = time.perf_counter()
    decade = make(Size(reps=reps, years=years), today=now.date())
    seconds = time.perf_counter() - begin
    _settle()
    leader, rep, one_on_one_id = _small_team(now)
    small = _paths(leader, rep, one_on_one_id)
    with _served() as port:
        readings = [
            _read(page, viewer, path, *small[page.split(",")[0]], port, times)
            for page, (viewer, path) in _pages(decade).items()
        ]
    return decade.rows, readings, seconds


def _pages(decade: "Decade") -> dict[str, tuple["User", str]]:
    """Whose page at which address, by name: a leader's own, and those of the VP above all reps."""
    pages = _paths(decade.leader, decade.rep, decade.one_on_one_id)
    above = _paths(decade.vp, decade.rep, None)
    return pages | {f"{name}, VP": above[name] for name in ("week", "team", "rep", "numbers", "going")}


def _paths(leader: "Person", rep: "Person", one_on_one_id: int | None) -> dict[str, tuple["User", str]]:
    from django.urls import reverse

    paths = {
        "week": reverse("week:week"),
        "team": reverse("week:team"),
        "rep": reverse("week:rep", args=[rep.pk]),
        "numbers": reverse("crm:numbers"),
        "going": reverse("standard:going", args=["one-on-ones"]),
    }
    if one_on_one_id:
        paths["one-on-one"] = reverse("oneonones:show", args=[one_on_one_id])
    assert leader.user is not None, "somebody asks for the pages"
    return {name: (leader.user, path) for name, path in paths.items()}


def _small_team(now: datetime) -> tuple["Person", "Person", int]:
    from touchline.oneonones.models import OneOnOne
    from touchline.people.models import Person, Role, User, Workspace

    workspace = Workspace.objects.create(name="Small", created_at=now)
    user = User.objects.create_user("lea@small.example")
    leader = Person.objects.create(workspace=workspace, user=user, name="Lea Small", email=user.email)
    rep = Person.objects.create(workspace=workspace, name="Ray Small")
    leader.grant(Role.Kind.LEADER, by=None, on=now.date())
    rep.grant(Role.Kind.REP, by=None, on=now.date())
    rep.move(to=leader, by=None, on=now.date())
    one_on_one = OneOnOne.plan(leader, rep, starts_at=now + timedelta(days=1), by=leader, at=now)
    return leader, rep, one_on_one.pk


def _settle() -> None:
    """Leave the database as it is in use: tables analysed and, on SQLite, the log written back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _served() -> Iterator[int]:
    """Run the production server, one worker, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "touchline.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "warning"])
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _read(page: str, user: "User", path: str, small_user: "User", small_path: str, port: int, times: int) -> Reading:
    small, _ = _timed(small_user, small_path, port, times)
    spent, size = _timed(user, path, port, times)
    return Reading(
        page=page,
        queries=_queries(user, path),
        median_ms=round(statistics.median(spent), 2),
        p95_ms=round(statistics.quantiles(spent, n=20)[-1], 2),
        bytes=size,
        baseline_median_ms=round(statistics.median(small), 2),
    )


def _timed(user: "User", path: str, port: int, times: int) -> tuple[list[float], int]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"{_cookie_name()}={_session(user)}", "Host": f"localhost:{port}"}
    spent = []
    for _ in range(times + 3):
        begin = time.perf_counter()
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        spent.append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            raise click.ClickException(f"{path} answered {answer.status}.")
    line.close()
    return spent[3:], len(body)


def _session(user: "User") -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def _cookie_name() -> str:
    from django.conf import settings

    name: str = settings.SESSION_COOKIE_NAME
    return name


def _queries(user: "User", path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="touchline.people.signing_in.Backend")
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
