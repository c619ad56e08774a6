"""bin/bench import: a history file through the whole import, beside the barest way to get its rows into SQLite."""

import csv
import json as jsons
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from touchline.bench import meanwhile

SEED = 20_261_123
SNAPSHOTS = 4
HEADERS = ("deal_id", "owner", "account", "stage", "amount", "close_date", "created_date", "snapshot_date")
STAGES = ("Prospecting", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
FIRST = date(2026, 1, 5)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def run(*, rows: int = 1_000_000, quiet: float = meanwhile.QUIET) -> dict[str, Any]:
    """Measure floor, first import and weekly re-import of `rows` rows of history; rates in rows per second.

    `meanwhile` is what a page and the saving of a note took somebody else, in `quiet` seconds before the first import
    and during it.
    """
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        home = Path(folder)
        history, weekly = home / "history.csv", home / "weekly.csv"
        write_history(history, weekly, rows)
        floor = rows / timed_floor(history, home / "floor.sqlite3", rows)
        in_child(home, "prepare")
        with meanwhile.asked(environment(home)) as askings:
            time.sleep(quiet)
            before = {kind: asking.p95() for kind, asking in askings.items()}
            first = in_child(home, history)
            during = {kind: asking.p95() for kind, asking in askings.items()}
        again = in_child(home, weekly)
    rate = first["rows"] / first["seconds"]
    return {
        "rows": first["rows"],
        "deals": first["deals"]["new"],
        "seconds": round(first["seconds"], 2),
        "rows_per_second": round(rate),
        "floor_rows_per_second": round(floor),
        "ratio": round(rate / floor, 3),
        "peak_mb": first["peak_mb"],
        "cpu_seconds": first["cpu_seconds"],
        "meanwhile": meanwhile.compared(before, during),
        "steps": first["steps"],
        "reimport_seconds": round(again["seconds"], 2),
        "reimport_changed": again["deals"]["changed"],
        "reimport_steps": again["steps"],
    }


def write_history(history: Path, weekly: Path, rows: int) -> None:
    """Write every deal in four weekly snapshots, then the next week's export in which 2% have changed."""
    chance = random.Random(SEED)
    deals = rows // SNAPSHOTS
    state = [
        [
            f"D{n:08d}", f"Rep {chance.randrange(200):03d}", f"Account {chance.randrange(20_000):05d}",
            chance.randrange(4), chance.randrange(1_000, 200_000), FIRST + timedelta(days=chance.randrange(10, 300)),
            FIRST - timedelta(days=chance.randrange(1, 400)),
        ]
        for n in range(deals)
    ]  # fmt: skip
    with history.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for week in range(SNAPSHOTS):
            day = FIRST + timedelta(weeks=week)
            for deal in state:
                if week:
                    move(deal, chance, share=0.15)
                writer.writerow(line(deal, day))
    with weekly.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for deal in state:
            move(deal, chance, share=0.02)
            writer.writerow(line(deal, FIRST + timedelta(weeks=SNAPSHOTS)))


def move(deal: list[Any], chance: random.Random, *, share: float) -> None:
    """Let a share of the deals move: a stage on, a close date out, an amount down."""
    luck = chance.random()
    if luck >= share:
        return
    if luck < share / 2:
        deal[5] += timedelta(days=14)
    elif luck < share * 0.8:
        deal[3] = min(deal[3] + 1, len(STAGES) - 1)
    else:
        deal[4] = max(500, deal[4] - 500)


def line(deal: list[Any], day: date) -> list[object]:
    return [deal[0], deal[1], deal[2], STAGES[deal[3]], f"{deal[4]}.00", deal[5], deal[6], day]


def timed_floor(path: Path, database: Path, rows: int) -> float:
    """csv.reader with typed columns and executemany into one table without indexes, synchronous=FULL."""
    started = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table fact (a text, b text, c text, d text, e integer, f text, g text, h text)")
    with path.open(newline="") as file, connection:
        reader = csv.reader(file)
        next(reader)
        typed = (
            (
                a,
                b,
                c,
                d,
                round(float(e) * 100),
                str(date.fromisoformat(f)),
                str(date.fromisoformat(g)),
                str(date.fromisoformat(h)),
            )
            for a, b, c, d, e, f, g, h in reader
        )
        connection.executemany("insert into fact values (?, ?, ?, ?, ?, ?, ?, ?)", typed)
    counted = connection.execute("select count(*) from fact").fetchone()[0]
    connection.close()
    if counted != rows // SNAPSHOTS * SNAPSHOTS:
        raise click.ClickException(f"The floor wrote {counted} rows of {rows}.")
    return time.perf_counter() - started


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "TOUCHLINE_HOME": str(home),
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
        "DJANGO_SETTINGS_MODULE": "touchline.settings",
    }


def in_child(home: Path, what: Path | str) -> dict[str, Any]:
    """Prepare the home, or import one file, in a process of its own; say how long it took and how much memory."""
    command = [sys.executable, "-m", "touchline.bench.importing", str(what)]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(done.stderr[-2000:])
    answer: dict[str, Any] = jsons.loads(done.stdout)
    return answer


def prepare_here() -> dict[str, Any]:
    """Run in the child: bring the home up to date, with a company in it."""
    from touchline.cli.preparing import prepare

    prepare()
    meanwhile.people(NOW)
    return {}


def import_here(path: str) -> dict[str, Any]:
    """Run in the child: measure begin, read and apply."""
    from touchline.crm import importing
    from touchline.crm.models import Source
    from touchline.people.models import Workspace

    source = Source.named(Workspace.objects.get(), "CRM", at=NOW)
    marks = [time.perf_counter()]
    batch = importing.begin(source, [path], by=None, at=NOW)
    marks.append(time.perf_counter())
    importing.read(batch)
    marks.append(time.perf_counter())
    importing.apply(batch, by=None, at=NOW)
    marks.append(time.perf_counter())
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    steps = dict(zip(("begin", "read", "apply"), (round(b - a, 2) for a, b in pairwise(marks)), strict=True))
    return {
        "seconds": marks[-1] - marks[0],
        "rows": batch.rows,
        "deals": batch.counts["deals"],
        "peak_mb": max(usage.ru_maxrss for usage in used) // 1024,
        "cpu_seconds": round(sum(usage.ru_utime + usage.ru_stime for usage in used), 2),
        "steps": steps,
    }


@click.command("import")
@click.option("--rows", type=click.IntRange(min=SNAPSHOTS), default=1_000_000, help="Rows of history; four to a deal.")
@click.option("--quiet", default=meanwhile.QUIET, show_default=True, help="Seconds of requests before the import.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(*, rows: int, quiet: float, as_json: bool) -> None:
    """Import a deal history and its next week, beside the barest floor in the same run."""
    found = run(rows=rows, quiet=quiet)
    click.echo(jsons.dumps(found, indent=2) if as_json else told(found))


def told(found: dict[str, Any]) -> str:
    """One line a finding, for people."""
    lines = {name: value for name, value in found.items() if name != "meanwhile"}
    for kind, p95 in found["meanwhile"].items():
        said = "{quiet_p95_ms} ms quiet, {during_p95_ms} ms during the import, ratio {ratio}".format(**p95)
        lines[f"p95 of a {kind.replace('_', ' ')}"] = said
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


if __name__ == "__main__":
    import django

    django.setup()
    found = prepare_here() if sys.argv[1] == "prepare" else import_here(sys.argv[1])
    sys.stdout.write(jsons.dumps(found))
