"""Have a calendar opened in a child process, where it can take neither our memory nor our time."""

import json
import subprocess
import sys
import tempfile
from datetime import date, datetime
from typing import Any

from django.conf import settings

from touchline.oneonones.calendars.opening import Found, Unreadable, Wanted

SECONDS = 20


def found_safely(text: bytes, wanted: Wanted, *, seconds: int = SECONDS) -> list[Found]:
    """What `opening.found_in` finds; Unreadable also where it took too much memory, or seconds of the processor."""
    with tempfile.NamedTemporaryFile(suffix=".ics") as file:
        file.write(text)
        file.flush()
        told = _ask(file.name, wanted, seconds)
    if told["refused"]:
        raise Unreadable(told["refused"])
    return [_found(entry) for entry in told["found"]]


def _ask(path: str, wanted: Wanted, seconds: int) -> dict[str, Any]:
    request = {
        "path": path,
        "seconds": seconds,
        "start": wanted.start.isoformat(),
        "end": wanted.end.isoformat(),
        "zone": wanted.zone,
        "me": wanted.me,
        "others": sorted(wanted.others),
        "uids": sorted(wanted.uids),
        "leave": wanted.leave,
    }
    try:
        child = subprocess.run(
            [sys.executable, "-m", "touchline.oneonones.calendars"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=seconds * 2 + 5,
            check=False,
            cwd=settings.ROOT,
        )
    except subprocess.TimeoutExpired as late:
        raise Unreadable("Reading it takes longer than a calendar should.") from late
    if child.returncode or not child.stdout:
        raise Unreadable("Reading it takes longer or more memory than a calendar should.")
    told: dict[str, Any] = json.loads(child.stdout)
    return told


def _found(entry: dict[str, Any]) -> Found:
    away = entry["away"] and (date.fromisoformat(entry["away"][0]), date.fromisoformat(entry["away"][1]))
    instants = {name: entry[name] and datetime.fromisoformat(entry[name]) for name in ("slot", "starts_at")}
    return Found(**{**entry, **instants, "away": away})
