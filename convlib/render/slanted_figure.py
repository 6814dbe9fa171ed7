"""A moment in the guide's look as a matplotlib figure: lines and letters in any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from convlib.ops import Array
from convlib.picture.view import CellView, View
from convlib.render.clipping import outside
from convlib.render.pixel_figure import POINTS, PixelFigure
from convlib.render.plane import Plane, strung
from convlib.render.slanted_sheet import AROUND, ROLES, SlantedSheet, fill_of
from convlib.render.typeset import typeset

TILE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])


class SlantedFigure(PixelFigure):
    """A moment in the guide's look.

    Every artist's gid says what it is: of panel 0 ``"cells-0"`` for all fills as one artist,
    ``"dashes-0"`` and ``"edges-0"``; ``"text-12"`` in cell 12; ``"window-0"``, and ``"link-0"``
    from the first of its corners.

    Attributes:
        sheet: Where everything stands.
    """

    sheet: SlantedSheet

    def __init__(self, sheet: SlantedSheet) -> None:
        self._fills = dict(sheet.fills)
        if sheet.options.transparent:
            self._fills["ground"] = "none"
        super().__init__(sheet, self._fills["ground"])

    def moment(self, step: int, term: int | None = None) -> View:
        """What is shown at a step, from 0: up to a term of it, from 0, or as a whole."""
        return self.sheet.moment(step, term)

    def pieces(self, moment: View) -> list[Artist]:
        """What shows a moment, in pixels and from back to front."""
        below, above = (self._plane(*grid) for grid in self.sheet.grids(moment))
        return [*below, *self._lines(moment), *above]

    def _plane(self, panel: int, plane: Plane, cells: list[CellView]) -> Iterator[Artist]:
        """What fills a panel's cells, the edges over that, and the numbers."""
        shapes = [plane.at(TILE + divmod(at, plane.columns)[::-1]) for at in range(len(cells))]
        fills = [self._fills[fill_of(cell)] for cell in cells]
        yield PolyCollection(shapes, facecolors=fills, linewidths=0, gid=f"cells-{panel}")
        whole, dashed = self.sheet.edges[panel]
        parts = [part / self.sheet.stroke for part in self.sheet.dash]  # in widths of the line
        yield from self._edges(f"dashes-{panel}", dashed, "edge", linestyle=(0, tuple(parts)))
        yield from self._edges(f"edges-{panel}", strung(whole), ROLES[panel])
        for at, cell in enumerate(cells):
            if writing := self.sheet.number(plane, at, cell):
                yield typeset(writing, self.sheet.theme)

    def _edges(
        self, name: str, lines: Sequence[Array], colour: str, **look: Any
    ) -> Iterator[Artist]:
        """Edges of one look as one shape."""
        if lines:
            path = Path.make_compound_path(*map(Path, lines))
            width, edge = self.sheet.stroke * POINTS, self._fills[colour]
            how: dict[str, Any] = {"edgecolor": edge, "linewidth": width, "capstyle": "round"}
            yield PathPatch(path, fill=False, gid=name, **how, **look)

    def _lines(self, moment: View) -> Iterator[Artist]:
        """The window's outline, and the lines from its corners, as far as no plane hides them."""
        above, colour = self.sheet.planes[1], self._fills["kernel"]
        corners, width = self.sheet.window(moment)[AROUND], self.sheet.thin * POINTS
        look: dict[str, Any] = {"edgecolor": colour, "linewidth": width, "gid": "window-0"}
        yield Polygon(corners, closed=True, fill=False, **look)
        for number, wire in enumerate(self.sheet.wires(moment)):
            x1, y1, x2, y2 = above.places(wire).reshape(-1).tolist()
            for piece in outside((x1, y1, x2, y2), [(0, 0, above.columns, above.rows)]):
                line = Line2D(*above.at(np.reshape(piece, (2, 2))).T, color=colour)
                line.set(gid=f"link-{number}", linewidth=width, solid_capstyle="butt")
                yield line
