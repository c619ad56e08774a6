"""Turn tables of text into accounts, products and activities."""

import polars as pl

from touchline.crm.importing.cells import Cells, Problem
from touchline.crm.importing.deals import either, fingerprint
from touchline.crm.opening.shapes import LINE

KINDS = {"call": r"call", "email": r"e-?mail", "meeting": r"meeting|event|appointment|demo|lunch"}
SALESFORCE_SHORT = r"^[0-9a-z]{2}[0-9A-Za-z]{13}$"
DONE = ["completed", "complete", "done", "closed", "held", "finished"]


def read_activities(cells: Cells, *, zone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (activities, rows set aside).

    An event with an hour is an instant in UTC, and the day it counts on is that instant's day where the company is.
    Salesforce's ActivityDate repeats the event's day in the zone of whoever exported, often the day before or after, so
    it is believed only for tasks and for events that last all day, which have no hour.
    """
    cells.settle_order("on", "at")
    instant = cells.moments("at")["instant"].dt.replace_time_zone("UTC")
    all_day = cells.truth("all_day")
    local = instant.dt.convert_time_zone(zone).dt.date()
    day = pl.select(
        pl.when(instant.is_null() | all_day).then(either(cells.days("on"), local)).otherwise(local)
    ).to_series()
    timed = pl.select(pl.when(~all_day).then(instant)).to_series()
    status = cells.text("status").str.to_lowercase().is_in(DONE).fill_null(value=False)
    past = (timed < cells.as_of).fill_null(value=False) if cells.has("at") else status
    frame = pl.DataFrame(
        {
            "line": cells.frame[LINE].cast(pl.UInt32),
            "key": cells.id("key"),
            "subject": cells.text("subject").fill_null(""),
            "kind": kinds(cells),
            "deal_key": deal_keys(cells),
            "owner": cells.text("owner", 200),
            "owner_email": cells.email("owner_email"),
            "owner_ref": either(cells.id("owner_key"), cells.email("owner_email"), cells.text("owner", 200)),
            "on": day,
            "at": timed,
            "done": cells.truth("done") | status | past,
            "deleted": cells.truth("is_deleted"),
        }
    )
    if not cells.has("key"):
        text = pl.concat_str(
            pl.col("subject", "deal_key", "owner_ref", "on", "at").cast(pl.String).fill_null(""), separator="\x1f"
        )
        frame = frame.with_columns(text.map_elements(fingerprint, return_dtype=pl.String).alias("key"))
    cells.problems.append(Problem("The row has no id.", frame["key"].is_null()))
    aside = cells.aside()
    good = frame.join(aside, on="line", how="anti") if aside.height else frame
    return good.filter(~pl.col("deleted")).unique("key", keep="last", maintain_order=True), aside


def deal_keys(cells: Cells) -> pl.Series:
    """The deal an activity is about; Salesforce's WhatId may also be an account or a case, and then it is none."""
    key = cells.id("deal_key")
    other = key.str.contains(SALESFORCE_SHORT) & ~key.str.starts_with("006")
    return pl.select(pl.when(other).then(pl.lit("")).otherwise(key).fill_null("")).to_series()


def kinds(cells: Cells) -> pl.Series:
    """Say task, call, meeting or email by the type, else by the subject; what has an hour is a meeting."""
    text = either(cells.text("kind"), cells.text("subject")).str.to_lowercase()
    found = pl.when(pl.lit(cells.has("at"))).then(pl.lit("meeting")).otherwise(pl.lit("task"))
    for kind, pattern in KINDS.items():
        found = pl.when(text.str.contains(pattern)).then(pl.lit(kind)).otherwise(found)
    return pl.select(found.alias("kind")).to_series() if cells.frame.height else pl.Series("kind", [], dtype=pl.String)


def read_accounts(cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (accounts, rows set aside); without an id the name is the key."""
    name = cells.text("name")
    frame = pl.DataFrame(
        {
            "line": cells.frame[LINE].cast(pl.UInt32),
            "ref": either(cells.id("key"), name).str.slice(0, 120),
            "name": name,
            "sector": cells.text("sector", 120).fill_null(""),
            "country": cells.text("country", 120).fill_null(""),
            "deleted": cells.truth("is_deleted"),
        }
    )
    cells.problems.append(Problem("The row has no name.", frame["name"].is_null()))
    aside = cells.aside()
    good = frame.filter(pl.col("name").is_not_null() & ~pl.col("deleted"))
    return good.unique("ref", keep="last", maintain_order=True), aside


def aliases_of(spellings: list[str], products: list[str]) -> dict[str, str]:
    """Match spellings that are a product's name but for blanks, case and punctuation: GTXPro is GTX Pro."""
    by_letters = {letters(name): name for name in products}
    exact = set(products)
    return {
        spelling: by_letters[letters(spelling)]
        for spelling in spellings
        if spelling not in exact and letters(spelling) in by_letters
    }


def letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
