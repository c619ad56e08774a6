"""Public holidays of a country or one of its regions, from the library that keeps them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError

LANGUAGE = "en_US"


def holiday_on(code: str, day: date) -> str:
    """The name of the public holiday on `day` in `code`, such as DE or GB-ENG; empty where there is none."""
    return _year(code, day.year).get(day, "") if code else ""


def real_holidays(code: str) -> None:
    """Refuse a country or region nobody keeps holidays of."""
    try:
        _year(code, 2026)
    except NotImplementedError as unknown:
        raise ValidationError(
            f"No holidays are known for “{code}”. Write a country like DE, or a region like DE-BY."
        ) from unknown


@lru_cache(maxsize=512)
def _year(code: str, year: int) -> Mapping[date, str]:
    # Imported late: the library is large, and most pages ask for no holiday.
    from holidays import country_holidays

    country, _, region = code.partition("-")
    return dict(country_holidays(country, subdiv=region or None, years=year, language=LANGUAGE))
