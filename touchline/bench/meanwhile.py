"""What somebody else feels meanwhile: how long a page and the saving of a note take, asked in processes of their own.

A request falls due every 200 ms, whether the one before has been answered or not, and its time counts from when it
was due: one that stalls for a second makes the five behind it late, as it does for five people.
"""

import json
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from django.test import Client

EVERY = 0.2
QUIET = 5.0
WARMING_UP = 5


class Asking:
    """One kind of request, made again and again by a child process; `p95` looks at what came since it last did."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        assert child.stdin is not None, "the child is spoken to through pipes"
        assert child.stdout is not None, "and answers through one"
        self.to_child, self.from_child = child.stdin, child.stdout
        self._said()

    def p95(self) -> float:
        """The 95th percentile in milliseconds."""
        self.to_child.write("\n")
        self.to_child.flush()
        return self._said()["p95_ms"]

    def _said(self) -> dict[str, float]:
        line = self.from_child.readline()
        if not line:
            raise click.ClickException("The requests made meanwhile failed.")
        said: dict[str, float] = json.loads(line)
        return said


@contextmanager
def asked(environment: dict[str, str]) -> Iterator[dict[str, Asking]]:
    """Have every kind of request made until the block ends, in a home that `people` has filled."""
    with ExitStack() as stack:
        askings = {}
        for kind in KINDS:
            command = [sys.executable, "-m", "touchline.bench.meanwhile", kind]
            child = stack.enter_context(
                subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            askings[kind] = Asking(child)
            stack.callback(askings[kind].to_child.close)
        yield askings


def compared(quiet: dict[str, float], during: dict[str, float]) -> dict[str, dict[str, float]]:
    """Lay the 95th percentiles of each kind beside each other."""
    return {
        kind: {
            "quiet_p95_ms": round(quiet[kind], 1),
            "during_p95_ms": round(during[kind], 1),
            "ratio": round(during[kind] / quiet[kind], 2),
        }
        for kind in KINDS
    }


def people(at: datetime) -> None:
    """Make a company with a leader, a rep and their one-on-one."""
    from datetime import timedelta

    from touchline.oneonones.models import OneOnOne
    from touchline.people.models import Person, Role, User, Workspace

    workspace = Workspace.objects.create(name="Bench", created_at=at)
    leader, rep = (
        Person.objects.create(
            workspace=workspace, name=name, email=email, user=User.objects.create_user(email), started_on=at.date()
        )
        for name, email in (("Lea Bench", "lea@bench.example"), ("Ray Bench", "ray@bench.example"))
    )
    leader.grant(Role.Kind.LEADER, by=None, on=at.date())
    rep.grant(Role.Kind.REP, by=None, on=at.date())
    rep.move(to=leader, by=None, on=at.date())
    OneOnOne.plan(leader, rep, starts_at=at + timedelta(days=1), by=leader, at=at)


def see_team(client: "Client") -> Callable[[int], int]:
    """Return what asks for the team page and gives the status."""
    from django.urls import reverse

    path = reverse("week:team")
    return lambda _: client.get(path).status_code


def save_note(client: "Client") -> Callable[[int], int]:
    """Return what saves the leader's note of the one-on-one and gives the status."""
    from django.urls import reverse

    from touchline.oneonones.models import OneOnOne

    path, tab = reverse("oneonones:notes", args=[OneOnOne.objects.get().pk]), "7d4c3c0e-54c5-4f0b-a9c9-3f3c7f0c5b11"
    headers = {"HX-Request": "true", "HX-Target": "saved"}
    return lambda n: client.post(path, {"body": f"Text {n}", "version": n, "tab": tab}, headers=headers).status_code


KINDS = {"page": see_team, "note_save": save_note}


def ask(kind: str) -> None:
    """Run in the child: make the request as it falls due; answer each line of stdin with the percentile so far."""
    import django

    django.setup()
    from django.test import Client

    from touchline.people.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email="lea@bench.example"), backend="touchline.people.signing_in.Backend")
    request, due = KINDS[kind](client), time.perf_counter()
    spent: list[float] = []
    for n in range(sys.maxsize):
        if n == WARMING_UP:
            spent, due = [], time.perf_counter()
            tell({})
        if n >= WARMING_UP and select.select([sys.stdin], [], [], max(0, due - time.perf_counter()))[0]:
            if not sys.stdin.readline():
                return
            tell({"p95_ms": statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else sum(spent)})
            spent = []
        while (left := due - time.perf_counter()) > 0:
            time.sleep(left)
        if (status := request(n)) != 200:
            raise click.ClickException(f"{kind} answered {status}.")
        spent.append((time.perf_counter() - due) * 1000)
        due += EVERY


def tell(found: dict[str, float]) -> None:
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    ask(sys.argv[1])
