"""Planes seen at a slant: where their cells, edges and corners are, in pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np

from convlib.ops import Array
from convlib.picture.places import Box

ACROSS, DOWN = (0.95, 0.26), (-0.52, 0.46)  # where the next column and the next row begin: x, y
APART = 1.1  # the least that is free between two planes, in cells
MARGIN = 0.03  # of the width
HIGHEST = 0.8  # the picture, in its widths
LARGEST = 64  # pixels of a cell on a usual sheet, and the width of that
USUAL = 800


@dataclass(frozen=True)
class Plane:
    """A grid at a slant.

    Attributes:
        rows: Of cells.
        columns: Of cells.
        x: The corner of its first cell, in pixels.
        y: The same downwards.
        side: How many pixels a cell's side has on the plane.
    """

    rows: int
    columns: int
    x: float
    y: float
    side: float

    def at(self, places: Array) -> Array:
        """Places on the plane, ``(n, 2)`` columns before rows, in pixels.

        Example:
            >>> Plane(2, 2, 10, 0, 100).at(np.array([[0, 0], [1, 0]])).tolist()
            [[10.0, 0.0], [105.0, 26.0]]
        """
        found: Array = np.asarray(places, float) @ (self.side * np.array([ACROSS, DOWN]))
        found += [self.x, self.y]
        return found

    def places(self, points: Array) -> Array:
        """Pixels, ``(n, 2)``, as places on the plane: what ``at`` gives, back again."""
        found: Array = (points - np.array([self.x, self.y])) @ self._back
        return found

    @cached_property
    def _back(self) -> Array:
        """From pixels to columns and rows."""
        back: Array = np.linalg.inv(self.side * np.array([ACROSS, DOWN]))
        return back

    @property
    def outline(self) -> Array:
        """Its corners, clockwise."""
        right, low = self.columns, self.rows
        return self.at(np.array([[0, 0], [right, 0], [right, low], [0, low]]))

    def corners(self, box: Box, origin: tuple[float, float]) -> Array:
        """The corners of a box that stands on its panel, row by row.

        Args:
            box: In cells of the picture.
            origin: Where the panel's first cell stands there.
        """
        x, y = box.x - origin[0], box.y - origin[1]
        right, low = x + box.width, y + box.height
        return self.at(np.array([[x, y], [right, y], [x, low], [right, low]]))

    def middle(self, number: int) -> Array:
        """The middle of a cell, counted row by row."""
        row, column = divmod(number, self.columns)
        middle: Array = self.at(np.array([[column + 0.5, row + 0.5]]))[0]
        return middle

    @cached_property
    def pixels(self) -> tuple[Array, Array, Array]:
        """All pixels of its cells: their rows and columns, and the number of the cell of each."""
        low, high = self.outline.min(axis=0), self.outline.max(axis=0)
        left, top = np.floor(low).astype(int)
        width, height = np.ceil(high).astype(int) - (left, top)
        back = self._back
        x = np.arange(left, left + width) + 0.5 - self.x
        y = np.arange(top, top + height)[:, None] + 0.5 - self.y
        column, row = (
            np.floor(x * back[0, at] + y * back[1, at]).astype(np.int16) for at in (0, 1)
        )
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        down, across = np.nonzero(inside)
        return down + top, across + left, row[inside].astype(int) * self.columns + column[inside]

    def edges(self, solid: Array) -> tuple[list[Array], list[Array]]:
        """The edges of cells that are solid, each ``(2, 2)`` pixels, and those of no solid one.

        One that goes on from another stands behind it.

        Args:
            solid: Per cell whether it is, ``(rows, columns)``.
        """
        found: tuple[list[Array], list[Array]] = ([], [])
        padded = np.pad(solid, 1)
        for row in range(self.rows + 1):
            for column in range(self.columns):
                near = padded[row : row + 2, column + 1].any()
                ends = np.array([[column, row], [column + 1, row]])
                found[0 if near else 1].append(self.at(ends))
        for column in range(self.columns + 1):
            for row in range(self.rows):
                near = padded[row + 1, column : column + 2].any()
                ends = np.array([[column, row], [column, row + 1]])
                found[0 if near else 1].append(self.at(ends))
        return found


def strung(edges: list[Array]) -> list[Array]:
    """Edges as ``Plane.edges`` has them, those that go on from each other as one.

    Example:
        >>> solid, _ = Plane(1, 2, 0, 0, 100).edges(np.ones((1, 2), bool))
        >>> len(solid), len(strung(solid)), strung(solid)[0].tolist()
        (7, 5, [[0.0, 0.0], [190.0, 52.0]])
    """
    found = list[Array]()
    for edge in edges:
        if found and np.allclose(found[-1][1], edge[0]):
            found[-1] = np.stack([found[-1][0], edge[1]])
        else:
            found.append(edge)
    return found


def stacked(
    lower: tuple[int, int],
    upper: tuple[int, int],
    width: int,
    shape: float | None = None,
    cell: float | None = None,
) -> tuple[tuple[Plane, Plane], tuple[int, int]]:
    """Two planes, the middle of one above that of the other, on a sheet.

    Args:
        lower: Its rows and columns.
        upper: Its rows and columns.
        width: Of the sheet.
        shape: How high that is, in its widths; None to let it follow.
        cell: The side of a cell, from which the width follows; None to fill the width.

    Returns:
        The planes, and the sheet's width and height, which are even.

    Example:
        >>> (below, above), size = stacked((5, 5), (3, 3), 400)
        >>> round(below.side) == round(above.side), size
        (True, (400, 344))
        >>> (below, above), (width, _) = stacked((5, 5), (3, 3), 400, cell=20)
        >>> below.side, width
        (20, 158)
    """
    below, above = Plane(*lower, 0, 0, 1), Plane(*upper, 0, 0, 1)
    right, down = (below.outline.mean(axis=0) - above.outline.mean(axis=0)).tolist()
    above = replace(above, x=right, y=down)
    above = replace(above, y=down - _overlap(above.outline, below.outline) - APART)
    both = np.concatenate([below.outline, above.outline])
    low, high = both.min(axis=0), both.max(axis=0)
    across, tall = (high - low).tolist()
    if cell is not None:
        wide = cell * across / (1 - 2 * MARGIN)
        most = wide if shape is None else max(wide, cell * tall / (shape - 2 * MARGIN))
        width = 2 * ceil(most / 2)
    margin = round(MARGIN * width)
    room = HIGHEST * width if shape is None else shape * width - 2 * margin
    side = min((width - 2 * margin) / across, room / tall, LARGEST * max(1, width / USUAL))
    side = side if cell is None else cell
    height = 2 * ceil((tall * side / 2 + margin) if shape is None else shape * width / 2)
    x, y = ((np.array([width, height]) - side * (low + high)) / 2).tolist()
    below, above = (
        replace(each, x=x + side * each.x, y=y + side * each.y, side=side)
        for each in (below, above)
    )
    return (below, above), (width, height)


def _overlap(upper: Array, lower: Array) -> float:
    """How far one outline reaches down into another that is below it."""
    at = np.concatenate([upper[:, 0], lower[:, 0]])
    at = at[(at >= max(upper[3, 0], lower[3, 0])) & (at <= min(upper[1, 0], lower[1, 0]))]
    bottom = np.interp(at, *upper[[3, 2, 1]].T)
    top = np.interp(at, *lower[[3, 0, 1]].T)
    return float((bottom - top).max())
