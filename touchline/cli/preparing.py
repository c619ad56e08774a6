"""What has to be true before the first page: schema, cache table, static files, no half-applied import."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from touchline.crm.importing.process import recover


def prepare() -> None:
    """Bring the home folder up to date; quick when it is already."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static()
    recover(at=datetime.now(UTC))


def collect_static() -> None:
    """Collect static files when one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / "collected.json"
    now = _fingerprint()
    if stamp.exists() and json.loads(stamp.read_text()) == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(json.dumps(now))


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
