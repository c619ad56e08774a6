"""Write many rows the way each database does it fastest: executemany on SQLite, COPY on PostgreSQL."""

import json
from typing import Any

import polars as pl
from django.db import connection, models

BATCH = 20_000
MARK = "%s"


def reserve(model: type[models.Model], n: int) -> pl.Series:
    """Return `n` primary keys nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", [table, n])
            return pl.Series("id", [row[0] for row in cursor.fetchall()], dtype=pl.Int64)
        cursor.execute("select coalesce(max(seq), 0) from sqlite_sequence where name = %s", [table])
        first = cursor.fetchone()[0] + 1
    return pl.int_range(first, first + n, eager=True, dtype=pl.Int64).alias("id")


def insert(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Insert the rows of a frame whose columns are named as the table's; what it leaves out gets the default."""
    if frame.is_empty():
        return
    frame = with_defaults(model, frame)
    if connection.vendor == "postgresql":
        copy_in(model._meta.db_table, frame)
    else:
        insert_many(model._meta.db_table, frame)


def copy_in(table: str, frame: pl.DataFrame) -> None:
    columns = ", ".join(connection.ops.quote_name(name) for name in frame.columns)
    command = f"copy {table} ({columns}) from stdin with (format csv, null '\\N')"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for part in frame.iter_slices(BATCH):
            copy.write(part.write_csv(include_header=False, null_value="\\N", quote_style="necessary"))


def insert_many(table: str, frame: pl.DataFrame) -> None:
    """Insert with executemany; a number that is the same in every row is said once, in the statement."""
    filled = frame.select(series for series in frame if series.null_count() < frame.height)
    names = ", ".join(connection.ops.quote_name(name) for name in filled.columns)
    marks = ", ".join(literal(series) for series in filled)
    varied = filled.select(series for series in filled if literal(series) == MARK)
    run_many(f"insert into {table} ({names}) values ({marks})", varied)


def literal(series: pl.Series) -> str:
    """A number that every row shares, or a place for a value."""
    numeric = series.dtype.is_integer() or series.dtype == pl.Boolean
    if numeric and series.null_count() == 0 and series.min() == series.max():
        return str(int(series[0]))
    return MARK


def concrete(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """The fields that stand in the table of a model, by the name of their column."""
    return {field.column: field for field in model._meta.concrete_fields if field.column}


def with_defaults(model: type[models.Model], frame: pl.DataFrame) -> pl.DataFrame:
    missing = {
        column: field
        for column, field in concrete(model).items()
        if column not in frame.columns and not (field.primary_key or field.null)
    }
    return frame.with_columns(pl.lit(field.get_default()).alias(column) for column, field in missing.items())


def update(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Set the columns of a frame in the rows its `id` names."""
    if frame.is_empty():
        return
    names = [name for name in frame.columns if name != "id"]
    assignments = ", ".join(f"{connection.ops.quote_name(name)} = {mark(model, name)}" for name in names)
    run_many(f"update {model._meta.db_table} set {assignments} where id = %s", frame.select(*names, "id"))


def mark(model: type[models.Model], column: str) -> str:
    """A place for a value; days and instants travel as text, which PostgreSQL wants to be told."""
    if connection.vendor != "postgresql":
        return "%s"
    return f"%s::{concrete(model)[column].db_type(connection)}"


def run_many(sql: str, frame: pl.DataFrame) -> None:
    with connection.cursor() as cursor:
        for part in frame.iter_slices(BATCH):
            cursor.executemany(sql, part.rows())


def delete(model: type[models.Model], ids: list[int]) -> None:
    run_many(f"delete from {model._meta.db_table} where id = %s", pl.DataFrame({"id": ids}, schema={"id": pl.Int64}))


def columns_of(was: Any) -> dict[str, Any]:
    """The columns of a row that `raw_rows` wrote as JSON; it may come back from the database as text."""
    columns: dict[str, Any] = json.loads(was) if isinstance(was, str) else was
    return columns


def raw_rows(model: type[models.Model], ids: pl.Series) -> pl.DataFrame:
    """Return `row` and `was`, the whole row as JSON, of the given primary keys, exactly as the database holds them."""
    columns = list(concrete(model))
    as_text = ", ".join(f"cast({connection.ops.quote_name(name)} as text)" for name in columns)
    found: list[tuple[int, str]] = []
    with connection.cursor() as cursor:
        for part in ids.to_frame("id").iter_slices(500):
            wanted = part["id"].to_list()
            marks = ", ".join(["%s"] * len(wanted))
            cursor.execute(f"select {as_text} from {model._meta.db_table} where id in ({marks})", wanted)
            found += [(int(row[0]), json.dumps(dict(zip(columns, row, strict=True)))) for row in cursor.fetchall()]
    return pl.DataFrame(found, schema={"row": pl.Int64, "was": pl.String}, orient="row")
