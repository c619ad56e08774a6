"""A query that is built and compiled once in each process, and from then on only given new values.

Django builds and compiles a query anew at every request, which for most pages takes longer than the database needs to
answer it. A `@prepared` function is written like any other that returns a queryset:

    @prepared
    def _due(me: Person, day: date) -> QuerySet[Goal]:
        return Goal.objects.known_to(me).filter(due_on__lte=day)

A number, a day, an instant, a row (which stands for its own key and the keys it refers to) and a tuple of those are
filled in at each call, so the function may only compare with them. Any other value, such as a flag or a name, is
part of the query's text, so each of them gets a compiled query of its own. A function that does anything else with a
value, such as adding a week to a day, or that reads the database while it builds, is refused when it is first called.
tests/laws/test_prepared.py holds that what is asked is what the ORM would have asked.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cache, update_wrapper
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

Given = ParamSpec("Given")
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
Question = tuple[str, tuple[Any, ...]]

PREPARED: "list[prepared[Any, Any]]" = []
MOST_SHAPES = 256
EMPTY: Question = ("", ())


class CannotPrepare(TypeError):
    """The query depends on a value in another way than by comparing with it."""


class prepared(Generic[Given, Rows]):  # noqa: N801 (a decorator)
    """A function that builds a queryset, and what it was compiled to for each shape of its values."""

    def __init__(self, build: Callable[Given, Rows]) -> None:
        self.build = build
        self.compiled: dict[Hashable, _Compiled] = {}
        update_wrapper(self, build)
        PREPARED.append(self)

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Rows:
        """The rows for these values: complete, so that they are read and not filtered further."""
        values = (*given, *named.values())
        shape = (tuple(named), *map(_shape, values))
        if shape not in self.compiled:
            if len(self.compiled) == MOST_SHAPES:
                self.compiled.clear()
            self.compiled[shape] = self._compile(given, named)
        rows: Rows = self.compiled[shape].rows([part for value in values for part in _parts(value)])
        return rows

    def _compile(self, given: tuple[Any, ...], named: dict[str, Any]) -> "_Compiled":
        """Build twice, with other stand-ins for the values: where the two differ, a value is to be filled in."""
        built: list[Rows] = []
        filled: list[list[Any]] = []
        with connection.execute_wrapper(_refuse_to_read):
            for marks in (_Marks(1903, 2_000_000_000), _Marks(1953, 2_100_000_000)):
                stand_ins = [marks.stand_in(value) for value in (*given, *named.values())]
                with_names = dict(zip(named, stand_ins[len(given) :], strict=True))
                built.append(self.build(*stand_ins[: len(given)], **with_names))
                filled.append([part for value in stand_ins for part in _parts(value)])
            one, other = built
            marks_of_one, marks_of_other = filled
            return _Compiled(one, other, marks_of_one, marks_of_other, name=self.build.__qualname__)


class _Compiled:
    """A queryset that was never run, its SQL, and which parameter is which of the values."""

    def __init__(
        self, one: QuerySet[Any], other: QuerySet[Any], marks: list[Any], others: list[Any], *, name: str
    ) -> None:
        if any(not isinstance(lookup, str) for lookup in one.__dict__["_prefetch_related_lookups"]):
            raise CannotPrepare(f"{name} prefetches with a queryset of its own, which would be built with stand-ins.")
        self.one = one
        self.compiler = one.query.get_compiler(one.db)
        self.sql, params = question(one, self.compiler)
        sql, again = question(other)
        if sql != self.sql:
            raise CannotPrepare(f"{name} asks another question for another value.")
        self.params = list(params)
        self.places = [
            (place, *_which(param, other_param, marks, others, name))
            for place, (param, other_param) in enumerate(zip(params, again, strict=True))
            if param != other_param
        ]

    def rows(self, parts: list[Any]) -> Any:
        """The queryset with `parts` of the values filled in."""
        params = list(self.params)
        for place, part, written in self.places:
            params[place] = written(parts[part])
        return _with_query(self.one, self._query(tuple(params)))

    def _query(self, params: tuple[Any, ...]) -> "_Complete":
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: _asked(self.sql, params)
        query = _Complete.__new__(_Complete)
        query.__dict__.update(self.one.query.__dict__)
        query.compiled = compiler
        return query


class _Complete(Query):
    """A query that is compiled already."""

    compiled: Any

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.compiled

    def chain(self, *_: Any, **__: Any) -> NoReturn:
        raise CannotPrepare("What is prepared is read as it is: filter, order and slice where it is built.")

    clone = chain


class _Marks:
    """Stand-ins for values that nobody would ever ask for, each of them another."""

    def __init__(self, year: int, number: int) -> None:
        self.day, self.number, self.step = date(year, 1, 1), number, 0

    def stand_in(self, value: Any) -> Any:
        self.step += 1
        if type(value) is int:
            return self.number + self.step
        if type(value) is date:
            return self.day + timedelta(self.step)
        if type(value) is datetime:
            return datetime(self.day.year, 7, 1, 11, 13, 17, 19, tzinfo=UTC) + timedelta(self.step)
        if type(value) is tuple:
            return tuple(self.stand_in(item) for item in value)
        return self._row(value) if isinstance(value, Model) else value

    def _row(self, row: Model) -> Model:
        names = _keys(type(row))
        keys = [None if getattr(row, name) is None else self.stand_in(0) for name in names]
        stand_in = type(row).from_db(None, names, keys)
        for name in getattr(row, "ASKED_OF_QUERIES", ()):
            setattr(stand_in, name, getattr(row, name))
        return stand_in


def question(rows: QuerySet[Any], compiler: Any = None) -> Question:
    """The SQL that the ORM asks for `rows`, with its parameters; EMPTY where it knows that there are none."""
    try:
        sql, params = (compiler or rows.query.get_compiler(rows.db)).as_sql()
    except EmptyResultSet:
        return EMPTY
    return sql, tuple(params)


def _asked(sql: str, params: tuple[Any, ...]) -> Question:
    if not sql:
        raise EmptyResultSet
    return sql, params


def _with_query(rows: QuerySet[Any], query: Query) -> QuerySet[Any]:
    filled = type(rows).__new__(type(rows))
    filled.__dict__.update(rows.__dict__)
    filled._query = query  # type: ignore[attr-defined]  # what the property `query` keeps
    return filled


def _shape(value: Any) -> object:
    """What of a value belongs to the text of the query."""
    if type(value) in (int, date, datetime):
        return type(value)
    if type(value) is tuple:
        return tuple, *map(_shape, value)
    if isinstance(value, Model):
        kept = tuple(getattr(value, name) for name in getattr(value, "ASKED_OF_QUERIES", ()))
        return type(value), tuple(getattr(value, name) is None for name in _keys(type(value))), kept
    return type(value), value


def _parts(value: Any) -> Iterator[Any]:
    """What of a value is filled in."""
    if type(value) in (int, date, datetime):
        yield value
    elif type(value) is tuple:
        for item in value:
            yield from _parts(item)
    elif isinstance(value, Model):
        yield from (getattr(value, name) for name in _keys(type(value)))


@cache
def _keys(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.primary_key or field.is_relation)


def _which(param: Any, other: Any, marks: list[Any], others: list[Any], name: str) -> tuple[int, Callable[[Any], Any]]:
    """Which part of the values a parameter is, and how that part is written for this database."""
    for number, (mark, other_mark) in enumerate(zip(marks, others, strict=True)):
        for written in _ways(mark, param):
            if written(mark) == param and written(other_mark) == other:
                return number, written
    raise CannotPrepare(f"{name} makes {param!r} out of a value: hand that over instead.")


def _ways(mark: Any, param: Any) -> Iterable[Callable[[Any], Any]]:
    if isinstance(mark, datetime):
        return (connection.ops.adapt_datetimefield_value,)
    if isinstance(mark, date):
        return (connection.ops.adapt_datefield_value,)
    # PostgreSQL is told how wide a number is, by its type.
    return (type(param),) if isinstance(mark, int) and isinstance(param, int) else ()


def _refuse_to_read(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (as Django calls it)
    if " FROM " in sql:
        raise CannotPrepare(f"A prepared query reads the database while it is built: {sql}")
    # Django finds out what this database can do.
    return execute(sql, params, many, context)
