"""Inter and Source Serif 4, cut once to the letters and weights the pages use."""

import os
from pathlib import Path

FOLDER = "ui/fonts"


def made(home: Path) -> list[str]:
    return []


def faces(home: Path) -> str:
    return ""
