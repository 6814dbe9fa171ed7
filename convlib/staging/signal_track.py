"""The picture of two signals: plots over cells, and each result under the place where it arises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array, overlap, product
from convlib.picture.parts import NARROWEST, Curve, Panel
from convlib.staging.arrange import TITLE
from convlib.staging.signal_pair import FINE, PARTS, Pair, named
from convlib.staging.signal_range import Range

PIECE = 3  # points of an area's edge from breakpoint to breakpoint
STEM, BAR = 0.13, 0.3  # how far a stem stands beside the middle; half the width of a product's bar
APART = 0.3  # cells between a row of numbers and what stands above it


@dataclass(frozen=True, eq=False)
class Track:
    """One picture: where its parts stand, in cells from its corner.

    Attributes:
        pair: What is shown.
        turns: How many steps there are before g slides.
        numbers: The range of both signals.
        outcome: The range of the result.
    """

    pair: Pair
    turns: int
    numbers: Range
    outcome: Range

    @cached_property
    def width(self) -> float:
        """There is room for g beside f on both sides, and for the titles."""
        titled = max(self.left(0), self.left(self.pair.places[0])) + NARROWEST
        return max(float(len(self.pair.f) + 2 * self.pair.reach), titled)

    @cached_property
    def tops(self) -> tuple[float, float, float, float]:
        """How far down the cells of f and g, the second plot and the cells of the result begin."""
        f = self.numbers.height + TITLE
        g = f + 1 + APART + TITLE
        plot = g + 1 + APART
        return f, g, plot, plot + self.outcome.height + TITLE

    @cached_property
    def height(self) -> float:
        """Of all of it."""
        return self.tops[-1] + 1

    def left(self, place: int) -> float:
        """Where the cell of a place begins."""
        return float(place + self.pair.reach)

    def points(self, tau: Array | Sequence[float], values: Array, plot: Range) -> Array:
        """Numbers at places τ as points in a plot."""
        return np.stack([self.left(0) + 0.5 + np.asarray(tau), plot.y(values)], axis=1)

    def panels(self) -> list[Panel]:
        """The numbers of f, of g, which moves, and of the result."""
        pair, order = self.pair, np.arange(len(self.pair.g))
        across = [t + order * (width - 1) for t, width in pair.stands(self.turns)]
        shifts = np.stack([np.array(across), np.zeros_like(across)], axis=2)
        moves = "signal-g-turned" if pair.turned else "signal-g"
        comes, symbol = named(pair.turned)
        places = pair.places
        return [
            _row("signal-f", "input", "f", pair.f, array="f", note=f"n = {len(pair.f)}"),
            _row(moves, "kernel", "g", pair.g, array="g", note=f"m = {len(order)}", shifts=shifts),
            _row(
                *(comes, "output", symbol, pair.results),
                origin=(0, places[0]),
                note=f"o = {len(places)}",
            ),
        ]

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Where the panels stand."""
        first = self.left(0), self.left(0), self.left(self.pair.places[0])
        tops = self.tops[0], self.tops[1], self.tops[3]
        return tuple(zip(first, tops, strict=True))

    def plots(self) -> tuple[tuple[float, float, float, float], ...]:
        """The boxes of the two plots."""
        return (
            (0.0, 0.0, self.width, self.numbers.height),
            (0.0, self.tops[2], self.width, self.outcome.height),
        )

    def curves(self) -> list[Curve]:
        """All that is drawn in the two plots, from back to front."""
        pair, stands = self.pair, self.pair.stands(self.turns)
        n, m = np.arange(len(pair.f)), np.arange(len(pair.g))
        sides = (-STEM, STEM) if not pair.smooth else (0.0, 0.0)
        dots_f = self.points(n + sides[0], pair.f, self.numbers)
        dots_g = [
            self.points(t + width * m + sides[1], pair.g, self.numbers) for t, width in stands
        ]
        drawn = outline if pair.smooth else stems
        zero, scale = self.numbers.zero, self.numbers.scale
        return [
            Curve(0, "output", "area", tuple(self.area(at) for at in range(len(stands)))),
            *(Curve(plot, "line", "line", self.axis(plot)) for plot in (0, 1)),
            Curve(0, "input", "line", drawn(dots_f, zero)),
            Curve(0, "kernel", "line", tuple(drawn(dots, zero) for dots in dots_g)),
            Curve(0, "input", "dot", dots_f, array="f", scale=scale),
            Curve(0, "kernel", "dot", tuple(dots_g), array="g", scale=scale),
            *self.result_curves(),
        ]

    def axis(self, plot: int) -> Array:
        """The line of the numbers 0."""
        zero = (self.numbers, self.outcome)[plot].zero
        return np.array([[0, zero], [self.width, zero]])

    def area(self, step: int) -> Array:
        """The product of f and g as an area over the axis; nothing while g turns over."""
        pair, shrunk = self.pair, min(1.0, self._largest / self._largest_product)
        t = pair.times[max(step - self.turns, 0)]
        if pair.smooth:
            where = _finer(overlap(len(pair.f), len(pair.g), t, turned=pair.turned))
            heights = product(pair.f, pair.g, t, where, turned=pair.turned)
        else:
            bars = pair.products(max(step - self.turns, 0))
            where = (np.arange(len(pair.f))[:, None] + [-BAR, -BAR, BAR, BAR]).ravel()
            heights = (bars[:, None] * [0, 1, 1, 0]).ravel()
        heights = heights * shrunk * (step >= self.turns)
        ends = where[[-1, 0]]
        return self.points(
            np.concatenate([where, ends]), np.concatenate([heights, [0, 0]]), self.numbers
        )

    @cached_property
    def _largest(self) -> float:
        return max(self.numbers.high, -self.numbers.low)

    @cached_property
    def _largest_product(self) -> float:
        return float(np.abs(np.outer(self.pair.f, self.pair.g)).max()) or 1.0

    def result_curves(self) -> list[Curve]:
        """The result, drawn as far as it is known, and the point where it is drawn."""
        where, values = self.pair.curve
        points = self.points(where, values, self.outcome)
        turns, steps = [0] * self.turns, np.arange(len(self.pair.times))
        if not self.pair.smooth:
            line = stems(points, self.outcome.zero)
            each = 3 * (steps + 1)
            dots = Curve(1, "output", "dot", points, drawn=np.array([*turns, *(steps + 1)]))
            return [Curve(1, "output", "line", line, drawn=np.array([*turns, *each])), dots]
        ends = FINE // PARTS * steps
        now = [points[:0]] * self.turns + [points[end : end + 1] for end in ends.tolist()]
        return [
            Curve(1, "output", "line", points, drawn=np.array([*turns, *(ends + 1)])),
            Curve(1, "output", "dot", tuple(now)),
        ]


def _row(name: str, role: str, symbol: str, values: Array, **options: object) -> Panel:
    return Panel(name, role, symbol, values[None], axes=1, **options)  # type: ignore[arg-type]


def outline(points: Array, zero: float) -> Array:
    """A function that is 0 outside, as a line through its points and down to the axis."""
    ends = points[[0, -1]].copy()
    ends[:, 1] = zero
    return np.concatenate([ends[:1], points, ends[1:]])


def stems(points: Array, zero: float) -> Array:
    """A line from the axis to each point, the pen lifted between them."""
    feet = points.copy()
    feet[:, 1] = zero
    lifted = np.full_like(points, np.nan)
    return np.stack([feet, points, lifted], axis=1).reshape(-1, 2)


def _finer(breaks: Array) -> Array:
    """Breakpoints, and some places between each two of them."""
    parts = np.arange(PIECE) / PIECE
    inner = breaks[:-1, None] + np.diff(breaks)[:, None] * parts
    return np.append(inner.ravel(), breaks[-1])
