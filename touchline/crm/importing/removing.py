"""Deals the CRM has deleted since: they leave the facts, and come back when the import is undone."""

from collections.abc import Iterable

import polars as pl
from django.db.models import Model

from touchline.crm.importing import bulk
from touchline.crm.models import Activity, Before, Deal, DealChange, Import, Source


def deleted_keys(deals: list[pl.DataFrame]) -> list[str]:
    """Ids an export gives only in rows marked as deleted."""
    rows = [frame.select("key", "deleted") for frame in deals if frame["deleted"].any()]
    if not rows:
        return []
    return pl.concat(rows).group_by("key").agg(pl.col("deleted").all()).filter("deleted")["key"].drop_nulls().to_list()


def known_among(source: Source, keys: list[str]) -> list[int]:
    """Which deals of the source carry these ids."""
    found: list[int] = []
    for start in range(0, len(keys), 500):
        found += source.deals.filter(external_id__in=keys[start : start + 500]).values_list("pk", flat=True)
    return found


def remove(batch: Import, keys: list[str]) -> None:
    """Take deals and their history out, keeping every row; their activities stay, without a deal."""
    for start in range(0, len(keys), 500):
        deals = known_among(batch.source, keys[start : start + 500])
        changes = DealChange.objects.filter(deal__in=deals)
        activities = Activity.objects.filter(deal__in=deals)
        _keep(batch, Deal, deals)
        _keep(batch, DealChange, changes.values_list("pk", flat=True))
        # An activity that this very import changed is kept as it was before that.
        kept = batch.before.filter(model=Activity._meta.label).values("row")
        _keep(batch, Activity, activities.exclude(pk__in=kept).values_list("pk", flat=True))
        activities.update(deal=None)
        changes.delete()
        bulk.delete(Deal, deals)


def put_back(batch: Import) -> None:
    """Write the deals and the history an import took out again, under the keys they had."""
    models: tuple[type[Model], ...] = (Deal, DealChange)
    for model in models:
        kept = batch.before.filter(model=model._meta.label, was__isnull=False)
        gone = kept.exclude(
            row__in=model._default_manager.filter(pk__in=kept.values("row")).values_list("pk", flat=True)
        )
        rows = [bulk.columns_of(was) for was in gone.values_list("was", flat=True)]
        if rows:
            bulk.insert(model, pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String), orient="row"))


def _keep(batch: Import, model: type[Model], ids: Iterable[int]) -> None:
    was = bulk.raw_rows(model, pl.Series("id", list(ids), dtype=pl.Int64))
    bulk.insert(Before, was.with_columns(batch_id=batch.pk, model=pl.lit(model._meta.label)))
