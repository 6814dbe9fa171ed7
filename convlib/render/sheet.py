"""The pixel layout of a scene: one place for every size and position, shared by all painters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import GROUPS, STRIPE, colour_of
from convlib.picture.parts import ROLES
from convlib.picture.pegged import counts_at
from convlib.picture.view import CellView
from convlib.render import foot
from convlib.render.caption import BELOW, MOST, count_lines, longest, widest
from convlib.render.cells import NARROWEST as NARROWEST
from convlib.render.cells import WIDEST as WIDEST
from convlib.render.cells import Cells
from convlib.render.fonts import CAP, DESCENT
from convlib.render.foot import Table
from convlib.render.gaps import Gap, headrooms, opened
from convlib.render.lettering import LEAST

Line = tuple[float, float, float, float]

SMALLEST = 7  # pixels: titles for which there is less room than that are left out
CAPTION = 0.4  # the equation's size, in cells
LETTERS = (12, 13, 20)  # the equation's size in pixels: the least, where it's long; usual bounds
SAVING = 0.8  # of its usual size: how much smaller it may be to take a line less
FOOT = 0.36, (12, 15)  # the size of what stands below it, in cells and the bounds in pixels
SUMS = 0.8  # the size of running sums for a projector, in ems of the equation
FIRST_LINE = 2.0  # from the picture down to the equation's first line, in ems
NEXT_LINE = 2.3
LAST_LINE = 1.0  # from the equation's last line down to the margin: the running sums stand there


COLOURS = (*ROLES, *(colour_of("", group) for group in range(GROUPS)))
AREAS = {name: f"{name}-full-8" for name in COLOURS}  # the colour of what a curve encloses
THREAD = "gain"  # the colour of the lines that belong to points
RIM = 1.5  # pixels of ground round a point
OUTLINE_DASH = (2.2, 2.2)  # of a window that waits, and the gap after it, in widths of its line


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
class Sheet(Cells):
    """Where everything of a scene stands, in pixels from the top left corner.

    A cell's side is a whole number of pixels and panels begin at whole pixels: edges are sharp, and
    a cell looks the same wherever it stands. The height is the same for every step and term.

    Example:
        >>> import convlib
        >>> sheet = Sheet(convlib.lesson("single-channel").build(), "wide", 800)
        >>> sheet.cell, sheet.x(0), sheet.x(0.5) - sheet.x(0)
        (50, 30, 25)
    """

    @cached_property
    def top(self) -> int:
        """Where the picture begins; titles that are larger than their room reach above it."""
        free = self.height - self.natural
        return self._top + free // 2

    @cached_property
    def _top(self) -> int:
        placed = zip(self.plan.places, self.scene.panels, strict=True)
        first = min((y - panel.raised for (_, y), panel in placed if panel.titled), default=None)
        if first is None:
            return self.margin
        return self.margin + max(0, math.ceil(self.lift + CAP * self.title - first * self.cell))

    @cached_property
    def baseline(self) -> int:
        """Of the equation's first line."""
        return self.y(self.plan.height) + round(FIRST_LINE * self.caption)

    @cached_property
    def lines(self) -> int:
        """How many lines the equation may have."""
        return min(MOST, self._lines_at(self.caption, len(self._longest)))

    def _lines_at(self, size: float, count: int = 1) -> int:
        """How many lines the widest equations take in letters of a size."""
        room = (self.width - 2 * self.margin) / size
        wide = self._longest[:count]
        return max((count_lines(each, room, self.sums) for each in wide), default=0)

    @cached_property
    def _longest(self) -> list[Any]:
        return longest(self.scene) if self.options.equation else []

    @cached_property
    def room(self) -> float:
        """How wide a line of the equation may be, in its ems."""
        return (self.width - 2 * self.margin) / self.caption

    @cached_property
    def sums(self) -> float:
        """The size of running sums, in ems of the equation."""
        return SUMS if self.options.large else BELOW

    @cached_property
    def height(self) -> int:
        """Of the sheet; even, as films need it."""
        if self.options.aspect:
            across, down = self.options.aspect
            return 2 * round(self.width * down / across / 2)
        return self.natural

    @cached_property
    def natural(self) -> int:
        """What the picture and all below it need with the margins; even."""
        return 2 * math.ceil((self._top + self._below + self.margin) / 2)

    @cached_property
    def _below(self) -> float:
        """How far what is below the picture's top edge reaches down."""
        return self.result_top + self.result.height * self.foot

    @cached_property
    def legend_top(self) -> float:
        """Where the heat-map's legend begins, below the top of the picture."""
        picture = self._down(self.plan.height)
        if not self.lines:
            return picture
        first = round(FIRST_LINE * self.caption)
        return picture + first + self._drop(self.lines - 1) + LAST_LINE * self.caption

    @cached_property
    def result_top(self) -> float:
        """Where the result begins, below the top of the picture."""
        return self.legend_top + self.legend.height * self.foot

    @cached_property
    def legend(self) -> Table:
        """What the colours of a heat-map mean."""
        return self._rows(self._told)

    @cached_property
    def _told(self) -> list[foot.Block]:
        if self.options.show == "numbers":
            return []
        return foot.legend(self.scene, self.options.language)

    @cached_property
    def result(self) -> Table:
        """The result, if it is asked for."""
        return self.result_after(self._counts)

    def result_after(self, counts: tuple[int, ...], *, asked: bool = False) -> Table:
        """The same once so many places were counted; or where its size is to be predicted."""
        return self._rows(self._outcome(counts, asked=asked))

    def _outcome(self, counts: tuple[int, ...], *, asked: bool = False) -> list[foot.Block]:
        if not self.options.result:
            return []
        return foot.result(self.outcome, counts, self._counts, asked=asked)

    @cached_property
    def _counts(self) -> tuple[int, ...]:
        """How many places there are along rows and along columns."""
        return counts_at(self.scene, len(self.scene) - 1)

    def _rows(self, blocks: list[foot.Block]) -> Table:
        return foot.rows(blocks, (self.width - 2 * self.margin) / self.foot)

    @cached_property
    def foot(self) -> float:
        """The size of what stands below the equation; none of it is wider than the sheet."""
        part, bounds = FOOT
        usual = self._clamped(part * self.cell, *bounds) / (foot.SMALL if self.legible else 1)
        blocks = [*self._told, *self._outcome(self._counts)]
        widest = max((block.width for block in blocks), default=0)
        return min(usual, (self.width - 2 * self.margin) / (widest or 1))

    def line(self, number: int) -> int:
        """The baseline of one of the equation's lines."""
        return self.baseline + self._drop(number)

    def _drop(self, lines: int) -> int:
        return round(lines * NEXT_LINE * self.caption)

    def y(self, cells: float) -> int:
        """A place down the picture."""
        return self.top + self._down(cells)

    def _down(self, cells: float) -> int:
        return math.floor(cells * self.cell + 0.5) + self._opened(cells)

    def _opened(self, cells: float) -> int:
        """How much lower a place is for the gaps above it that are opened."""
        return sum(round(float(gap.before(cells))) for gap in self._gaps)

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        size = max(self.legible, LEAST * self.unit)
        need = size * (CAP + DESCENT) + 1 + self.striped
        return opened(self.scene, self.plan, self.cell, need)

    def points(self, cells: Array) -> Array:
        """Places of the picture, ``(n, 2)``, in pixels and their parts."""
        points: Array = np.asarray(cells, dtype=float).reshape(-1, 2) * self.cell
        points[:, 1] += sum(gap.before(points[:, 1] / self.cell) for gap in self._gaps)
        points += np.array([self.left, self.top])
        return points

    def corner(self, cell: CellView) -> tuple[int, int]:
        """Where a cell begins."""
        return self.x(cell.x), self.y(cell.y)

    @cached_property
    def title(self) -> float:
        """The size of titles; small where panels stand close under each other."""
        wanted = self._clamped(self.pixels("title"), 12, 20)
        free = min(self.headroom - 1, self.headroom + self.inset - self.striped)
        least = max(self.legible, SMALLEST * self.unit)
        return max(least, min(wanted, free / (CAP + DESCENT)))

    @cached_property
    def lift(self) -> float:
        """How far above its panel a title stands."""
        usual = min(self.pixels("titleAbove"), max(0, self.headroom - CAP * self.title))
        return max(usual, self.striped + DESCENT * self.title) if self.striped else usual

    @cached_property
    def striped(self) -> float:
        """What the stripes of groups need between panels and their titles, if there are any."""
        return STRIPE * self.cell * any(panel.group >= 0 for panel in self.scene.panels)

    @cached_property
    def headroom(self) -> float:
        """The least that is free between a panel with a title and one that stands above it."""
        free = (
            (line - bottom) * self.cell + self._opened(line) - self._opened(bottom)
            for line, bottom, _ in headrooms(self.scene, self.plan)
        )
        return min(free, default=math.inf)

    @cached_property
    def symbol(self) -> float:
        """The size of the signs between the panels."""
        return self._clamped(self.pixels("symbol"), min(14, self.cell / self.unit), 40)

    @cached_property
    def caption(self) -> float:
        """The size of the equation; a long one is smaller, as far as that saves lines."""
        smallest, least, most = LETTERS
        size = self._clamped(CAPTION * self.cell, least, most)
        if self.legible:
            return max(size, self.legible / self.sums)
        sizes = [size - less * self.unit for less in range(int(size / self.unit - smallest) + 1)]
        lines = [self._lines_at(each) for each in sizes] or [1]
        usual = next((at for at, count in enumerate(lines) if count <= MOST), len(lines) - 1)
        fewer = (at for at, count in enumerate(lines) if count < lines[usual])
        saving = next(fewer, usual)
        if sizes:
            size = sizes[saving if sizes[saving] >= SAVING * size else usual]
        return min(size, (self.width - 2 * self.margin) / (widest(self._longest) or 1))

    def box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """A filled box: ``(x, y, width, height)``, at least a pixel wide and high."""
        across, down = (max(1, round(side * self.cell)) for side in (width, height))
        down += self._opened(y + height) - self._opened(y)
        return self.x(x), self.y(y), across, down

    def link(self, line: Line) -> Line:
        """A line behind the cells; its middle is that of a pixel."""
        x1, y1, x2, y2 = line
        half = self.thin / 2
        return self.x(x1) + half, self.y(y1) + half, self.x(x2) + half, self.y(y2) + half
