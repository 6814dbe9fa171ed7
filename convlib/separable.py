"""A kernel that is an outer product: its two passes, what they save, and how near others come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib.arrange import Column, Item, Row, arrange
from convlib.ops import Array, Geometry, separate, singular_values
from convlib.planes import places_of, window_over
from convlib.scene import LESS, Layout, Panel, Scene, Tick
from convlib.steps import Steps
from convlib.trace import conv_trace, spatially_separable_chain
from convlib.trace.sums import settled

NARROW = 14  # cells that a telephone has room for
AWAY = None


def outer_scene(x: Array, column: Array, row: Array) -> Scene:
    """Column × row = kernel, cell by cell; then that kernel slides over the input.

    Args:
        x: The input, ``(rows, columns)``.
        column: Weights from top to bottom, ``(rows,)``.
        row: Weights from left to right, ``(columns,)``.
    """
    kernel = np.outer(column, row)
    output = conv_trace(x[None], kernel[None, None]).output[0]
    panels = [
        Panel("input", "input", "x", x, array="input"),
        *_factors(column, row, "column", "row"),
        Panel("kernel", "kernel", "w", kernel),
        _counter("direct", "n", np.repeat([0, 1], [kernel.size, kernel.size * output.size])),
        Panel("output", "output", "y", output),
    ]
    steps = Steps(panels)
    _multiply(steps, 1, 2, 3)
    places = _slide(steps, 0, 3, 5)
    before = [AWAY] * kernel.size
    windows = (window_over(0, _over(panels, 0, 3), [*before, *places], kernel=3),)
    product = Row(1, "×", 2)
    wide = Row(0, "∗", Column(product, "=", 3, centred=True), "=", 5, 4)
    tall = Column(Row(1, "×", 2, "=", 3), Row("∗", 0), Row("=", 5, 4))
    ticks = (Tick(0, "separable-kernel", 0), Tick(kernel.size, "separable-direct", 0))
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, wide, tall),
        windows=windows,
        ticks=ticks,
        **steps.columns(),
    )


def passes_scene(x: Array, column: Array, row: Array, first: str) -> Scene:
    """The two passes with the map between them, and how many products they take.

    Args:
        x: The input, ``(rows, columns)``.
        column: Weights from top to bottom, ``(rows,)``.
        row: Weights from left to right, ``(columns,)``.
        first: ``"column"`` or ``"row"``.
    """
    _, between, output = spatially_separable_chain(x[None], column, row, first=first).arrays
    one, other = (1, 2) if first == "column" else (2, 1)
    lengths = {1: len(column), 2: len(row)}
    products = [between.size * lengths[one], output.size * lengths[other]]
    # A number of the map between stands for as many products as the first pass has weights.
    spared = np.repeat([0, lengths[one]], products)
    panels = [
        Panel("input", "input", "x", x, array="input"),
        *_factors(column, row, "column", "row"),
        Panel("between", "middle", "m", between[0]),
        _counter("two-passes", "n", np.ones(sum(products), int)),
        _counter("direct", "n", spared),
        Panel("output", "output", "y", output[0]),
    ]
    steps = Steps(panels)
    down = _slide(steps, 0, one, 3)
    across = _slide(steps, 3, other, 6)
    windows = (
        window_over(0, _over(panels, 0, one), [*down, *[AWAY] * len(across)], kernel=one),
        window_over(3, _over(panels, 3, other), [*[AWAY] * len(down), *across], kernel=other),
    )
    counters = Column(4, 5, apart=0.6)
    wide = Row(0, "∗", one, "=", 3, "∗", other, "=", 6, counters)
    tall = Column(Row(0, "∗", one), Row("=", 3), Row("∗", other), Row("=", 6, Row(4, 5, apart=1.4)))
    names = ("column", "row") if first == "column" else ("row", "column")
    starts = zip((0, len(down)), names, strict=True)
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, wide, tall),
        windows=windows,
        ticks=tuple(Tick(step, f"separable-{name}", 0) for step, name in starts),
        **steps.columns(),
    )


def stand_in(kernel: Array) -> tuple[Array, Array, Array]:
    """The column and the row that come nearest to a kernel, and their outer product.

    Where the kernel is separable, that is the kernel itself, without rounding.
    """
    found = separate(kernel)
    return found.column, found.row, np.outer(*found[:2]) if found.distance else kernel


def rank_scene(x: Array, kernel: Array) -> Scene:
    """A kernel's best stand-in, what is left, and what each of the two makes of the input.

    Args:
        x: The input, ``(rows, columns)``.
        kernel: Any kernel, ``(rows, columns)``.
    """
    column, row, nearest = stand_in(kernel)
    sizes, distance = singular_values(kernel), separate(kernel).distance
    share = 100 * distance / (np.linalg.norm(kernel) or 1)
    true, near = (conv_trace(x[None], w[None, None]).output[0] for w in (kernel, nearest))
    measures = {"axes": 0, "note": " ", "scaled": False}
    panels = [
        *_factors(column, row),
        Panel("stand-in", "kernel", "s", nearest),
        Panel("rest", "middle", "e", _less(kernel, nearest)),
        Panel("any-kernel", "kernel", "w", kernel, array="weights"),
        Panel("singular", "middle", "σ", sizes[None], axes=1, note=" ", scaled=False),
        Panel("rank", "middle", "r", np.array([[np.count_nonzero(sizes)]]), **measures),
        Panel("rank-error", "middle", "e", np.array([[distance]]), **measures),
        Panel("rank-share", "middle", "%", np.array([[share]]), **measures),
        Panel("input", "input", "x", x, array="input"),
        Panel("by-kernel", "output", "t", true),
        Panel("difference", "middle", "d", _less(true, near)),
        Panel("by-stand-in", "output", "y", near),
    ]
    steps = Steps(panels)
    _multiply(steps, 0, 1, 2)
    _subtract(steps, 4, 2, 3)
    places = _compare(steps, (4, 2), (10, 12), 11)
    before = [AWAY] * (2 * kernel.size)
    ticks = ("separable-stand-in", 0), ("separable-rest", kernel.size)
    compared = ("separable-compared", 2 * kernel.size)
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, *_rank_layouts(panels)),
        windows=(window_over(9, _over(panels, 9, 4), [*before, *places]),),
        ticks=tuple(Tick(step, key, 0) for key, step in (*ticks, compared)),
        **steps.columns(),
    )


def _rank_layouts(panels: Sequence[Panel]) -> tuple[Item, Item]:
    """Stand-in + rest = kernel; below it what the kernel and its stand-in make of the input."""
    factors = Row(0, "×", 1, "=", 2, "+", 3, "=", 4)
    measures = Row(6, 7, 8, apart=1.6)
    results = Row(9, Row(10, "−", 12, "=", 11), apart=2.2)
    wide = Row(Column(factors, results, apart=0.9), Column(5, measures, apart=0.9), apart=2.2)
    narrow = panels[10].columns > 4
    parts = (Row(10, "−"), Row(12, "="), Row(11)) if narrow else (Row(10, "−", 12), Row("=", 11))
    tall = Column(Row(0, "×", 1), Row("=", 2, "+", 3), Row("=", 4), 5, measures, 9, *parts)
    return wide, tall


def _layouts(panels: Sequence[Panel], wide: Item, tall: Item) -> dict[str, Layout]:
    return {name: arrange(item, panels) for name, item in (("wide", wide), ("tall", tall))}


def _factors(column: Array, row: Array, *arrays: str) -> list[Panel]:
    """The column and the row; with the names of the arrays whose numbers can be changed."""
    down, across = arrays or ("", "")
    return [
        Panel("column", "kernel", "c", column[:, None], axes=1, array=down),
        Panel("row", "kernel", "r", row[None], axes=1, array=across),
    ]


def _counter(name: str, symbol: str, products: Array) -> Panel:
    """How many products there are so far: per term, how many it adds."""
    so_far = np.cumsum(products)[:, None]
    total = so_far[-1:]
    return Panel(name, "middle", symbol, total, axes=0, note=" ", course=so_far, scaled=False)


def _less(one: Array, other: Array) -> Array:
    """A difference, 0 where only rounding is left."""
    return settled(one - other, np.abs(one) + np.abs(other))


def _over(panels: Sequence[Panel], source: int, weights: int) -> Geometry:
    """How a panel's weights stand on another panel."""
    return Geometry.of(panels[source].values.shape, panels[weights].values.shape)


