"""touchline export: everything of a workspace, or of one person, in a folder that a stranger can read."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from touchline.cli.acting import Refused, person_named, workspace_named
from touchline.cli.handing_out import hand_out
from touchline.timeline.models import record


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--person", help="Only what is kept of one person: a name, a part of it, or an e-mail.")
@click.option("--workspace", help="Which workspace, where there is more than one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def export(*, folder: Path, person: str | None, workspace: str | None, as_json: bool) -> None:
    """Write everything of a workspace into DIR, as CSV and JSON, with a README.txt that says what each file is.

    It is the operator's act and stands on the audit page. Private notes are only in what their author takes along.
    """
    now = datetime.now(UTC)
    try:
        where = workspace_named(workspace)
        who = person_named(where, person) if person else None
        _make(folder)
        handed = hand_out(folder, where, who, now=now)
    except (Refused, OSError) as refusal:
        if as_json:
            click.echo(json.dumps({"status": "refused", "reason": str(refusal)}))
            sys.exit(1)
        raise click.ClickException(str(refusal)) from refusal
    label = f"What is kept of {who.name} was exported" if who else "Everything was exported"
    record("operator.acted", by=None, about=None, workspace=where, label=label, at=now)
    if as_json:
        tables = {table.name: table.rows for table in handed.tables}
        left_out = dict(handed.left_out)
        click.echo(json.dumps({"folder": str(folder), "tables": tables, "files": handed.files, "left_out": left_out}))
        return
    rows = sum(table.rows for table in handed.tables)
    click.echo(f"Exported {rows:,} rows of {len(handed.tables)} tables and {handed.files} files to {folder}.")
    click.echo(f"{folder / 'README.txt'} says what each file is and what is left out.")


def _make(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
