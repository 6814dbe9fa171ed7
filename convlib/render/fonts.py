"""The typeface that every painter uses: its files, and how wide a text is in it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from convlib.text import ASSETS

FAMILY = "Inter Tabular"
INSTALLED, IN_CHECKOUT = ASSETS / "fonts", ASSETS.parent / "pages" / "static" / "fonts"
FOLDER = INSTALLED if INSTALLED.is_dir() else IN_CHECKOUT
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
UNITS = 2048  # to the em, in all four files
CAP = 1490 / UNITS  # how tall figures and capitals are, in ems
AXIS = 583 / UNITS  # how high the middle of ∗ − + = is
DESCENT = 0.21  # how far letters reach below the baseline


def file(weight: int) -> Path:
    """The font file of a weight.

    Example:
        >>> file(600).name
        'InterTabular-SemiBold.ttf'
    """
    return FOLDER / f"InterTabular-{WEIGHTS[weight]}.ttf"


@lru_cache(maxsize=4096)
def advance(text: str, weight: int) -> float:
    """How wide a text is, in ems; the fonts have no kerning, so its characters add up.

    Example:
        >>> advance("11", 500) == advance("88", 500) == 2 * advance("0", 500)
        True
    """
    return sum(_advance(character, weight) for character in text)


@cache
def _advance(character: str, weight: int) -> float:
    return opened(weight, UNITS).getlength(character) / UNITS


@lru_cache(maxsize=64)
def opened(weight: int, size: float) -> ImageFont.FreeTypeFont:
    """A weight as a Pillow font of so many pixels to the em."""
    return ImageFont.truetype(file(weight), size, layout_engine=ImageFont.Layout.BASIC)
