"""One stylesheet, in one order, small, with colours people can read."""

import gzip
import math
import re

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from fontTools.ttLib import TTFont

from touchline.ui import fonts, stylesheet

TEXT_ON = {
    "ink": ("paper", "surface", "sunken", "hover"),
    "ink-2": ("paper", "surface", "sunken", "hover"),
    "ink-3": ("paper", "surface", "sunken"),
    "pitch": ("paper", "surface", "pitch-tint", "band"),
    "pitch-2": ("pitch-tint",),
    "attn": ("paper", "surface", "sunken", "attn-tint"),
    "on-pitch": ("pitch", "pitch-2"),
    "on-face": ("face",),
    "paper": ("ink",),
}
MARKS_ON = {
    "edge": ("paper", "surface"),
    "pitch": ("paper", "surface", "sunken"),
    "attn": ("paper", "surface"),
    "self": ("paper", "surface"),
    "reps": ("paper", "surface"),
    "band-edge": ("paper", "surface"),
    "ink-2": ("paper", "surface"),
}
PAIRS = [(a, b, 4.5) for a, grounds in TEXT_ON.items() for b in grounds]
PAIRS += [(a, b, 3.0) for a, grounds in MARKS_ON.items() for b in grounds]


@pytest.fixture(scope="module")
def tokens():
    """Name to (light, dark), each an OKLCH triple."""
    css = (stylesheet.SOURCES / "tokens" / "colour.css").read_text()
    one = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
    plain = re.findall(rf"--([\w-]+): light-dark\({one}, {one}\);", css)
    return {name: (tuple(map(float, v[:3])), tuple(map(float, v[3:]))) for name, *v in plain}


def luminance(lightness, chroma, hue):
    """Relative luminance of an OKLCH colour, clipped to sRGB as a browser does."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lightness /= 100
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return sum(w * min(max(c, 0), 1) for w, c in ((0.2126, red), (0.7152, green), (0.0722, blue)))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_allowed_pair_can_be_read(tokens, front, ground, least, theme):
    light, dark = sorted((luminance(*tokens[front][theme]), luminance(*tokens[ground][theme])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_contrast_formula_knows_black_and_white():
    assert luminance(0, 0, 0) == pytest.approx(0, abs=1e-6)
    assert luminance(100, 0, 0) == pytest.approx(1, abs=1e-3)


def test_layers_come_in_the_order_of_the_cascade():
    css = stylesheet.join()
    assert css.startswith(f"@layer {','.join(stylesheet.LAYERS)};")
    places = [css.index(f"@layer {layer}{{") for layer in stylesheet.LAYERS]
    assert places == sorted(places)


def test_every_component_is_in_the_joined_file():
    css = stylesheet.join()
    assert {path.parent.name for path in stylesheet.SOURCES.glob("*/*.css")} <= set(stylesheet.LAYERS)
    assert all(selector in css for selector in (".btn.primary", ".problem", ".palette", ".spark", "@media print"))


def test_the_stylesheet_keeps_within_its_budget():
    assert len(gzip.compress(stylesheet.join(fonts.faces()).encode())) <= 12 * 1024


def test_component_files_stay_short():
    assert not [path.name for path in stylesheet.SOURCES.glob("*/*.css") if len(path.read_text().splitlines()) > 150]


def test_squeezing_keeps_meaning():
    assert stylesheet.squeeze("/* a */ .a > .b {\n  color: red;\n  margin: calc(1px + 2px) ;\n}\n") == (
        " .a > .b{color: red;margin: calc(1px + 2px)}"
    )


def test_runserver_and_tests_find_the_joined_file_without_a_manual_step(settings, tmp_path):
    settings.HOME = tmp_path
    found = finders.find(stylesheet.NAME)
    assert found == str(tmp_path / "made" / "ui" / "touchline.css")
    assert "@layer tokens" in (tmp_path / "made" / "ui" / "touchline.css").read_text()


def test_collecting_for_production_gives_the_joined_file_a_lasting_name(settings, tmp_path):
    settings.HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command(collectstatic.Command(), interactive=False, verbosity=0)
    assert list((tmp_path / "static" / "ui").glob("touchline.*.css"))


def test_a_page_without_cut_fonts_stands_in_sized_ones(tmp_path):
    assert fonts.made(tmp_path) == []
    assert '"Inter sized"' in fonts.faces(tmp_path)
    assert "woff2" not in fonts.faces(tmp_path)


def test_a_cut_font_is_named_once_it_is_there(tmp_path):
    font = tmp_path / fonts.FOLDER / fonts.FONTS[0].file
    font.parent.mkdir(parents=True)
    font.write_bytes(b"wOF2")
    assert fonts.made(tmp_path) == ["ui/fonts/inter.woff2"]
    assert "url(fonts/inter.woff2)" in fonts.faces(tmp_path)


@pytest.mark.slow
def test_cutting_keeps_the_letters_the_weights_and_nothing_else(tmp_path):
    fonts.make(tmp_path)
    for name in fonts.made(tmp_path):
        cut = TTFont(tmp_path / name)
        assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in cut["fvar"].axes] == [("wght", 400, 700)]
        assert {ord(letter) for letter in "aÅłž€−→"} <= set(cut.getBestCmap())
        assert (tmp_path / name).stat().st_size < 45_000
    assert len(fonts.made(tmp_path)) == 2
