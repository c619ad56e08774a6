"""The production server over a filled database, and somebody signed in who asks it for pages."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

if TYPE_CHECKING:
    from touchline.people.models import User

TOKEN = "t" * 32


@contextmanager
def served(workers: int = 1) -> Iterator[int]:
    """Run the production server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "touchline.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    command += ["--workers", str(workers)]
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "warning"])
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


class Visitor:
    """Somebody signed in on one connection that is kept."""

    def __init__(self, user: "User", port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"{cookie_name()}={session_of(user)}; csrftoken={TOKEN}", "Host": f"localhost:{port}"}

    def get(self, path: str) -> tuple[float, int]:
        """Milliseconds and bytes of the page at `path`; ClickException where it does not answer 200."""
        return self._ask("GET", path, None, 200)

    def post(self, path: str, **fields: str) -> tuple[float, int]:
        """Send a form that htmx would send, as milliseconds and bytes of the answer."""
        return self._ask("POST", path, urlencode(fields), 200)

    def close(self) -> None:
        self.line.close()

    def _ask(self, method: str, path: str, body: str | None, status: int) -> tuple[float, int]:
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN, "HX-Request": "true"}
        begin = time.perf_counter()
        self.line.request(method, path, body=body, headers=self.headers | (form if body is not None else {}))
        answer = self.line.getresponse()
        size = len(answer.read())
        spent = (time.perf_counter() - begin) * 1000
        if answer.status != status:
            raise click.ClickException(f"{path} answered {answer.status}.")
        return spent, size


def session_of(user: "User") -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def cookie_name() -> str:
    from django.conf import settings

    name: str = settings.SESSION_COOKIE_NAME
    return name
