"""A scene in the guide's look as frames of pixels, in which only what changed is painted again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View
from convlib.render.lettering import Writing
from convlib.render.mask import LEVELS, Mask, curved, lettered, line
from convlib.render.options import Options
from convlib.render.palette import Mixture
from convlib.render.plane import Plane
from convlib.render.slanted_sheet import (
    AROUND,
    INPUT,
    OUTPUT,
    ROLES,
    SlantedSheet,
    fill_of,
    is_strong,
)

STEPS = 2  # of smoothness: more take many more bytes, as all that changes here has slanted edges


class SlantedFilm:
    """Paints moments of a scene as places in one palette.

    Args:
        scene: What is staged.
        options: How it looks, as of ``SlantedSheet``.

    Attributes:
        sheet: Where everything stands.

    Raises:
        ConvError: As ``SlantedSheet``.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build()
        >>> film = SlantedFilm(scene, Options(slanted=True, width=400))
        >>> film.frame(0).shape == (film.height, film.width)
        True
    """

    def __init__(self, scene: Scene, options: Options) -> None:
        self.scene, self.options = scene, options
        self.sheet = SlantedSheet(scene, options)
        self.width, self.height = self.sheet.width, self.sheet.height
        self._shown: dict[int, tuple[str, str, bool]] = {}
        flats = list(dict.fromkeys(self.sheet.fills.values()))
        self.palette = Mixture(flats, self._edges(), LEVELS if options.numbers else STEPS)

    @property
    def routes(self) -> dict[int, tuple[tuple[tuple[float, float], ...], ...]]:
        """None: both planes stand."""
        return {}

    @property
    def clear(self) -> int:
        """The place of the ground."""
        return self.palette.place(self.sheet.fills["ground"])

    def _edges(self) -> Iterator[tuple[str, str]]:
        """Which colours lie under which lines."""
        fills = self.sheet.fills
        over = ["edge", *ROLES, *(["ink"] if self.options.numbers else [])]
        for under in ("ground", "plain", "spare", "read", "now", "zero", "made", "current"):
            yield from ((fills[under], fills[name]) for name in over)

    def moment(self, number: int) -> View:
        """What a frame shows."""
        return self.sheet.moment(*self.scene.moment(self.options.by, number))

    def frame(self, number: int) -> Array:
        """A frame, ``(height, width)``: each pixel's place in the palette."""
        return self.paint(self.moment(number))

    def paint(self, moment: View) -> Array:
        """The frame that shows a moment, ``(height, width)``: each pixel's place in the palette."""
        for _, plane, cells in self.sheet.grids(moment):
            for number, cell in enumerate(cells):
                self._update(plane, number, cell)
        canvas = self._planes.copy()
        frame = self.sheet.window(moment)
        self._draw(canvas, zip(frame[AROUND], np.roll(frame[AROUND], -1, axis=0), strict=True))
        self._draw(canvas, self.sheet.wires(moment))
        return canvas

    def _draw(self, canvas: Array, lines: Iterable[Iterable[Array]]) -> None:
        """Thin lines round the window and from its corners, behind the upper plane."""
        for start, end in lines:
            (x1, y1), (x2, y2) = start.tolist(), end.tolist()
            mask = line(x1, y1, x2, y2, self.sheet.thin).coarse(1)
            self.palette.lay(canvas, mask, 0, 0, self.sheet.fills["kernel"], self._free)

    @cached_property
    def _free(self) -> Array:
        """Where the upper plane hides nothing."""
        free = np.ones((self.height, self.width), bool)
        rows, columns, _ = self.sheet.planes[1].pixels
        free[rows, columns] = False
        for mask, _ in self._lines[OUTPUT]:
            free[mask.y, mask.x] = False
        return free

    @cached_property
    def _planes(self) -> Array:
        """Both planes, whose cells are painted again as they change."""
        canvas = np.full((self.height, self.width), self.clear, np.uint8)
        for lines in self._lines.values():
            for mask, name in lines:
                self.palette.lay(canvas, mask, 0, 0, self.sheet.fills[name])
        return canvas

    def _update(self, plane: Plane, number: int, cell: CellView) -> None:
        """Paint a cell, if it changed: what fills it, the edges on it, and its number."""
        fill = fill_of(cell)
        shown = fill, cell.text, is_strong(cell)
        if self._shown.get(cell.cell) == shown:
            return
        self._shown[cell.cell] = shown
        at, levels = self._pixels[cell.panel][number]
        laid = np.full(len(at), self.palette.place(self.sheet.fills[fill]), np.uint8)
        for level, (_, name) in zip(levels, self._lines[cell.panel], strict=True):
            laid = self.palette.laid(laid, level, self.sheet.fills[name])
        self._planes.reshape(-1)[at] = laid
        if writing := self.sheet.number(plane, number, cell):
            self._write(writing)

    def _write(self, writing: Writing) -> None:
        """A text whose ink, rather than its room, has its middle where it stands."""
        mask = lettered(writing.text, writing.weight, writing.size, 0)
        start = round(writing.x - sum(mask.span) / 2)
        ink = self.sheet.fills[writing.colour]
        self.palette.lay(self._planes, mask, writing.y, start, ink)

    @cached_property
    def _pixels(self) -> dict[int, list[tuple[Array, list[Array]]]]:
        """Per panel and cell its pixels, and how much of each is covered by each kind of edge."""
        found = {}
        for panel, plane in zip((INPUT, OUTPUT), self.sheet.planes, strict=True):
            covered = []
            for mask, _ in self._lines[panel]:
                level = np.zeros((self.height, self.width), np.uint8)
                level[mask.y, mask.x] = mask.level
                covered.append(level.reshape(-1))
            rows, columns, numbers = plane.pixels
            order = np.argsort(numbers, kind="stable")
            at = (rows * self.width + columns)[order]
            ends = np.cumsum(np.bincount(numbers, minlength=plane.rows * plane.columns))
            own = np.split(at, ends[:-1])
            found[panel] = [(each, [level[each] for level in covered]) for each in own]
        return found

    @cached_property
    def _lines(self) -> dict[int, list[tuple[Mask, str]]]:
        """Per panel the edges of its cells: dashed round those that only fill up."""
        found, size = {}, (self.height, self.width)
        stroke, dash = self.sheet.stroke, self.sheet.dash
        for panel, (whole, dashed) in self.sheet.edges.items():
            found[panel] = [
                (curved(dashed, stroke, size, dash).coarse(STEPS), "edge"),
                (curved(whole, stroke, size).coarse(STEPS), ROLES[panel]),
            ]
        return found
