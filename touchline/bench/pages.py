"""Every page with a budget over ten years of 200 reps, beside the same page of a leader with one rep and no history."""

import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from touchline.cli.main import django_ready

if TYPE_CHECKING:
    from touchline.people.models import Person

ROOT = Path(__file__).parents[2]
SLOW_MS = 100


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page of one viewer: queries, bytes, and milliseconds.

    `processor_ms` is the median time the processor of the application works on it, which is without PostgreSQL's;
    `baseline_median_ms` is the same page of the leader of one rep, None where that leader has none.
    """

    viewer: str
    page: str
    queries: int
    processor_ms: float
    median_ms: float
    p95_ms: float
    bytes: int
    baseline_median_ms: float | None

    @property
    def ratio(self) -> float | None:
        return round(self.median_ms / self.baseline_median_ms, 2) if self.baseline_median_ms else None


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--postgres", is_flag=True, help="On a PostgreSQL cluster made for it.")
@click.option("--reps", default=200, show_default=True)
@click.option("--years", default=10, show_default=True)
@click.option("--times", default=60, show_default=True, help="How often each page is asked for.")
@click.option("--page", "only", multiple=True, help="Only pages whose name begins like this, as week: does.")
def main(*, as_json: bool, postgres: bool, reps: int, years: int, times: int, only: tuple[str, ...]) -> None:
    """Queries, processor time, median, p95 and bytes of every page, for a leader and the leader above all."""
    on_postgres(wanted=postgres)
    with tempfile.TemporaryDirectory() as home:
        os.environ["TOUCHLINE_HOME"] = home
        django_ready()
        rows, readings, left_out, seconds = _run(reps, years, times, only or ("",))
    from django.db import connection

    pages = [asdict(reading) | {"ratio": reading.ratio} for reading in readings]
    if as_json:
        told = {"database": connection.vendor, "rows": rows, "filled_in_s": seconds}
        click.echo(json.dumps(told | {"pages": pages, "left_out": left_out}))
        return
    click.echo(f"{connection.vendor}: " + ", ".join(f"{count:,} {name}" for name, count in rows.items()))
    click.echo(f"filled in {seconds:.0f} s; {times} requests a page, one at a time\n")
    click.echo(
        f"{'viewer':<8}{'page':<26}{'queries':>8}{'processor':>11}{'median':>11}{'p95':>9}{'bytes':>9}{'ratio':>7}"
    )
    for r in readings:
        click.echo(
            f"{r.viewer:<8}{r.page:<26}{r.queries:>8}{r.processor_ms:>11.1f}{r.median_ms:>11.1f}{r.p95_ms:>9.1f}"
            f"{r.bytes:>9,}{r.ratio or '':>7}"
        )
    for viewer in dict.fromkeys(r.viewer for r in readings):
        own = [r for r in readings if r.viewer == viewer]
        processor = statistics.median(r.processor_ms for r in own)
        slow = sum(r.p95_ms >= SLOW_MS for r in own)
        click.echo(
            f"\n{viewer}: {len(own)} pages, median {processor:.1f} ms of processor; {slow} slower than {SLOW_MS} ms"
        )
        click.echo(f"not asked: {', '.join(left_out[viewer])}")


def on_postgres(*, wanted: bool) -> None:
    """Begin anew on a PostgreSQL cluster made for this run, where that is wanted and not so yet."""
    if wanted and not os.environ.get("DATABASE_URL"):
        command = ["with-postgres", sys.executable, "-m", "touchline.bench", *sys.argv[1:]]
        os.execv(ROOT / "bin" / "with-postgres", command)


def _run(
    reps: int, years: int, times: int, only: tuple[str, ...]
) -> tuple[dict[str, int], list[PageReading], dict[str, list[str]], float]:
    from touchline.bench.addresses import addresses_of
    from touchline.bench.decade import Size, make
    from touchline.bench.serving import served
    from touchline.cli.preparing import prepare

    prepare()
    now = datetime.now(UTC)
    begin = time.perf_counter()
    decade = make(Size(reps=reps, years=years), today=now.date())
    seconds = time.perf_counter() - begin
    settle()
    lea = _small_team(now)
    small, _ = addresses_of(lea)
    readings, left_out = [], {}
    with served() as port:
        for viewer, person in (("leader", decade.leader), ("VP", decade.vp)):
            addresses, left_out[viewer] = addresses_of(person)
            for page, path in addresses.items():
                if not page.startswith(only):
                    continue
                reading = _read(viewer, person, page, path, (lea, small.get(page)), port, times)
                if reading is None:
                    left_out[viewer].append(page)
                else:
                    readings.append(reading)
    return decade.rows, readings, left_out, seconds


def _small_team(now: datetime) -> "Person":
    from touchline.oneonones.models import OneOnOne
    from touchline.people.models import Person, Role, User, Workspace

    workspace = Workspace.objects.create(name="Small", created_at=now)
    user = User.objects.create_user("lea@small.example")
    leader = Person.objects.create(workspace=workspace, user=user, name="Lea Small", email=user.email)
    rep = Person.objects.create(workspace=workspace, name="Ray Small")
    leader.grant(Role.Kind.LEADER, by=None, on=now.date())
    rep.grant(Role.Kind.REP, by=None, on=now.date())
    rep.move(to=leader, by=None, on=now.date())
    OneOnOne.plan(leader, rep, starts_at=now + timedelta(days=1), by=leader, at=now)
    return leader


def settle() -> None:
    """Leave the database as it is in use: tables analysed and, on SQLite, the log written back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _read(
    viewer: str, person: "Person", page: str, path: str, baseline: tuple["Person", str | None], port: int, times: int
) -> PageReading | None:
    """The reading of a page; None where it is no page for this viewer."""
    inside = _inside(person, path, times)
    if inside is None:
        return None
    small, small_path = baseline
    is_there = small_path is not None and _inside(small, small_path, 1) is not None
    beside, _ = _timed(small, small_path, port, times) if is_there and small_path else ([], 0)
    spent, size = _timed(person, path, port, times)
    return PageReading(
        viewer=viewer,
        page=page,
        queries=inside[0],
        processor_ms=round(inside[1], 2),
        median_ms=round(statistics.median(spent), 2),
        p95_ms=round(statistics.quantiles(spent, n=20)[-1], 2),
        bytes=size,
        baseline_median_ms=round(statistics.median(beside), 2) if beside else None,
    )


def _timed(person: "Person", path: str, port: int, times: int) -> tuple[list[float], int]:
    from touchline.bench.serving import Visitor

    assert person.user is not None, "somebody asks for the pages"
    visitor = Visitor(person.user, port)
    asked = [visitor.get(path) for _ in range(times + 3)]
    visitor.close()
    return [spent for spent, _ in asked[3:]], asked[-1][1]


def _inside(person: "Person", path: str, times: int) -> tuple[int, float] | None:
    """Queries, and the median of the processor's milliseconds, asked for in this process; None unless it answers."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    assert person.user is not None, "somebody asks for the pages"
    client, spent = Client(HTTP_HOST="localhost"), []
    client.force_login(person.user, backend="touchline.people.signing_in.Backend")
    if client.get(path).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    for _ in range(min(times, 15)):
        begin = time.process_time()
        client.get(path)
        spent.append((time.process_time() - begin) * 1000)
    return queries, statistics.median(spent)
