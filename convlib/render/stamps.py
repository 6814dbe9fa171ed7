"""The pieces of a picture as pixels: each is laid over a canvas of places in a palette."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.marked import Block
from convlib.picture.parts import GREYS, PADDING, UNVISITED, Picture, grey
from convlib.picture.places import Box, Stroke
from convlib.picture.spread import Disc, Spread
from convlib.picture.view import CellView
from convlib.render.clipping import cleared
from convlib.render.mask import (
    Mask,
    area,
    curved,
    drawn,
    filled,
    line,
    outlined,
    strands,
)
from convlib.render.palette import Palette
from convlib.render.peg_stamps import PegStamps
from convlib.render.raster import enlarged
from convlib.render.sheet import AREAS, OUTLINE_DASH, RIM, STROKES, THREAD, Line, Sheet
from convlib.render.text_stamps import TextStamps
from convlib.render.theme import Theme
from convlib.render.tiles import dashed, hatched, outline, tile
from convlib.render.told import Bar
from convlib.render.writing import Core, border, in_cell, on_disc, shares


@dataclass(frozen=True)
class Stamps:
    """Lays pieces over canvases, in a theme's colours; what looks the same is drawn once."""

    sheet: Sheet
    theme: Theme
    palette: Palette
    _sprites: dict[tuple[object, ...], Array] = field(default_factory=dict)
    _outlines: dict[tuple[float, float], Mask] = field(default_factory=dict)

    @cached_property
    def texts(self) -> TextStamps:
        """What lays texts."""
        return TextStamps(self.theme, self.palette)

    @cached_property
    def pegs(self) -> PegStamps:
        """What lays pegs."""
        return PegStamps(self.sheet, self.texts)

    @cached_property
    def ground(self) -> int:
        """The place of the ground's colour."""
        return self.texts.ground

    def sprite(self, cell: CellView) -> Array:
        """A cell as it looks wherever it stands."""
        looks = cell.role, cell.colour, cell.kind, cell.state, cell.fill
        key = (*looks, cell.text, cell.aside, cell.parts, cell.spot)
        if key not in self._sprites:
            self._sprites[key] = self._cell(cell)
        return self._sprites[key]

    def _cell(self, cell: CellView) -> Array:
        edge = border(cell, self.sheet)
        key = cell.fill, cell.kind, edge
        if key not in self._sprites:
            self._sprites[key] = self._blank(*key)
        sprite = self._sprites[key].copy()
        x, y = self.sheet.corner(cell)
        for writing in in_cell(cell, self.sheet):
            self.texts.write(sprite, writing.moved(-x, -y))
        return sprite

    def _blank(self, fill: str, kind: int, edge: str) -> Array:
        """A cell without its number."""
        colours, lay = self.theme.colours, self.palette.lay
        sprite = np.full((self.sheet.cell, self.sheet.cell), self.ground, np.uint8)
        lay(sprite, self._tile, 0, 0, colours[fill])
        if kind & UNVISITED:
            lay(sprite, self._hatching, 0, 0, colours["line"])
        if edge:
            shape = self._dashes if kind & PADDING else self._border
            lay(sprite, shape, 0, 0, colours[edge])
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
        return drawn(hatched(self.sheet), self.sheet.thin, self.sheet.cell)

    def stroke(
        self,
        canvas: Array,
        stroke: Stroke,
        free: Array | None = None,
        texts: tuple[Core, ...] = (),
    ) -> None:
        """A curve, an area or dots; only where it is free, and no text has its place."""
        points = self.sheet.points(stroke.points)
        points = cleared(points, texts) if stroke.style not in ("area", "dot") else points
        if not len(points):
            return
        pen, size, scale = STROKES[stroke.style], canvas.shape, self.sheet.scale
        colour = self.theme.colours[AREAS[stroke.role] if stroke.style == "area" else stroke.role]
        if stroke.style == "area":
            if not np.ptp(points, axis=0).all():
                return  # it encloses nothing yet
            mask = area(points, size)
        else:
            lines = strands(points) if stroke.style != "dot" else [point[None] for point in points]
            dash = (pen.dash[0] * scale, pen.dash[1] * scale) if pen.dash else None
            mask = curved(lines, pen.width * scale, size, dash)
        self.palette.lay(canvas, mask, 0, 0, colour, free)

    def link(self, canvas: Array, link: Line, colour: str, free: Array) -> None:
        """A line from panel to panel, where it is free."""
        thin, ends = self.sheet.thin, self.sheet.link(link)
        if thin > 1:
            points = np.reshape(ends, (2, 2))
            mask = curved([points], thin, canvas.shape)
        else:
            mask = line(*ends)
        self.palette.lay(canvas, mask, 0, 0, self.theme.colours[colour], free)

    def boxes(self, canvas: Array, boxes: Iterable[Box]) -> None:
        """The outlines of windows or rings."""
        for box in boxes:
            if box.dashed:
                self._dashed(canvas, box)
                continue
            x, y, size = self.sheet.x(box.x), self.sheet.y(box.y), (box.width, box.height)
            if size not in self._outlines:
                self._outlines[size] = outlined(outline(self.sheet, *size), self.sheet.ring)
            self.palette.lay(canvas, self._outlines[size], y, x, self.theme.colours[box.role])

    def _dashed(self, canvas: Array, box: Box) -> None:
        """The outline of a window that waits for what will stand there."""
        corner = self.sheet.x(box.x), self.sheet.y(box.y)
        around = outline(self.sheet, box.width, box.height).points() + corner
        dash = tuple(part * self.sheet.ring for part in OUTLINE_DASH)
        line = np.concatenate([around, around[:1]])
        mask = curved([line], self.sheet.ring, canvas.shape, (dash[0], dash[1]))
        self.palette.lay(canvas, mask, 0, 0, self.theme.colours[box.role])

    def blocks(self, canvas: Array, blocks: Iterable[Block]) -> None:
        """The pieces of stripes or brackets."""
        for block in blocks:
            x, y, width, height = self.sheet.box(block.x, block.y, block.width, block.height)
            place = self.palette.place(self.theme.colours[block.colour])
            canvas[max(0, y) : y + height, max(0, x) : x + width] = place

    def bar(self, canvas: Array, bar: Bar) -> None:
        """A filled box below the picture."""
        x, y, width, height = bar.box
        canvas[y : y + height, x : x + width] = self.palette.place(self.theme.colours[bar.colour])

    def picture(self, canvas: Array, picture: Picture) -> None:
        """A picture in its plot's place."""
        x, y, width, height = self.sheet.box(*self.sheet.plan.plots[picture.plot])
        places = np.array([self.palette.place(grey(shade)) for shade in range(GREYS)], np.uint8)
        canvas[y : y + height, x : x + width] = places[enlarged(picture.greys, width, height)]

    def spread(self, canvas: Array, spread: Spread) -> None:
        """Points off the grid, from back to front."""
        size, colour = canvas.shape, self.theme.colours[THREAD]
        for thread in spread.threads:
            ends = self.sheet.points(np.array([[thread.x1, thread.y1], [thread.x2, thread.y2]]))
            mask = curved([ends], self.sheet.thread, size)
            self.palette.lay(canvas, mask, 0, 0, colour)
        for number, disc in enumerate(spread.discs):
            self._disc(canvas, number, disc)
        for writing in shares(spread, self.sheet):
            self.texts.write(canvas, writing)

    def _disc(self, canvas: Array, number: int, disc: Disc) -> None:
        """A point with what it carries, ground around it; or the ring of a regular place."""
        middle, radius = (
            self.sheet.points(np.array([disc.x, disc.y])),
            disc.radius * self.sheet.cell,
        )
        rings = [(radius + RIM * self.sheet.unit, "ground"), (radius, disc.colour)]
        if disc.hollow:
            rings = [(radius, disc.colour), (radius - self.sheet.thread, "ground")]
        for wide, name in rings:
            if wide <= 0:  # a ring so small that its line fills it
                continue
            mask = curved([middle], 2 * wide, canvas.shape)
            self.palette.lay(canvas, mask, 0, 0, self.theme.colours[name])
        for writing in on_disc(number, disc, self.sheet):
            self.texts.write(canvas, writing)
