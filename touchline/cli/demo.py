"""touchline demo: a company to look around in, in a home of its own."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

import touchline
from touchline.cli.main import django_ready
from touchline.cli.serving import PORT, refuse_a_taken_port, run

if TYPE_CHECKING:
    from touchline.people.models import Workspace

HOME = Path(touchline.__file__).parent.parent / "var" / "demo"


@click.command()
@PORT
@click.option("--no-serve", is_flag=True, help="Only load it.")
def demo(*, port: int, no_serve: bool) -> None:
    """Load the demo company into TOUCHLINE_HOME (var/demo), print the sign-in links of its cast, and serve it.

    A demo of an earlier week is made anew. A home that holds a real workspace is refused.
    """
    os.environ["TOUCHLINE_HOME"] = os.environ.get("TOUCHLINE_HOME") or str(HOME)
    os.environ["PORT"] = str(port)
    django_ready()
    from touchline.cli.holding import take

    lock = take()
    if not no_serve:
        refuse_a_taken_port(port)
    workspace = load_this_week(now=datetime.now(UTC))
    tell_the_cast(workspace)
    if not no_serve:
        run(port, lock=lock)


def load_this_week(*, now: datetime) -> "Workspace":
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from touchline.cli.preparing import prepare
    from touchline.demo.loading import load

    prepare()
    try:
        return load(today=now.date(), say=lambda step: click.echo(f"{step} …", err=True))
    except ValidationError as refusal:
        raise click.ClickException(
            f"{' '.join(refusal.messages)} Name another than {settings.HOME}: TOUCHLINE_HOME=FOLDER touchline demo"
        ) from refusal


def tell_the_cast(workspace: "Workspace") -> None:
    """Print whom a visitor can be, with the address where one click signs them in."""
    from django.conf import settings
    from django.urls import reverse

    from touchline.demo.loading import cast

    page = settings.SITE_URL + reverse("people:cast")
    click.echo(f"{workspace.name} is ready. Choose who you are at {page}")
    for chosen in cast(workspace):
        click.echo(f"  {chosen.person.name:<20} {page}#person-{chosen.person.pk:<6} {chosen.says}")
