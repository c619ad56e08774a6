"""Small exports written by tests, and the whole of the facts as one comparable dump."""

import csv
from datetime import UTC, datetime

from django.apps import apps

from touchline.crm import importing
from touchline.crm.models import Import

FACTS = ("Account", "Activity", "Alias", "Deal", "DealChange", "Mapping", "Owner", "Stage")
PEOPLE = ("Person", "Role", "Seat", "Team")
FIRST = datetime(2026, 9, 1, 8, tzinfo=UTC)


def write(path, *rows, delimiter=",", encoding="utf-8"):
    """Write rows as an export and return its path."""
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def bring(source, *paths, at=FIRST, by=None, answers=None, as_of=None) -> Import:
    """Begin, read and, if nothing is asked, apply."""
    batch = importing.read(importing.begin(source, list(paths), by=by, at=at, as_of=as_of, answers=answers))
    return importing.apply(batch, by=by, at=at) if batch.state == Import.State.PREVIEWED else batch


def dump() -> dict[str, list[tuple]]:
    """Every row of the facts and the people, table by table."""
    models = [apps.get_model("crm", name) for name in FACTS] + [apps.get_model("people", name) for name in PEOPLE]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}
