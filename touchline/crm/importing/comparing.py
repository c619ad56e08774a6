"""Compare what an export says with what is known: new, changed and unchanged deals, and the history between them.

Everything here is text or whole numbers, as the database keeps it; days are ISO dates, instants ISO date times in UTC.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from touchline.crm.models import DealChange, Source

FACTS = [
    "name", "account_ref", "owner_ref", "stage", "outcome", "amount_minor", "currency", "created_on", "close_on",
    "decided_on", "stage_since", "next_step", "next_step_on", "product", "kind",
]  # fmt: skip
DAYS = ["created_on", "close_on", "decided_on", "stage_since", "next_step_on"]
NEVER_NULL = ["name", "next_step", "product", "kind", "currency"]
FIELD = DealChange.Field
TRACKED = {
    FIELD.STAGE: "stage",
    FIELD.AMOUNT: "amount_minor",
    FIELD.CLOSE: "close_on",
    FIELD.OWNER: "owner_ref",
    FIELD.NEXT_STEP: "next_step",
}
NAMES = {
    FIELD.STAGE: "stage",
    FIELD.AMOUNT: "amount",
    FIELD.CLOSE: "close",
    FIELD.OWNER: "owner",
    FIELD.NEXT_STEP: "next_step",
}
SCHEMA = {
    "id": pl.Int64,
    "key": pl.String,
    **{name: pl.Int64 if name == "amount_minor" else pl.String for name in FACTS},
}
KNOWN = """
select d.id, d.external_id, d.name, a.external_id, o.key, s.name, d.outcome, d.amount_minor, d.currency,
       cast(d.created_on as text), cast(d.close_on as text), cast(d.decided_on as text), cast(d.stage_since as text),
       d.next_step, cast(d.next_step_on as text), d.product, d.kind
from crm_deal d
join crm_stage s on s.id = d.stage_id
left join crm_account a on a.id = d.account_id
left join crm_owner o on o.id = d.owner_in_source_id
where d.source_id = %s
"""


@dataclass(slots=True)
class Plan:
    """`deals` holds new and changed ones (`id` null when new); `changes` one row per field that changed."""

    deals: pl.DataFrame
    changes: pl.DataFrame
    counts: dict[str, Any]


def known_deals(source: Source) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [source.pk])
        return pl.DataFrame(cursor.fetchall(), schema=SCHEMA, orient="row")


def compare(incoming: pl.DataFrame, known: pl.DataFrame, *, given: set[str], base: str | None) -> Plan:
    """Lay the rows of an export beside the deals that are known.

    `incoming` has a row per deal and instant, in their order (`seen_at`, and `exact` when the change happened just
    then); `given` names the facts the export carries: what it does not carry stays as it is. `base` is the instant of
    the last export.
    """
    was = known.rename({name: f"{name}_was" for name in FACTS})
    rows = incoming
    if base:
        rows = rows.join(known.select("key", pl.lit(True).alias("known")), on="key", how="left", maintain_order="left")
        rows = rows.filter(pl.col("known").is_null() | (pl.col("seen_at") >= base)).drop("known")
    first = (rows["key"] != rows["key"].shift(1)).fill_null(value=True)
    last = first.shift(-1, fill_value=True)
    needed = ["key", "id", "stage_since_was", *(f"{name}_was" for name in TRACKED.values())]
    starts = rows.filter(first).join(was.select(needed), on="key", how="left", maintain_order="left")
    ends = rows.filter(last).join(was, on="key", how="left", maintain_order="left")
    changes = changes_of(rows, first, starts, given=given, base=base)
    return plan_of(final(starts, ends, changes, given=given), changes)


def plan_of(deals: pl.DataFrame, changes: pl.DataFrame) -> Plan:
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in FACTS)
    deals = deals.with_columns(new=pl.col("id").is_null()).with_columns(changed=~pl.col("new") & differs)
    counts = {
        "deals": {
            "new": int(deals["new"].sum()),
            "changed": int(deals["changed"].sum()),
            "unchanged": int((~deals["new"] & ~deals["changed"]).sum()),
        },
        "fields": {name: int((changes["field"] == field).sum()) for field, name in NAMES.items()},
    }
    return Plan(deals.filter(pl.col("new") | pl.col("changed")).select("id", "key", *FACTS), changes, counts)


def changes_of(
    rows: pl.DataFrame, first: pl.Series, starts: pl.DataFrame, *, given: set[str], base: str | None
) -> pl.DataFrame:
    """One row per tracked field that differs from the row before, or, in a deal's first row, from what was known."""
    known = starts.filter(pl.col("id").is_not_null())
    found = []
    for field, name in TRACKED.items():
        if name not in given:
            continue
        new = pl.col(name).cast(pl.String).fill_null("").alias("new")
        shifted = pl.col(name).shift(1).cast(pl.String).fill_null("").alias("old")
        moved = rows.select("key", (pl.col(name).ne_missing(pl.col(name).shift(1)) & ~first).alias("moved"))["moved"]
        within = rows.lazy().select(
            "key", pl.lit(None, pl.Int64).alias("id"), shifted, new, seen_after("exact", "seen_at"), seen_by()
        )
        since = pl.when("exact").then(None).otherwise(pl.lit(base)).alias("seen_after")
        before = pl.col(f"{name}_was").cast(pl.String).fill_null("").alias("old")
        at_first = known.lazy().select("key", "id", before, new, since, seen_by())
        parts = within.filter(moved), at_first.filter(pl.col("old") != pl.col("new"))
        found += [part.with_columns(pl.lit(int(field), pl.Int8).alias("field")) for part in parts]
    changes = pl.concat(pl.collect_all(found)) if found else pl.DataFrame(schema=CHANGES)
    ids = known.select("key", pl.col("id").alias("known_id"))
    changes = (
        changes.join(ids, on="key", how="left").with_columns(pl.coalesce("id", "known_id").alias("id")).drop("known_id")
    )
    return changes.sort("key", "seen_by", "field", maintain_order=True)


