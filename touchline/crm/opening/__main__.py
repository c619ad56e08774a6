"""The child process: limits first, then the file."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from touchline.crm.opening.shapes import RefusedError


def limit(memory: int, seconds: int) -> None:
    """Let the kernel stop this process when a file asks for more than its size explains."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    from touchline.crm.opening.sheets import open_workbook
    from touchline.crm.opening.text import open_text

    path, folder = Path(request["path"]), Path(request["folder"])
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    try:
        tables = open_workbook(path, folder) if zipped else [open_text(path, folder)]
    except RefusedError as refusal:
        return {"refused": str(refusal), "tables": []}
    except MemoryError:
        return {"refused": "Reading this file takes more memory than an export of its size should.", "tables": []}
    return {"refused": "", "tables": [asdict(table) for table in tables]}


def main() -> None:
    request = json.load(sys.stdin)
    limit(request["memory"], request["seconds"])
    json.dump(answer(request), sys.stdout)


if __name__ == "__main__":
    main()
