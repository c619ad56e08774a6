"""The folder of an import: uploaded files, tables as they were read, and the plan to be published."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.core.files import File

from touchline.crm.models import Import, ImportFile

MEMORY, MEMORY_PER_BYTE = 2 << 30, 12
SECONDS, BYTES_PER_SECOND = 60, 1 << 20
MAX_MEMORY = 16 << 30


class Folder:
    """Where one import keeps what it is working on; nothing in it is needed once the import is applied."""

    def __init__(self, batch: Import) -> None:
        self.path = Path(settings.MEDIA_ROOT) / "imports" / str(batch.pk)

    def make(self) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        return self.path

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def save(self, name: str, frame: pl.DataFrame) -> None:
        frame.write_ipc(self.make() / f"{name}.arrow")

    def load(self, name: str) -> pl.DataFrame:
        return pl.read_ipc(self.path / f"{name}.arrow")

    def save_json(self, name: str, content: Any) -> None:
        (self.make() / f"{name}.json").write_text(json.dumps(content))

    def load_json(self, name: str) -> Any:
        return json.loads((self.path / f"{name}.json").read_text())

    def keep_upload(self, number: int, upload: "File[bytes]") -> Path:
        target = self.make() / f"{number}-{Path(upload.name or '').name[-80:]}"
        with target.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        return target

    def opened(self, file: ImportFile) -> dict[str, Any]:
        """Open a file in a child process, or take what an earlier opening wrote down."""
        place = self.make() / f"file-{file.pk}"
        report = place / "report.json"
        if not report.exists():
            place.mkdir(exist_ok=True)
            found = open_in_child(Path(file.path), place, file.size)
            report.write_text(json.dumps(found))
        opened: dict[str, Any] = json.loads(report.read_text())
        return opened


def open_in_child(path: Path, folder: Path, size: int) -> dict[str, Any]:
    """Open the file where it can do no harm: memory and seconds are limited by what its size explains."""
    seconds = SECONDS + size // BYTES_PER_SECOND
    memory = min(MAX_MEMORY, MEMORY + MEMORY_PER_BYTE * size)
    request = {"path": str(path), "folder": str(folder), "memory": memory, "seconds": seconds}
    too_much = {
        "refused": f"{path.name} could not be read in the time and memory that its size explains.",
        "tables": [],
    }
    try:
        child = subprocess.run(
            [sys.executable, "-m", "touchline.crm.opening"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=seconds * 2,
            check=False,
            cwd=settings.ROOT,
        )
    except subprocess.TimeoutExpired:
        return too_much
    return json.loads(child.stdout) if child.returncode == 0 and child.stdout else too_much


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
