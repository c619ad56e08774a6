"""touchline serve: web server, worker and clock as children of one process."""

import os
import socket
import sys

import click

from touchline.cli.main import django_ready

PORT = click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)


@click.command()
@PORT
def serve(port: int) -> None:
    """Serve the workspace in TOUCHLINE_HOME on http://localhost:PORT, and run its background work.

    TOUCHLINE_BIND is the address to listen on (127.0.0.1), TOUCHLINE_URL the address people type.
    """
    os.environ["PORT"] = str(port)
    django_ready()
    from touchline.cli.holding import take
    from touchline.cli.preparing import prepare

    lock = take()
    refuse_a_taken_port(port)
    prepare()
    run(port, lock=lock)


def run(port: int, *, lock: int) -> None:
    """Serve a prepared home, whose lock this process holds, until a signal ends it."""
    from django.conf import settings

    from touchline.cli.supervising import Supervisor

    click.echo(f"Touchline is at {settings.SITE_URL} (data in {settings.HOME}). Stop it with Ctrl+C.")
    sys.exit(Supervisor(children(port), beat=settings.HOME / "heartbeat.json", lock=lock).run())


def children(port: int) -> dict[str, list[str]]:
    """The command line of each child by its name."""
    python = [sys.executable, "-m", "touchline.cli.tethered"]
    web = [*python, "gunicorn", "touchline.wsgi", "--bind", f"{address()}:{port}", "--worker-class", "gthread"]
    web += ["--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4", "--timeout", "60"]
    web += ["--log-level", "warning", "--no-control-socket"]
    return {
        "web": web,
        "worker": [*python, "django", "db_worker", "--no-reload", "--verbosity", "0", "--no-startup-delay"],
        "clock": [*python, "touchline.cli.clock"],
    }


def address() -> str:
    return os.environ.get("TOUCHLINE_BIND", "127.0.0.1")


def refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address(), port))
        except OSError as taken:
            raise click.ClickException(
                f"Port {port} on {address()} cannot be used ({taken.strerror}). Choose another: --port."
            ) from taken
