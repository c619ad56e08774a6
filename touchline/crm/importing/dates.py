"""Read dates. The order of day and month is inferred from whole columns; what cannot be inferred is asked."""

import re
from dataclasses import dataclass, field
from datetime import date

import polars as pl

NUMERIC = (
    r"^(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T\s,]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?$"
)
WRITTEN = r"^(?:(?P<d>\d{1,2})[-\s.]+)?(?P<month>[A-Za-z]{3})[a-z]*\.?[-\s]+(?:(?P<e>\d{1,2}),?\s+)?(?P<y>\d{2,4})$"
SERIAL = r"^[2-7]\d{4}(\.\d+)?$"
MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
EPOCH = date(1899, 12, 30)
FOREVER = 9999
ORDERS = {"day_first": "dmy", "month_first": "mdy", "year_first": "ymd"}


@dataclass(slots=True)
class Order:
    """How the numeric dates of a table are written: dmy, mdy or ymd; empty when it must be asked."""

    order: str
    two_digits: bool = False
    choices: list[str] = field(default_factory=list)


def infer(series: list[pl.Series]) -> Order:
    """Decide the order from every date of a table at once: a value above 12 decides.

    A year written with two digits is taken only where one order explains the whole table; if several do, the one in
    which the year varies least wins when the others would need more than 15 different years.
    """
    parts = pl.concat([s.drop_nulls().unique() for s in series]).str.extract_groups(NUMERIC).struct.unnest()
    parts = parts.drop_nulls("a").select(pl.col("a", "b", "c"))
    if parts.is_empty():
        return Order("ymd")
    if (parts["a"].str.len_chars() == 4).all():
        return Order("ymd")
    parts = parts.filter(pl.col("a").str.len_chars() <= 2)
    short_years = bool((parts["c"].str.len_chars() <= 2).any())
    high = dict(zip("abc", parts.select(pl.all().cast(pl.Int32).max()).row(0), strict=True))
    years = dict(zip("abc", parts.select(pl.all().n_unique()).row(0), strict=True))
    fits = []
    if high["a"] <= 31 and high["b"] <= 12:
        fits.append("day_first")
    if high["a"] <= 12 and high["b"] <= 31:
        fits.append("month_first")
    if short_years and high["b"] <= 12 and high["c"] <= 31:
        fits.append("year_first")
    if short_years and len(fits) > 1:
        fits = _plausible(fits, years)
    return Order(ORDERS[fits[0]] if len(fits) == 1 else "", short_years, fits)


def _plausible(fits: list[str], years: dict[str, int]) -> list[str]:
    if "year_first" in fits and years["a"] > max(15, years["c"]):
        return [fit for fit in fits if fit != "year_first"]
    if "year_first" in fits and years["c"] > 15 >= years["a"]:
        return ["year_first"]
    return fits


def parse(series: pl.Series, order: str, *, pivot: int) -> pl.DataFrame:
    """Return a frame `day`, `instant` (UTC, null without a time or zone known), one row per row of the series.

    `pivot` is the latest year that two digits may mean. Values that are no date are null in both columns.
    """
    name = "text"
    unique = series.rename(name).unique().drop_nulls().to_frame()
    numeric = unique.with_columns(pl.col(name).str.extract_groups(NUMERIC).alias("p")).unnest("p")
    numeric = numeric.filter(pl.col("a").is_not_null())
    found = pl.concat([_numeric(numeric, order, pivot), _written(unique, pivot), _serial(unique)])
    return series.rename(name).to_frame().join(found, on=name, how="left", maintain_order="left").drop(name)


def _numeric(frame: pl.DataFrame, order: str, pivot: int) -> pl.DataFrame:
    letters = {"dmy": ("c", "b", "a"), "mdy": ("c", "a", "b"), "ymd": ("a", "b", "c")}[order or "dmy"]
    year_first = pl.col("a").str.len_chars() == 4
    year, month, day = (
        pl.when(year_first).then(pl.col(always)).otherwise(pl.col(letter)).cast(pl.Int32)
        for always, letter in zip("abc", letters, strict=True)
    )
    hour = pl.col("h").cast(pl.Int32) % pl.when(pl.col("half").is_null()).then(24).otherwise(12)
    hour = hour + pl.when(pl.col("half").str.to_lowercase() == "pm").then(12).otherwise(0)
    shift = pl.col("zone").str.replace("Z", "+0000").str.replace(":", "")
    minutes = shift.str.slice(1, 2).cast(pl.Int32) * 60 + shift.str.slice(3, 2).cast(pl.Int32)
    offset = pl.when(shift.str.starts_with("-")).then(-minutes).otherwise(minutes).fill_null(0)
    frame = frame.with_columns(full_year(year, pivot).alias("year"), month.alias("month"), day.alias("day_of_month"))
    real = pl.col("month").is_between(1, 12) & pl.col("day_of_month").is_between(1, 31) & (pl.col("year") < FOREVER)
    frame = frame.filter(real).with_columns(_day(), hour.alias("hour"), offset.alias("offset"))
    instant = pl.col("day").cast(pl.Datetime("us")) + pl.duration(
        hours=pl.col("hour"),
        minutes=pl.col("m").cast(pl.Int32) - pl.col("offset"),
        seconds=pl.col("s").cast(pl.Int32).fill_null(0),
    )
    return frame.select("text", "day", instant.alias("instant"))


def _day() -> pl.Expr:
    """A calendar day, null when there is none such as 31 June."""
    text = pl.format("{}-{}-{}", pl.col("year"), pl.col("month"), pl.col("day_of_month"))
    return text.str.to_date("%Y-%m-%d", strict=False).alias("day")


def _written(unique: pl.DataFrame, pivot: int) -> pl.DataFrame:
    frame = unique.with_columns(pl.col("text").str.extract_groups(WRITTEN).alias("p")).unnest("p")
    frame = frame.filter(pl.col("month").str.to_lowercase().is_in(list(MONTHS)))
    month = pl.col("month").str.to_lowercase().replace_strict(MONTHS, return_dtype=pl.Int32, default=None)
    frame = frame.with_columns(
        full_year(pl.col("y").cast(pl.Int32), pivot).alias("year"),
        month.alias("month"),
        pl.coalesce("d", "e").cast(pl.Int32).alias("day_of_month"),
    )
    return frame.with_columns(_day()).select("text", "day", pl.lit(None, pl.Datetime("us")).alias("instant"))


def _serial(unique: pl.DataFrame) -> pl.DataFrame:
    frame = unique.filter(pl.col("text").str.contains(SERIAL))
    days = pl.col("text").cast(pl.Float64)
    instant = pl.lit(EPOCH).cast(pl.Datetime("us")) + pl.duration(seconds=(days * 86400).round(0).cast(pl.Int64))
    timed = pl.when(days != days.floor()).then(instant).otherwise(None)
    return frame.select("text", instant.dt.date().alias("day"), timed.alias("instant"))


def full_year(year: pl.Expr, pivot: int) -> pl.Expr:
    """Two digits mean the latest year that ends so and is not after `pivot`."""
    century = pivot - pivot % 100
    guess = pl.when(year + century > pivot).then(year + century - 100).otherwise(year + century)
    return pl.when(year < 100).then(guess).otherwise(year)
