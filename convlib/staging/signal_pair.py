"""f and g, and how the one meets the other: where g stands step by step, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array, integral
from convlib.trace import Trace, convolve_trace, correlate_trace

TURNS = (1.0, 0.5, -0.5, -1.0)  # how wide g is while it turns
PARTS = 2  # steps of functions from point to point
FINE = 8  # points of a result's curve from point to point
SIGNS = {True: "∗", False: "⋆"}


@dataclass(frozen=True, eq=False)
class Pair:
    """f and g, and how the one meets the other.

    Attributes:
        f: What stands still, a row of numbers.
        g: What slides.
        turned: Whether g is turned: convolution; else correlation.
        mode: ``"full"`` wherever they overlap, ``"valid"`` where g lies wholly on f.
        smooth: Whether they are functions, straight between their points, or numbers in a row.
        origin: Which point of g stands at 0.
    """

    f: Array
    g: Array
    turned: bool
    mode: str
    smooth: bool
    origin: int = 0

    @property
    def reach(self) -> int:
        """How far g reaches from its first point to its last."""
        return len(self.g) - 1

    @property
    def away(self) -> int:
        """How far the first point of g stands from its 0 while it slides."""
        return self.origin if self.turned else -self.origin

    @cached_property
    def places(self) -> range:
        """Where the 0 of g stands, at whole numbers."""
        first, last = (0, self.reach) if self.turned else (-self.reach, 0)
        inside = self.reach if self.mode == "valid" else 0
        return range(first + inside - self.away, len(self.f) + last - inside - self.away)

    @cached_property
    def times(self) -> list[float]:
        """Where it stands step by step."""
        return _between(self.places, PARTS if self.smooth else 1)

    @cached_property
    def curve(self) -> tuple[list[float], Array]:
        """The result, as finely as it is drawn: where, and what comes out."""
        if not self.smooth:
            return self.times, self.results
        where = _between(self.places, FINE)
        return where, np.array([self.result(t) for t in where])

    def result(self, t: float) -> float:
        """What comes out of functions where the 0 of g stands at t."""
        return integral(self.f, self.g, t + self.away, turned=self.turned)

    @cached_property
    def trace(self) -> Trace:
        """The products of numbers in a row."""
        return (convolve_trace if self.turned else correlate_trace)(self.f, self.g, self.mode)

    def products(self, step: int) -> Array:
        """What each number of f contributes at a step."""
        rows = slice(int(self.trace.starts[step]), int(self.trace.starts[step + 1]))
        cells, products = self.trace.cells[self.trace.src[rows]], self.trace.products[rows]
        contributed = np.zeros(len(self.f), products.dtype)
        contributed[cells[cells >= 0]] = products[cells >= 0]
        return contributed

    @cached_property
    def results(self) -> Array:
        """What comes out at whole numbers."""
        if self.smooth:
            return np.array([self.result(t) for t in self.places])
        return self.trace.output

    def stands(self, turns: int) -> list[tuple[float, float]]:
        """Per step where the first point of g stands and how wide g is, turned below 0."""
        widths = [TURNS[turn] if self.turned else 1.0 for turn in range(turns)]
        over = [(-self.origin * width, width) for width in widths]
        return over + [(t + self.away, -1.0 if self.turned else 1.0) for t in self.times]


def _between(places: range, parts: int) -> list[float]:
    """The places, and between two of them so many parts."""
    return [places[0] + at / parts for at in range((len(places) - 1) * parts + 1)]


def origin_of(g: Array, reverse: Sequence[bool], *, smooth: bool) -> int:
    """Which point of g stands at 0: the middle one where both results are to stand at one place.

    Numbers in a row count from the first one on, as in NumPy.
    """
    return (len(g) - 1) // 2 if smooth and len(reverse) > 1 else 0


def named(turned: bool) -> tuple[str, str]:
    """The result's title, and its symbol."""
    title = "signal-convolution" if turned else "signal-correlation"
    return title, f"(f {SIGNS[turned]} g)"
