"""The database part of a backup: one file for SQLite, one COPY file per table for PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph, Node

FILE = "database.sqlite3"
TABLES = "tables"


class Unfit(Exception):
    """This file cannot be restored here; the sentence says why."""


def dump(folder: Path) -> None:
    """Copy the database into `folder` as it is at one instant, while others go on writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / FILE)) as copy:
            connection.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    (folder / TABLES).mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in connection.introspection.table_names(cursor):
            columns = _columns(cursor, table)
            with (folder / TABLES / table).open("wb") as file:
                file.write(",".join(columns).encode() + b"\n")
                with cursor.copy(f"COPY {_quoted([table])} ({_quoted(columns)}) TO STDOUT (FORMAT BINARY)") as rows:
                    for chunk in rows:
                        file.write(chunk)


def check(folder: Path) -> None:
    """Raise Unfit unless the database in `folder` is whole."""
    path = folder / FILE
    if not path.exists():
        if not (folder / TABLES).is_dir():
            raise Unfit("There is no database in it.")
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as damage:
        said = str(damage)
    if said != "ok":
        raise Unfit(f"The database in it is damaged: {said}.")


def load(folder: Path, *, aside: Path, migrations: list[list[str]]) -> None:
    """Put the database in `folder` in the place of the present one, which is kept aside."""
    if connection.vendor == "sqlite":
        connection.close()
        path = _path()
        for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            if old.exists():
                old.rename(aside / old.name)
        with (folder / FILE).open("rb") as file:
            os.fsync(file.fileno())
        (folder / FILE).rename(path)
        return
    with connection.cursor() as cursor:
        kept = aside.name.replace("-", "_").lower()
        cursor.execute(f"ALTER SCHEMA public RENAME TO {kept}")
        cursor.execute("CREATE SCHEMA public")
    (aside / "README").write_text(f"The database that was here is the schema {kept} of the same database.\n")
    _build(migrations)
    with transaction.atomic(), connection.cursor() as cursor:
        _fill(cursor, folder)


def _build(migrations: Iterable[Sequence[str]]) -> None:
    """Make the tables as they were when the backup was written; what came later is migrated afterwards."""
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in migrations}
    graph = executor.loader.graph
    last = [step for step in applied if not any(child.key in applied for child in _next_in_app(graph, step))]
    executor.migrate(last)


def _next_in_app(graph: MigrationGraph, step: tuple[str, str]) -> list[Node]:
    return [child for child in graph.node_map[step].children if child.key[0] == step[0]]


def _fill(cursor: CursorWrapper, folder: Path) -> None:
    there = connection.introspection.table_names(cursor)
    for table in there:
        if table != "django_migrations":
            cursor.execute(f"TRUNCATE {_quoted([table])} CASCADE")
    for path in sorted((folder / TABLES).iterdir()):
        if path.name == "django_migrations":
            continue
        with path.open("rb") as file:
            columns = file.readline().decode().strip().split(",")
            if path.name not in there:
                _make_cache_table()
            with cursor.copy(f"COPY {_quoted([path.name])} ({_quoted(columns)}) FROM STDIN (FORMAT BINARY)") as rows:
                while chunk := file.read(1 << 20):
                    rows.write(chunk)
    _reset_sequences(cursor)


def _make_cache_table() -> None:
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


def _reset_sequences(cursor: CursorWrapper) -> None:
    from django.apps import apps

    for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
        cursor.execute(sql)


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _path() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])