CHANGES = {
    "key": pl.String, "id": pl.Int64, "old": pl.String, "new": pl.String, "seen_after": pl.String,
    "seen_by": pl.String, "field": pl.Int8,
}  # fmt: skip


def seen_after(exact: str, seen_at: str) -> pl.Expr:
    """A change between two snapshots happened after the first; one the CRM dated itself happened just then."""
    return pl.when(exact).then(None).otherwise(pl.col(seen_at).shift(1)).alias("seen_after")


def seen_by() -> pl.Expr:
    return pl.col("seen_at").alias("seen_by")


def final(starts: pl.DataFrame, ends: pl.DataFrame, changes: pl.DataFrame, *, given: set[str]) -> pl.DataFrame:
    """The state each deal ends in: its last row, with what the export does not carry left as it was."""
    if "stage_since" not in given:
        moves = changes.filter(pl.col("field") == int(FIELD.STAGE)).unique("key", keep="last", maintain_order=True)
        moves = moves.select("key", pl.col("seen_by").str.slice(0, 10).alias("moved_on"))
        young = starts.select("key", first_seen_young().alias("young_on"))
        ends = ends.join(moves, on="key", how="left", maintain_order="left")
        ends = ends.join(young, on="key", how="left", maintain_order="left")
        ends = ends.with_columns(pl.coalesce("moved_on", "young_on").alias("stage_since"))
    kept = [name for name in FACTS if name not in given and name != "stage_since"]
    deals = ends.with_columns(pl.coalesce(f"{name}_was", name).alias(name) for name in kept)
    deals = deals.with_columns(pl.coalesce("stage_since", "stage_since_was"))
    return deals.with_columns(pl.col(NEVER_NULL).fill_null(""))


def first_seen_young() -> pl.Expr:
    """A new deal seen within a week of being opened has been in its stage since then."""
    age = pl.col("seen_at").str.slice(0, 10).str.to_date() - pl.col("created_on").str.to_date(strict=False)
    return (
        pl.when(pl.col("id").is_null() & (age <= pl.duration(days=7))).then("created_on").otherwise("stage_since_was")
    )
