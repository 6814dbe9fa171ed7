"""Parameters with a value per axis: sizes, and padding by a rule or by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.numerals import plain
from convlib.params.typed import BETWEEN, QUOTED, parts_of, shortened, whole_number
from convlib.shapes import Pair

AXES = 2
SIDE = r"\s*([^\[\](){},\s]+)\s*"
SIDES = re.compile(rf"(?<=[\[({{,\s])[\[({{]{SIDE},{SIDE}[\])}}]")


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
        parts = parts_of(given, BETWEEN) or [given] if isinstance(given, str) else given
        if not isinstance(parts, Sequence):
            parts = [parts]
        numbers = [whole_number(self.name, part, self.low, self.high) for part in parts]
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
        if isinstance(given, str) and given.strip(QUOTED).lower() in self.rules:
            return given.strip(QUOTED).lower()
        if isinstance(given, str) and not any(each.isdigit() for each in given):
            details = {"value": shortened(given), "choices": ", ".join(self.rules)}
            raise ConvError("padding-rule", parameter=self.name, **details)
        axes = (
            parts_of(SIDES.sub(r"\1:\2", plain(given)), BETWEEN)
            if isinstance(given, str)
            else given
        )
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
        numbers = [whole_number(self.name, side, 0, self.high) for side in sides]
        if len(numbers) not in (1, 2):
            raise ConvError("per-side", parameter=self.name, count=len(numbers))
        return numbers[0], numbers[-1]

    def write(self, value: str | tuple[Pair, Pair]) -> str:
        """The shortest text for it."""
        if isinstance(value, str):
            return value
        sides = [str(a) if a == b else f"{a}:{b}" for a, b in value]
        return sides[0] if sides[0] == sides[1] else "x".join(sides)
