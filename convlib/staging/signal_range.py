"""The numbers that a plot of signals shows, and where they are drawn in it."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np

from convlib.numerals import LIMIT
from convlib.ops import Array

ABOVE, BELOW = 0.2, 0.15  # what a plot leaves free over and under its curves
NICE = (1, 1.5, 2, 3, 5, 7.5, 10)
THIRDS = ("1.5", "3", "7.5")  # how those begin whose thirds are round
TELLABLE = 20  # numbers that a drag tells apart, from 0 to the largest


def nice(value: float) -> float:
    """The least round number that isn't below a value; at least 1.

    Example:
        >>> nice(0.3), nice(1.2), nice(340)
        (1.0, 1.5, 500.0)
    """
    if value <= 1:
        return 1.0
    size = 10.0 ** floor(log10(value))
    return next(size * each for each in NICE if size * each >= value * (1 - 1e-12))


@dataclass(frozen=True)
class Range:
    """The numbers that a plot shows, and how high it is."""

    low: float
    high: float
    height: float

    @classmethod
    def of(cls, values: Array, height: float) -> Range:
        """Round numbers that hold the values and 0."""
        high, low = max(0.0, float(values.max())), max(0.0, float(-values.min()))
        return cls(-nice(low) if low else 0.0, nice(high) if high or not low else 0.0, height)

    @property
    def unit(self) -> float:
        """How many cells 1 is high."""
        return (self.height - ABOVE - BELOW) / (self.high - self.low)

    @property
    def zero(self) -> float:
        """How far 0 is below the plot's top."""
        return ABOVE + self.high * self.unit

    @property
    def ticks(self) -> list[float]:
        """The numbers at its side: 0, its ends, and where there is one, its halves or thirds."""
        ends = [end for end in (self.low, self.high) if end]
        if len(ends) != 1:
            return [0.0, *ends]
        parts = 3 if f"{abs(ends[0]):e}".startswith(THIRDS) else 2
        return [ends[0] * part / parts for part in range(parts + 1)]

    def y(self, values: Array | float) -> Array:
        """Numbers as places down the plot."""
        return np.asarray(self.zero - np.asarray(values, dtype=float) * self.unit)

    @property
    def scale(self) -> tuple[float, ...]:
        """As ``Curve`` has it; a point may be dragged beyond the plot, as far as it is high."""
        largest = max(self.high, -self.low)
        low, high = min(2 * self.low, -largest), max(2 * self.high, largest)
        bounds = max(low, -LIMIT), min(high, LIMIT)
        return round(self.zero, 6), round(self.unit, 6), nice(largest) / TELLABLE, *bounds
