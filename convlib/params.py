"""The kinds of parameter that a lesson has: how each is typed, checked, offered and written.

A value has one canonical form (what ``read`` gives) and one text (what ``write`` gives), used alike
by the web address, the command line, the widgets and Python.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from convlib.errors import ConvError
from convlib.numbers import grid, parse_grid
from convlib.ops import Array
from convlib.shapes import Pair

AXES = 2

# Between two planes of an array: a bar, brackets that close and open again, or a blank line.
PLANES = re.compile(r"\||(?<=\]\])\s*,?\s*(?=\[\[)|\n\s*\n")


class Param(Protocol):
    """What every kind of parameter can do."""

    @property
    def name(self) -> str:
        """As written in an address, on the command line and in Python."""

    @property
    def default(self) -> Any:
        """The canonical value where none is given."""

    def read(self, given: Any) -> Any:
        """The canonical value of what was typed or passed.

        Raises:
            ConvError: It is no value of this kind.
        """

    def write(self, value: Any) -> str:
        """The text that ``read`` turns into this value again."""


@dataclass(frozen=True)
class PerAxis:
    """A whole number for both axes, or one per axis: ``3`` or ``3x2`` (rows first).

    Example:
        >>> kernel = PerAxis("kernel", default=(3, 3), low=1, high=7)
        >>> kernel.read("3x2"), kernel.read(3), kernel.write((3, 3))
        ((3, 2), (3, 3), '3')
    """

    name: str
    default: Pair
    low: int
    high: int

    def read(self, given: Any) -> Pair:
        """The numbers for rows and columns.

        Raises:
            ConvError: Not one or two whole numbers, or one is out of bounds.
        """
        parts = given.lower().split("x") if isinstance(given, str) else given
        if not isinstance(parts, Sequence):
            parts = [parts]
        numbers = [_whole(self.name, part, self.low, self.high) for part in parts]
        if len(numbers) not in (1, AXES):
            raise ConvError("per-axis", parameter=self.name, count=len(numbers), axes=AXES)
        return numbers[0], numbers[-1]

    def write(self, value: Pair) -> str:
        """``"3"`` where both are equal, else ``"3x2"``."""
        return str(value[0]) if value[0] == value[1] else f"{value[0]}x{value[1]}"


@dataclass(frozen=True)
class PaddingParam:
    """A rule's name, an amount, an amount per axis (``1x2``) or per side (``1:0x2:2``).

    Example:
        >>> padding = PaddingParam("padding", rules=("valid", "same"), high=9)
        >>> padding.read("same"), padding.read("1x0"), padding.write(((0, 1), (0, 1)))
        ('same', ((1, 1), (0, 0)), '0:1')
    """

    name: str
    rules: tuple[str, ...]
    high: int
    default: str | tuple[Pair, Pair] = "valid"

    def read(self, given: Any) -> str | tuple[Pair, Pair]:
        """The rule's name, or the amounts ``((top, bottom), (left, right))``.

        Raises:
            ConvError: No such rule, or an amount is no whole number or out of bounds.
        """
        if isinstance(given, str) and given.strip().lower() in self.rules:
            return given.strip().lower()
        if isinstance(given, str) and not any(each.isdigit() for each in given):
            details = {"value": shortened(given), "choices": ", ".join(self.rules)}
            raise ConvError("padding-rule", parameter=self.name, **details)
        axes = given.lower().split("x") if isinstance(given, str) else given
        if not isinstance(axes, Sequence):
            axes = [axes]
        pairs = [self._pair(axis) for axis in axes]
        if len(pairs) not in (1, AXES):
            raise ConvError("per-axis", parameter=self.name, count=len(pairs), axes=AXES)
        return pairs[0], pairs[-1]

    def _pair(self, given: Any) -> Pair:
        sides = given.split(":") if isinstance(given, str) else given
        if not isinstance(sides, Sequence):
            sides = [sides]
        numbers = [_whole(self.name, side, 0, self.high) for side in sides]
        if len(numbers) not in (1, 2):
            raise ConvError("per-side", parameter=self.name, count=len(numbers))
        return numbers[0], numbers[-1]

    def write(self, value: str | tuple[Pair, Pair]) -> str:
        """The shortest text for it."""
        if isinstance(value, str):
            return value
        sides = [str(a) if a == b else f"{a}:{b}" for a, b in value]
        return sides[0] if sides[0] == sides[1] else "x".join(sides)


@dataclass(frozen=True)
class Whole:
    """One whole number.

    Example:
        >>> Whole("filters", default=1, low=1, high=4).read("2")
        2
    """

    name: str
    default: int
    low: int
    high: int

    def read(self, given: Any) -> int:
        """The number.

        Raises:
            ConvError: No whole number, or out of bounds.
        """
        return _whole(self.name, given, self.low, self.high)

    def write(self, value: int) -> str:
        """Its digits."""
        return str(value)


@dataclass(frozen=True)
class Choice:
    """One of several ways, known by a name; the first one is the default.

    Example:
        >>> Choice("view", ("scatter", "gather")).read("Gather")
        'gather'
    """

    name: str
    choices: tuple[str, ...]

    @property
    def default(self) -> str:
        """The first one."""
        return self.choices[0]

    def read(self, given: Any) -> str:
        """The name.

        Raises:
            ConvError: There is no such way.
        """
        chosen = str(given).strip().lower()
        if chosen not in self.choices:
            details = {"value": shortened(str(given)), "choices": ", ".join(self.choices)}
            raise ConvError("choice", parameter=self.name, **details)
        return chosen

    def write(self, value: str) -> str:
        """The name."""
        return value


@dataclass(frozen=True)
class Several:
    """A few whole numbers in a row, such as one for each layer: ``1,2,4``.

    Example:
        >>> Several("rates", default=(1, 2, 4), low=1, high=8, most=4).read("2, 2")
        (2, 2)
    """

    name: str
    default: tuple[int, ...]
    low: int
    high: int
    most: int

    def read(self, given: Any) -> tuple[int, ...]:
        """The numbers.

        Raises:
            ConvError: None or too many, or one is no whole number or out of bounds.
        """
        parts = given.replace(",", " ").split() if isinstance(given, str) else given
        if not isinstance(parts, Sequence):
            parts = [parts]
        if not 1 <= len(parts) <= self.most:
            details = {"count": len(parts), "most": self.most}
            raise ConvError("several", parameter=self.name, **details)
        return tuple(_whole(self.name, part, self.low, self.high) for part in parts)

    def write(self, value: tuple[int, ...]) -> str:
        """The numbers, commas between them."""
        return ",".join(map(str, value))


@dataclass(frozen=True)
class Seed:
    """Numbers at random: nothing, or the seed that they are drawn from.

    Example:
        >>> Seed("seed").read("7"), Seed("seed").read("")
        (7, None)
    """

    name: str
    high: int = 9999
    default: None = None

    def read(self, given: Any) -> int | None:
        """The seed, or None.

        Raises:
            ConvError: No whole number, or out of bounds.
        """
        if given is None or given == "":
            return None
        return _whole(self.name, given, 0, self.high)

    def write(self, value: int | None) -> str:
        """The seed's digits, or nothing."""
        return "" if value is None else str(value)


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


