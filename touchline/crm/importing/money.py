"""Read amounts of money into minor units, whatever marks thousands and decimals."""

from dataclasses import dataclass

import polars as pl

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
NOISE = r"[\s\u00a0\u202f'’]|[$€£¥₹]"
THREES_COMMA = r"^-?\d{1,3}(,\d{3})+$"
THREES_POINT = r"^-?\d{1,3}(\.\d{3})+$"


@dataclass(slots=True)
class Marks:
    """The decimal mark of a column, empty when it must be asked, and the currency its symbols show."""

    decimal: str
    currency: str = ""


def infer(series: pl.Series) -> Marks:
    """Decide the decimal mark from the whole column: where both marks occur, the last one is decimal."""
    unique = series.drop_nulls().unique()
    symbols = unique.str.extract(r"([$€£¥₹])").drop_nulls().unique().to_list()
    currency = SYMBOLS[symbols[0]] if len(symbols) == 1 else ""
    text = bare(unique)
    both = text.filter(text.str.contains(",", literal=True) & text.str.contains(".", literal=True))
    if both.len():
        comma_last = (both.str.extract(r"([.,])[^.,]*$") == ",").all()
        return Marks("," if comma_last else ".", currency)
    commas = text.filter(text.str.contains(",", literal=True))
    if commas.len():
        return Marks("." if commas.str.contains(THREES_COMMA).all() else ",", currency)
    points = text.filter(text.str.contains(".", literal=True))
    if points.len() and points.str.contains(THREES_POINT).all():
        return Marks("," if (points.str.count_matches(r"\.") > 1).any() else "", currency)
    return Marks(".", currency)


def bare(series: pl.Series) -> pl.Series:
    """Leave digits, marks and sign; an amount in brackets is negative."""
    negative = series.str.contains(r"^\(.*\)$")
    text = (
        series.str.replace_all(r"[()]", "")
        .str.replace_all(NOISE, "")
        .str.replace_all(r"^[A-Za-z]{1,3}|[A-Za-z]{1,3}$", "")
    )
    return pl.select(pl.when(negative).then("-" + text).otherwise(text)).to_series()


def parse(series: pl.Series, decimal: str) -> pl.Series:
    """Return minor units (hundredths); null where there is no amount or none that can be read."""
    unique = series.drop_nulls().unique()
    text = bare(unique)
    other = "," if decimal != "," else "."
    text = text.str.replace_all(other, "", literal=True).str.replace_all(decimal or ".", ".", literal=True)
    minor = (text.cast(pl.Float64, strict=False) * 100).round(0).cast(pl.Int64, strict=False)
    found = pl.DataFrame({"text": unique, "minor": minor})
    return series.rename("text").to_frame().join(found, on="text", how="left", maintain_order="left")["minor"]
