"""The fonts hold what the app writes, and every renderer measures them alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.font_manager import FontManager, FontProperties
from matplotlib.ft2font import FT2Font
from PIL import ImageFont

ROOT = Path(__file__).resolve().parents[1]
FONT_DIR = ROOT / "pages" / "static" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
AS_WIDE_AS_A_FIGURE = "0123456789+−±×÷=≠≈<>≤≥∗⋆\N{FIGURE SPACE}"
OTHERS = "abcxyzÀéßſđŁžαβγδθλμπσφωΓΔΘΛΠΣΦΩ…–—‘’“”·⋅⌊⌋⌈⌉√∑∏∂∞→←↑↓⇒½¼²³⁰⁴⁹⁻⁺ⁿ₀₁₉₋₊ₙ′″\N{THIN SPACE}"
SIZE = 1000  # pixels, so that rounding to whole pixels does not show

weights = pytest.mark.parametrize("weight", WEIGHTS)


def font_path(weight: str) -> Path:
    return FONT_DIR / f"InterTabular-{weight}.ttf"


@weights
def test_every_character_has_a_glyph(weight: str) -> None:
    characters = FT2Font(str(font_path(weight))).get_charmap()
    assert [char for char in AS_WIDE_AS_A_FIGURE + OTHERS if ord(char) not in characters] == []


@weights
def test_figures_and_operators_are_equally_wide(weight: str) -> None:
    font = ImageFont.truetype(font_path(weight), SIZE)
    assert len({font.getlength(char) for char in AS_WIDE_AS_A_FIGURE}) == 1


@weights
def test_no_pair_of_letters_is_kerned(weight: str) -> None:
    font = ImageFont.truetype(font_path(weight), SIZE)
    assert font.getlength("AVToLT") == sum(font.getlength(char) for char in "AVToLT")


@weights
def test_matplotlib_finds_the_weight_by_family_name(weight: str) -> None:
    manager = FontManager()
    for name in WEIGHTS:
        manager.addfont(font_path(name))
    wanted = FontProperties(family="Inter Tabular", weight=WEIGHTS[weight])
    found = manager.findfont(wanted, fallback_to_default=False)
    assert Path(found).name == font_path(weight).name


def test_the_licence_is_shipped_with_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_DIR / "OFL.txt").read_text()


def test_every_shipped_font_is_named_in_the_list_of_licences() -> None:
    assert {path.name for path in FONT_DIR.glob("*.ttf")} == {font_path(w).name for w in WEIGHTS}
    assert "pages/static/fonts/InterTabular-*.ttf" in (ROOT / "assets" / "LICENSES.md").read_text()
