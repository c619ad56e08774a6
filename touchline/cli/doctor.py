"""touchline doctor: what is wrong here, and how to mend it."""

import io
import json
import shutil
import smtplib
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from touchline.cli.heart import FRESH, heartbeat
from touchline.cli.holding import is_held
from touchline.cli.main import django_ready

SAFE_WAL = (3, 51, 3)
LITTLE_SPACE = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. State: ok, note (works, worth knowing) or wrong."""

    about: str
    state: str
    says: str
    mend: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(*, as_json: bool) -> None:
    """Look at configuration, database, worker, mail, disk and backups; exit 1 when something is wrong."""
    try:
        django_ready()
    except click.ClickException as wrong:
        findings = [Finding("configuration", "wrong", wrong.message, "Mend the environment variable named above.")]
    else:
        findings = list(examine(now=datetime.now(UTC)))
    is_wrong = any(finding.state == "wrong" for finding in findings)
    if as_json:
        click.echo(json.dumps({"ok": not is_wrong, "findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            click.echo(f"{finding.state:<6}{finding.about:<15}{finding.says}")
            if finding.mend:
                click.echo(f"{'':<21}→ {finding.mend}")
    raise SystemExit(int(is_wrong))


def examine(*, now: datetime) -> Iterator[Finding]:
    """Look at one thing after the other; what needs the database is left out when it cannot be reached."""
    yield configuration()
    people = 0
    try:
        connection.ensure_connection()
    except DatabaseError as refusal:
        yield Finding("database", "wrong", str(refusal).strip(), "Look at DATABASE_URL, and whether the server runs.")
    else:
        yield database()
        missing = migrations()
        yield missing
        yield worker(now=now)
        people = logins() if missing.state == "ok" else 0
    yield mail(people=people)
    yield disk()
    yield backups(now=now)
    yield static_files()


def configuration() -> Finding:
    try:
        call_command("check", deploy=settings.HTTPS, fail_level="WARNING", stdout=io.StringIO())
    except SystemCheckError as problems:
        return Finding("configuration", "wrong", str(problems).strip(), "Mend the settings named above.")
    if settings.DEBUG:
        return Finding("configuration", "wrong", "TOUCHLINE_DEBUG is on.", "Unset TOUCHLINE_DEBUG where people work.")
    if not settings.HTTPS and settings.SITE_HOST not in ("localhost", "127.0.0.1"):
        return Finding(
            "configuration", "wrong", f"{settings.SITE_URL} is not https.", "Put a proxy with TLS before it."
        )
    return Finding("configuration", "ok", f"{settings.SITE_URL}, data in {settings.HOME}.")


def database() -> Finding:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            (version,) = cursor.fetchone()
        return Finding("database", "ok", f"PostgreSQL {version}.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        (said,) = cursor.fetchone()
    if said != "ok":
        return Finding("database", "wrong", f"SQLite says: {said}.", "Stop Touchline and restore the last backup.")
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < SAFE_WAL:
        safe = ".".join(map(str, SAFE_WAL))
        return Finding(
            "database",
            "note",
            f"SQLite {version} is whole. Versions before {safe} can damage the log when a checkpoint meets a commit.",
            "Nothing to do under touchline serve, whose clock checkpoints under the write lock. Do not open the"
            " database with other tools meanwhile.",
        )
    return Finding("database", "ok", f"SQLite {version}, whole.")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(
            "migrations", "wrong", f"{len(missing)} not applied.", "Start touchline serve, which applies them."
        )
    return Finding("migrations", "ok", "All applied.")


def worker(*, now: datetime) -> Finding:
    beat = heartbeat()
    if beat is None or beat.age > FRESH or not beat.alive("supervisor"):
        if is_held():
            says = "Processes of an earlier touchline serve still run."
            return Finding("worker", "wrong", says, "End them, then start it: touchline serve.")
        return Finding("worker", "wrong", "Nothing runs on this home.", "Start it: touchline serve.")
    if down := [name for name in ("web", "worker", "clock") if not beat.alive(name)]:
        return Finding("worker", "wrong", f"Not running: {', '.join(down)}.", "Read the log of touchline serve.")
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - timedelta(minutes=5)).count()
    if waiting:
        return Finding("worker", "wrong", f"{waiting} jobs wait for more than 5 minutes.", "Restart touchline serve.")
    return Finding("worker", "ok", "Web server, worker and clock run.")


def logins() -> int:
    """How many people sign in here; the made-up people of a demo do not count."""
    from touchline.people.models import User

    return User.objects.filter(is_active=True, person__workspace__demo_anchor=None, person__isnull=False).count()


def mail(*, people: int) -> Finding:
    """No mail server is wrong where more than one person signs in: who forgets a password could not get back in."""
    from touchline.people.mailing import is_mail_sent

    if not is_mail_sent():
        says = "No mail is sent, so nobody who forgot a password gets in again."
        mend = "Set EMAIL_URL=submission://user:password@host:587"
        return Finding("mail", "wrong" if people > 1 else "note", says, mend)
    try:
        get_connection(timeout=5).open()
    except (OSError, smtplib.SMTPException) as refusal:
        return Finding("mail", "wrong", f"The mail server does not answer: {refusal}.", "Look at EMAIL_URL.")
    return Finding("mail", "ok", "The mail server answers.")


def disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free / 1e9:.1f} GB free at {settings.HOME}."
    if free < LITTLE_SPACE:
        return Finding("disk", "wrong", said, "Make room; an import and a backup each need as much as the database.")
    return Finding("disk", "ok", said)


def backups(*, now: datetime) -> Finding:
    mark = settings.HOME / "last_backup"
    if not mark.exists():
        return Finding("backups", "wrong", "There has been none.", "Run it every day: touchline backup FILE")
    age = now - datetime.fromisoformat(mark.read_text())
    said = f"The last one is {age.days} days old." if age.days else "The last one is less than a day old."
    if age > timedelta(days=2):
        return Finding("backups", "wrong", said, "Run it every day: touchline backup FILE")
    return Finding("backups", "ok", said)


def static_files() -> Finding:
    root = Path(settings.STATIC_ROOT)
    if not (root / "collected.json").exists():
        return Finding("static files", "note", "Not collected yet.", "touchline serve collects them when it starts.")
    if not list(root.rglob("*.woff2")):
        return Finding(
            "static files", "note", "No typefaces were made; pages use the system's.", "Remove the folder and restart."
        )
    return Finding("static files", "ok", "Collected, with typefaces.")
