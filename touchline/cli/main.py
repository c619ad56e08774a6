"""The touchline command. Each subcommand is loaded when it is called, so that help is instant."""

import os
import sys
from dataclasses import dataclass
from importlib import import_module, metadata

import click


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a subcommand stands. One that must set the environment first calls `django_ready` itself."""

    module: str
    name: str
    help: str
    needs_django: bool = True


COMMANDS = {
    "serve": Entry("serving", "serve", "Web server and worker; migrates first.", needs_django=False),
    "demo": Entry("demo", "demo", "The demo company, then serve.", needs_django=False),
    "import": Entry("importing", "import_", "Bring CRM exports in: preview, and apply."),
    "show": Entry("show", "show", "The data behind a page, or the facts imported."),
    "backup": Entry("backup", "backup", "Everything in one verified file."),
    "restore": Entry("backup", "restore", "Put a backup back; what was there is kept aside."),
    "export": Entry("export", "export", "Everything, or all of one person, as CSV and JSON."),
    "erase": Entry("erase", "erase", "Forget a person: words, names and files go, counts stay."),
    "doctor": Entry("doctor", "doctor", "What is wrong, and how to mend it.", needs_django=False),
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (entry := COMMANDS.get(cmd_name)) is None:
            return None
        if entry.needs_django:
            django_ready()
        command: click.Command = getattr(import_module(f"touchline.cli.{entry.module}"), entry.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def django_ready() -> None:
    """Set Django up on the environment as it is now; later calls do nothing. A wrong setting is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchline.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("touchline"), prog_name="touchline")
def main() -> None:
    """Touchline: the operating system of a sales leader.

    TOUCHLINE_HOME names the folder of data, DATABASE_URL another database, PORT the port.
    Exit code 0 is done, 1 is refused with a sentence, 2 is misuse.
    """


if __name__ == "__main__":
    sys.exit(main(prog_name="touchline"))
