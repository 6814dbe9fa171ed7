"""A parameter that is an array of numbers: typed in, known by a name, or left to the lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.numerals import grid, parse_grid
from convlib.ops import Array
from convlib.params.sizes import AXES
from convlib.shapes import Pair

# Between two planes of an array: a bar, brackets that close and open again, or a blank line.
PLANES = re.compile(r"\||(?<=\]\])\s*,?\s*(?=\[\[)|\n\s*\n")


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
            known = given.strip().lower()
            return known if known in self.names else self._parsed(given)
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
        parts = [part for part in PLANES.split(typed) if part.strip(" ,;[]\r\n\t")]
        return self._stacked(parse_grid(part, self.name, self.cap).tolist() for part in parts)

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


def fitted(grids: Mapping[str, Grid], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, and the sizes of typed arrays where no other size is given.

    Args:
        grids: The parameters that are arrays, by name.
        given: Values by parameter, as a person types them or as Python has them.

    Raises:
        ConvError: An array can't be read.

    Example:
        >>> fitted({"input": Grid("input", cap=9, size="size")}, {"input": "1 2 3; 4 5 6"})
        {'size': (2, 3), 'input': '1 2 3; 4 5 6'}
    """
    sizes: dict[str, Any] = {}
    for name, param in grids.items():
        typed = param.read(given.get(name))
        if isinstance(typed, np.ndarray):
            sizes |= param.sized(typed.shape)
    return {**sizes, **given}


def laid_over(
    grids: Mapping[str, Grid],
    values: Mapping[str, Any],
    backgrounds: Mapping[str, tuple[Array, Sequence[int]]],
) -> dict[str, Array]:
    """The arrays of a lesson's values: each background, as large as is said, and the value on it.

    Example:
        >>> grids = {"input": Grid("input", cap=9)}
        >>> values = {"input": grids["input"].read("7")}
        >>> laid_over(grids, values, {"input": (np.ones((9, 9), int), (1, 2))})["input"].tolist()
        [[7, 1]]
    """
    return {
        name: grids[name].laid_over(background, values[name], shape)
        for name, (background, shape) in backgrounds.items()
    }


def _rank(given: Any) -> int:
    """How many axes an array has, or lists have at least, whether or not their rows are even."""
    if isinstance(given, list | tuple):
        return 1 + min(map(_rank, given), default=0)
    return np.ndim(given)


def _digits(number: float) -> str:
    return repr(number).removesuffix(".0")
