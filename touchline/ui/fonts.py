"""Inter and Source Serif 4, cut once to the letters and weights the pages use.

Cutting takes some ten seconds, so it is done when the product is installed: `python -m touchline.ui.fonts`.
Until then pages stand in the reader's own fonts, sized to match so that nothing moves later.
"""

import importlib.resources
import os
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = "ui/fonts"
WEIGHTS = (400, 700)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "cv05", "ss03"]
# Latin with Western and Central European letters, and the marks and arrows our words use.
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2013, 0x2023),
    0x2026,
    0x20AC,
    *range(0x2190, 0x2194),
    0x2212,
]


@dataclass(frozen=True, slots=True)
class Font:
    """One family: where its source is, which optical size it is pinned to, and how its stand-in is sized."""

    family: str
    file: str
    package: str
    source: str
    optical_size: int
    stand_in: str


FONTS = (
    Font(
        "Inter",
        "inter.woff2",
        "fontpkg_inter",
        "Inter[opsz,wght].ttf",
        14,
        'src:local("Arial"),local("Liberation Sans");size-adjust:107%;ascent-override:90.5%;descent-override:22.5%;'
        "line-gap-override:0%",
    ),
    Font(
        "Source Serif",
        "source-serif.woff2",
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        20,
        'src:local("Georgia"),local("Liberation Serif"),local("Times New Roman");size-adjust:104%;'
        "ascent-override:99%;descent-override:32%;line-gap-override:0%",
    ),
)


# Cut fonts depend on the install's packages and on nothing else, so they stay with the install.
ROOT = Path(sys.prefix, "share", "touchline")


def made(root: Path = ROOT) -> list[str]:
    """Return the static names of the fonts that have been cut."""
    names = [f"{FOLDER}/{font.file}" for font in FONTS]
    return [name for name in names if (root / name).is_file()]


def faces(root: Path = ROOT) -> str:
    """Return the @font-face rules: every stand-in, and each font that is there."""
    stand_ins = [f'@font-face{{font-family:"{font.family} sized";{font.stand_in}}}' for font in FONTS]
    cut = [
        f'@font-face{{font-family:"{font.family}";src:url(fonts/{font.file}) format("woff2");'
        f"font-weight:{WEIGHTS[0]} {WEIGHTS[1]};font-display:swap}}"
        for font in FONTS
        if f"{FOLDER}/{font.file}" in made(root)
    ]
    return "".join(stand_ins + cut)


def make(root: Path = ROOT) -> None:
    """Cut the fonts that are not there yet; an interrupted cut leaves nothing half done."""
    for font in FONTS:
        target = root / FOLDER / font.file
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")
            _cut(font, fresh)
            fresh.replace(target)


def _cut(font: Font, target: Path) -> None:
    # Loaded here because a page never needs them and they are slow to import.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    cut = TTFont(importlib.resources.files(font.package) / "files" / font.source)
    subsetter = subset.Subsetter(subset.Options(layout_features=FEATURES, notdef_outline=True))
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(cut)
    cut = instancer.instantiateVariableFont(cut, {"opsz": font.optical_size, "wght": WEIGHTS})
    cut.flavor = "woff2"
    cut.save(target)


if __name__ == "__main__":
    make()
