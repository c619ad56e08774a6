"""touchline erase: forget a person, and say what stays and why."""

import json
import sys
from datetime import UTC, datetime

import click
from django.conf import settings

from touchline.cli.acting import Refused, person_named, workspace_named
from touchline.cli.erasing import erase as forget
from touchline.cli.erasing import refuse_to_erase, sweep_up
from touchline.cli.holding import alone


@click.command()
@click.argument("person")
@click.option("--workspace", help="Which workspace, where there is more than one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def erase(*, person: str, workspace: str | None, yes: bool, as_json: bool) -> None:
    """Forget PERSON, named by name or e-mail: names, words and files go, what the team is counted by stays.

    It cannot be taken back. Stop touchline serve first.
    """
    try:
        who = person_named(workspace_named(workspace), person)
        refuse_to_erase(who)
        name, is_here = who.name, who.left_on is None
        if not yes:
            click.confirm(f"Erase {name} from {who.workspace}? This cannot be taken back", abort=True, err=True)
        with alone():
            done = forget(who, at=datetime.now(UTC))
            sweep_up()
    except (Refused, click.ClickException) as refusal:
        reason = getattr(refusal, "message", str(refusal))
        if as_json:
            click.echo(json.dumps({"status": "refused", "reason": reason}))
            sys.exit(1)
        raise click.ClickException(reason) from refusal
    if as_json:
        told = {"is_now": done.becomes, "gone": done.gone, "reworded": done.reworded, "stays": done.stays}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{name} is erased and is called {done.becomes} from now on.")
    click.echo(f"{sum(done.gone.values()):,} rows are gone, {sum(done.reworded.values()):,} lost a word or a name.")
    click.echo("What stays:")
    for sentence in done.stays:
        click.echo(f"  {sentence}")
    if is_here:
        click.echo("They still stand in the team; say on the page People since when they have left.")
    old = sorted(path.name for path in settings.HOME.glob("before-restore-*"))
    click.echo("Backups made before still hold what they held" + (f", and so do {', '.join(old)}." if old else "."))