def _rank(given: Any) -> int:
    """How many axes an array has, or lists have at least, whether or not their rows are even."""
    if isinstance(given, list | tuple):
        return 1 + min(map(_rank, given), default=0)
    return np.ndim(given)


def _digits(number: float) -> str:
    return repr(number).removesuffix(".0")


def shortened(text: str, most: int = 20) -> str:
    """What somebody typed, as a sentence repeats it: the rest of a long text is left out.

    Example:
        >>> shortened("stride"), shortened("9" * 5000, most=6)
        ('stride', '99999…')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def _whole(name: str, given: Any, low: int, high: int) -> int:
    """The whole number that somebody means, which is not out of bounds."""
    bounds = {"low": low, "high": high}
    try:
        number = float(given)
    except OverflowError:
        raise ConvError("out-of-bounds", parameter=name, value=_power(given), **bounds) from None
    except (TypeError, ValueError):
        raise ConvError("whole-number", parameter=name, value=shortened(str(given))) from None
    if math.isinf(number) and any(each.isdigit() for each in str(given)):  # and not "inf"
        raise ConvError("out-of-bounds", parameter=name, value=shortened(str(given)), **bounds)
    if isinstance(given, bool) or not number.is_integer():
        raise ConvError("whole-number", parameter=name, value=shortened(str(given)))
    if not low <= number <= high:
        value = f"{number:.15g}"  # 1e300 has 301 digits
        raise ConvError("out-of-bounds", parameter=name, value=value, **bounds)
    return int(number)


def _power(number: Any) -> str:
    """About how large a number is that no float holds; Python writes no more than 4300 digits."""
    whole = int(number)
    return f"{'-' if whole < 0 else ''}1e+{math.floor(math.log10(abs(whole)))}"
