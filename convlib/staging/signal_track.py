"""The picture of two signals: plots over cells, and each result under the place where it arises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convlib.ops import Array, overlap, product
from convlib.picture.marks import Label
from convlib.picture.parts import Curve, Panel
from convlib.staging import signal_axes as axes
from convlib.staging.signal_pair import FINE, PARTS, Pair, named
from convlib.staging.signal_range import Range

PIECE = 3  # points of an area's edge from breakpoint to breakpoint
STEM, BAR = 0.13, 0.3  # how far a stem stands beside the middle; half the width of a product's bar
APART = 0.2  # cells between a row of numbers and the plot below it
NOTHING = np.zeros((0, 2))


@dataclass(frozen=True, eq=False)
class Track:
    """One picture: where its parts stand, across in units of τ and down in cells.

    Attributes:
        pair: What is shown.
        turns: How many steps there are before g slides.
        numbers: The range of both signals.
        outcome: The range of the result.
        other: The pair whose result is drawn beside its own, dashed; None for none.
    """

    pair: Pair
    turns: int
    numbers: Range
    outcome: Range
    other: Pair | None = None

    @property
    def width(self) -> float:
        """Units of a plot: there is room for g beside f on both sides."""
        return float(len(self.pair.f) + 2 * self.pair.reach)

    @property
    def zero(self) -> float:
        """How far right in a plot τ = 0 is."""
        return self.pair.reach + 0.5

    @cached_property
    def tops(self) -> tuple[float, float, float, float]:
        """How far down the cells of f and g, the second plot and the cells of the result begin."""
        f = axes.HEAD + self.numbers.height + axes.UNDER
        plot = f + 2 + APART
        return f, f + 1, plot, plot + self.outcome.height + axes.UNDER

    @property
    def height(self) -> float:
        """Of all of it."""
        return self.tops[-1] + 1

    def across(self, spacing: float) -> float:
        """How wide all of it is in cells, where a unit has so many."""
        return axes.LEFT + self.width * spacing

    def points(self, tau: Array | Sequence[float], values: Array, plot: Range) -> Array:
        """Numbers at places τ as points in a plot."""
        return np.stack([self.zero + np.asarray(tau), plot.y(values)], axis=1)

    def panels(self) -> list[Panel]:
        """The numbers of f, of g, which moves, and of the result."""
        pair, order = self.pair, np.arange(len(self.pair.g))
        # Numbers would lie over each other half way: they turn at once, while the curve does so.
        sides = [np.sign(width) for _, width in pair.stands(self.turns)]
        firsts = [-pair.origin * side for side in sides[: self.turns]]
        firsts += [first for first, _ in pair.stands(self.turns)[self.turns :]]
        across = [first + order * (side - 1) for first, side in zip(firsts, sides, strict=True)]
        shifts = np.stack([np.array(across), np.zeros_like(across)], axis=2)
        comes, symbol = named(pair.turned)
        places, note = pair.places, f"m = {len(order)}"
        return [
            _row("signal-f", "input", "f", pair.f, array="f", note=f"n = {len(pair.f)}"),
            _row("signal-g", "kernel", "g", pair.g, array="g", note=note, shifts=shifts),
            _row(
                *(comes, "output", symbol, pair.results),
                origin=(0, places[0]),
                note=f"o = {len(places)}",
            ),
        ]

    def corners(self, spacing: float) -> tuple[tuple[float, float], ...]:
        """Where the panels begin, in cells: each number stands in the middle of its unit."""
        tops = self.tops[0], self.tops[1], self.tops[3]
        first = (0, 0, self.pair.places[0])
        return tuple(
            (axes.LEFT + (self.zero + place) * spacing - 0.5, top)
            for place, top in zip(first, tops, strict=True)
        )

    def plots(self, spacing: float) -> tuple[tuple[float, float, float, float], ...]:
        """The boxes of the two plots, in cells."""
        heights = (axes.HEAD, self.numbers.height), (self.tops[2], self.outcome.height)
        return tuple((axes.LEFT, y, self.width * spacing, height) for y, height in heights)

    def labels(self, spacing: float) -> Iterator[Label]:
        """All that is written beside the cells, in cells."""
        yield from axes.headings(self.pair.turned, self.turns, self.across(spacing))
        for plot, shown in enumerate((self.numbers, self.outcome)):
            corner = axes.LEFT, (axes.HEAD, self.tops[2])[plot]
            yield from axes.numbers(shown, corner, self.marked, self.zero, spacing)
        if self.other:
            yield axes.legend(self.other.turned, self.across(spacing), self.tops[2])
        yield from axes.names(self.pair.turned, (*self.tops[:2], self.tops[3]))

    @property
    def marked(self) -> range:
        """The whole numbers along an axis."""
        return range(-self.pair.reach, len(self.pair.f) + self.pair.reach)

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
        before = drawn(dots_g[0], zero)
        ghost = [before if 0 < at < self.turns else NOTHING for at in range(len(stands))]
        return [
            Curve(0, "output", "area", tuple(self.area(at) for at in range(len(stands)))),
            *axes.lines(0, self.numbers, self.width, self.marked, self.zero),
            *axes.lines(1, self.outcome, self.width, self.marked, self.zero),
            *(self.upright(plot) for plot in (0, 1)),
            *([Curve(0, "kernel", "dashed", tuple(ghost))] if pair.turned else []),
            Curve(0, "input", "line", drawn(dots_f, zero)),
            Curve(0, "kernel", "line", tuple(drawn(dots, zero) for dots in dots_g)),
            Curve(0, "input", "dot", dots_f, array="f", scale=scale),
            Curve(0, "kernel", "dot", tuple(dots_g), array="g", scale=scale),
            *self.beside(),
            *self.result_curves(),
        ]

    def upright(self, plot: int) -> Curve:
        """A line through a plot where the 0 of g stands."""
        shown = (self.numbers, self.outcome)[plot]
        ends, times = np.array([0.0, shown.height]), [0.0] * self.turns + self.pair.times
        lines = [np.stack([np.full(2, self.zero + t), ends], axis=1) for t in times]
        return Curve(plot, "muted", "dashed", tuple(lines))

    def area(self, step: int) -> Array:
        """The product of f and g as an area over the axis; nothing while g turns."""
        pair = self.pair
        t = pair.times[max(step - self.turns, 0)] + pair.away
        if pair.smooth:
            where = _finer(overlap(len(pair.f), len(pair.g), t, turned=pair.turned))
            heights = product(pair.f, pair.g, t, where, turned=pair.turned)
        else:
            bars = pair.products(max(step - self.turns, 0))
            where = (np.arange(len(pair.f))[:, None] + [-BAR, -BAR, BAR, BAR]).ravel()
            heights = (bars[:, None] * [0, 1, 1, 0]).ravel()
        heights = heights * self._shrunk * (step >= self.turns)
        ends = where[[-1, 0]]
        return self.points(
            np.concatenate([where, ends]), np.concatenate([heights, [0, 0]]), self.numbers
        )

    @cached_property
    def _shrunk(self) -> float:
        """How much lower products are drawn than they are, so that all of them fit."""
        products = np.outer(self.pair.f, self.pair.g)
        sides = (products.max(), self.numbers.high), (-products.min(), -self.numbers.low)
        return min(1.0, *(float(room / most) for most, room in sides if most > 0))

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
        now = [NOTHING] * self.turns + [points[end : end + 1] for end in ends.tolist()]
        return [
            Curve(1, "output", "line", points, drawn=np.array([*turns, *(ends + 1)])),
            Curve(1, "output", "dot", tuple(now)),
        ]

    def beside(self) -> list[Curve]:
        """The other result, as far as it is known."""
        if self.other is None:
            return []
        line, _ = replace(self, pair=self.other, other=None).result_curves()
        return [replace(line, style="dashed")]


def _row(name: str, role: str, symbol: str, values: Array, **options: object) -> Panel:
    return Panel(name, role, symbol, values[None], axes=1, titled=False, **options)  # type: ignore[arg-type]


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
