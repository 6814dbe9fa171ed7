"""Two signals on one line: g turns over and slides over f, and what comes of it grows below.

Everything stands on one axis, a cell to each unit of τ: the points of f and g above their cells,
and each result under the place where the first point of g stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor, log10

import numpy as np

from convlib.numbers import exact
from convlib.ops import Array, convolve, correlate, integral, overlap, product
from convlib.scene import ABREAST, Curve, Layout, Panel, Scene, Tick
from convlib.staging.arrange import TITLE
from convlib.staging.steps import Steps

TURNS = (1.0, 0.5, -0.5, -1.0)  # how wide g is while it turns over
PARTS = 2  # steps of functions from point to point
FINE = 8  # points of a result's curve from point to point
PIECE = 3  # points of an area's edge from breakpoint to breakpoint
SIGNALS_HEIGHT, RESULT_HEIGHT = 3.6, 2.6
ABOVE, BELOW = 0.2, 0.15  # what a plot leaves free over and under its curves
APART, BLOCKS = 0.3, 1.6  # between cells and what stands above them; between two pictures
WIDEST = 40.0  # cells: two pictures that are wider together stand under each other
STEM, BAR = 0.13, 0.3  # how far a stem stands beside the middle; half the width of a product's bar
DECIMALS = 4  # of a result under the stage
NICE = (1, 1.5, 2, 3, 5, 7.5, 10)
TELLABLE = 20  # numbers that a drag tells apart, from 0 to the largest
SIGNS = {True: "∗", False: "⋆"}
Caption = tuple[tuple[str, str], ...]


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

    def y(self, values: Array | float) -> Array:
        """Numbers as places down the plot."""
        return np.asarray(self.zero - np.asarray(values, dtype=float) * self.unit)

    @property
    def scale(self) -> tuple[float, ...]:
        """As ``Curve`` has it."""
        step = nice(max(self.high, -self.low)) / TELLABLE
        return round(self.zero, 6), round(self.unit, 6), step, self.low, self.high


@dataclass(frozen=True, eq=False)
class Pair:
    """f and g, and how the one meets the other.

    Attributes:
        f: What stands still, a row of numbers.
        g: What slides.
        turned: Whether g is turned over: convolution; else correlation.
        mode: ``"full"`` wherever they overlap, ``"valid"`` where g lies wholly on f.
        smooth: Whether they are functions, straight between their points, or numbers in a row.
    """

    f: Array
    g: Array
    turned: bool
    mode: str
    smooth: bool

    @property
    def reach(self) -> int:
        """How far g reaches from its first point to its last."""
        return len(self.g) - 1

    @cached_property
    def places(self) -> range:
        """Where the first point of g stands, at whole numbers."""
        first, last = (0, self.reach) if self.turned else (-self.reach, 0)
        inside = self.reach if self.mode == "valid" else 0
        return range(first + inside, len(self.f) + last - inside)

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
        """What comes out of functions where the first point of g stands at t."""
        return integral(self.f, self.g, t, turned=self.turned)

    @cached_property
    def results(self) -> Array:
        """What comes out at whole numbers."""
        if self.smooth:
            return np.array([self.result(t) for t in self.places])
        return (convolve if self.turned else correlate)(self.f, self.g, self.mode)

    def stands(self, turns: int) -> list[tuple[float, float]]:
        """Per step where the first point of g stands and how wide g is, turned over below 0."""
        over = [(0.0, TURNS[turn] if self.turned else 1.0) for turn in range(turns)]
        return over + [(t, -1.0 if self.turned else 1.0) for t in self.times]


def _between(places: range, parts: int) -> list[float]:
    """The places, and between two of them so many parts."""
    return [places[0] + at / parts for at in range((len(places) - 1) * parts + 1)]


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
        """There is room for g beside f on both sides."""
        return float(len(self.pair.f) + 2 * self.pair.reach)

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
            i = np.arange(len(pair.f))
            j = (np.round(t) - i if pair.turned else i - np.round(t)).astype(int)
            there = (j >= 0) & (j < len(pair.g))
            bars = np.where(there, pair.f * pair.g[np.clip(j, 0, pair.reach)], 0)
            where = (i[:, None] + [-BAR, -BAR, BAR, BAR]).ravel()
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


def named(turned: bool) -> tuple[str, str]:
    """The result's title, and its symbol."""
    title = "signal-convolution" if turned else "signal-correlation"
    return title, f"(f {SIGNS[turned]} g)"


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


