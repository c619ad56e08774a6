"""How many clients two workers hold: each asks again as soon as it is answered, four times of five to read."""

import json
import os
import random
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from touchline.bench.pages import on_postgres, settle
from touchline.cli.main import django_ready

if TYPE_CHECKING:
    from touchline.oneonones.models import OneOnOne

READS = 0.8


@dataclass(frozen=True, slots=True)
class LoadReading:
    """What so many clients saw: requests a second, and milliseconds of reading and of saving a note."""

    clients: int
    requests: int
    a_second: float
    read_median_ms: float
    read_p95_ms: float
    write_median_ms: float
    write_p95_ms: float


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--postgres", is_flag=True, help="On a PostgreSQL cluster made for it.")
@click.option("--reps", default=200, show_default=True)
@click.option("--years", default=10, show_default=True)
@click.option("--seconds", default=20, show_default=True, help="How long each number of clients asks.")
@click.option("--clients", default="1,4,16,64", show_default=True)
@click.option("--workers", default=2, show_default=True)
def main(*, as_json: bool, postgres: bool, reps: int, years: int, seconds: int, clients: str, workers: int) -> None:
    """Requests a second and p95 of leaders who read their pages and save notes, all at once."""
    on_postgres(wanted=postgres)
    with tempfile.TemporaryDirectory() as home:
        os.environ["TOUCHLINE_HOME"] = home
        django_ready()
        readings = _run(reps, years, seconds, [int(n) for n in clients.split(",")], workers)
    from django.db import connection

    if as_json:
        click.echo(json.dumps({"database": connection.vendor, "load": [asdict(reading) for reading in readings]}))
        return
    click.echo(f"{connection.vendor}, {workers} workers, {seconds} s each, {READS:.0%} reads\n")
    click.echo(f"{'clients':>8}{'requests':>10}{'a second':>10}{'read ms':>10}{'p95':>9}{'write ms':>10}{'p95':>9}")
    for r in readings:
        click.echo(
            f"{r.clients:>8}{r.requests:>10,}{r.a_second:>10.1f}{r.read_median_ms:>10.1f}{r.read_p95_ms:>9.1f}"
            f"{r.write_median_ms:>10.1f}{r.write_p95_ms:>9.1f}"
        )


def _run(reps: int, years: int, seconds: int, clients: list[int], workers: int) -> list[LoadReading]:
    from touchline.bench.decade import Size, make
    from touchline.bench.serving import served
    from touchline.cli.preparing import prepare
    from touchline.oneonones.models import OneOnOne

    prepare()
    make(Size(reps=reps, years=years), today=datetime.now(UTC).date())
    settle()
    coming = OneOnOne.objects.open().select_related("leader__user").order_by("rep", "starts_at")
    of_each_rep = list({one_on_one.rep_id: one_on_one for one_on_one in coming}.values())
    with served(workers) as port:
        return [_asked_by(count, of_each_rep, port, seconds) for count in clients]


def _asked_by(count: int, one_on_ones: "list[OneOnOne]", port: int, seconds: int) -> LoadReading:
    meetings = [one_on_ones[n % len(one_on_ones)] for n in range(count)]
    with ThreadPoolExecutor(count) as pool:
        answers = pool.map(lambda n: _client(n, meetings[n], port, seconds), range(count))
        asked = [answer for client in answers for answer in client]
    reads, writes = ([spent for is_read, spent in asked if is_read == wanted] for wanted in (True, False))
    return LoadReading(
        clients=count,
        requests=len(asked),
        a_second=round(len(asked) / seconds, 1),
        read_median_ms=round(statistics.median(reads), 1),
        read_p95_ms=round(_p95(reads), 1),
        write_median_ms=round(statistics.median(writes), 1) if writes else 0.0,
        write_p95_ms=round(_p95(writes), 1) if writes else 0.0,
    )


def _p95(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]


def _client(number: int, one_on_one: "OneOnOne", port: int, seconds: int) -> list[tuple[bool, float]]:
    """Whether each request was a read, and its milliseconds, of one leader on one connection."""
    from django.db import connection

    from touchline.bench.serving import Visitor

    assert one_on_one.leader.user is not None, "whoever leads can sign in"
    dice, tab = random.Random(number), str(UUID(int=one_on_one.pk))
    asked: list[tuple[bool, float]] = []
    visitor, pages = Visitor(one_on_one.leader.user, port), _pages(one_on_one)
    connection.close()
    visitor.get(pages[0])
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_read := dice.random() < READS:
            spent, _ = visitor.get(dice.choice(pages))
        else:
            path = f"/one-on-ones/{one_on_one.pk}/private-notes/"
            spent, _ = visitor.post(path, body=f"Note {len(asked)}", version="0", tab=tab)
        asked.append((is_read, spent))
    visitor.close()
    return asked


def _pages(one_on_one: "OneOnOne") -> list[str]:
    """What a leader opens on a working day, the week most often."""
    from django.urls import reverse

    return [
        *[reverse("week:week")] * 3,
        reverse("week:team"),
        reverse("week:rep", args=[one_on_one.rep_id]),
        reverse("week:rep", args=[one_on_one.rep_id]),
        reverse("oneonones:show", args=[one_on_one.pk]),
        reverse("oneonones:show", args=[one_on_one.pk]),
        reverse("oneonones:index"),
        reverse("skills:index"),
        reverse("crm:numbers"),
        reverse("oneonones:commitments"),
    ]
