"""The cells of a sheet in pixels: how large they are, and all that follows their size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from convlib.errors import ConvError
from convlib.picture.parts import Layout
from convlib.picture.scene import Scene
from convlib.render.foot import NOTHING, Outcome
from convlib.render.letters import Letters
from convlib.render.options import AS_USUAL, USUAL, Options
from convlib.render.theme import contents

NARROWEST, WIDEST = 240, 3840
MARGIN = 0.03  # of the width
LARGEST_CELL = 64  # in pixels; more on a sheet for a projector
SMALLEST_CELL = 6
HIGHEST = {"wide": 0.75, "tall": 2.0, "square": 0.85}  # the picture, in widths of the sheet
OUTLINE, OUTLINE_MOST = 3, 0.1  # the width of outlines on a page, in pixels; the most, in cells
AFAR = 18 / 1280  # the size of the smallest text for a projector, in widths of the sheet
LABEL = (28, 80)  # the least and the largest labels, in pixels of one whose size is a cell
LEAST_LABEL = 12
CARRIED, CARRIED_ROOM = 0.24, 0.58  # the size of what a point carries, and of all its characters


@dataclass(frozen=True, eq=False)
class Cells:
    """How large a scene's cells and the texts in and beside them are.

    Attributes:
        scene: What is laid out.
        layout: The name of one of its layouts.
        width: Of the sheet; with a scale in pixels of the file.
        options: How it is to look.
        outcome: The result that stands at the bottom, if the options ask for it.
        side: Of a cell; 0 for the largest that there is room for.

    Raises:
        ConvError: There is no such layout, or the width is out of bounds or too little.
    """

    scene: Scene
    layout: str
    width: int
    options: Options = AS_USUAL
    outcome: Outcome = NOTHING
    side: int = 0

    def __post_init__(self) -> None:
        if self.layout not in self.scene.layouts:
            names = ", ".join(self.scene.layouts)
            raise ConvError("choice", parameter="layout", value=self.layout[:20], choices=names)
        is_whole = isinstance(self.width, int)
        if not is_whole or not NARROWEST <= round(self.width / self.unit) <= WIDEST:
            bounds = {"low": NARROWEST, "high": WIDEST}
            raise ConvError("out-of-bounds", parameter="width", value=self.options.width, **bounds)
        if self.cell < SMALLEST_CELL * self.unit and not self.options.aspect:
            across, down = self.plan.width / (1 - 2 * MARGIN), self.plan.height / self.highest
            least = math.ceil(SMALLEST_CELL * max(across, down)) + 1
            width = round(self.width / self.unit)
            raise ConvError("too-narrow", parameter="width", value=width, least=least)

    @property
    def unit(self) -> float:
        """How many pixels of the file one is of a sheet that isn't scaled."""
        return self.options.scale

    @cached_property
    def plan(self) -> Layout:
        """Where everything stands, in cells."""
        return self.scene.layouts[self.layout]

    @cached_property
    def geometry(self) -> dict[str, Any]:
        """The theme's proportions of a cell."""
        geometry: dict[str, Any] = contents()["geometry"]
        return geometry

    def pixels(self, proportion: str) -> float:
        """One of them, in pixels."""
        return float(self.geometry[proportion]) * self.cell

    @cached_property
    def margin(self) -> int:
        """What stays free on all sides."""
        return round(MARGIN * self.width)

    @cached_property
    def cell(self) -> int:
        """The side of a cell, its share of the gaps included."""
        if self.side:
            return self.side
        across = (self.width - 2 * self.margin) / self.plan.width
        down = self.highest * self.width / self.plan.height
        largest = min(across, down, LARGEST_CELL * self.scale)
        return math.floor(math.floor(largest / self.unit) * self.unit)

    @cached_property
    def highest(self) -> float:
        """How high the picture may be, in widths of the sheet."""
        return HIGHEST[self.layout]

    @cached_property
    def scale(self) -> float:
        """How much larger the largest cells and texts may be than on a usual sheet."""
        return max(self.unit, self.width / USUAL)

    @cached_property
    def legible(self) -> float:
        """The size below which no text is written: for a projector; 0 for as small as usual."""
        return AFAR * self.width if self.options.large else 0.0

    @cached_property
    def left(self) -> int:
        """Where the picture and every line of the equation begin."""
        return (self.width - math.ceil(self.plan.width * self.cell)) // 2

    def x(self, cells: float) -> int:
        """A place across the picture."""
        return self.left + math.floor(cells * self.cell + 0.5)

    @cached_property
    def inset(self) -> int:
        """What each cell leaves free on each side."""
        return max(1, round(self.unit), round(self.pixels("inset")))

    @cached_property
    def stroke(self) -> int:
        """The width of a cell's border."""
        return max(1, round(self.unit), math.floor(self.pixels("stroke")))

    @cached_property
    def ring(self) -> int:
        """The width of the outlines round windows and current cells; as on a page, unless larger.

        A page has them as wide round small cells too, where a pixel would be lost in a heat-map.
        """
        as_on_a_page = min(OUTLINE * self.unit, OUTLINE_MOST * self.cell)
        return max(1, round(self.unit), round(max(self.pixels("ring"), as_on_a_page)))

    @cached_property
    def thin(self) -> int:
        """The width of the lines behind the cells and across them."""
        return max(1, round(self.unit))

    @cached_property
    def thread(self) -> float:
        """The width of the lines that belong to points, and of the rings of regular places."""
        return max(self.unit, self.pixels("stroke"))

    @cached_property
    def letters(self) -> Letters:
        """How large the texts in cells are."""
        return Letters(self.geometry, self.cell, self.unit, self.legible)

    def label(self, size: float) -> float:
        """The size of a label whose size in cells is given."""
        least, most = (size * bound for bound in LABEL)
        return self._clamped(size * self.cell, max(least, LEAST_LABEL), most)

    @cached_property
    def least_label(self) -> float:
        """The size that labels have at least."""
        return max(LEAST_LABEL * self.unit, self.legible)

    def carried(self, text: str) -> float:
        """The size of what a point carries: the longer, the smaller."""
        return min(CARRIED, CARRIED_ROOM / len(text)) * self.cell

    def has_points(self, size: float) -> bool:
        """Whether what stands in or at points can be read in a size."""
        large = self.cell >= self.geometry["pointsFrom"] * self.unit
        return large and size >= self.legible and self.options.numbers

    def _clamped(self, size: float, least: float, most: float) -> float:
        """A size within bounds; the upper one grows with a sheet for a projector."""
        return max(self.legible, min(max(least * self.unit, size), most * self.scale))
