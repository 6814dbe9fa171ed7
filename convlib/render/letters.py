"""How large the numbers in cells are: as large as there is room for, where that can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from convlib.render.fonts import advance

LONGER = "…"  # in place of a number that is too long for its cell
WEIGHTS = (500, 600)  # that numbers have
AFAR_MOST = 0.76  # of a cell that numbers fill for a projector, where else there would be none
LEGIBLE = 1.3  # how much larger numbers that have room are than the smallest text


@dataclass(frozen=True, eq=False)
class Letters:
    """The texts of cells in pixels; a file is read from as near as a page.

    Attributes:
        geometry: The theme's, as ``Theme`` describes it.
        cell: The side of a cell, in pixels.
        unit: How many pixels of the file one of the theme's is.
        floor: The size below which nothing is written, for a projector; 0 for the theme's.

    Example:
        >>> from convlib.render.theme import contents
        >>> small, large = (Letters(contents()["geometry"], cell) for cell in (24, 60))
        >>> round(small.number("12"), 1), large.number("12"), small.written("1234")
        (14.9, 25.2, '…')
    """

    geometry: Mapping[str, Any]
    cell: int
    unit: float = 1
    floor: float = 0

    def written(self, text: str) -> str:
        """What is written for a number: dots for one that is too long, nothing in small cells."""
        if self.number(text) >= self._pixels("least"):
            return text
        return LONGER if self._usual >= self._pixels("least") else ""

    def number(self, text: str) -> float:
        """The size of a number."""
        plain = min(self._pixels("plain"), self._filling("mostRoom", text))
        return min(self._usual, max(self._filling("room", text), plain))

    def beside(self, text: str) -> str:
        """What is written for the weight beside a number: nothing where it can't be read."""
        return text if text and self.aside(text) >= self._pixels("leastAside") else ""

    def above(self, text: str) -> str:
        """What is written for the sum above a number: nothing where it can't be read."""
        return text if text and self.raised(text) >= self._pixels("least") else ""

    def raised(self, text: str) -> float:
        """The size of the sum above a number."""
        return min(self._cells("above"), self._filling("asideRoom", text))

    def aside(self, text: str) -> float:
        """The size of a weight beside a number."""
        return min(self._cells("aside"), self._filling("asideRoom", text))

    def share(self, text: str) -> float:
        """The size of the weight with which a point reads a cell."""
        return float(self.geometry["share"][max(0, len(text) - 2)] * self.cell)

    @cached_property
    def _usual(self) -> float:
        """The size of numbers that have room enough."""
        legible = min(self._pixels("legible"), self._cells("more"))
        usual = max(self._cells("text"), legible, min(self._pixels("plain"), self._cells("most")))
        return max(usual, self.floor) if self.floor <= AFAR_MOST * self.cell else usual

    def _filling(self, room: str, text: str) -> float:
        """The size at which a text fills so much of a cell."""
        wide = max(advance(text, weight) for weight in WEIGHTS)
        return self._cells(room) / wide if text else math.inf

    def _cells(self, proportion: str) -> float:
        return float(self.geometry[proportion]) * self.cell

    def _pixels(self, name: str) -> float:
        least = self.floor * (LEGIBLE if name == "legible" else 1)
        return max(float(self.geometry[name][0]) * self.unit, least)