def _multiply(steps: Steps, column: int, row: int, target: int) -> None:
    """A step for each product of a number of the column and one of the row."""
    for at, other in np.ndindex(steps.panels[target].values.shape):
        out = steps.cell(target, at, other)
        steps.step(out, [(steps.cell(column, at), steps.cell(row, 0, other), out)])


def _subtract(steps: Steps, one: int, other: int, target: int) -> None:
    """A step for each difference of two panels' cells."""
    for place in np.ndindex(steps.panels[target].values.shape):
        out = steps.cell(target, *place)
        steps.step(
            out, [(steps.cell(one, *place), -1, out), (steps.cell(other, *place), LESS, out)]
        )


def _products(
    steps: Steps, source: int, weights: int, place: tuple[int, int], out: int
) -> list[tuple[int, int, int]]:
    """The terms of a window that begins at a place."""
    return [
        (steps.cell(source, place[0] + at, place[1] + to), steps.cell(weights, at, to), out)
        for at, to in np.ndindex(steps.panels[weights].values.shape)
    ]


def _slide(steps: Steps, source: int, weights: int, target: int) -> list[tuple[int, int]]:
    """A step for each place of the weights on a panel; where they stand in each."""
    places = places_of(_over(steps.panels, source, weights))
    for at, place in zip(np.ndindex(steps.panels[target].values.shape), places, strict=True):
        out = steps.cell(target, *at)
        steps.step(out, _products(steps, source, weights, place, out))
    return places


def _compare(
    steps: Steps, weights: tuple[int, int], targets: tuple[int, int], difference: int
) -> list[tuple[int, int]]:
    """A step for each place of two kernels on the input: both outputs, and what differs."""
    places = places_of(_over(steps.panels, 9, weights[0]))
    for at, place in zip(np.ndindex(steps.panels[difference].values.shape), places, strict=True):
        one, other = (steps.cell(target, *at) for target in targets)
        out = steps.cell(difference, *at)
        terms = [
            *_products(steps, 9, weights[0], place, one),
            *_products(steps, 9, weights[1], place, other),
        ]
        steps.step(out, [*terms, (one, -1, out), (other, LESS, out)])
    return places
