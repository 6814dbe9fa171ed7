"""The kinds of parameter that a lesson has: how each is typed, checked, offered and written.

A value has one canonical form (what ``read`` gives) and one text (what ``write`` gives), used alike
by the web address, the command line, the widgets and Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from convlib.errors import ConvError
from convlib.numbers import grid, parse_grid
from convlib.ops import Array
from convlib.shapes import Pair

AXES = 2


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
        size: The name of the parameter that holds its rows and columns.
        names: What is known by a name, each made for a number of rows and columns.

    Example:
        >>> kernel = Grid("kernel-values", cap=7)
        >>> kernel.write(kernel.read("1 2; 3 -4"))
        '1,2;3,-4'
    """

    name: str
    cap: int
    size: str = ""
    names: Mapping[str, Callable[[Pair], Array]] = field(default_factory=dict, hash=False)
    default: None = None

    def read(self, given: Any) -> Array | str | None:
        """``(rows, columns)``, a name, or None.

        Raises:
            ConvError: A cell is no finite number, rows differ in length, or there are too many.
        """
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        if isinstance(given, str):
            known = given.strip().lower()
            return known if known in self.names else parse_grid(given, self.name, self.cap)
        if (rank := _rank(given)) != AXES:
            raise ConvError("grid-rank", parameter=self.name, rank=rank)
        rows = given if isinstance(given, list | tuple) else np.asarray(given).tolist()
        return grid(rows, self.name, self.cap)

    def write(self, value: Array | str | None) -> str:
        """Rows by ``;``, numbers by ``,``; every digit, so that reading gives the same numbers."""
        if value is None or isinstance(value, str):
            return value or ""
        return ";".join(",".join(map(_digits, row)) for row in value.tolist())

    def laid_over(self, background: Array, value: Array | str | None, shape: Pair) -> Array:
        """The background's first rows and columns, with the value over its corner."""
        if value is None:
            return background[: shape[0], : shape[1]]
        top = self.names[value](shape) if isinstance(value, str) else value
        top = top[: shape[0], : shape[1]]
        array = background[: shape[0], : shape[1]].astype(np.result_type(background, top))
        array[: top.shape[0], : top.shape[1]] = top
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
