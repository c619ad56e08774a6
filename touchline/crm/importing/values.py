"""Read cells: what counts as nothing, as yes, and as the same id."""

import polars as pl

NULLS = ["", "na", "n/a", "#n/a", "null", "none", "nan", "select", "-", "--", "000000000000000aaa", "000000000000000"]
YES = ["1", "1.0", "true", "t", "yes", "y", "on", "x"]
SALESFORCE_ID = r"^(00|[a-z]0)[0-9A-Za-z]{13}[A-Z0-5]{3}$"
BARE_ID = r"^(\{.*\}|(00|[a-z]0)[0-9A-Za-z]{13}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]{4,})$"
# A leading sign that a spreadsheet would run is written with an apostrophe in front; reading takes it off again.
ESCAPED = r"^'([\s\x00\x{feff}]*[=+\-@＝＋－＠]|[\t\r\x00'])"


def cleaned(series: pl.Series) -> pl.Series:
    """Text without blanks around it and without our own escape; whatever stands for nothing is null.

    Columns repeat themselves, so this looks at each distinct value once, and leaves a clean column alone.
    """
    distinct = series.drop_nulls().unique()
    text = distinct.str.strip_chars().str.replace(ESCAPED, "$1")
    nothing = text.str.to_lowercase().is_in(NULLS)
    changed = nothing | (text != distinct)
    if not changed.any():
        return series
    table = pl.DataFrame({"text": distinct, "clean": text, "nothing": nothing}).filter(changed)
    both = series.rename("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    kept = pl.when(~pl.col("nothing").fill_null(value=False)).then(pl.coalesce("clean", "text"))
    return both.select(kept.alias("text")).to_series()


def identity(series: pl.Series) -> pl.Series:
    """An id; the 15 and 18 character forms of a Salesforce id are the same."""
    text = cleaned(series)
    if not text.head(1000).str.contains(SALESFORCE_ID).any():
        return text
    return pl.select(pl.when(text.str.contains(SALESFORCE_ID)).then(text.str.slice(0, 15)).otherwise(text)).to_series()


def truth(series: pl.Series) -> pl.Series:
    """Yes for 1, TRUE, yes, y, on; no for everything else, blanks included."""
    return cleaned(series).str.to_lowercase().is_in(YES).fill_null(value=False)


def shortened(series: pl.Series, length: int) -> pl.Series:
    return series.str.slice(0, length) if (series.str.len_chars() > length).any() else series
