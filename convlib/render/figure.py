"""A moment as a matplotlib figure: for notebooks, scripts, and every format matplotlib writes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from convlib import text
from convlib.ops import Array
from convlib.picture.look import PLAIN, Look
from convlib.picture.parts import PADDING, UNVISITED
from convlib.picture.places import Box, Stroke
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View, view
from convlib.render import fonts
from convlib.render.sheet import AREAS, STROKES, USUAL, Sheet
from convlib.render.theme import Theme
from convlib.render.theme import theme as theme_named
from convlib.render.tiles import dashed, hatched, outline, tile
from convlib.render.writing import Writing, around, below, border, in_cell, plates, wire

DPI = 100
POINTS = 72 / DPI  # to the pixel


def figure(
    scene: Scene,
    step: int,
    term: int | None = None,
    *,
    theme: str = "light",
    layout: str = "wide",
    language: str = text.DEFAULT,
    look: Look = PLAIN,
    width: int = USUAL,
    asked: int = -1,
) -> SceneFigure:
    """Paint one moment of a scene.

    Args:
        scene: What is staged.
        step: From 0.
        term: Which term of the step is the present one, from 0; None for the whole step at once.
        theme: One of ``convlib.render.theme.NAMES``.
        layout: ``"wide"`` or ``"tall"``.
        language: Of the titles.
        look: What the cells show.
        width: In pixels, at 100 to the inch; the height follows from the scene.
        asked: As in ``view``: a cell whose field or reach is outlined.

    Returns:
        A figure that belongs to no window: save it, or show it in a notebook.

    Raises:
        ConvError: An option has a value that doesn't exist, or the width is too little.
        IndexError: There is no such step or term.

    Example:
        >>> import convlib
        >>> painted = figure(convlib.lesson("single-channel").build(), step=4)
        >>> float(painted.get_figwidth()), len(painted.axes)
        (8.0, 1)
    """
    painted = SceneFigure(Sheet(scene, layout, width), theme_named(theme))
    options = {"layout": layout, "language": language}
    painted.paint(view(scene, step, term, look=look, asked=asked, **options))
    return painted


class SceneFigure(Figure):
    """A figure whose one axes is measured in pixels, from the top left corner.

    Every artist's gid says what it is: ``"cells"`` for all fills as one artist, ``"borders"``,
    ``"dashes"``, ``"hatching"``, ``"text-12"`` and ``"aside-12"`` in cell 12, ``"title-0"``,
    ``"note-0"``, ``"symbol-0"``, ``"window-0"``, ``"ring-0"``, ``"link-0"``, ``"plate-0"``, and
    for the equation ``"token-0"`` and ``"below-5"``, counted together.

    Attributes:
        sheet: Where everything stands.
        theme: Its colours.
        cells: The cells as painted last, in the order of the artist ``"cells"``.
    """

    _drawing = Lock()

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        size = sheet.width / DPI, sheet.height / DPI
        super().__init__(figsize=size, dpi=DPI, facecolor=theme.colours["ground"])
        self.sheet, self.theme = sheet, theme
        self.cells: tuple[CellView, ...] = ()

    def draw(self, renderer: RendererBase) -> None:
        """Draw, the letters in their true shape as in the browser and in films."""
        with self._drawing, rc_context({"text.hinting": "no_hinting"}):
            super().draw(renderer)

    def paint(self, moment: View) -> None:
        """Show a moment in place of the one that is shown."""
        self.clear()
        self.cells = moment.cells
        axes = self.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set(xlim=(0, self.sheet.width), ylim=(self.sheet.height, 0))
        for depth, artist in enumerate(self._artists(moment)):
            artist.set(zorder=depth, transform=axes.transData, snap=False)
            axes.add_artist(artist)

    def _artists(self, moment: View) -> Iterable[Artist]:
        """All artists from back to front."""
        for number, stroke in enumerate(moment.strokes):
            yield self._stroke(number, stroke)
        yield from self._links(moment)
        yield from self._tiles(moment.cells)
        for cell in moment.cells:
            yield from map(self._text, in_cell(cell, self.sheet))
        yield from map(self._text, around(moment, self.sheet))
        yield from map(self._text, below(moment, self.sheet))
        for number, box in enumerate(moment.windows):
            yield self._outline(f"window-{number}", box)
        for number, box in enumerate(moment.rings):
            yield self._outline(f"ring-{number}", box)

    def _links(self, moment: View) -> Iterable[Artist]:
        """The lines behind the cells, and the plates that keep them out of the cells' gaps."""
        sheet, colours = self.sheet, self.theme.colours
        for number, link in enumerate(moment.links):
            x1, y1, x2, y2 = sheet.link(link)
            line = Line2D([x1, x2], [y1, y2], color=colours[wire(moment)], linewidth=POINTS)
            line.set(gid=f"link-{number}", solid_capstyle="butt")
            yield line
        for number, (x, y, width, height) in enumerate(plates(moment, sheet)):
            plate = Rectangle((x, y), width, height, facecolor=colours["ground"], linewidth=0)
            plate.set_gid(f"plate-{number}")
            yield plate

    def _tiles(self, cells: tuple[CellView, ...]) -> Iterable[Artist]:
        """The cells' fills, hatching and borders; one artist each for all cells."""
        sheet, colours = self.sheet, self.theme.colours
        fills = [colours[cell.fill] for cell in cells]
        shapes = _each(cells, sheet, tile(sheet).points()[None])
        yield PolyCollection(shapes, facecolors=fills, linewidths=0, gid="cells")

        unvisited = [cell for cell in cells if cell.kind & UNVISITED]
        lines = _each(unvisited, sheet, hatched(sheet))
        yield LineCollection(lines, colors=colours["line"], linewidths=POINTS, gid="hatching")

        edges = {cell: colours[name] for cell in cells if (name := border(cell, sheet))}
        empty = [cell for cell in edges if not cell.kind & PADDING]
        padding = [cell for cell in edges if cell.kind & PADDING]
        style: dict[str, Any] = {"linewidths": sheet.stroke * POINTS, "capstyle": "round"}
        shapes = _each(empty, sheet, tile(sheet, sheet.stroke / 2).points()[None])
        around = [edges[cell] for cell in empty]
        yield PolyCollection(shapes, facecolors="none", edgecolors=around, gid="borders", **style)
        dashes = dashed(sheet)
        lines = _each(padding, sheet, dashes)
        around = [edges[cell] for cell in padding for _ in dashes]
        yield LineCollection(lines, colors=around, gid="dashes", **style)

    def _text(self, writing: Writing) -> Text:
        return Text(
            writing.x,
            writing.y,
            writing.text,
            color=self.theme.colours[writing.colour],
            fontproperties=_font(writing.weight, writing.size),
            horizontalalignment=writing.align,
            verticalalignment="baseline",
            parse_math=False,
            usetex=False,
            gid=writing.name,
        )

    def _stroke(self, number: int, stroke: Stroke) -> Artist:
        """A curve, an area or dots."""
        look = STROKES[stroke.style]
        x, y = self.sheet.points(stroke.points).T
        colour = self.theme.colours[AREAS[stroke.role] if stroke.style == "area" else stroke.role]
        if stroke.style == "area":
            corners = np.stack([x, y], axis=1).reshape(-1, 2)
            return Polygon(corners, closed=True, color=colour, linewidth=0, gid=f"stroke-{number}")
        line = Line2D(x, y, color=colour, linewidth=look.width * self.sheet.scale * POINTS)
        line.set(gid=f"stroke-{number}", solid_capstyle="round", solid_joinstyle="round")
        if look.dash:
            line.set_dashes([part / look.width for part in look.dash])
        if stroke.style == "dot":
            width = look.width * self.sheet.scale * POINTS
            line.set(linestyle="", marker="o", markersize=width, markeredgewidth=0)
        return line

    def _outline(self, name: str, box: Box) -> Polygon:
        corner = self.sheet.x(box.x), self.sheet.y(box.y)
        points = outline(self.sheet, box.width, box.height).points() + corner
        colour = self.theme.colours[box.role]
        polygon = Polygon(points, closed=True, fill=False, edgecolor=colour)
        polygon.set(gid=name, linewidth=self.sheet.ring * POINTS)
        return polygon


def _each(cells: Iterable[CellView], sheet: Sheet, shapes: Array) -> list[Array]:
    """Shapes ``(n, points, 2)`` of a cell at the origin, moved to each of the cells."""
    corners = np.array([sheet.corner(cell) for cell in cells]).reshape(-1, 1, 1, 2)
    return list((corners + shapes).reshape(-1, *shapes.shape[1:]))


def _font(weight: int, size: float) -> FontProperties:
    _load()
    return FontProperties(family=fonts.FAMILY, weight=weight, size=size * POINTS)


@cache
def _load() -> None:
    """Make the fonts known to matplotlib."""
    for weight in fonts.WEIGHTS:
        font_manager.fontManager.addfont(fonts.file(weight))
