"""Write many rows fast: any model, straight into its table, columns not named taking the model's own defaults."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Model

BATCH = 20_000
Values = tuple[Any, ...]
"""One row: a value for each of the columns that are named beside it."""


def fill(model: type[Model], names: list[str], rows: Iterable[Values]) -> int:
    """Insert `rows`, whose values stand for the fields `names` (ids for foreign keys); return how many."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and not field.primary_key and (field.has_default() or not field.null)
    ]
    own, same = [field for field in others if field.unique], [field for field in others if not field.unique]
    tail = _defaults(same)
    columns = [field.column for field in (*fields, *own, *same) if field.column]
    prepare = [field.get_db_prep_save for field in fields]
    prepared = (
        (*(to(value, connection) for to, value in zip(prepare, row, strict=True)), *_defaults(own), *tail)
        for row in rows
    )
    with transaction.atomic():
        return _copy(model, columns, prepared) if connection.vendor == "postgresql" else _many(model, columns, prepared)


def _defaults(fields: Iterable[Field[Any, Any]]) -> Values:
    return tuple(field.get_db_prep_save(field.get_default(), connection) for field in fields)


def _many(model: type[Model], columns: Sequence[str], rows: Iterator[Values]) -> int:
    sql = f"INSERT INTO {_name(model)} ({_list(columns)}) VALUES ({', '.join(['?'] * len(columns))})"
    connection.ensure_connection()
    count = 0
    while batch := list(islice(rows, BATCH)):
        connection.connection.executemany(sql, batch)
        count += len(batch)
    return count


def _copy(model: type[Model], columns: Sequence[str], rows: Iterator[Values]) -> int:
    count = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {_name(model)} ({_list(columns)}) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)
                count += 1
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)
    return count


def _name(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))
