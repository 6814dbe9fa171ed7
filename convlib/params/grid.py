"""A parameter that is an array of numbers: typed in, known by a name, or left to the lesson."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.numerals import grid, parse_grid, parse_planes
from convlib.ops import Array
from convlib.params.count import Count
from convlib.params.sizes import AXES
from convlib.params.typed import QUOTED
from convlib.shapes import Pair

MOST_AXES = 64  # as NumPy has them; a list may hold itself


@dataclass(frozen=True)
class Grid:
    """An array of numbers: typed in, known by a name, or (None) left to the lesson.

    Attributes:
        name: As written in an address, on the command line and in Python.
        cap: The most rows or columns.
        size: The name of the parameter that holds its rows and columns; "" where they follow from
            other values.
        names: What is known by a name, each made for a number of rows and columns.
        planes: The most planes of an array ``(planes, rows, columns)``; 0 for a flat one.
        counts: What counts its first axes one after the other: the planes of an array that has
            some, or the rows and columns of one that has no ``size``.
        row: Whether it is one row of numbers, ``(1, columns)``; ``size`` then names the parameter
            that holds their count.

    Example:
        >>> kernel = Grid("kernel-values", cap=7)
        >>> kernel.write(kernel.read("1 2; 3 -4"))
        '1,2;3,-4'
        >>> Grid("image", cap=7, planes=3).read("1 2 | 3 4").tolist()
        [[[1, 2]], [[3, 4]]]
    """

    name: str
    cap: int
    size: str = ""
    names: Mapping[str, Callable[[Pair], Array]] = field(default_factory=dict, hash=False)
    planes: int = 0
    counts: tuple[Count, ...] = ()
    row: bool = False
    default: None = None

    def read(self, given: Any) -> Array | str | None:
        """``(rows, columns)`` or ``(planes, rows, columns)``, a name, or None.

        Raises:
            ConvError: A cell is no finite number, rows differ in length, or there are too many.
        """
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        if isinstance(given, str):
            known = given.strip(QUOTED).lower()
            return known if known in self.names else self._parsed(given)
        if np.ma.is_masked(given):
            raise ConvError("masked", parameter=self.name)
        want = AXES + bool(self.planes)
        if (rank := _rank(given)) != want:
            key = "planes-rank" if self.planes else "grid-rank"
            raise ConvError(key, parameter=self.name, rank=rank)
        rows = given if isinstance(given, list | tuple) else np.asarray(given).tolist()
        if self.planes:
            return self._stacked(rows)
        return self.in_a_row(grid(rows, self.name, self.cap))

    def _parsed(self, typed: str) -> Array:
        """Numbers as a person types them, ``|`` or a blank line between two planes."""
        if not self.planes:
            return self.in_a_row(parse_grid(typed, self.name, self.cap))
        return self._stacked(plane.tolist() for plane in parse_planes(typed, self.name, self.cap))

    def in_a_row(self, table: Array) -> Array:
        """The numbers in one row if that is asked for; those of a spreadsheet's column too.

        Raises:
            ConvError: They have rows and columns.
        """
        if not self.row:
            return table
        if min(table.shape) > 1:
            raise ConvError("one-row", parameter=self.name, rows=len(table))
        return table.reshape(1, -1)

    def sized(self, shape: Sequence[int]) -> dict[str, Any]:
        """What the parameter that holds the size has to be for an array of this shape.

        Example:
            >>> Grid("f", cap=9, size="f-size", row=True).sized((1, 4))
            {'f-size': 4}
        """
        rows, columns = shape[-AXES:]
        if not self.size:
            return {}
        return {self.size: columns if self.row else (rows, columns)}

    def settled(self, shape: Sequence[int], values: Mapping[str, Any]) -> dict[str, Any]:
        """What the parameters that hold its sizes have to be for an array of this shape.

        Args:
            shape: Of what was typed.
            values: The parameters that its counts are multiplied or divided by.

        Example:
            >>> image = Grid("image", cap=9, size="size", planes=3, counts=(Count("channels"),))
            >>> image.settled((3, 4, 5), {})
            {'size': (4, 5), 'channels': 3}
        """
        found = self.sized(shape)
        for number, count in zip(shape, self.counts, strict=False):
            found |= count.settled(number, values)
        return found

    def shape(self, values: Mapping[str, Any], most: Sequence[int]) -> tuple[int, ...]:
        """Its shape at present; an axis that no parameter counts is as long as the most.

        Example:
            >>> bias = Grid("bias", cap=9, counts=(Count("filters"),))
            >>> bias.shape({"filters": 2}, (9, 1))
            (2, 1)
        """
        shape = (*(count.of(values) for count in self.counts), *most[len(self.counts) :])
        if not self.size:
            return shape
        held = values[self.size]
        return (*shape[:-AXES], *((1, held) if self.row else held))

    def _stacked(self, planes: Iterable[Any]) -> Array:
        """Planes of one size as one array."""
        grids = [grid(plane, self.name, self.cap) for plane in planes]
        if not 1 <= len(grids) <= self.planes:
            details = {"count": len(grids), "most": self.planes}
            raise ConvError("planes-count", parameter=self.name, **details)
        if len({each.shape for each in grids}) > 1:
            raise ConvError("planes-ragged", parameter=self.name)
        return np.stack(grids)

    def write(self, value: Array | str | None) -> str:
        """Planes by ``|``, rows by ``;``, numbers by ``,``; reading gives the same numbers."""
        if value is None or isinstance(value, str):
            return value or ""
        planes = value.tolist() if self.planes else [value.tolist()]
        return "|".join(";".join(",".join(map(_digits, row)) for row in rows) for rows in planes)

    def laid_over(
        self, background: Array, value: Array | str | None, shape: Sequence[int]
    ) -> Array:
        """The background's first planes, rows and columns, with the value over its corner."""
        room = tuple(map(slice, shape))
        if value is None:
            return background[room]
        top = self.names[value]((shape[-2], shape[-1])) if isinstance(value, str) else value
        if top.ndim < len(shape):  # what is known by a name fills every plane
            top = np.broadcast_to(top, (shape[0], *top.shape))
        top = top[room]
        array = background[room].astype(np.result_type(background, top))
        array[tuple(map(slice, top.shape))] = top
        return array


def _rank(given: Any, most: int = MOST_AXES) -> int:
    """How many axes an array has, or lists have at least, whether or not their rows are even."""
    if isinstance(given, list | tuple):
        return 1 + min((_rank(each, most - 1) for each in given), default=0) if most else 1
    return np.ndim(given)


def _digits(number: float) -> str:
    return repr(number).removesuffix(".0")
