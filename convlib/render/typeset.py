"""Texts as matplotlib's, in the shipped font."""

from __future__ import annotations

from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from convlib.render import fonts
from convlib.render.lettering import Writing
from convlib.render.pixel_figure import POINTS
from convlib.render.theme import Theme


def typeset(writing: Writing, theme: Theme) -> Text:
    """A text where it stands, in a theme's colour."""
    return Text(
        writing.x,
        writing.y,
        writing.text,
        color=theme.colours[writing.colour],
        fontproperties=_font(writing.weight, writing.size),
        horizontalalignment=writing.align,
        verticalalignment="baseline",
        parse_math=False,
        usetex=False,
        gid=writing.name,
    )


def _font(weight: int, size: float) -> FontProperties:
    _load()
    return FontProperties(family=fonts.FAMILY, weight=weight, size=size * POINTS)


@cache
def _load() -> None:
    """Make the fonts known to matplotlib."""
    for weight in fonts.WEIGHTS:
        font_manager.fontManager.addfont(fonts.file(weight))
