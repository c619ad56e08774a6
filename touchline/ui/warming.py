"""Load what the first visitors would wait for, before anybody comes."""

import gc
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver


def warm_up() -> None:
    """Import every view and compile every template of ours; what is loaded then is never looked through again.

    A page over thousands of deals must not wait while the collector walks code that stays for good.
    """
    _walk(get_resolver())
    for name in _templates():
        get_template(name)
    gc.collect()
    gc.freeze()


def _walk(resolver: URLResolver) -> None:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            _walk(pattern)


def _templates() -> Iterator[str]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("touchline."):
            yield from (str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")))
