"""Pegs as pixels, laid over a canvas of places in a palette."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor

import numpy as np

from convlib.ops import Array
from convlib.picture.pegged import Arrow, Peg
from convlib.render.mask import Mask, curved
from convlib.render.pegging import Pegging
from convlib.render.sheet import Sheet
from convlib.render.text_stamps import TextStamps


@dataclass(frozen=True)
class PegStamps:
    """Lays pegs over canvases; what looks the same is drawn once."""

    sheet: Sheet
    texts: TextStamps
    _bare: dict[tuple[object, ...], Array] = field(default_factory=dict)
    _arrows: dict[tuple[Arrow, ...], Mask] = field(default_factory=dict)
    _circles: dict[tuple[float, float, bool], tuple[Mask, Mask]] = field(default_factory=dict)
    _pegs: dict[Peg, tuple[Array, Array]] = field(default_factory=dict)

    def lay(self, canvas: Array, pegging: Pegging) -> None:
        """Pegs that count places, the arrows between them and what is written."""
        arrows = tuple(pegging.drawn.arrows)
        if arrows not in self._arrows:
            self._arrows[arrows] = curved(list(pegging.lines()), self.sheet.thread, canvas.shape)
        self.texts.palette.lay(canvas, self._arrows[arrows], 0, 0, self.texts.theme.colours["edge"])
        for number, peg in enumerate(pegging.drawn.pegs):
            self._peg(canvas, pegging, number, peg)
        for writing in pegging.beside():
            self.texts.write(canvas, writing)

    def _peg(self, canvas: Array, pegging: Pegging, number: int, peg: Peg) -> None:
        """A peg with its number: where nothing lies under it, it looks the same in all frames."""
        if peg not in self._pegs:
            self._pegs[peg] = self._on_ground(pegging, number, peg)
        at, places = self._pegs[peg]
        flat = canvas.reshape(-1)
        if np.count_nonzero(flat[at] == self.texts.ground) == len(at):
            flat[at] = places
        else:
            self._draw_peg(canvas, pegging, number, peg)

    def _on_ground(self, pegging: Pegging, number: int, peg: Peg) -> tuple[Array, Array]:
        """The pixels of a peg, counted row by row, and what they are on the bare ground."""
        x, y, *start = self._around(pegging, peg)
        key, masks = (peg.role, peg.state, *start), self._round(pegging, peg, *start)
        if key not in self._bare:
            bare = np.full((2 * pegging.away, 2 * pegging.away), self.texts.ground, np.uint8)
            for mask, name in zip(masks, pegging.colours(peg), strict=True):
                self.texts.palette.lay(bare, mask, 0, 0, self.texts.theme.colours[name])
            self._bare[key] = bare
        sprite = self._bare[key].copy()
        for writing in pegging.on_peg(number, peg):
            self.texts.write(sprite, writing.moved(-x, -y))
        seen = sprite != self.texts.ground
        for mask in masks:
            seen[mask.y, mask.x] = True
        rows, columns = np.nonzero(seen)
        return (rows + y) * self.sheet.width + columns + x, sprite[seen]

    def _draw_peg(self, canvas: Array, pegging: Pegging, number: int, peg: Peg) -> None:
        """A peg over whatever lies there."""
        x, y, *start = self._around(pegging, peg)
        masks = self._round(pegging, peg, *start)
        for mask, name in zip(masks, pegging.colours(peg), strict=True):
            self.texts.palette.lay(canvas, mask, y, x, self.texts.theme.colours[name])
        for writing in pegging.on_peg(number, peg):
            self.texts.write(canvas, writing)

    def _round(self, pegging: Pegging, peg: Peg, right: float, down: float) -> tuple[Mask, Mask]:
        """The disc of a peg with its middle there in a square, and the line round it."""
        key = right, down, peg.state == "open"
        if key not in self._circles:
            size, middle = (2 * pegging.away, 2 * pegging.away), np.array([right, down])
            disc = curved([middle[None]], 2 * pegging.radius, size)
            around = np.round(middle + pegging.circle, 6)
            dash = pegging.dash if peg.state == "open" else None
            self._circles[key] = disc, curved([around], self.sheet.thread, size, dash)
        return self._circles[key]

    def _around(self, pegging: Pegging, peg: Peg) -> tuple[int, int, float, float]:
        """The corner of a square round a peg, and where the peg's middle is in it.

        That is rounded, so that all that stand on whole pixels are alike.
        """
        x, y = pegging.middle(peg).tolist()
        left, top = floor(x) - pegging.away, floor(y) - pegging.away
        return left, top, round(x - left, 6), round(y - top, 6)
