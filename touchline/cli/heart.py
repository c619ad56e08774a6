"""What touchline serve wrote last about itself and its children."""

import json
import os
import time
from dataclasses import dataclass

from django.conf import settings

FRESH = 10
"""Seconds after which a heartbeat no longer counts."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What the supervisor wrote last: when, and the process ids of its children by name."""

    at: float
    pids: dict[str, int]

    @property
    def age(self) -> float:
        return time.time() - self.at

    def alive(self, name: str) -> bool:
        try:
            os.kill(self.pids[name], 0)
        except (KeyError, ProcessLookupError):
            return False
        except PermissionError:
            return True
        return True


def heartbeat() -> Heartbeat | None:
    try:
        written = json.loads((settings.HOME / "heartbeat.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return Heartbeat(at=written.pop("at"), pids=written)
