"""Read cells: what counts as nothing, as yes, and as the same id."""

import polars as pl

NULLS = ["", "na", "n/a", "#n/a", "null", "none", "nan", "select", "-", "--", "000000000000000aaa", "000000000000000"]
YES = ["1", "1.0", "true", "t", "yes", "y", "on", "x"]
SALESFORCE_ID = r"^(00|[a-z]0)[0-9A-Za-z]{13}[A-Z0-5]{3}$"
BARE_ID = r"^(\{.*\}|(00|[a-z]0)[0-9A-Za-z]{13}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]{4,})$"
# A leading sign that a spreadsheet would run is written with an apostrophe in front; reading takes it off again.
ESCAPED = r"^'([=+\-@\t\r\x00'])"


def clean(column: str | pl.Expr) -> pl.Expr:
    """Text without blanks around it and without our own escape; whatever stands for nothing is null."""
    text = pl.col(column) if isinstance(column, str) else column
    text = text.str.strip_chars().str.replace(ESCAPED, "$1")
    return pl.when(text.str.to_lowercase().is_in(NULLS)).then(None).otherwise(text)


def identity(column: str) -> pl.Expr:
    """An id; the 15 and 18 character forms of a Salesforce id are the same."""
    text = clean(column)
    return pl.when(text.str.contains(SALESFORCE_ID)).then(text.str.slice(0, 15)).otherwise(text)


def truth(column: str) -> pl.Expr:
    """Yes for 1, TRUE, yes, y, on; no for everything else, blanks included."""
    return clean(column).str.to_lowercase().is_in(YES).fill_null(value=False)


def short(expression: pl.Expr, length: int) -> pl.Expr:
    return expression.str.slice(0, length)
