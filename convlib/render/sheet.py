"""The pixel layout of a scene: one place for every size and position, shared by all painters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array
from convlib.picture.marks import GROUPS, STRIPE, colour_of
from convlib.picture.parts import NARROWEST as NARROWEST_TITLE
from convlib.picture.parts import ROLES, Layout
from convlib.picture.scene import Scene
from convlib.picture.view import CellView
from convlib.render.caption import count_lines
from convlib.render.fonts import CAP, DESCENT
from convlib.render.letters import Letters
from convlib.render.options import USUAL
from convlib.render.theme import contents

Line = tuple[float, float, float, float]

NARROWEST, WIDEST = 240, 3840
MARGIN = 0.03  # of the width
LARGEST_CELL = 64  # in pixels; more on a sheet for a projector
SMALLEST_CELL = 6
BEYOND = 1.1  # how far a title may reach into the gap beside its panel, in cells
HIGHEST = {"wide": 0.75, "tall": 2.0, "square": 0.85}  # the picture, in widths of the sheet
CAPTION = 0.4  # the equation's size, in cells
FIRST_LINE = 2.0  # from the picture down to the equation's first line, in ems
NEXT_LINE = 2.3
LAST_LINE = 1.0  # from the equation's last line down to the margin: the running sums stand there


COLOURS = (*ROLES, *(colour_of("", group) for group in range(GROUPS)))
AREAS = {name: f"{name}-full-8" for name in COLOURS}  # the colour of what a curve encloses
THREAD = "gain"  # the colour of the lines that belong to points
RIM = 1.5  # pixels of ground round a point
LABEL = (28, 80)  # the least and the largest labels, in pixels of one whose size is a cell
LEAST_LABEL = 12
OUTLINE_DASH = (2.2, 2.2)  # of a window that waits, and the gap after it, in widths of its line
CARRIED, CARRIED_ROOM = 0.24, 0.58  # the size of what a point carries, and of all its characters


@dataclass(frozen=True)
class Pen:
    """How a curve is drawn, in pixels of a usual sheet: its width, a dash and the gap after it."""

    width: float
    dash: tuple[float, float] | None = None


STROKES = {
    "line": Pen(2.5),
    "thin": Pen(1),
    "dashed": Pen(1.5, (4, 4)),
    "dot": Pen(10),
    "area": Pen(0),
}


@dataclass(frozen=True, eq=False)
class Sheet:
    """Where everything of a scene stands, in pixels from the top left corner.

    A cell's side is a whole number of pixels and panels begin at whole pixels: edges are sharp, and
    a cell looks the same wherever it stands. The height is the same for every step and term.

    Attributes:
        scene: What is laid out.
        layout: The name of one of its layouts.
        width: Of the sheet.

    Raises:
        ConvError: There is no such layout, or the width is out of bounds or too little.

    Example:
        >>> import convlib
        >>> sheet = Sheet(convlib.lesson("single-channel").build(), "wide", 800)
        >>> sheet.cell, sheet.x(0), sheet.x(0.5) - sheet.x(0)
        (50, 30, 25)
    """

    scene: Scene
    layout: str
    width: int

    def __post_init__(self) -> None:
        if self.layout not in self.scene.layouts:
            names = ", ".join(self.scene.layouts)
            raise ConvError("choice", parameter="layout", value=self.layout[:20], choices=names)
        if not isinstance(self.width, int) or not NARROWEST <= self.width <= WIDEST:
            bounds = {"low": NARROWEST, "high": WIDEST}
            raise ConvError("out-of-bounds", parameter="width", value=self.width, **bounds)
        if self.cell < SMALLEST_CELL:
            across, down = self.plan.width / (1 - 2 * MARGIN), self.plan.height / self.highest
            least = math.ceil(SMALLEST_CELL * max(across, down)) + 1
            raise ConvError("too-narrow", parameter="width", value=self.width, least=least)

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
        across = (self.width - 2 * self.margin) / self.plan.width
        down = self.highest * self.width / self.plan.height
        return math.floor(min(across, down, LARGEST_CELL * self.scale))

    @cached_property
    def highest(self) -> float:
        """How high the picture may be, in widths of the sheet."""
        return HIGHEST[self.layout]

    @cached_property
    def scale(self) -> float:
        """How much larger the largest cells and texts may be than on a usual sheet."""
        return max(1.0, self.width / USUAL)

    @cached_property
    def left(self) -> int:
        """Where the picture and every line of the equation begin."""
        return (self.width - math.ceil(self.plan.width * self.cell)) // 2

    @cached_property
    def top(self) -> int:
        """Where the picture begins; titles that are larger than their room reach above it."""
        placed = zip(self.plan.places, self.scene.panels, strict=True)
        first = min((y - panel.raised for (_, y), panel in placed), default=0) * self.cell
        return self.margin + max(0, math.ceil(self.lift + CAP * self.title - first))

    @cached_property
    def baseline(self) -> int:
        """Of the equation's first line."""
        return self.y(self.plan.height) + round(FIRST_LINE * self.caption)

    @cached_property
    def lines(self) -> int:
        """How many lines the equation may have."""
        return count_lines(self.scene, self.room)

    @cached_property
    def room(self) -> float:
        """How wide a line of the equation may be, in its ems."""
        return (self.width - self.margin - self.left) / self.caption

    @cached_property
    def height(self) -> int:
        """Of the sheet; even, as films need it."""
        bottom = self.line(self.lines - 1) + LAST_LINE * self.caption + self.margin
        return 2 * math.ceil(bottom / 2)

    def line(self, number: int) -> int:
        """The baseline of one of the equation's lines."""
        return self.baseline + round(number * NEXT_LINE * self.caption)

    def x(self, cells: float) -> int:
        """A place across the picture."""
        return self.left + math.floor(cells * self.cell + 0.5)

    def y(self, cells: float) -> int:
        """A place down the picture."""
        return self.top + math.floor(cells * self.cell + 0.5)

    def points(self, cells: Array) -> Array:
        """Places of the picture, ``(n, 2)``, in pixels and their parts."""
        points: Array = np.asarray(cells, dtype=float).reshape(-1, 2) * self.cell
        points += np.array([self.left, self.top])
        return points

    def corner(self, cell: CellView) -> tuple[int, int]:
        """Where a cell begins."""
        return self.x(cell.x), self.y(cell.y)

    @cached_property
    def title(self) -> float:
        """The size of titles; small where panels stand close under each other."""
        wanted = self._clamped(self.pixels("title"), 12, 20)
        return min(wanted, (self.headroom - 1) / (CAP + DESCENT))

    @cached_property
    def lift(self) -> float:
        """How far above its panel a title stands."""
        usual = min(self.pixels("titleAbove"), self.headroom - CAP * self.title)
        return max(usual, self.striped + DESCENT * self.title) if self.striped else usual

    @cached_property
    def striped(self) -> float:
        """What the stripes of groups need between panels and their titles, if there are any."""
        return STRIPE * self.cell * any(panel.group >= 0 for panel in self.scene.panels)

    @cached_property
    def headroom(self) -> float:
        """The least that is free between a panel with a title and one that stands above it."""
        panels = list(zip(self.plan.places, self.scene.panels, strict=True))
        gaps = [
            y - panel.raised - (above + other.rows + other.headroom[1])
            for (x, y), panel in panels
            for (left, above), other in panels
            if panel.titled
            and not panel.below
            and above + other.rows <= y
            and left < x + max(panel.columns, NARROWEST_TITLE) + BEYOND
            and x < left + other.columns
        ]
        return min(gaps, default=math.inf) * self.cell

    @cached_property
    def symbol(self) -> float:
        """The size of the signs between the panels."""
        return self._clamped(self.pixels("symbol"), min(14, self.cell), 40)

    @cached_property
    def caption(self) -> float:
        """The size of the equation."""
        return self._clamped(CAPTION * self.cell, 13, 20)

    @cached_property
    def letters(self) -> Letters:
        """How large the texts in cells are."""
        return Letters(self.geometry, self.cell)

    def label(self, size: float) -> float:
        """The size of a label whose size in cells is given."""
        least, most = (size * bound for bound in LABEL)
        return self._clamped(size * self.cell, max(least, LEAST_LABEL), most)

    def carried(self, text: str) -> float:
        """The size of what a point carries: the longer, the smaller."""
        return min(CARRIED, CARRIED_ROOM / len(text)) * self.cell

    @cached_property
    def thread(self) -> float:
        """The width of the lines that belong to points, and of the rings of regular places."""
        return max(1.0, self.pixels("stroke"))

    def box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """A filled box: ``(x, y, width, height)``, at least a pixel wide and high."""
        across, down = (max(1, round(side * self.cell)) for side in (width, height))
        return self.x(x), self.y(y), across, down

    @cached_property
    def inset(self) -> int:
        """What each cell leaves free on each side."""
        return max(1, round(self.pixels("inset")))

    @cached_property
    def stroke(self) -> int:
        """The width of a cell's border."""
        return max(1, math.floor(self.pixels("stroke")))

    @cached_property
    def ring(self) -> int:
        """The width of the outlines round windows and current cells."""
        return max(1, round(self.pixels("ring")))

    def link(self, line: Line) -> Line:
        """A line behind the cells; its middle is that of a pixel."""
        x1, y1, x2, y2 = line
        return self.x(x1) + 0.5, self.y(y1) + 0.5, self.x(x2) + 0.5, self.y(y2) + 0.5

    def _clamped(self, size: float, least: float, most: float) -> float:
        """A size within bounds; the upper one grows with a sheet for a projector."""
        return min(max(least, size), most * self.scale)
