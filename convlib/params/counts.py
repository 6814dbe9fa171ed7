"""Parameters that are whole numbers: one, several in a row, or the seed of what is random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.params.typed import parts_of, whole_number


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
        return whole_number(self.name, given, self.low, self.high)

    def write(self, value: int) -> str:
        """Its digits."""
        return str(value)


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
        parts = parts_of(given, r"\s*[,;]\s*|\s+") if isinstance(given, str) else given
        if not isinstance(parts, Sequence):
            parts = [parts]
        if not 1 <= len(parts) <= self.most:
            details = {"count": len(parts), "most": self.most}
            raise ConvError("several", parameter=self.name, **details)
        return tuple(whole_number(self.name, part, self.low, self.high) for part in parts)

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
        return whole_number(self.name, given, 0, self.high)

    def write(self, value: int | None) -> str:
        """The seed's digits, or nothing."""
        return "" if value is None else str(value)