def stage_line(
    f: Array, g: Array, reverse: Sequence[bool], *, mode: str = "full", smooth: bool = False
) -> Scene:
    """Stage the convolution of two rows of numbers, their correlation, or both in step.

    Args:
        f: What stands still.
        g: What slides.
        reverse: For each picture whether g is turned over.
        mode: ``"full"`` or ``"valid"``.
        smooth: Whether they are functions rather than numbers in a row.

    Example:
        >>> scene = stage_line(np.array([1, 2, 3]), np.array([0, 1, 0.5]), [True])
        >>> scene.output.tolist(), len(scene)
        ([[0.0, 1.0, 2.5, 4.0, 1.5]], 9)
    """
    pairs = [Pair(f, g, turned, mode, smooth) for turned in reverse]
    turns = len(TURNS) if any(reverse) else 1
    numbers = Range.of(np.concatenate([f, g]), SIGNALS_HEIGHT)
    outcome = Range.of(np.concatenate([pair.curve[1] for pair in pairs]), RESULT_HEIGHT)
    tracks = [Track(pair, turns, numbers, outcome) for pair in pairs]
    panels = [panel for track in tracks for panel in track.panels()]
    steps, captions = Steps(panels), dict[int, Caption]()
    made: dict[int, tuple[int, ...]] = {}
    names = ("g(τ)", "g(−τ)") if smooth else ("g[i]", "g[−i]")
    for turn in range(turns):
        captions[turn] = turning(TURNS[turn] if any(reverse) else 1, *names)
        steps.step()
    for at, t in enumerate(pairs[0].times):
        if not smooth:
            _sum(steps, pairs, at)
            continue
        captions[len(steps)] = _areas([(pair, pair.times[at]) for pair in pairs])
        if t == round(t):
            cells = (steps.cell(3 * number + 2, 0, at // PARTS) for number in range(len(pairs)))
            made[len(steps)] = tuple(cells)
        steps.step()
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(tracks),
        windows=(),
        ticks=ticks(turns, any(reverse)),
        captions=captions,
        made=made,
        abreast=len(pairs) > 1,
        curves=tuple(
            replace(curve, plot=curve.plot + 2 * at)
            for at, track in enumerate(tracks)
            for curve in track.curves()
        ),
        results=tuple(range(2, 3 * len(pairs), 3)) if len(pairs) > 1 else (),
        **steps.columns(),
    )


def ticks(turns: int, turned: bool) -> tuple[Tick, ...]:
    """Where g turns over, if it does, and where it begins to slide."""
    return (*([Tick(0, "turn", 0)] if turned else []), Tick(turns, "slide", 1))


def turning(width: float, shown: str, turned: str) -> Caption:
    """What is said while g turns over: ``g(τ)``, ``g(τ) → g(−τ)``, ``g(−τ)``."""
    before, after = (shown, "kernel"), (turned, "kernel")
    if abs(width) == 1:
        return (before if width == 1 else after,)
    return before, (" → ", "muted"), after


def _areas(now: Sequence[tuple[Pair, float]]) -> Caption:
    """The integrals of a moment, side by side."""
    said: list[tuple[str, str]] = []
    for pair, t in now:
        at = exact(t)
        inner = (
            f"({at} − τ)" if pair.turned else (f"(τ − {at})" if t >= 0 else f"(τ + {exact(-t)})")
        )
        value = pair.result(t)
        rounded = round(value, DECIMALS)
        equals = " = " if abs(value - rounded) < 1e-9 else " ≈ "
        said += [(ABREAST, "muted")] if said else []
        said += [
            (f"{named(pair.turned)[1]}({at})", "output"),
            (" = ∫ ", "muted"),
            ("f(τ)", "input"),
            ("·", "muted"),
            (f"g{inner}", "kernel"),
            (" dτ", "muted"),
            (equals, "muted"),
            (exact(rounded), "result"),
        ]
    return tuple(said)


def _sum(steps: Steps, pairs: Sequence[Pair], at: int) -> None:
    """One result of each pair: the products where both have a number."""
    terms, made = [], []
    for number, pair in enumerate(pairs):
        made.append(steps.cell(3 * number + 2, 0, at))
        for i in range(len(pair.f)):
            j = pair.places[at] - i if pair.turned else i - pair.places[at]
            if 0 <= j < len(pair.g):
                source, weight = steps.cell(3 * number, 0, i), steps.cell(3 * number + 1, 0, j)
                terms.append((source, weight, made[-1]))
    steps.step(made[0], terms)


def _layouts(tracks: Sequence[Track]) -> dict[str, Layout]:
    """Two pictures beside each other where there is room; on a phone under each other."""
    width = sum(track.width for track in tracks) + BLOCKS * (len(tracks) - 1)
    return {"wide": _together(tracks, width <= WIDEST), "tall": _together(tracks, False)}


def _together(tracks: Sequence[Track], beside: bool) -> Layout:
    x = y = width = height = 0.0
    places, plots = list[tuple[float, float]](), list[tuple[float, float, float, float]]()
    for track in tracks:
        places += [(x + left, y + top) for left, top in track.corners()]
        plots += [(x + left, y + top, w, h) for left, top, w, h in track.plots()]
        width, height = max(width, x + track.width), max(height, y + track.height)
        x, y = (width + BLOCKS, y) if beside else (x, height + BLOCKS)
    return Layout(width, round(height, 6), tuple(places), (), tuple(plots))
