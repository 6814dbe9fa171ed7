"""A text at a place of a sheet, and what is done where there is no room for it."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import Literal, NamedTuple

from convlib.render.caption import LEFT_OUT
from convlib.render.fonts import CAP, DESCENT, advance

HALO = 0.15  # what stays free round titles and signs, in ems
TOUCHED = 0.15  # of the height of letters, in which a line along them isn't in their way
LEAST = 9  # pixels: titles and labels that have no room are smaller, but not smaller than that
KEPT = 64  # texts of a sheet that are set once
LEAST_LEFT = 3  # letters of one that is cut, dots included
HALF_SPACE = 0.1  # that texts leave free on each side for each other, in ems
EDGE_FREE = 2  # pixels between a text and the edge of the sheet
Plate = tuple[int, int, int, int]  # x, y, width, height
Core = tuple[float, float, float, float]  # the same, in parts of pixels


class Writing(NamedTuple):
    """A text in one font at one place; a tuple, since a film makes thousands.

    Attributes:
        name: What it is: ``"text-12"`` for the number of cell 12, ``"aside-12"``, ``"title-0"``.
        text: What is written.
        x: Its left edge, centre or right edge, in pixels.
        y: Its baseline.
        size: In pixels to the em.
        weight: Its font's weight.
        colour: The name of one of the theme's colours.
        align: ``"left"``, ``"center"`` or ``"right"``.
    """

    name: str
    text: str
    x: float
    y: int
    size: float
    weight: int
    colour: str
    align: Literal["left", "center", "right"] = "left"

    def moved(self, right: float, down: int) -> Writing:
        """The same elsewhere."""
        return self._replace(x=self.x + right, y=self.y + down)

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.size * advance(self.text, self.weight)

    @property
    def start(self) -> float:
        """Its left edge."""
        if self.align == "left":
            return float(self.x)
        return self.x - self.width * (0.5 if self.align == "center" else 1.0)

    @property
    def plate(self) -> Plate:
        """What it keeps free of lines."""
        free = HALO * self.size
        left, right = floor(self.start - free), ceil(self.start + self.width + free)
        top, bottom = floor(self.y - CAP * self.size - free), ceil(self.y + DESCENT * self.size)
        return left, top, right - left, bottom - top

    @property
    def core(self) -> Core:
        """Where a line would run through its letters, rather than along them."""
        free, high = HALO * self.size, CAP * self.size
        top = self.y - (1 - TOUCHED) * high
        return self.start - free, top, self.width + 2 * free, (1 - 2 * TOUCHED) * high


@lru_cache(maxsize=4096)
def cut(text: str, weight: int, room: float) -> str:
    """A text that is no wider than so many ems: of a longer one the beginning, and dots.

    Example:
        >>> cut("Output", 600, 9), cut("Output", 600, 3), cut("Output", 600, 1)
        ('Output', 'Out…', '…')
    """
    if advance(text, weight) <= room:
        return text
    ends = range(len(text) - 1, 0, -1)
    shorter = (text[:end].rstrip() + LEFT_OUT for end in ends)
    return next((each for each in shorter if advance(each, weight) <= room), LEFT_OUT)
