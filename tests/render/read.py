"""What a figure paints, read back from its artists as things that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text

from convlib.ops import Array
from convlib.render.figure import SceneFigure
from convlib.render.fonts import advance
from convlib.render.pixel_figure import POINTS
from convlib.render.sheet import Sheet
from tests.things import Place, Thing

SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}  # how much of a text stands left of its anchor


def things(figure: SceneFigure) -> dict[str, Thing]:
    """All that is named, but for tiles and their borders, which are drawn many at once.

    The layer of a thing is its name without its numbers. What can't be seen is none of them.
    """
    found = {}
    for artist in sorted(figure.axes[0].get_children(), key=lambda each: each.get_zorder()):
        name = artist.get_gid()
        if name and artist.get_visible() and artist.get_alpha() in (None, 1):
            for thing in _thing(artist, name.rstrip("-0123456789"), figure):
                found[name] = thing
    return found


def _thing(artist: Any, layer: str, figure: SceneFigure) -> Iterator[Thing]:
    """An artist as a thing; none for those of many cells."""
    sheet, names = figure.sheet, {"none": "none"}
    for name, colour in figure.theme.colours.items():
        names.setdefault(colour, name)
    if isinstance(artist, Text):
        size, weight = float(artist.get_fontsize()) / POINTS, int(artist.get_fontweight())
        wide = size * advance(artist.get_text().rstrip(), weight)
        x, y = artist.get_position()
        left = x - SHARE[artist.get_horizontalalignment()] * wide
        place = (*_cells(sheet, np.array([left, y])), wide / sheet.cell)
        look: dict[str, Any] = {"text": artist.get_text(), "size": size, "weight": weight}
        yield Thing(layer, "text", place, names[to_hex(artist.get_color())], **look)
    elif isinstance(artist, Line2D):
        drawn = np.asarray(artist.get_xydata(), float)
        place = _cells(sheet, drawn[~np.isnan(drawn).any(axis=1)])
        colour, is_dot = names[to_hex(artist.get_color())], artist.get_marker() == "o"
        width = artist.get_markersize() if is_dot else artist.get_linewidth()
        ends = f"{artist.get_solid_capstyle()} {artist.get_solid_joinstyle()}"
        dash = _dash(artist)
        kind = "path" if layer in ("stroke", "arrow") else "line"
        look = {"stroke": colour, "width": width / POINTS, "dash": dash, "ends": ends}
        yield Thing(layer, kind, place, **look, pen="dots" if is_dot else "")
    elif isinstance(artist, Patch):
        place, kind = _place(artist, sheet)
        fill = names[to_hex(artist.get_facecolor())] if artist.get_fill() else "none"
        width = artist.get_linewidth() / POINTS
        stroke = names[to_hex(artist.get_edgecolor())] if width else "none"
        look = {"fill": fill, "stroke": stroke, "width": width, "dash": _dash(artist)}
        yield Thing(layer, kind, place, **look)


def _place(patch: Patch, sheet: Sheet) -> tuple[Place, str]:
    """Where a disc, a box or any other shape is, and what it is."""
    if isinstance(patch, Circle):
        middle = _cells(sheet, np.array(patch.get_center()))
        return (*middle, patch.get_radius() / sheet.cell), "circle"
    if isinstance(patch, Rectangle):
        sides = patch.get_width() / sheet.cell, patch.get_height() / sheet.cell
        return (*_cells(sheet, np.array(patch.get_xy())), *sides), "rect"
    assert isinstance(patch, Polygon)
    corners = np.asarray(patch.get_xy(), float)
    if patch.get_fill():
        return _cells(sheet, corners), "path"
    corner, end = corners.min(axis=0), corners.max(axis=0)
    return (*_cells(sheet, corner), *((end - corner) / sheet.cell).tolist()), "rect"


def _dash(artist: Artist) -> Place:
    """The lengths of its dashes and gaps, in pixels; none for a whole line."""
    pattern: Any = artist._unscaled_dash_pattern[1]  # type: ignore[attr-defined]
    width = artist.get_linewidth()  # type: ignore[attr-defined]
    return tuple(part * width / POINTS for part in pattern or ())


def _cells(sheet: Sheet, pixels: Array) -> Place:
    """Places in cells from the picture's corner."""
    return tuple(((pixels - [sheet.left, sheet.top]) / sheet.cell).ravel().tolist())
