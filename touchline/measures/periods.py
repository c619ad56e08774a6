"""Which days does a period cover? Fiscal years, quarters and calendar months, first and last day included."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months. A fiscal year is named after the calendar year it ends in; a month is a calendar month."""

    starts_on: date
    months: int
    fiscal_year_starts: int = 1

    @classmethod
    def parse(cls, written: str, *, fiscal_year_starts: int = 1) -> "Period":
        """Read “2017Q4”, “2017” or “2017-10”; ValueError for anything else."""
        found = _WRITTEN.fullmatch(written.strip().upper())
        if not found or not 1 < int(found["year"]) < 9999:
            raise ValueError(f"“{written}” is not a period. Write one like 2017Q4, 2017 or 2017-10.")
        year = int(found["year"])
        if found["month"]:
            return cls(date(year, int(found["month"]), 1), 1, fiscal_year_starts)
        opens = _first_day(year, fiscal_year_starts)
        if found["quarter"]:
            return cls(_months_later(opens, 3 * (int(found["quarter"]) - 1)), 3, fiscal_year_starts)
        return cls(opens, 12, fiscal_year_starts)

    @classmethod
    def containing(cls, day: date, *, fiscal_year_starts: int = 1, months: int = 3) -> "Period":
        """Return the quarter (or the period of `months` months) a day lies in."""
        since = (day.month - fiscal_year_starts) % 12 % months
        return cls(_months_later(day.replace(day=1), -since), months, fiscal_year_starts)

    @property
    def ends_on(self) -> date:
        return _months_later(self.starts_on, self.months) - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def fiscal_year(self) -> int:
        return self.starts_on.year + (1 if 1 < self.fiscal_year_starts <= self.starts_on.month else 0)

    @property
    def quarter(self) -> int:
        return (self.starts_on.month - self.fiscal_year_starts) % 12 // 3 + 1

    @property
    def code(self) -> str:
        """As it is written in an address: 2017Q4, 2017 or 2017-10."""
        if self.months == 1:
            return f"{self.starts_on:%Y-%m}"
        return f"{self.fiscal_year}Q{self.quarter}" if self.months == 3 else f"{self.fiscal_year}"

    @property
    def label(self) -> str:
        """As people say it: Q4 2017, 2017 or October 2017."""
        if self.months == 1:
            return f"{month_name[self.starts_on.month]} {self.starts_on.year}"
        return f"Q{self.quarter} {self.fiscal_year}" if self.months == 3 else f"{self.fiscal_year}"

    def __str__(self) -> str:
        return self.code

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def previous(self) -> "Period":
        return self.shift(-1)

    def next(self) -> "Period":
        return self.shift(1)

    def shift(self, periods: int) -> "Period":
        """Return the period so many periods of the same length later, or earlier when negative."""
        return Period(_months_later(self.starts_on, periods * self.months), self.months, self.fiscal_year_starts)

    def elapsed(self, today: date) -> float:
        """Return the share of the period's days that are over at the end of `today`, 0 to 1."""
        return min(1.0, max(0.0, ((today - self.starts_on).days + 1) / self.days))


def _first_day(fiscal_year: int, starts: int) -> date:
    return date(fiscal_year if starts == 1 else fiscal_year - 1, starts, 1)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
