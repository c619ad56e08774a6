"""touchline demo: a company to look around in, in a home of its own."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

import touchline
from touchline.cli.main import django_ready
from touchline.cli.serving import PORT, run

HOME = Path(touchline.__file__).parent.parent / "var" / "demo"


@click.command()
@PORT
@click.option("--no-serve", is_flag=True, help="Only load it.")
def demo(port, no_serve):
    """Load the demo company into TOUCHLINE_HOME (var/demo), print the sign-in links of its cast, and serve it."""
    os.environ["TOUCHLINE_HOME"] = os.environ.get("TOUCHLINE_HOME") or str(HOME)
    os.environ["PORT"] = str(port)
    django_ready()
    load_once(now=datetime.now(UTC))
    for name, title, link in sign_in_links():
        click.echo(f"  {name:<20} {title:<28} {link}")
    if not no_serve:
        run(port)


def load_once(*, now: datetime):
    """Load the demo unless this week's is there; refuse a home that holds a real workspace."""
    from django.conf import settings
    from django.core.management import call_command

    from touchline.cli.preparing import prepare
    from touchline.demo.loading import load
    from touchline.people.models import Workspace

    prepare()
    if Workspace.objects.filter(demo_anchor=None).exists():
        raise click.ClickException(
            f"{settings.HOME} holds a real workspace. Name another folder for the demo: TOUCHLINE_HOME=… touchline demo"
        )
    if Workspace.objects.filter(demo_anchor=monday_of(now.date())).exists():
        return
    click.echo("Making the demo company …")
    call_command("flush", interactive=False, verbosity=0)
    load(anchor=monday_of(now.date()))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def sign_in_links() -> list[tuple[str, str, str]]:
    """Name, title and address of everybody in the cast who can be chosen on the demo's sign-in page."""
    from django.conf import settings
    from django.urls import reverse

    from touchline.people.models import Person

    page = settings.SITE_URL + reverse("people:cast")
    cast = Person.objects.filter(user__isnull=False).order_by("pk")
    return [(person.name, person.title, f"{page}?as={person.pk}") for person in cast]
