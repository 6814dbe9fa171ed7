"""What counts the planes, rows or columns of an array."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Count:
    """What counts the planes, rows or columns of an array.

    Attributes:
        name: The parameter that says how many there are; typed numbers settle it.
        times: Another parameter that it is multiplied by.
        over: One that the product is divided by, such as the groups.

    Example:
        >>> values = {"filters": 4, "channels": 6, "groups": 2}
        >>> Count("filters", times="channels", over="groups").of(values)
        12
    """

    name: str
    times: str = ""
    over: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """The parameters that have to be known before typed numbers can settle the first one."""
        return tuple(name for name in (self.times, self.over) if name)

    def of(self, values: Mapping[str, Any]) -> int:
        """How many there are at present."""
        number: int = values[self.name] * values.get(self.times, 1) // values.get(self.over, 1)
        return number

    def settled(self, number: int, values: Mapping[str, Any]) -> dict[str, int]:
        """What the parameter has to be for so many; nothing where no whole number does it.

        Example:
            >>> weights = Count("filters", times="channels")
            >>> weights.settled(6, {"channels": 3}), weights.settled(5, {"channels": 3})
            ({'filters': 2}, {})
        """
        whole, rest = divmod(number * values.get(self.over, 1), values.get(self.times, 1))
        return {} if rest else {self.name: whole}
