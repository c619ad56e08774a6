"""The one stylesheet a page loads, joined from one file per component when static files are looked up or collected."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from touchline.ui import fonts

SOURCES = Path(__file__).parent / "static" / "ui" / "css"
LAYERS = ("tokens", "reset", "base", "layout", "components", "charts", "screens", "utilities", "print")
NAME = "ui/touchline.css"


def made_folder() -> Path:
    """Return where the joined stylesheet is kept."""
    return Path(settings.HOME, "made")


def join(faces: str = "") -> str:
    """Return every component's rules inside its layer; a folder is a layer, so the order is the cascade's."""
    parts = [f"@layer {','.join(LAYERS)};", faces, "@view-transition{navigation:auto}"]
    for layer in LAYERS:
        rules = "".join(path.read_text() for path in sorted((SOURCES / layer).glob("*.css")))
        parts.append(f"@layer {layer}{{{rules}}}")
    return squeeze("".join(parts))


def squeeze(css: str) -> str:
    """Drop comments and the white space that only people need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}")


def write() -> Path:
    """Bring the joined file up to date and return it; readers only ever see a whole file."""
    target = made_folder() / NAME
    css = join(fonts.faces())
    if not target.exists() or target.read_text() != css:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_text(css)
        fresh.replace(target)
    return target


class Finder(BaseFinder):
    """Offers what is made rather than written: the joined stylesheet and, once cut, the fonts."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001 (as Django calls it)
        found = []
        if path == NAME:
            found = [str(write())]
        elif path in fonts.made():
            found = [str(fonts.ROOT / path)]
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        write()
        yield NAME, FileSystemStorage(location=made_folder())
        for name in fonts.made():
            yield name, FileSystemStorage(location=fonts.ROOT)
