"""How often something may be asked for, counted by the minute."""

from datetime import datetime

from django.core.cache import cache


def is_too_often(what: str, *, most: int, at: datetime) -> bool:
    """Count one more of `what` and say whether it is beyond the `most` a minute may have."""
    key = f"rate-{what}-{at:%d%H%M}"
    count: int = cache.get(key, 0) + 1
    cache.set(key, count, 60)
    return count > most
