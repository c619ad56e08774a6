"""Say that a reversible act was done, with the way back in the same line."""

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, text: str, undo_url: str | None = None) -> None:
    """Show `text` on the next page or with the next part; `undo_url` takes a POST that undoes it."""
    messages.success(request, text, extra_tags=undo_url or "")
