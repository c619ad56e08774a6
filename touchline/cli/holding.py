"""One home, one server: a lock that touchline serve and each of its children hold for as long as any of them lives."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings

PATIENCE = 5.0
"""Seconds to wait for processes of a server that was just killed."""


def take(*, patience: float = PATIENCE) -> int:
    """Hold this home until the process ends, and return the lock to be handed to its children.

    Refused with a sentence while any process of another server lives, whatever its heartbeat says.
    """
    lock = os.open(settings.HOME / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience
    while not _has(lock):
        if time.monotonic() > deadline:
            os.close(lock)
            raise click.ClickException(f"Touchline is running on {settings.HOME}. Stop it first.")
        time.sleep(0.05)
    return lock


@contextmanager
def alone(*, patience: float = 1.0) -> Iterator[None]:
    """Hold this home while data is replaced or taken out of it, so that nobody serves it meanwhile."""
    lock = take(patience=patience)
    try:
        yield
    finally:
        os.close(lock)


def is_held() -> bool:
    """Does any process of a server live on this home?"""
    try:
        with alone(patience=0):
            return False
    except click.ClickException:
        return True


def _has(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
