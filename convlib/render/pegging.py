"""Pegs on a sheet: how large they are, and what is written on and between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, hypot

import numpy as np

from convlib.ops import Array
from convlib.picture.pegged import Arrow, Peg, Pegged
from convlib.render.fonts import CAP, advance
from convlib.render.sheet import Sheet
from convlib.render.writing import Writing

NUMBER = 0.36  # the size of a peg's number, in cells, where that can be read
LARGEST = 0.52  # what it may be at most, so that pegs stay apart
RADIUS = 0.8  # of a peg, in sizes of its number
BARE = 0.14  # of one without a number, in cells
BETWEEN = 0.32  # the size of what is written on arrows and of remarks, in cells
CLEAR = 0.1  # from a peg to an arrow, and on both sides of what is written on it, in cells
HEAD = 0.1  # how far an arrow's head reaches back and to the sides, in cells
TINT = 6  # how strong the tint of a peg is that was reached
ROUND = np.linspace(0, 2 * np.pi, 33)
DASH = (2.5, 2.5)  # of a peg that is still to come, in pixels


@dataclass(frozen=True)
class Pegging:
    """What is drawn of pegs at a moment, in pixels of a sheet."""

    sheet: Sheet
    drawn: Pegged

    @cached_property
    def number(self) -> float:
        """The size of the pegs' numbers, 0 where there is no room for them."""
        size = max(self.sheet.least_label, NUMBER * self.sheet.cell)
        return size if size <= LARGEST * self.sheet.cell else 0.0

    @property
    def radius(self) -> float:
        """Of a peg."""
        return RADIUS * self.number or BARE * self.sheet.cell

    @property
    def between(self) -> float:
        """The size of what is written on arrows, and of remarks."""
        return max(self.sheet.least_label, BETWEEN * self.sheet.cell)

    @property
    def dash(self) -> tuple[float, float]:
        """Of a peg that is still to come."""
        return DASH[0] * self.sheet.unit, DASH[1] * self.sheet.unit

    def colours(self, peg: Peg) -> tuple[str, str]:
        """The names of the colours of a peg and of the line round it."""
        tint = f"{peg.role}-full-{TINT}"
        fills = {
            "now": (peg.role, peg.role),
            "reached": (tint, peg.role),
            "open": ("ground", "edge"),
        }
        return fills[peg.state]

    def middle(self, peg: Peg) -> Array:
        """Where a peg stands."""
        middle: Array = self.sheet.points(np.array([peg.x, peg.y]))[0]
        return middle

    @property
    def circle(self) -> Array:
        """The line round a peg, from its middle."""
        circle: Array = self.radius * np.stack([np.cos(ROUND), np.sin(ROUND)], 1)
        return circle

    @property
    def away(self) -> int:
        """How far a square round a peg reaches from its middle, or a little less."""
        return ceil(self.radius + self.sheet.thread) + 2

    def lines(self) -> Iterator[Array]:
        """The arrows: of each its shaft, which leaves room for what is written, and its head."""
        clear, head = CLEAR * self.sheet.cell, HEAD * self.sheet.cell
        for arrow in self.drawn.arrows:
            start, end, away = self._ends(arrow)
            tail, tip = start + (self.radius + clear) * away, end - (self.radius + clear) * away
            if self.is_written(arrow):
                half = (self._room(arrow, away) / 2 + clear) * away
                yield np.stack([tail, (start + end) / 2 - half])
                yield np.stack([(start + end) / 2 + half, tip])
            elif (tip - tail) @ away > 0:
                yield np.stack([tail, tip])
            if (tip - tail) @ away > head:
                back, side = head * away, head * away[::-1]
                yield np.stack([tip - back + side, tip, tip - back - side])

    def writings(self) -> Iterator[Writing]:
        """What stands on the pegs, on the arrows and behind them."""
        for number, peg in enumerate(self.drawn.pegs):
            yield from self.on_peg(number, peg)
        yield from self.beside()

    def on_peg(self, number: int, peg: Peg) -> Iterator[Writing]:
        """A peg's number, where there is room for it."""
        colour = {"now": "ground", "reached": peg.role}.get(peg.state, "muted")
        name, place = f"peg-number-{number}", (peg.x, peg.y)
        if self.number:
            yield self._text(name, peg.text, place, self.number, 600, colour)

    def beside(self) -> Iterator[Writing]:
        """What stands on the arrows and behind them."""
        for number, arrow in enumerate(self.drawn.arrows):
            middle = (arrow.x1 + arrow.x2) / 2, (arrow.y1 + arrow.y2) / 2
            if self.is_written(arrow):
                yield self._text(f"stride-{number}", arrow.text, middle, self.between, 500)
        for number, remark in enumerate(self.drawn.remarks):
            end, name = (remark.x, remark.y), f"remark-{number}"
            words = self._text(name, remark.text, end, self.between, 400)
            if words.width + self.between / 2 <= remark.room * self.sheet.cell - self.radius:
                yield words._replace(align="right")

    def is_written(self, arrow: Arrow) -> bool:
        """Whether there is room for what stands on an arrow."""
        start, end, away = self._ends(arrow)
        free = hypot(*(end - start)) - 2 * self.radius - 4 * CLEAR * self.sheet.cell
        return bool(self.number) and free >= self._room(arrow, away) + self.between

    def _room(self, arrow: Arrow, away: Array) -> float:
        """How far what stands on an arrow reaches along it."""
        return self.between * (advance(arrow.text, 500) if away[0] else CAP)

    def _ends(self, arrow: Arrow) -> tuple[Array, Array, Array]:
        """Where an arrow's pegs stand, and the way from one to the other, of length 1."""
        start, end = self.sheet.points(np.array([[arrow.x1, arrow.y1], [arrow.x2, arrow.y2]]))
        return start, end, (end - start) / hypot(*(end - start))

    def _text(
        self,
        name: str,
        words: str,
        middle: tuple[float, float],
        size: float,
        weight: int,
        colour: str = "muted",
    ) -> Writing:
        x, y = middle
        baseline = round(self.sheet.y(y) + CAP / 2 * size)
        return Writing(name, words, self.sheet.x(x), baseline, size, weight, colour, "center")
