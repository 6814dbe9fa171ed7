"""Where pictures stand on paper: as large as a grid of them allows, upright or on its side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from convlib.errors import ConvError

SIZES = {"a4": (827, 1169), "letter": (850, 1100)}  # in hundredths of an inch, as all of this
MARGIN = 55
GAP = 28  # between pictures
CAPTION = 24  # above a picture
FOOT = 26  # at the bottom, for the number of the page
LEAST = 90  # of a picture's room, across and down
AIRY = 1.2  # how far pictures may stand from each other, in heights of one
SMALLER = 0.65  # letters on paper beside those on a screen, which has fewer dots
Size = tuple[int, int]


@dataclass(frozen=True)
class Paper:
    """A page with a grid of places.

    Attributes:
        size: Width and height.
        grid: Columns and rows.
        head: What the title and the result need at the top.
    """

    size: Size
    grid: Size
    head: int

    @cached_property
    def place(self) -> tuple[float, float]:
        """The room of one picture without its caption."""
        (width, height), (columns, rows) = self.size, self.grid
        inner = height - 2 * MARGIN - self.head - FOOT
        across = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
        return across, (inner - (rows - 1) * GAP) / rows - CAPTION

    def corner(self, at: int, height: float) -> tuple[float, float]:
        """The upper left corner of a picture of a height, above which its caption stands."""
        row, column = divmod(at, self.grid[0])
        across, down = self.place
        pitch = min(down, AIRY * height) + CAPTION + GAP
        return MARGIN + column * (across + GAP), MARGIN + self.head + row * pitch + CAPTION

    def scale(self, width: float, height: float) -> float:
        """How much a picture is made smaller."""
        across, down = self.place
        return min(across / width, down / height, SMALLER)


def both_ways(paper: str, grid: Size, head: int) -> list[Paper]:
    """Both ways to lay a sheet, as far as the grid has room on them.

    Raises:
        ConvError: There are more columns or rows than fit.
    """
    width, height = SIZES[paper]
    ways = [Paper(size, grid, head) for size in ((width, height), (height, width))]
    fit = [way for way in ways if min(way.place) >= LEAST]
    if not fit:
        columns, rows = grid
        raise ConvError("grid-too-fine", parameter="grid", value=f"{columns}x{rows}")
    return fit
