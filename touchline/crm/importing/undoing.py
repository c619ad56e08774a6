"""Take an applied import back: every fact as it was, row for row."""

import polars as pl
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from touchline.crm.importing import bulk
from touchline.crm.importing.removing import put_back
from touchline.crm.models import Account, Activity, Alias, Deal, DealChange, Import, Mapping, Owner, Stage
from touchline.people.models import Person, ReportingLine, Role, Seat, Team

MADE_LAST_FIRST = (Mapping, Alias, Stage, Owner, Seat, Role, Person, Team)


def take_back(batch: Import) -> None:
    """Undo the newest applied import of a source; the caller opens the transaction."""
    made: dict[type[Model], list[int]] = {model: _made(batch, model) for model in MADE_LAST_FIRST}
    refuse_when_in_use(batch, made)
    _execute(
        "update crm_activity set deal_id = null where deal_id in (select id from crm_deal where first_import_id = %s)",
        batch,
    )
    _execute("delete from crm_dealchange where batch_id = %s", batch)
    _execute("delete from crm_activity where first_import_id = %s", batch)
    unmatch(batch)
    put_back(batch)
    for changed in (Activity, Deal, Account, Owner):
        restore(batch, changed)
    _execute("delete from crm_deal where first_import_id = %s", batch)
    _execute("delete from crm_account where first_import_id = %s", batch)
    let_go(made[Person])
    for model, ids in made.items():
        bulk.delete(model, ids)
    if made[Seat]:
        ReportingLine.redraw(batch.source.workspace)
    batch.before.all().delete()


def let_go(people: list[int]) -> None:
    """Empty the mention of these people in rows that stay, such as the events of the timeline."""
    for relation in Person._meta.related_objects:
        if _on_delete(relation) == "SET_NULL":
            mentions = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": people})
            mentions.update(**{relation.field.name: None})


def _on_delete(relation: ForeignObjectRel) -> str:
    """The name of what happens to a row when the row it points to goes."""
    return getattr(relation.on_delete, "__name__", "")


def restore(batch: Import, model: type[Model]) -> None:
    """Write the rows of a model back as they were."""
    kept = batch.before.filter(model=model._meta.label).filter(was__isnull=False).values_list("was", flat=True)
    rows = [bulk.columns_of(was) for was in kept.iterator()]
    if rows:
        frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String), orient="row")
        bulk.update(model, frame.with_columns(pl.col(name).cast(pl.Int64) for name in _numbers(model)))


def unmatch(batch: Import) -> None:
    """Take the person off what the owners matched by this import own: they had no person before it."""
    matched = batch.before.filter(model=Owner._meta.label).filter(was__isnull=False).values_list("row", flat=True)
    for facts in (Deal, Activity):
        facts.objects.filter(owner_in_source__in=list(matched)).update(owner=None)


def refuse_when_in_use(batch: Import, made: dict[type[Model], list[int]]) -> None:
    """Somebody may have worked with what came in; that work is not thrown away."""
    ours = {Deal: list(batch.deals_first_seen.values_list("pk", flat=True)), Person: made[Person], Stage: made[Stage]}
    inside = {Account, Activity, Alias, Deal, DealChange, Mapping, Owner, Stage, Seat, Role, Team, ReportingLine}
    for model, ids in ours.items():
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other in inside or other._meta.app_label == "crm" or relation.on_delete is None:
                continue
            if _on_delete(relation) != "SET_NULL" and _refers(relation, ids):
                raise ValidationError(
                    f"This import cannot be undone: {other._meta.verbose_name_plural} have been written about "
                    f"{model._meta.verbose_name_plural} it brought in."
                )

    for model in (Seat, Role):
        if model.objects.filter(person__in=made[Person]).exclude(pk__in=made[model]).exists():
            raise ValidationError(
                f"This import cannot be undone: {model._meta.verbose_name_plural} have been written about people it "
                "brought in."
            )


def _refers(relation: ForeignObjectRel, ids: list[int]) -> bool:
    column = relation.field.name
    others = relation.related_model._default_manager
    return any(
        others.filter(**{f"{column}__in": ids[start : start + 500]}).exists() for start in range(0, len(ids), 500)
    )


def _made(batch: Import, model: type[Model]) -> list[int]:
    return list(batch.before.filter(model=model._meta.label, was__isnull=True).values_list("row", flat=True))


def _numbers(model: type[Model]) -> list[str]:
    kinds = (
        "ForeignKey",
        "BigAutoField",
        "BigIntegerField",
        "PositiveSmallIntegerField",
        "PositiveIntegerField",
    )
    return [column for column, field in bulk.concrete(model).items() if field.get_internal_type() in kinds]


def _execute(sql: str, batch: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [batch.pk])
