"""The secret address of a feed, and how a calendar knows that nothing has changed since."""

import hashlib

from django.conf import settings
from django.urls import reverse

FEWEST_SECONDS = 60


def link_to(token: str) -> str:
    return settings.SITE_URL + reverse("oneonones:feed", args=[token])


def fingerprint(text: bytes) -> str:
    """The ETag of a feed: the same state gives the same bytes, so the same tag."""
    return f'"{hashlib.sha256(text).hexdigest()}"'
