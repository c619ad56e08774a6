"""Make the plan of an import: whom and what it means, what is new, what changed; written into its folder."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import QuerySet

from touchline.crm.importing.activities import aliases_of
from touchline.crm.importing.comparing import DAYS, FACTS, compare, known_deals
from touchline.crm.importing.guessing import headers_hash
from touchline.crm.importing.removing import deleted_keys, known_among
from touchline.crm.importing.roster import Matching, People
from touchline.crm.importing.staging import Folder
from touchline.crm.models import Import, Source
from touchline.crm.opening.shapes import RefusedError
from touchline.measures.money import WITHOUT_MINOR
from touchline.ui.templatetags.fmt import plural

if TYPE_CHECKING:
    from touchline.crm.importing.reading import Part, Reading

ACTIVITY = ["kind", "subject", "deal_key", "owner_ref", "on", "at", "done"]
ACTIVITIES = {"key": pl.String, **{name: pl.Boolean if name == "done" else pl.String for name in ACTIVITY}}
KNOWN_ACTIVITIES = """
select t.id, t.external_id, t.kind, t.subject, t.deal_key, o.key, cast(t.{on} as text), cast(t.at as text), t.done
from crm_activity t left join crm_owner o on o.id = t.owner_in_source_id where t.source_id = %s
"""


def plan(found: "Reading", folder: Folder) -> dict[str, Any]:
    """Write deals, changes, accounts, activities, people, stages, aliases and mappings; return the counts."""
    batch = found.batch
    incoming, given, deleted = gather_deals(found)
    incoming = leave_other_teams(found, incoming)
    aliases = settle_aliases(found, incoming)
    if aliases:
        incoming = incoming.with_columns(pl.col("product").replace(aliases))
    people = settle_people(found, incoming)
    accounts = settle_accounts(found, incoming)
    base = settle_time(batch, found, incoming)
    incoming = incoming.with_columns(pl.col("name").fill_null(called(incoming)))
    warn(found, incoming, given)
    keys = incoming.select("key").unique()
    stages = dict(incoming.select("stage", "outcome").unique("stage", keep="first").iter_rows())
    incoming = incoming.drop("account", "owner", "owner_email")
    result = compare(incoming, known_deals(batch.source), given=given, base=base)
    activities = compare_activities(batch.source, gather_activities(found))
    theirs = of_other_teams(batch, batch.source.activities.all(), "pk")
    activities = activities.filter(pl.col("id").is_null() | ~pl.col("id").is_in(theirs))
    folder.save("deals", result.deals)
    folder.save("changes", result.changes)
    folder.save(
        "accounts", accounts.filter(pl.col("new") | pl.col("changed")).select("id", "ref", "name", "sector", "country")
    )
    folder.save("activities", activities.filter(pl.col("new") | pl.col("changed")))
    folder.save_json("removed", found.removed)
    folder.save_json("people", people.as_json())
    folder.save_json("stages", stages)
    folder.save_json("aliases", aliases)
    folder.save_json("mappings", [mapping(part) for part in found.parts])
    return {
        **result.counts,
        "deals": {**result.counts["deals"], "deleted": deleted},
        "people": count_people(people),
        "accounts": tally(accounts),
        "activities": {**tally(activities), "orphans": count_orphans(batch.source, activities, keys)},
    }


def gather_deals(found: "Reading") -> tuple[pl.DataFrame, set[str], int]:
    """Join the tables of deals and of history into rows of one deal at one instant, days and instants as text."""
    workspace = found.batch.source.workspace
    parts = [part for part, _ in found.deals]
    given = set().union(*(facts_of(part) for part in parts))
    if not parts:
        return pl.DataFrame(schema=EMPTY), given, 0
    rows = sum(deals.height for _, deals in found.deals)
    found.removed = deleted_keys([deals for _, deals in found.deals])
    joined = in_order(found, currency=workspace.currency)
    if len(parts) > 1:
        partial = [name for name in given if any(name not in facts_of(part) for part in parts)]
        joined = joined.with_columns(pl.col(name).backward_fill().over("key") for name in partial)
    if deleted := rows - joined.height:
        found.asking.note(f"{deleted:,} rows are marked as deleted in the CRM and left out.")
    if gone := len(known_among(found.batch.source, found.removed)):
        found.asking.note(f"{plural(gone, 'deal')} that came in earlier, deleted in the CRM since, will be taken out.")
    if joined.height and "currency" not in given:
        found.asking.note(f"The export does not say which currency it is in; {workspace.currency} is assumed.")
    return joined, given, deleted


def of_other_teams(batch: Import, facts: QuerySet[Any], key: str) -> list[Any]:
    """Which of these facts belong to people outside the team of the leader who imports; none for an administrator."""
    by = batch.by
    if by is None or by.is_administrator:
        return []
    return list(facts.exclude(owner=None).exclude(owner__in=by.own_team()).values_list(key, flat=True))


def leave_other_teams(found: "Reading", incoming: pl.DataFrame) -> pl.DataFrame:
    """Leave out deals of other teams: by importing one, a leader could take it over and then read it."""
    theirs = of_other_teams(found.batch, found.batch.source.deals.all(), "external_id")
    if not theirs:
        return incoming
    met = incoming.filter(pl.col("key").is_in(theirs))["key"].n_unique() + len(set(found.removed) & set(theirs))
    found.removed = [key for key in found.removed if key not in set(theirs)]
    if met:
        found.asking.note(f"{plural(met, 'deal')} of other teams stay as they are; an administrator brings those in.")
    return incoming.filter(~pl.col("key").is_in(theirs))


def in_order(found: "Reading", *, currency: str) -> pl.DataFrame:
    """The rows of every table, by deal and instant.

    A long history would fill memory twice while it is sorted, so its tables are let go, and columns that say the same
    in every row are put back afterwards.
    """
    frames: list[pl.DataFrame] = []
    seen = pl.col("seen_at").dt.to_string("%Y-%m-%d %H:%M:%S").fill_null(stamp(found.batch.as_of))
    while found.deals:
        part, deals = found.deals.pop(0)
        kept = deals.filter(~pl.col("deleted")) if deals["deleted"].any() else deals
        days = [pl.col(name).dt.to_string("%Y-%m-%d") for name in DAYS]
        texts = pl.col("next_step", "product", "kind").fill_null("")
        exact = pl.lit(part.exact).alias("exact")
        in_currency = pl.col("currency").fill_null(currency)
        kept = kept.select(
            "key",
            seen,
            exact,
            *NAMED,
            *(name for name in FACTS if name not in REWRITTEN),
            minor("amount_minor", in_currency),
            *days,
            texts,
            in_currency,
        )
        frames.append(kept)
        del deals, kept
    joined = pl.concat(frames)
    same = {name: joined[name][0] for name in joined.columns if name != "key" and is_constant(joined[name])}
    ordered = joined.drop(same).sort([name for name in ("key", "seen_at") if name not in same], maintain_order=True)
    constants = [pl.lit(value, joined.schema[name]).alias(name) for name, value in same.items()]
    return ordered.with_columns(constants).select("key", "seen_at", "exact", *NAMED, *FACTS)


def minor(hundredths: str, currency: pl.Expr) -> pl.Expr:
    """Amounts were read as hundredths; a currency without cents has none to keep."""
    without = currency.is_in(list(WITHOUT_MINOR))
    return pl.when(without).then(pl.col(hundredths) // 100).otherwise(pl.col(hundredths)).alias(hundredths)


NAMED = ["account", "owner", "owner_email"]
REWRITTEN = {*DAYS, "amount_minor", "next_step", "product", "kind", "currency"}


def is_constant(series: pl.Series) -> bool:
    if series.is_empty() or series.null_count() not in {0, series.len()}:
        return False
    return series.null_count() > 0 or bool((series == series[0]).all())


EMPTY = {
    "key": pl.String, "seen_at": pl.String, "exact": pl.Boolean, "account": pl.String, "owner": pl.String,
    "owner_email": pl.String, **{name: pl.Int64 if name == "amount_minor" else pl.String for name in FACTS},
}  # fmt: skip
FROM_FIELD = {
    "amount": "amount_minor", "account": "account_ref", "account_key": "account_ref", "owner": "owner_ref",
    "owner_key": "owner_ref", "owner_email": "owner_ref", "outcome": "stage", "stage": "stage",
}  # fmt: skip


def facts_of(part: "Part") -> set[str]:
    """The facts a table carries, by the fields its columns were taken for."""
    facts = {FROM_FIELD.get(name, name) for name in part.guess.columns}
    return (facts | {"stage", "outcome", "decided_on"}) & set(FACTS)


def called(incoming: pl.DataFrame) -> pl.Series:
    """A deal without a name is called by its account and product, else by its id."""
    parts = pl.concat_str("account", "product", separator=", ", ignore_nulls=True)
    return incoming.select(pl.when(parts != "").then(parts).otherwise(pl.format("Deal {}", "key"))).to_series()


def settle_aliases(found: "Reading", incoming: pl.DataFrame) -> dict[str, str]:
    kept = dict(found.batch.source.aliases.filter(field="product").values_list("spelling", "means"))
    spellings = incoming["product"].drop_nulls().unique().sort().to_list()
    fresh = {
        spelling: means for spelling, means in aliases_of(spellings, found.products).items() if spelling not in kept
    }
    counts = dict(incoming["product"].value_counts().iter_rows())
    for spelling, means in fresh.items():
        found.asking.note(f"The product “{spelling}” in {counts[spelling]:,} rows was taken to be “{means}”.")
    return {**kept, **fresh}


def settle_people(found: "Reading", incoming: pl.DataFrame) -> People:
    """Match the roster and every owner; ask where two people carry the same name."""
    source = found.batch.source
    rows = source.workspace.people.order_by("pk").values_list("pk", "name", "email", "left_on")
    people = [(pk, name, email, left_on is not None) for pk, name, email, left_on in rows]
    known: dict[str, int | None] = dict(source.owners.values_list("key", "person"))
    matching = Matching(people=people, known=known, asking=found.asking)
    matching.enlist(found.members)
    owners = (
        incoming.select("owner_ref", "owner", "owner_email")
        .drop_nulls("owner_ref")
        .unique("owner_ref")
        .sort("owner_ref")
    )
    for ref, name, email in owners.iter_rows():
        matching.own(ref, name or "", email or "", deals=True)
    of_deals = set(matching.plan.owners)
    for frame in found.activities:
        others = (
            frame.select("owner_ref", "owner", "owner_email")
            .drop_nulls("owner_ref")
            .unique("owner_ref")
            .sort("owner_ref")
        )
        for ref, name, email in others.iter_rows():
            if ref not in of_deals:
                matching.own(ref, name or "", email or "", deals=False)
    plan = matching.plan
    if unknown := [ref for ref, number in plan.owners.items() if number is None]:
        found.asking.note(
            f"{len(unknown):,} owners appear only as an id and are not matched to anybody yet, such as {unknown[0]}."
        )
    return plan


def count_people(people: People) -> dict[str, int]:
    meant = {number for number in people.owners.values() if number is not None} | set(people.met)
    new = sum(human.pk is None for human in people.humans)
    return {"new": new, "matched": sum(people.humans[number].pk is not None for number in meant)}


def settle_accounts(found: "Reading", incoming: pl.DataFrame) -> pl.DataFrame:
    """Accounts named by a file of accounts, else by the deals; `id` null, `new` and `changed` as compared."""
    schema = {"ref": pl.String, "name": pl.String, "sector": pl.String, "country": pl.String}
    frames = [frame.select(*schema) for frame in found.accounts]
    named = (
        incoming.select(pl.col("account_ref").alias("ref"), pl.col("account").alias("name"))
        .drop_nulls("ref")
        .unique("ref", keep="last")
    )
    blank = [pl.lit(None, pl.String).alias(name) for name in ("sector", "country")]
    frames.append(named.with_columns(*blank).select(*schema))
    met = pl.concat(frames).unique("ref", keep="first", maintain_order=True)
    rows = list(found.batch.source.accounts.values_list("pk", "external_id", "name", "sector", "country"))
    known = pl.DataFrame(
        rows,
        schema={"id": pl.Int64, **{name if name == "ref" else f"{name}_was": kind for name, kind in schema.items()}},
        orient="row",
    )
    both = met.join(known, on="ref", how="left", maintain_order="left")
    both = both.with_columns(
        pl.coalesce(name, f"{name}_was", pl.col("ref") if name == "name" else pl.lit("")).alias(name)
        for name in ("name", "sector", "country")
    )
    return marked(both, ["name", "sector", "country"])


def gather_activities(found: "Reading") -> pl.DataFrame:
    text = [pl.col("on").dt.to_string("%Y-%m-%d"), pl.col("at").dt.to_string("%Y-%m-%d %H:%M:%S")]
    frames = [frame.with_columns(*text).select("key", *ACTIVITY) for frame in found.activities]
    return (
        pl.concat(frames).unique("key", keep="last", maintain_order=True) if frames else pl.DataFrame(schema=ACTIVITIES)
    )


def compare_activities(source: Source, met: pl.DataFrame) -> pl.DataFrame:
    if met.is_empty():
        return marked(
            met.with_columns(pl.lit(None, pl.Int64).alias("id"), *(pl.col(n).alias(f"{n}_was") for n in ACTIVITY)),
            ACTIVITY,
        )
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_ACTIVITIES.format(on=connection.ops.quote_name("on")), [source.pk])
        rows = [(*row[:7], row[7] and row[7][:19], bool(row[8])) for row in cursor.fetchall()]
    kinds = {"id": pl.Int64, **{name if name == "key" else f"{name}_was": kind for name, kind in ACTIVITIES.items()}}
    return marked(
        met.join(pl.DataFrame(rows, schema=kinds, orient="row"), on="key", how="left", maintain_order="left"), ACTIVITY
    )


def marked(frame: pl.DataFrame, facts: list[str]) -> pl.DataFrame:
    """Add `new` and `changed`: is there nothing yet, or does a fact differ from what was?"""
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in facts)
    frame = frame.with_columns(new=pl.col("id").is_null()).with_columns(changed=~pl.col("new") & differs)
    return frame.drop(f"{name}_was" for name in facts)


def tally(frame: pl.DataFrame) -> dict[str, int]:
    new, changed = int(frame["new"].sum()), int(frame["changed"].sum())
    return {"new": new, "changed": changed, "unchanged": frame.height - new - changed}


def count_orphans(source: Source, activities: pl.DataFrame, keys: pl.DataFrame) -> int:
    """Activities about a deal that is neither here nor in the export; they are kept all the same."""
    about = activities.filter(pl.col("deal_key") != "").join(keys, left_on="deal_key", right_on="key", how="anti")
    if about.is_empty():
        return 0
    known = pl.DataFrame(
        {"deal_key": list(source.deals.values_list("external_id", flat=True))}, schema={"deal_key": pl.String}
    )
    return about.join(known, on="deal_key", how="anti").height


def settle_time(batch: Import, found: "Reading", incoming: pl.DataFrame) -> str | None:
    """Return the instant of the last export; refuse one that is older than what is here."""
    if incoming.height and any("snapshot" in part.guess.columns for part in found.parts):
        batch.as_of = datetime.fromisoformat(str(incoming["seen_at"].max())).replace(tzinfo=UTC)
    last = (
        batch.source.imports.filter(state=Import.State.APPLIED)
        .order_by("-as_of")
        .values_list("as_of", flat=True)
        .first()
    )
    if last is None:
        return None
    if incoming.height and batch.as_of < last:
        raise RefusedError(
            f"This export is as of {batch.as_of:%-d %B %Y}; what is here is as of {last:%-d %B %Y}. Older exports come "
            "first: undo the later import, bring this one in, then the later one again."
        )
    return stamp(last)


def warn(found: "Reading", incoming: pl.DataFrame, given: set[str]) -> None:
    """Say so when every amount that should be blank is 0, and when there is money that cannot be added up."""
    undecided = incoming.select("outcome", "amount_minor").filter(pl.col("outcome") == "open")["amount_minor"]
    if undecided.len() and "amount_minor" in given and (undecided == 0).sum() == undecided.len():
        found.asking.note(
            f"All {undecided.len():,} open deals have the amount 0. Somebody probably turned blanks into zeros; a "
            "blank amount would be kept as unknown."
        )
    ours = found.batch.source.workspace.currency
    others = incoming.filter(pl.col("currency") != ours)["currency"].drop_nulls().unique().sort().to_list()
    if others:
        found.asking.note(
            f"Some amounts are in {' and '.join(others)}. Different currencies are never added up: sums, quotas and "
            f"attainment count what is in {ours}."
        )


def mapping(part: "Part") -> dict[str, Any]:
    headers = part.table["headers"]
    return {
        "headers_hash": headers_hash(headers),
        "holds": part.guess.holds,
        "columns": part.guess.columns,
        "formats": part.table.get("formats", {}),
        "corrected_by_id": part.file.found.get("corrected_by") if corrected(part) else None,
    }


def corrected(part: "Part") -> bool:
    return part.table["sheet"] in part.file.found.get("corrected", {})


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
