"""Compare what an export says with what is known: new, changed and unchanged deals, and the history between them.

Everything here is text or whole numbers, as the database keeps it; days are ISO dates, instants ISO date times in UTC.
"""

from dataclasses import dataclass

import polars as pl
from django.db import connection

from touchline.crm.models import DealChange

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
    counts: dict


def known_deals(source) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [source.pk])
        return pl.DataFrame(cursor.fetchall(), schema=SCHEMA, orient="row")


def compare(incoming: pl.DataFrame, known: pl.DataFrame, *, given: set[str], base: str | None) -> Plan:
    """Lay the rows of an export beside the deals that are known.

    `incoming` has a row per deal and instant (`seen_at`, and `exact` when the change happened just then), `given` names
    the facts the export carries: what it does not carry stays as it is. `base` is the instant of the last export.
    """
    rows = incoming.sort("key", "seen_at", maintain_order=True)
    known = known.rename({name: f"{name}_was" for name in FACTS})
    rows = rows.join(known, on="key", how="left", maintain_order="left")
    if base:
        rows = rows.filter(pl.col("id").is_null() | (pl.col("seen_at") > base))
    rows = rows.with_columns(first=(pl.col("key") != pl.col("key").shift(1)).fill_null(value=True))
    rows = rows.with_columns(last=pl.col("first").shift(-1).fill_null(value=True))
    changes = changes_of(rows, given=given, base=base)
    return plan_of(final(rows, given=given), changes)


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


def changes_of(rows: pl.DataFrame, *, given: set[str], base: str | None) -> pl.DataFrame:
    """One row per tracked field that differs from the row before, or from what was known."""
    found = []
    fresh = pl.col("first") & pl.col("id").is_null()
    after = pl.when("exact").then(None).when("first").then(pl.lit(base)).otherwise(pl.col("seen_at").shift(1))
    for field, name in TRACKED.items():
        if name not in given:
            continue
        old = pl.when("first").then(pl.col(f"{name}_was")).otherwise(pl.col(name).shift(1))
        moved = rows.lazy().select(
            "key", "id", old.alias("old"), pl.col(name).alias("new"), after.alias("seen_after"),
            pl.col("seen_at").alias("seen_by"), fresh.alias("fresh"),
        )  # fmt: skip
        moved = moved.filter(~pl.col("fresh") & pl.col("old").ne_missing(pl.col("new")))
        text = [pl.col(side).cast(pl.String).fill_null("") for side in ("old", "new")]
        found.append(moved.with_columns(*text, pl.lit(int(field), pl.Int8).alias("field")).drop("fresh"))
    return pl.concat(pl.collect_all(found)).sort("key", "seen_by", maintain_order=True)


def final(rows: pl.DataFrame, *, given: set[str]) -> pl.DataFrame:
    """The state each deal ends in: its last row, with what the export does not carry left as it was."""
    moved = ~pl.col("first") & pl.col("stage").ne_missing(pl.col("stage").shift(1))
    moved |= pl.col("first") & pl.col("id").is_not_null() & pl.col("stage").ne_missing(pl.col("stage_was"))
    entered = pl.when(moved).then(pl.col("seen_at").str.slice(0, 10))
    if "stage_since" not in given:
        entered = entered.when("first").then(first_seen_young())
        rows = rows.with_columns(entered.alias("stage_since"))
        rows = rows.with_columns(pl.col("stage_since").forward_fill().over("key")) if not rows["last"].all() else rows
    deals = rows.filter("last")
    keep = [
        pl.coalesce(name, f"{name}_was").alias(name)
        if name == "stage_since"
        else pl.coalesce(f"{name}_was", name).alias(name)
        for name in FACTS
        if name not in given or name == "stage_since"
    ]
    deals = deals.with_columns(keep)
    return deals.with_columns(pl.col(NEVER_NULL).fill_null(""))


def first_seen_young() -> pl.Expr:
    """A new deal seen within a week of being opened has been in its stage since then."""
    age = pl.col("seen_at").str.slice(0, 10).str.to_date() - pl.col("created_on").str.to_date(strict=False)
    return (
        pl.when(pl.col("id").is_null() & (age <= pl.duration(days=7))).then("created_on").otherwise("stage_since_was")
    )
