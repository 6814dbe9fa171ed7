"""A scene as frames of pixels: what was drawn once is pasted again, and only what changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np

from convlib import text
from convlib.errors import ConvError
from convlib.ops import Array
from convlib.picture.look import PLAIN, Look
from convlib.picture.parts import PADDING, UNVISITED
from convlib.picture.places import Box, Stroke
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View, view
from convlib.render.mask import (
    Mask,
    area,
    curved,
    drawn,
    filled,
    lettered,
    line,
    outlined,
    strands,
)
from convlib.render.palette import Palette
from convlib.render.sheet import AREAS, STROKES, USUAL, Line, Sheet
from convlib.render.theme import theme as theme_named
from convlib.render.tiles import dashed, hatched, outline, tile
from convlib.render.writing import Writing, around, below, border, in_cell, plates, wire

QUARTERS = 4  # letters begin at quarters of a pixel
MODES = ("value", "term")


class Film:
    """The frames of a scene, one per step or one per term, as places in one palette.

    Args:
        scene: What is staged.
        by: ``"value"`` for a frame per step, ``"term"`` for one per product.
        theme: ``"light"`` or ``"dark"``.
        layout: ``"wide"`` or ``"tall"``.
        language: Of the titles.
        width: In pixels; the height follows from the scene.

    Attributes:
        sheet: Where everything stands.
        palette: What colours the frames' numbers stand for.

    Raises:
        ConvError: An option has a value that doesn't exist, or the width is too little.

    Example:
        >>> import convlib
        >>> film = Film(convlib.lesson("single-channel").build())
        >>> len(film), film.frame(4).shape == (film.sheet.height, film.sheet.width)
        (9, True)
    """

    def __init__(
        self,
        scene: Scene,
        *,
        by: str = "value",
        theme: str = "light",
        layout: str = "wide",
        language: str = text.DEFAULT,
        look: Look = PLAIN,
        width: int = USUAL,
    ) -> None:
        if by not in MODES:
            choices = ", ".join(MODES)
            raise ConvError("choice", parameter="by", value=str(by)[:20], choices=choices)
        self.scene, self.by, self.language, self.look = scene, by, language, look
        self.theme = theme_named(theme)
        self.sheet = Sheet(scene, layout, width)
        self.palette = Palette(scene, self.theme, look)
        self._sprites: dict[tuple[object, ...], Array] = {}
        self._ground = self.palette.place(self.theme.colours["ground"])
        self._types: dict[tuple[Mask, str], tuple[Array, Array]] = {}
        self._outlines: dict[tuple[float, float], Mask] = {}
        self._shown: dict[int, CellView] = {}

    def __len__(self) -> int:
        return len(self.scene) if self.by == "value" else int(self.scene.beats[-1])

    def __iter__(self) -> Iterator[Array]:
        return map(self.frame, range(len(self)))

    def moment(self, number: int) -> View:
        """What a frame shows."""
        step, term = number, None
        if self.by == "term":
            step = int(np.searchsorted(self.scene.beats, number, side="right")) - 1
            rows = self.scene.terms(step)
            term = number - int(self.scene.beats[step]) if rows.start < rows.stop else None
        layout, language = self.sheet.layout, self.language
        return view(self.scene, step, term, layout=layout, language=language, look=self.look)

    def frame(self, number: int) -> Array:
        """A frame, ``(height, width)``: each pixel's place in the palette."""
        moment = self.moment(number)
        self._update(moment.cells)
        canvas = self._cells.copy()
        for stroke in moment.strokes:
            self._stroke(canvas, stroke)
        for link in moment.links:
            self._link(canvas, link, wire(moment))
        for box in (*moment.windows, *moment.rings):
            self._box(canvas, box)
        for writing in below(moment, self.sheet):
            self._type(canvas, writing)
        return canvas

    @cached_property
    def _first(self) -> View:
        return self.moment(0)

    @cached_property
    def _cells(self) -> Array:
        """What stands on all frames, and the cells, which are pasted onto it as they change."""
        return self._bare.copy()

    @cached_property
    def _bare(self) -> Array:
        """What stands on all frames."""
        size = self.sheet.height, self.sheet.width
        canvas = np.full(size, self._ground, np.uint8)
        for writing in around(self._first, self.sheet):
            self._type(canvas, writing)
        return canvas

    @cached_property
    def _free(self) -> Array:
        """Where the lines behind the cells can be seen."""
        free = np.ones((self.sheet.height, self.sheet.width), bool)
        for x, y, width, height in plates(self._first, self.sheet):
            free[max(0, y) : y + height, max(0, x) : x + width] = False
        return free

    def _update(self, cells: tuple[CellView, ...]) -> None:
        """Paste the cells that changed; where some moved, all anew, each over those before it."""
        side, shown = self.sheet.cell, self._shown
        moved = any(
            (before.x, before.y) != (cell.x, cell.y)
            for cell in cells
            if (before := shown.get(cell.cell))
        )
        if moved:
            self._cells[:] = self._bare
            shown.clear()
        for cell in cells:
            if shown.get(cell.cell) != cell:
                x, y = self.sheet.corner(cell)
                sprite, place = self._sprite(cell), self._cells[y : y + side, x : x + side]
                place[...] = np.where(sprite == self._ground, place, sprite) if moved else sprite
                shown[cell.cell] = cell

    def _sprite(self, cell: CellView) -> Array:
        """A cell as it looks wherever it stands."""
        key = (cell.role, cell.kind, cell.state, cell.fill, cell.text, cell.aside)
        if key not in self._sprites:
            self._sprites[key] = self._draw(cell)
        return self._sprites[key]

    def _draw(self, cell: CellView) -> Array:
        colours, lay = self.theme.colours, self.palette.lay
        side = self.sheet.cell
        sprite = np.full((side, side), self._ground, np.uint8)
        lay(sprite, self._tile, 0, 0, colours[cell.fill])
        if cell.kind & UNVISITED:
            lay(sprite, self._hatching, 0, 0, colours["line"])
        edge = border(cell, self.sheet)
        if edge:
            shape = self._dashes if cell.kind & PADDING else self._border
            lay(sprite, shape, 0, 0, colours[edge])
        x, y = self.sheet.corner(cell)
        for writing in in_cell(cell, self.sheet):
            self._write(sprite, replace(writing, x=writing.x - x, y=writing.y - y))
        return sprite

    @cached_property
    def _tile(self) -> Mask:
        return filled(tile(self.sheet), self.sheet.cell)

    @cached_property
    def _border(self) -> Mask:
        return outlined(tile(self.sheet, self.sheet.stroke / 2), self.sheet.stroke)

    @cached_property
    def _dashes(self) -> Mask:
        return drawn(dashed(self.sheet), self.sheet.stroke, self.sheet.cell)

    @cached_property
    def _hatching(self) -> Mask:
        return drawn(hatched(self.sheet), 1, self.sheet.cell)

    def _stroke(self, canvas: Array, stroke: Stroke) -> None:
        """A curve, an area or dots, on bare ground."""
        points = self.sheet.points(stroke.points)
        if not len(points):
            return
        pen, size = STROKES[stroke.style], canvas.shape
        colour = self.theme.colours[AREAS[stroke.role] if stroke.style == "area" else stroke.role]
        if stroke.style == "area":
            if not np.ptp(points, axis=0).all():
                return  # it encloses nothing yet
            mask = area(points, size)
        else:
            lines = strands(points) if stroke.style != "dot" else [point[None] for point in points]
            mask = curved(lines, pen.width * self.sheet.scale, size, pen.dash)
        self.palette.lay(canvas, mask, 0, 0, colour)

    def _link(self, canvas: Array, link: Line, colour: str) -> None:
        mask = line(*self.sheet.link(link))
        seen = self._free[mask.y, mask.x]
        mask = Mask(mask.y[seen], mask.x[seen], mask.level[seen])
        self.palette.lay(canvas, mask, 0, 0, self.theme.colours[colour])

    def _box(self, canvas: Array, box: Box) -> None:
        """The outline of a window or ring."""
        x, y, size = self.sheet.x(box.x), self.sheet.y(box.y), (box.width, box.height)
        if size not in self._outlines:
            self._outlines[size] = outlined(outline(self.sheet, *size), self.sheet.ring)
        self.palette.lay(canvas, self._outlines[size], y, x, self.theme.colours[box.role])

    def _write(self, canvas: Array, writing: Writing) -> None:
        """A text over whatever lies there."""
        x, mask = _lettered(writing)
        self.palette.lay(canvas, mask, writing.y, x, self.theme.colours[writing.colour])

    def _type(self, canvas: Array, writing: Writing) -> None:
        """A text on bare ground of a whole frame: there it looks the same wherever it stands."""
        (x, mask), width = _lettered(writing), self.sheet.width
        left, right = mask.span
        if x + left < 0 or x + right > width:
            mask = mask.between(-x, width - x)
        key = mask, writing.colour
        if key not in self._types:
            colour = self.theme.colours[writing.colour]
            typed = self.palette.over(self._ground, mask, colour)
            self._types[key] = mask.y * width + mask.x, typed
        places, typed = self._types[key]
        canvas.reshape(-1)[places + (writing.y * width + x)] = typed


def _lettered(writing: Writing) -> tuple[int, Mask]:
    """A text's shape, and the pixel that it begins at."""
    x, phase = divmod(round(writing.start * QUARTERS), QUARTERS)
    return x, lettered(writing.text, writing.weight, writing.size, phase)
