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
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import click

SEED = 20_261_123
SNAPSHOTS = 4
HEADERS = ("deal_id", "owner", "account", "stage", "amount", "close_date", "created_date", "snapshot_date")
STAGES = ("Prospecting", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
FIRST = date(2026, 1, 5)


def run(*, json: bool = False, rows: int = 1_000_000) -> dict:
    """Measure floor, first import and weekly re-import of `rows` rows of history; rates in rows per second."""
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        home = Path(folder)
        history, weekly = home / "history.csv", home / "weekly.csv"
        write_history(history, weekly, rows)
        floor = rows / timed_floor(history, home / "floor.sqlite3", rows)
        first = imported(home, history)
        again = imported(home, weekly)
    rate = first["rows"] / first["seconds"]
    return {
        "rows": first["rows"],
        "deals": first["deals"]["new"],
        "seconds": round(first["seconds"], 2),
        "rows_per_second": round(rate),
        "floor_rows_per_second": round(floor),
        "ratio": round(rate / floor, 3),
        "peak_mb": first["peak_mb"],
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


def move(deal: list, chance: random.Random, *, share: float) -> None:
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


def line(deal: list, day: date) -> list:
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


def imported(home: Path, path: Path) -> dict:
    """Import one file in a process of its own, from reading to applied, and say how long and how much memory."""
    environment = {**os.environ, "TOUCHLINE_HOME": str(home), "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", "")}
    done = subprocess.run(
        [sys.executable, "-m", "touchline.bench.importing", str(path)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise click.ClickException(done.stderr[-2000:])
    return jsons.loads(done.stdout)


def import_here(path: str) -> dict:
    """Run in the child: set up, then measure begin, read and apply."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from django.core.management import call_command

    from touchline.crm import importing
    from touchline.crm.models import Source
    from touchline.people.models import Workspace

    call_command("migrate", interactive=False, verbosity=0)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    workspace = Workspace.objects.first() or Workspace.objects.create(name="Bench", created_at=now)
    source = workspace.sources.first() or Source.objects.create(workspace=workspace, name="CRM", created_at=now)
    marks = [time.perf_counter()]
    batch = importing.begin(source, [path], by=None, at=now)
    marks.append(time.perf_counter())
    importing.read(batch)
    marks.append(time.perf_counter())
    importing.apply(batch, by=None, at=now)
    marks.append(time.perf_counter())
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    steps = dict(zip(("begin", "read", "apply"), (round(b - a, 2) for a, b in pairwise(marks)), strict=True))
    return {
        "seconds": marks[-1] - marks[0],
        "rows": batch.rows,
        "deals": batch.counts["deals"],
        "peak_mb": peak,
        "steps": steps,
    }


@click.command("import")
@click.option("--rows", type=click.IntRange(min=SNAPSHOTS), default=1_000_000, help="Rows of history; four to a deal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(rows, as_json):
    """Import a deal history and its next week, beside the barest floor in the same run."""
    found = run(json=as_json, rows=rows)
    click.echo(
        jsons.dumps(found, indent=2) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items())
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchline.settings")
    sys.stdout.write(jsons.dumps(import_here(sys.argv[1])))
