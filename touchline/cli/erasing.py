"""Forget a person: names, words and files go everywhere; what the team's figures are counted from stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from touchline.cli.acting import Refused
from touchline.cli.inventory import kept, mention_of, modules
from touchline.people.keeping import namesakes, placeholder
from touchline.people.kept import ERASED, Kept, Mention
from touchline.people.models import Person, ReportingLine, Role
from touchline.timeline.models import record

OF_OTHERS = "What others wrote about others, without the full name; a first name alone is not looked for."


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was done: rows that went, rows that lost words or a name, and what stays, by table and in sentences."""

    becomes: str
    gone: dict[str, int]
    reworded: dict[str, int]
    stays: tuple[str, ...]


def refuse_to_erase(person: Person) -> None:
    """Somebody who is still needed, or cannot be told from another, is not erased; the sentence says what to do."""
    if person.seats_led.filter(to_on=None).exists():
        raise Refused(f"{person.name} still leads people. Give them another leader first.")
    keys = Role.objects.filter(person__workspace=person.workspace, kind=Role.Kind.ADMINISTRATOR, to_on=None)
    if person.is_administrator and not keys.exclude(person=person).exists():
        raise Refused(f"{person.name} is the only administrator. Make somebody else one first.")
    if namesakes(person).exists():
        raise Refused(
            f"Two people here are called {person.name}. Give the one who stays another spelling first, so that only"
            " the right name is erased."
        )


def erase(person: Person, *, at: datetime) -> Erasure:
    """Forget a person, all or nothing; refused where any text would still name them afterwards."""
    with transaction.atomic():
        refuse_to_erase(person)
        becomes = placeholder(person)
        mention = mention_of(person, becomes=becomes)
        tables, gone, reworded = kept(), {}, {}
        _give_back_the_keys(person, at=at)
        for module in reversed(modules()):
            if hasattr(module, "forget"):
                module.forget(person, mention)
        for table in reversed(tables):
            gone[table.name] = _drop(table, person)
            reworded[table.name] = _blank(table, person)
        for table in tables:
            reworded[table.name] += _rename(table, person, mention)
        _empty_the_queue(mention)
        cache.clear()
        ReportingLine.redraw(person.workspace)
        label = f"{becomes} was erased, by whoever runs the machine"
        record("operator.acted", by=None, about=person, label=label, at=at)
        if left := [table.name for table in tables if any(True for _ in _rows_that_mention(table, person, mention))]:
            raise Refused(f"Nothing was erased: {', '.join(left)} would still hold the name.")
    stays = (*(table.stays for table in tables if table.stays), OF_OTHERS)
    return Erasure(becomes, _some(gone), _some(reworded), stays)


def sweep_up() -> None:
    """Have the database write over what was freed, so that no page of it and no log still holds what went."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM FULL")


def _give_back_the_keys(person: Person, *, at: datetime) -> None:
    """Nobody can sign in for the person any more, so they administer nothing."""
    if person.is_administrator:
        try:
            person.revoke(Role.Kind.ADMINISTRATOR, by=None, on=person.workspace.today(at), at=at)
        except ValidationError as refusal:
            raise Refused(" ".join(refusal.messages)) from refusal


def _drop(table: Kept, person: Person) -> int:
    if not table.goes:
        return 0
    rows = table.that_go_with(person)
    n = rows.count()
    rows.delete()
    return n


def _blank(table: Kept, person: Person) -> int:
    """Words become a mark, and what is empty stays empty, so that whatever counts them counts the same."""
    rows, n = table.with_words_of(person), 0
    for column in table.words:
        if column not in table.becomes:
            n += rows.exclude(**{column: ""}).update(**{column: ERASED})
    return n + (rows.update(**table.becomes) if table.becomes else 0)


def _rename(table: Kept, person: Person, mention: Mention) -> int:
    n = 0
    for row, names in _rows_that_mention(table, person, mention):
        changed = {name: mention.taken_out_of(getattr(row, name)) for name in names}
        for column in table.texts():
            if column.name in changed and column.max_length and isinstance(changed[column.name], str):
                changed[column.name] = changed[column.name][: column.max_length]
        table.model._base_manager.filter(pk=row.pk).update(**changed)
        n += 1
    return n


def _rows_that_mention(table: Kept, person: Person, mention: Mention) -> Iterator[tuple[Model, list[str]]]:
    """Each row that names the person, with the columns that do."""
    columns = table.texts()
    if not table.where or not columns:
        return
    as_text = {f"text_of_{column.name}": Cast(column.name, TextField()) for column in columns}
    rows = table.in_workspace(person.workspace).annotate(**as_text)
    for column in columns:
        for row in rows.filter(mention.candidates(column)).iterator(chunk_size=2000):
            if mention.is_in(getattr(row, column.name)):
                yield row, [column.name]


def _empty_the_queue(mention: Mention) -> None:
    """Delete finished jobs that mention the person: results and tracebacks are text, whatever the arguments are."""
    for job in DBTaskResult.objects.iterator():
        said: list[Any] = [job.args_kwargs, job.return_value, job.traceback, job.exception_class_path]
        if mention.is_in(said):
            job.delete()


def _some(counted: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in counted.items() if n}
