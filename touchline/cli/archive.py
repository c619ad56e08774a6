"""A backup file: a tar with a manifest that names every file in it and its SHA-256, and a seal over all of it.

A tar has bytes nobody reads, padding among them, so the seal behind it tells damage that the tar itself would not.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from touchline.cli import dumping
from touchline.cli.dumping import Unfit

FORMAT = "touchline-backup-1"
KEYS = ("secret_key", "mfa_key")
CHUNK = 1 << 20
SEAL = 64


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the engine it came from, the schema it had, and a checksum for each file."""

    made_at: str
    engine: str
    migrations: list[list[str]]
    files: dict[str, str]
    format: str = field(default=FORMAT)


def write(file: Path, *, now: datetime) -> Manifest:
    """Write a backup of this home to `file`; it appears under its name only when it is complete."""
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="backing-up-") as folder:
        staged = Path(folder)
        dumping.dump(staged)
        for key in KEYS:
            if (settings.HOME / key).exists():
                shutil.copy2(settings.HOME / key, staged / key)
        uploads = Path(settings.MEDIA_ROOT)
        if uploads.exists():
            shutil.copytree(uploads, staged / "uploads")
        manifest = Manifest(
            made_at=now.isoformat(), engine=connection.vendor, migrations=_applied(), files=_sums(staged)
        )
        (staged / "manifest.json").write_text(json.dumps(asdict(manifest)))
        part = file.with_name(file.name + ".part")
        with part.open("wb") as raw:
            part.chmod(0o600)
            with tarfile.open(fileobj=raw, mode="w") as tar:
                tar.add(staged / "manifest.json", "manifest.json")
                for name in sorted(manifest.files):
                    tar.add(staged / name, name, recursive=False)
            raw.flush()
            raw.write(_sum(part).encode())
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    return manifest


def verify(file: Path) -> Manifest:
    """Read a backup back whole, and raise Unfit unless every file in it is as it was written."""
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="verifying-") as folder:
        return _unpack(file, Path(folder))


def restore(file: Path, *, now: datetime) -> Path:
    """Replace this home's database, keys and uploads by those in `file`; return the folder that keeps the old ones."""
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="restoring-") as folder:
        staged = Path(folder)
        manifest = _unpack(file, staged)
        if manifest.engine != connection.vendor:
            raise Unfit(f"This backup is of {manifest.engine}; DATABASE_URL here names {connection.vendor}.")
        aside = settings.HOME / f"before-restore-{now:%Y%m%dT%H%M%S}"
        aside.mkdir(mode=0o700)
        dumping.load(staged, aside=aside, migrations=manifest.migrations)
        uploads = Path(settings.MEDIA_ROOT)
        for old, new in [(settings.HOME / key, staged / key) for key in KEYS] + [(uploads, staged / "uploads")]:
            if new.exists():
                if old.exists():
                    old.rename(aside / old.name)
                new.rename(old)
    return aside


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, mode="r:") as tar:
            members = tar.getmembers()
            if not members or members[0].name != "manifest.json":
                raise Unfit(f"{file.name} is not a Touchline backup.")
            _check_seal(file)
            tar.extractall(folder, filter="data")
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
    except (tarfile.TarError, json.JSONDecodeError, UnicodeDecodeError, TypeError, EOFError) as wrong:
        raise Unfit(f"{file.name} is not a Touchline backup, or it is cut off or damaged.") from wrong
    if manifest.format != FORMAT:
        raise Unfit(f"{file.name} is of the form {manifest.format!r}; this version reads {FORMAT!r}.")
    (folder / "manifest.json").unlink()
    found = _sums(folder)
    for name in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(name) != found.get(name):
            raise Unfit(f"{file.name} is damaged: {name} is not what was backed up.")
    unknown = {tuple(step) for step in manifest.migrations} - set(MigrationLoader(None).disk_migrations)
    if unknown:
        raise Unfit(f"{file.name} was made by a newer Touchline (it knows {'.'.join(min(unknown))}). Update first.")
    dumping.check(folder)
    return manifest


def _check_seal(file: Path) -> None:
    """Raise Unfit unless the file ends in the checksum of everything before it."""
    ends = file.stat().st_size - SEAL
    digest = hashlib.sha256()
    with file.open("rb") as raw:
        while (left := ends - raw.tell()) > 0:
            digest.update(raw.read(min(CHUNK, left)))
        if raw.read() != digest.hexdigest().encode():
            raise Unfit(f"{file.name} is cut off or damaged.")


def _applied() -> list[list[str]]:
    return sorted(list(step) for step in MigrationLoader(connection).applied_migrations)


def _sums(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): _sum(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
