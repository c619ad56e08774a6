"""Periods as people head the columns of a spreadsheet."""

import calendar
import re

from touchline.measures.periods import Period

QUARTER = re.compile(
    r"^(?:fy)?\s*(?P<before>\d{4}|\d{2})?[\s\-/]*q(?P<quarter>[1-4])[\s\-/]*(?:fy)?\s*(?P<after>\d{4}|\d{2})?$", re.I
)
NAMED_MONTH = re.compile(r"^(?P<month>[a-z]{3,9})\.?[\s\-/]*(?P<year>\d{4}|\d{2})?$", re.I)
NUMBERED_MONTH = re.compile(r"^(?:(?P<y1>\d{4})[-/](?P<m1>\d{1,2})|(?P<m2>\d{1,2})[-/](?P<y2>\d{4}))(?:-01)?$")


def read_period(text: str, *, year: int, fiscal_year_starts: int) -> Period | None:
    """Read Q1 2026, FY26 Q1, Jan 2026 or 2026-01; without a year it lies in fiscal year `year`. None: not a period."""
    text = text.strip()
    code = ""
    if found := QUARTER.match(text):
        code = f"{_full(found['before'] or found['after']) or year}Q{found['quarter']}"
    elif found := NUMBERED_MONTH.match(text):
        code = f"{found['y1'] or found['y2']}-{int(found['m1'] or found['m2']):02}"
    elif (found := NAMED_MONTH.match(text)) and (month := _month(found["month"])):
        in_year = year - (1 < fiscal_year_starts <= month)
        code = f"{_full(found['year']) or in_year}-{month:02}"
    try:
        return Period.parse(code, fiscal_year_starts=fiscal_year_starts)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    known = (n for n in range(1, 13) if calendar.month_name[n].casefold().startswith(word.casefold()))
    return next(known, None)


def _full(text: str | None) -> int | None:
    return None if not text else int(text) if len(text) == 4 else 2000 + int(text)
