"""What a figure shows, read back from its artists: for tests that compare painters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from matplotlib.text import Text

from convlib.render.figure import SceneFigure


@dataclass(frozen=True)
class Mark:
    """One thing that is painted.

    Attributes:
        name: ``"cell-12"``, or the artist's gid: ``"text-12"``, ``"window-0"``, ``"token-3"``.
        text: What is written, or nothing.
        role: A cell's role; else the theme's name for the colour.
        state: A cell's state, or nothing.
        colour: As painted, ``"#rrggbb"``: a cell's fill, a text's or an outline's colour.
        x: In cells from the picture's corner: the left edge of a cell or box, and of a text its
            left edge, centre or right edge, by which it is aligned.
        y: The top edge of a cell or box, the baseline of a text.
    """

    name: str
    text: str
    role: str
    state: str
    colour: str
    x: float
    y: float


def painted(figure: SceneFigure) -> list[Mark]:
    """All cells, texts and outlines of a figure, from back to front.

    Example:
        >>> import convlib
        >>> from convlib.render.figure import figure
        >>> marks = painted(figure(convlib.lesson("single-channel").build(), step=0))
        >>> [(mark.name, mark.x, mark.y) for mark in marks if mark.role == "output"][0]
        ('cell-34', 11.8, 1.76)
    """
    artists = sorted(figure.axes[0].get_children(), key=lambda artist: artist.get_zorder())
    return [mark for artist in artists if artist.get_gid() for mark in _marks(artist, figure)]


def _marks(artist: Artist, figure: SceneFigure) -> Iterator[Mark]:
    name = artist.get_gid() or ""
    if isinstance(artist, PolyCollection) and name.startswith("cell"):
        fills = np.asarray(artist.get_facecolor())
        shapes = zip(figure.cells[name], artist.get_paths(), fills, strict=True)
        for cell, path, fill in shapes:
            corner = np.asarray(path.vertices).min(axis=0) - figure.sheet.inset
            place = _in_cells(figure, *corner.tolist())
            fill = tuple(fill.tolist())
            yield Mark(f"cell-{cell.cell}", "", cell.role, cell.state, to_hex(fill), *place)
    elif isinstance(artist, Text):
        place = _in_cells(figure, *artist.get_position())
        colour = to_hex(artist.get_color())
        yield Mark(name, artist.get_text(), _role(colour, figure), "", colour, *place)
    elif isinstance(artist, Polygon):
        corner = artist.get_xy().min(axis=0) + figure.sheet.ring / 2
        colour = to_hex(artist.get_edgecolor())
        place = _in_cells(figure, *corner.tolist())
        yield Mark(name, "", _role(colour, figure), "", colour, *place)


def _role(colour: str, figure: SceneFigure) -> str:
    """The name of one of the theme's colours."""
    return {value: name for name, value in figure.theme.colours.items()}[colour]


def _in_cells(figure: SceneFigure, x: float, y: float) -> tuple[float, float]:
    sheet = figure.sheet
    return round((x - sheet.left) / sheet.cell, 3), round((y - sheet.top) / sheet.cell, 3)
