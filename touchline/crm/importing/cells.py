"""A table of text and the meaning of its columns: the cells of one field, typed, and the rows that do not fit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import polars as pl

from touchline.crm.importing import dates, money
from touchline.crm.importing.asking import Asking
from touchline.crm.importing.values import cleaned, identity, shortened, truth
from touchline.crm.opening.shapes import LINE

DAY_WORDS = {"day_first": "day first", "month_first": "month first", "year_first": "year first"}


class Problem(NamedTuple):
    """What is wrong with the rows of a mask; `{}` in the reason stands for the cell of the field `name`."""

    reason: str
    mask: pl.Series
    name: str = ""


@dataclass(slots=True)
class Cells:
    """Typed access to one table. `problems` gathers what is wrong while fields are read."""

    frame: pl.DataFrame
    columns: dict[str, str]
    asking: Asking
    as_of: datetime
    name: str = ""
    order: str = ""
    problems: list[Problem] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    read: dict[str, pl.Series] = field(default_factory=dict)

    def has(self, *fields: str) -> bool:
        return all(name in self.columns for name in fields)

    def text(self, name: str, length: int = 240) -> pl.Series:
        if not self.has(name):
            return self.nothing(pl.String)
        if name not in self.read:
            self.read[name] = shortened(cleaned(self.frame[self.columns[name]]), length)
        return self.read[name]

    def id(self, name: str) -> pl.Series:
        return shortened(identity(self.frame[self.columns[name]]), 120) if self.has(name) else self.nothing(pl.String)

    def email(self, name: str) -> pl.Series:
        text = self.text(name, 254).str.to_lowercase()
        return pl.select(pl.when(text.str.contains("@", literal=True)).then(text)).to_series()

    def truth(self, name: str) -> pl.Series:
        return truth(self.frame[self.columns[name]]) if self.has(name) else self.nothing(pl.Boolean).fill_null(False)

    def nothing(self, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
        return pl.Series([None], dtype=kind).new_from_index(0, self.frame.height)

    def days(self, name: str) -> pl.Series:
        return self.moments(name)["day"]

    def moments(self, name: str) -> pl.DataFrame:
        """Return `day` and `instant` of a date column; a cell that is no date becomes a problem of its row."""
        if not self.has(name):
            return pl.DataFrame({"day": self.nothing(pl.Date), "instant": self.nothing(pl.Datetime("us"))})
        text = self._dated(name)
        found = dates.parse(text, self.order, pivot=self.as_of.year + 20)
        bad = found["day"].is_null() & text.is_not_null()
        if bad.any():
            self.problems.append(Problem(f"“{{}}” in {self.columns[name]} is not a date.", bad, name))
        return found

    def amount(self, name: str) -> tuple[pl.Series, str]:
        """Return minor units and the currency its symbols show; a cell that is no amount is a problem of its row."""
        text = self.text(name, 60)
        marks = money.infer(text)
        if not marks.decimal:
            marks.decimal = self._ask_decimal(text, name)
        minor = money.parse(text, marks.decimal)
        self.formats[name] = f"decimal mark {marks.decimal or '.'}"
        bad = minor.is_null() & text.is_not_null()
        if bad.any():
            self.problems.append(Problem(f"“{{}}” in {self.columns[name]} is not an amount.", bad, name))
        return minor, marks.currency

    def settle_order(self, *names: str) -> None:
        """Decide how the dates of this table are written from all its date columns, or ask."""
        series = [self._dated(name) for name in names if self.has(name)]
        if not series:
            self.order = "ymd"
            return
        found = dates.infer(series)
        self.order = found.order
        if not found.order:
            sample = next(s.drop_nulls()[0] for s in series if s.drop_nulls().len())
            words = " or ".join(DAY_WORDS[choice] for choice in found.choices) or "day first or month first"
            choice = self.asking.choose(
                "date_order",
                f"Dates in {self.name} such as {sample} can be read {words}. Which is it?",
                found.choices or ["day_first", "month_first"],
            )
            self.order = dates.ORDERS.get(choice, "")
        self.formats["dates"] = self.order
        if found.two_digits and self.order:
            self.asking.note(
                f"Years in {self.name} have two digits; they were read as the latest year up to "
                f"{self.as_of.year + 20} that ends so (16 is 2016)."
            )

    def aside(self, kept: pl.Series | None = None) -> pl.DataFrame:
        """Return `line`, `reason` of every row with a problem, the first problem of each."""
        found = []
        for problem in self.problems:
            rows = self.frame.filter(problem.mask)
            no_cell = pl.Series([""] * rows.height, dtype=pl.String)
            cell = rows[self.columns[problem.name]] if problem.name else no_cell
            reasons = [problem.reason.replace("{}", str(value)[:60]) for value in cell]
            found.append(pl.DataFrame({"line": rows[LINE], "reason": pl.Series(reasons, dtype=pl.String)}))
        if not found:
            return pl.DataFrame(schema={"line": pl.UInt32, "reason": pl.String})
        return pl.concat(found).unique("line", keep="first", maintain_order=True)

    def _dated(self, name: str) -> pl.Series:
        text = self.text(name, 40)
        endless = text.str.starts_with("9999")
        return pl.select(pl.when(~endless).then(text)).to_series() if endless.any() else text

    def _ask_decimal(self, text: pl.Series, name: str) -> str:
        sample = text.drop_nulls()[0]
        choice = self.asking.choose(
            f"number_format:{self.columns[name]}",
            f"Is {sample} in {self.columns[name]} written with a decimal point, or does the point mark thousands?",
            ["decimal_point", "thousands_point"],
        )
        return {"decimal_point": ".", "thousands_point": ","}.get(choice, "")
