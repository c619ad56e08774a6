"""`touchline import`: preview an export, and apply it unless it is a dry run or something must be asked."""

import json
import sys
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import click
from django.core.exceptions import ValidationError
from django.core.management import call_command

from touchline.cli.acting import Refused, workspace_named
from touchline.cli.documents import Document
from touchline.crm import importing
from touchline.crm.models import Import, Source
from touchline.people.models import Workspace

EXIT = {"applied": 0, "previewed": 0}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True))
@click.option("--workspace", help="Which workspace, where there is more than one; one is made where there is none.")
@click.option("--source", "source_name", help="Which CRM the export is from, where there is more than one.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the export was made; today if nothing is said."
)
@click.option("--answer", "answers", multiple=True, metavar="KEY=CHOICE", help="Answer a question the import asked.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def import_(
    *,
    files: tuple[str, ...],
    workspace: str | None,
    source_name: str | None,
    as_of: datetime | None,
    answers: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring the FILES of one CRM export in: CSV, TSV or XLSX, several at once."""
    now = datetime.now(UTC)
    given = dict(_answer(text) for text in answers)
    call_command("migrate", interactive=False, verbosity=0)
    fresh = not Workspace.objects.exists()
    try:
        source = source_named(workspace_for(workspace, at=now), source_name, at=now)
        day = _end_of(as_of.date(), source.workspace.zone, now) if as_of else None
        batch = importing.read(importing.begin(source, files, by=None, at=now, as_of=day, answers=given))
        document = finish(batch, at=now, dry_run=dry_run)
    except (Refused, ValidationError) as refused:
        reason = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        document = {**as_document(None), "status": "refused", "reason": reason}
    if fresh and document["status"] != "applied":
        Workspace.objects.all().delete()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if as_json else for_people(document))
    sys.exit(EXIT.get(document["status"], 1))


def finish(batch: Import, *, at: datetime, dry_run: bool) -> Document:
    """Apply what is ready unless this is a dry run; what is left over is given up, for it can be read again."""
    if batch.state == Import.State.PREVIEWED and not dry_run:
        importing.apply(batch, by=None, at=at)
    document = as_document(batch)
    if batch.is_waiting:
        importing.discard(batch)
    return document


def as_document(batch: Import | None) -> Document:
    """The answer of the command, with the keys published in the product's description."""
    counts = batch.counts if batch else {}
    deals, people = counts.get("deals", {}), counts.get("people", {})
    return {
        "status": batch.state if batch else "refused",
        "rows": batch.rows if batch else 0,
        "deals": {key: deals.get(key, 0) for key in ("new", "changed", "unchanged")},
        "people": {key: people.get(key, 0) for key in ("new", "matched")},
        "activities": counts.get("activities", {}),
        "accounts": counts.get("accounts", {}),
        "fields": counts.get("fields", {}),
        "set_aside": counts.get("set_aside", 0),
        "questions": batch.questions if batch else [],
        "notes": batch.notes if batch else [],
        "reason": (batch.reason if batch else "") or None,
    }


def for_people(document: Document) -> str:
    """The same answer as lines to read."""
    lines = [document["reason"]] if document["reason"] else []
    if document["status"] != "refused":
        deals, people = document["deals"], document["people"]
        lines.append(f"{document['status'].replace('_', ' ').capitalize()}: {document['rows']:,} rows.")
        lines.append(f"Deals: {deals['new']:,} new, {deals['changed']:,} changed, {deals['unchanged']:,} unchanged.")
        lines.append(f"People: {people['new']:,} new, {people['matched']:,} matched.")
        lines.append(f"Set aside: {document['set_aside']:,} rows.")
    lines += [f"Note: {note}" for note in document["notes"]]
    for question in document["questions"]:
        lines.append(question["text"])
        lines += [f"  --answer '{question['key']}={choice}'" for choice in question["choices"]]
    return "\n".join(lines)


def workspace_for(name: str | None, *, at: datetime) -> Workspace:
    """The workspace meant; in an empty home one is made that nobody owns yet."""
    if not Workspace.objects.exists():
        return Workspace.objects.create(name=name or "My company", created_at=at)
    return workspace_named(name)


def source_named(workspace: Workspace, name: str | None, *, at: datetime) -> Source:
    """The source called `name`, or the only one; the first import makes it."""
    sources = list(workspace.sources.filter(name__iexact=name) if name else workspace.sources.all())
    if len(sources) > 1:
        raise Refused("There is more than one source. Name one with --source.")
    return sources[0] if sources else workspace.sources.create(name=name or "CRM", created_at=at)


def _answer(text: str) -> tuple[str, str]:
    key, sign, choice = text.rpartition("=")
    if not sign:
        raise click.BadParameter(f"“{text}” is not KEY=CHOICE.", param_hint="--answer")
    return key, choice


def _end_of(day: date, zone: str, now: datetime) -> datetime:
    """An export made on a day shows that day's end, or this instant if the day is today."""
    return min(now, datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone)))
