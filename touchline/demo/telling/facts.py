"""The CRM's exports, brought in the way a customer would bring them in."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from touchline.crm import importing
from touchline.crm.models import Import, Source
from touchline.demo import company, export
from touchline.demo.telling.people import ADMINISTRATOR, Company, moment


class UnexpectedExportError(Exception):
    """The importer did not take the demo's own export as it is."""


def bring_in(told: Company) -> Source:
    """Import the deals’ history up to last Monday, then this morning’s export with the activities."""
    story, monday = told.story, told.story.monday
    source = Source.objects.create(
        workspace=told.workspace, name=company.CRM, deal_url=company.DEAL_URL, created_at=moment(monday)
    )
    with TemporaryDirectory() as folder:
        _bring_in(told, source, monday - timedelta(days=7), _files(folder, {"deal-history": export.history(story)}))
        texts = {"deals": export.this_week(story), "activities": export.activities(story)}
        _bring_in(told, source, monday, _files(folder, texts))
    return source


def _files(folder: str, texts: dict[str, str]) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = Path(folder, f"{name}.csv")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _bring_in(told: Company, source: Source, day: date, paths: list[Path]) -> None:
    at, by = moment(day, 6, 10), told[ADMINISTRATOR]
    batch = importing.read(importing.begin(source, paths, by=by, at=at, as_of=at))
    if batch.state != Import.State.PREVIEWED:
        raise UnexpectedExportError(f"{batch.get_state_display()}: {batch.reason} {batch.questions}")
    importing.apply(batch, by=by, at=at)
