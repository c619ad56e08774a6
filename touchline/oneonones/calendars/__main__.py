"""The child process: limits first, then the calendar."""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY = 768 << 20


def limit(seconds: int) -> None:
    """Let the kernel stop this process when a calendar asks for more than ten megabytes explain."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    from touchline.oneonones.calendars.opening import Unreadable, Wanted, found_in

    wanted = Wanted(
        start=datetime.fromisoformat(request["start"]),
        end=datetime.fromisoformat(request["end"]),
        zone=request["zone"],
        me=request["me"],
        others=frozenset(request["others"]),
        uids=frozenset(request["uids"]),
        leave=request["leave"],
    )
    try:
        found = found_in(Path(request["path"]).read_bytes(), wanted)
    except Unreadable as refusal:
        return {"refused": str(refusal), "found": []}
    except (MemoryError, RecursionError):
        return {"refused": "Reading it takes more memory than a calendar should.", "found": []}
    return {"refused": "", "found": [_plain(entry) for entry in found]}


def _plain(entry: Any) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "slot": entry.slot.isoformat() if entry.slot else None,
        "starts_at": entry.starts_at.isoformat(),
        "minutes": entry.minutes,
        "sequence": entry.sequence,
        "is_cancelled": entry.is_cancelled,
        "other": entry.other,
        "away": [day.isoformat() for day in entry.away] if entry.away else None,
    }


def main() -> None:
    request = json.load(sys.stdin)
    limit(request["seconds"])
    json.dump(answer(request), sys.stdout)


if __name__ == "__main__":
    main()
