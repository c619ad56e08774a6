"""Acts on people are written down by the timeline, an app above this one, which settings.TOUCHLINE_RECORD names."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.module_loading import import_string


def record(verb: str, *, at: datetime | None = None, **facts: Any) -> None:
    """Write down one act; `at` is the instant it was done, now if nothing is said."""
    import_string(settings.TOUCHLINE_RECORD)(verb, at=at or timezone.now(), **facts)


def changes_since(row: Model, was: dict[str, Any]) -> str:
    """Say which fields of a row are no longer what they were: “currency from USD to EUR, zone from UTC to …”."""
    called = {field.name: field.verbose_name for field in row._meta.concrete_fields}
    return ", ".join(f"{called[name]} from {_said(old)} to {_said(getattr(row, name))}" for name, old in was.items())


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) or "nothing"
