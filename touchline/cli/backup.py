"""touchline backup and restore: everything in one file, checked when it is written and again before it is used."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from touchline.cli import archive
from touchline.cli.dumping import Unfit


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def backup(*, file: Path, as_json: bool) -> None:
    """Write database, keys and uploads into FILE in one step, read it back, and say what it holds."""
    from django.conf import settings

    now = datetime.now(UTC)
    try:
        manifest = archive.write(file, now=now)
        archive.verify(file)
    except (Unfit, OSError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    (settings.HOME / "last_backup").write_text(now.isoformat())
    _note(f"Backup written to {file.name}", now=now)
    size = file.stat().st_size
    said = f"Backed up to {file}: {size / 1e6:.1f} MB, {len(manifest.files)} files, checked. It holds the keys too."
    _answer(
        {"file": str(file), "bytes": size, "files": len(manifest.files), "made_at": manifest.made_at},
        said,
        as_json=as_json,
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def restore(*, file: Path, as_json: bool) -> None:
    """Put FILE back. What is there now is kept aside in the home folder; stop touchline serve first."""
    from touchline.cli.holding import alone
    from touchline.cli.preparing import prepare

    now = datetime.now(UTC)
    with alone():
        try:
            kept = archive.restore(file, now=now)
        except (Unfit, OSError) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        prepare()
        _note(f"Restored from {file.name}", now=now)
    _answer(
        {"file": str(file), "kept_aside": str(kept)}, f"Restored {file}. What was there is in {kept}.", as_json=as_json
    )


def _note(label: str, *, now: datetime) -> None:
    """A full backup or restore is the operator's act, and every workspace's record says that it happened."""
    from touchline.people.models import Workspace
    from touchline.timeline.models import record

    for workspace in Workspace.objects.all():
        record("operator.acted", by=None, about=None, workspace=workspace, label=label, at=now)


def _answer(facts: dict[str, object], said: str, *, as_json: bool) -> None:
    click.echo(json.dumps(facts) if as_json else said)
