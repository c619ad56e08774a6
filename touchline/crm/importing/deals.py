"""Turn a table of text into deals: one row per deal, or per deal and snapshot in a history."""

import polars as pl

from touchline.crm.importing.asking import Asking
from touchline.crm.importing.cells import Cells, Problem
from touchline.crm.importing.stages import LOST, OPEN, WON, meaning
from touchline.crm.opening.shapes import LINE

STABLE = ("name", "account_ref", "owner_ref", "product", "created_on")
STABLE_WORDS = {
    "name": "name",
    "account_ref": "account",
    "owner_ref": "owner",
    "product": "product",
    "created_on": "date opened",
}
KINDS = {"new": r"new|first", "renewal": r"renew", "expansion": r"exist|expan|upsell|up-sell|cross|add-?on|upgrade"}
DATES = ("created_on", "close_on", "won_on", "lost_on", "next_step_on", "stage_since", "snapshot")


def read_deals(cells: Cells, *, known: dict[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (deals, rows set aside). `known` is what the source's stage names were taken to mean before."""
    cells.settle_order(*DATES)
    amount, currency = cells.amount("amount")
    seen = cells.moments("snapshot")
    owner_key, owner, email = cells.id("owner_key"), cells.text("owner", 200), cells.email("owner_email")
    account_key, account = cells.id("account_key"), cells.text("account")
    frame = pl.DataFrame(
        {
            "line": cells.frame[LINE].cast(pl.UInt32),
            "key": cells.id("key"),
            "name": cells.text("name"),
            "account_ref": either(account_key, account).str.slice(0, 120),
            "account": account,
            "owner_ref": either(owner_key, email, owner),
            "owner": owner,
            "owner_email": email,
            "amount_minor": amount,
            "currency": either(cells.text("currency", 3).str.to_uppercase(), filled(cells, currency)),
            "created_on": cells.days("created_on"),
            "close_on": cells.days("close_on"),
            "won_on": cells.days("won_on"),
            "lost_on": cells.days("lost_on"),
            "stage_since": cells.days("stage_since"),
            "next_step": cells.text("next_step"),
            "next_step_on": cells.days("next_step_on"),
            "product": cells.text("product", 120),
            "kind": cells.text("kind", 60),
            "seen_at": either(seen["instant"], seen["day"].cast(pl.Datetime("us"))),
            "deleted": cells.truth("is_deleted"),
        }
    ).with_columns(kind_of())
    frame = frame.with_columns(outcomes(cells, known=known))
    frame = frame.with_columns(decided())
    if not cells.has("key"):
        frame = keyed(frame, cells.asking, cells.name)
    return set_apart(cells, frame)


def either(*series: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(*series)).to_series()


def filled(cells: Cells, value: str) -> pl.Series:
    return pl.Series([value or None], dtype=pl.String).new_from_index(0, cells.frame.height)


def kind_of() -> pl.Expr:
    text = pl.col("kind").str.to_lowercase()
    found = pl.lit("")
    for kind, pattern in KINDS.items():
        found = pl.when(text.str.contains(pattern)).then(pl.lit(kind)).otherwise(found)
    return found.alias("kind")


def decided() -> pl.Expr:
    """A decided deal was decided on its won or lost day where the CRM keeps one, else on its close date."""
    day = pl.when(pl.col("outcome") == WON).then(pl.coalesce("won_on", "close_on"))
    return day.when(pl.col("outcome") == LOST).then(pl.coalesce("lost_on", "close_on")).alias("decided_on")


def outcomes(cells: Cells, *, known: dict[str, str]) -> list[pl.Series]:
    """Return stage and outcome of every row, asking for stage names nobody has explained."""
    stage, status = cells.text("stage", 120), cells.text("outcome", 60)
    by_status = mapped(status, {value: meaning(value) for value in names_in(status)})
    if not cells.has("stage"):
        stage = status
    won, closed = cells.truth("is_won"), cells.truth("is_closed")
    names = names_in(stage)
    if cells.has("stage", "outcome") and by_status.is_not_null().any():
        by_stage = mapped(stage, {name: meaning(name) or OPEN for name in names})
        outcome = either(by_status, by_stage)
        ended = pl.when((outcome != OPEN) & (by_stage == OPEN))
        stage = pl.select(ended.then(outcome.str.to_titlecase()).otherwise(stage)).to_series()
    elif cells.has("is_won", "is_closed"):
        outcome = pl.select(
            pl.when(won).then(pl.lit(WON)).when(closed).then(pl.lit(LOST)).otherwise(pl.lit(OPEN))
        ).to_series()
    else:
        outcome = mapped(
            stage, {name: known.get(name) or said(cells.asking, name) or ask(cells.asking, name) for name in names}
        )
    return [stage.alias("stage"), outcome.alias("outcome")]


def said(asking: Asking, name: str) -> str:
    """What somebody said a stage means, else what its name says."""
    answer = asking.answers.get(f"stage:{name}", "")
    return answer if answer in {OPEN, WON, LOST} else meaning(name)


def ask(asking: Asking, name: str) -> str:
    """Ask what a stage means; until it is answered the rows are counted as open."""
    return asking.choose(f"stage:{name}", f"What does the stage “{name}” mean?", [OPEN, WON, LOST]) or OPEN


def names_in(series: pl.Series) -> list[str]:
    return series.drop_nulls().unique().sort().to_list()


def mapped(series: pl.Series, meanings: dict[str, str]) -> pl.Series:
    return series.replace_strict({k: v or None for k, v in meanings.items()}, default=None, return_dtype=pl.String)


def keyed(frame: pl.DataFrame, asking: Asking, name: str) -> pl.DataFrame:
    """Make a key out of what does not change in a deal; equal ones are numbered in order of close date and amount."""
    stable = [column for column in STABLE if frame[column].is_not_null().any()]
    words = ", ".join(STABLE_WORDS[column] for column in stable) or "their position"
    asking.note(
        f"{name} has no column with an id. Deals are matched by {words}; a deal in which one of these changes will "
        "look like a new one in the next export."
    )
    parts = [pl.col(column).cast(pl.String).fill_null("") for column in stable] or [pl.col("line").cast(pl.String)]
    frame = frame.with_columns(pl.concat_str(parts, separator="\x1f").alias("stable"))
    frame = frame.sort("stable", "close_on", "amount_minor", "line", nulls_last=True, maintain_order=True)
    count = pl.int_range(pl.len()).over("stable")
    digest = frame["stable"].unique().to_frame()
    digest = digest.with_columns(pl.Series("hash", [fingerprint(text) for text in digest["stable"]], dtype=pl.String))
    frame = frame.join(digest, on="stable", how="left", maintain_order="left")
    numbered = pl.when(count == 0).then(pl.col("hash")).otherwise(pl.format("{}-{}", pl.col("hash"), count + 1))
    return frame.with_columns(numbered.alias("key")).drop("stable", "hash").sort("line")


def fingerprint(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode(), digest_size=8).hexdigest()


def set_apart(cells: Cells, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the rows that can be used from those that cannot, with the reason of each."""
    frame = frame.sort("line") if not cells.has("key") else frame
    cells.problems.append(Problem("The row has no id.", frame["key"].is_null()))
    cells.problems.append(Problem("The row has no stage.", frame["stage"].is_null()))
    if cells.has("snapshot"):
        cells.problems.append(Problem("The row has no date on which it was seen.", frame["seen_at"].is_null()))
    aside = cells.aside()
    good = frame.join(aside, on="line", how="anti") if aside.height else frame
    if not cells.has("snapshot"):
        good, doubled = without_doubles(good, cells)
        aside = pl.concat([aside, doubled])
    return good.drop("won_on", "lost_on"), aside


def without_doubles(frame: pl.DataFrame, cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of rows with the same id the last counts; exact copies are dropped, others set aside."""
    empty = pl.DataFrame(schema={"line": pl.UInt32, "reason": pl.String})
    if frame["key"].is_unique().all():
        return frame, empty
    facts = [column for column in frame.columns if column != "line"]
    last = frame.unique("key", keep="last", maintain_order=True)
    distinct = frame.unique(facts, keep="last", maintain_order=True)
    if copies := frame.height - distinct.height:
        cells.asking.note(f"{copies:,} rows of {cells.name} are exact copies of another and count once.")
    others = distinct.join(last.select("line"), on="line", how="anti")
    where = others.join(last.select("key", pl.col("line").alias("again")), on="key")
    reasons = pl.format("The id {} comes again on line {}; the later row counts.", "key", "again").alias("reason")
    return last, where.select(pl.col("line").cast(pl.UInt32), reasons) if others.height else empty
