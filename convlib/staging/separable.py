"""A kernel that is an outer product: its two passes, what they save, and how near others come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convlib.ops import Array, separate, singular_values
from convlib.picture.parts import NARROWEST, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import (
    BELOW,
    GAP,
    TIGHT,
    TITLE,
    Column,
    Item,
    Row,
    Space,
    arrange,
    narrow,
)
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, window_over
from convlib.staging.steps import Steps
from convlib.trace import (
    Chain,
    conv_trace,
    difference_trace,
    product_trace,
    spatially_separable_chain,
)
from convlib.trace.sums import settled

AWAY = None  # where a window isn't there
SLIM = 2.3  # cells that a single column needs beside a sign: its title may reach up to the sign
BESIDE = 2.2  # between parts that stand beside each other without a sign
COLUMN = Row(0, Space(SLIM - NARROWEST), apart=0)  # before its sign


def outer_scene(x: Array, column: Array, row: Array) -> Scene:
    """Column × row = kernel, cell by cell; then that kernel slides over the input.

    Args:
        x: The input, ``(rows, columns)``.
        column: Weights from top to bottom, ``(rows,)``.
        row: Weights from left to right, ``(columns,)``.
    """
    kernel = np.outer(column, row)
    trace = conv_trace(x[None], kernel[None, None])
    output = trace.output[0]
    panels = [
        Panel("input", "input", "x", x, array="input"),
        *factors(column, row, "column", "row"),
        Panel("kernel", "kernel", "w", kernel),
        counter("separable-products", np.repeat([0, 1], [kernel.size, kernel.size * output.size])),
        Panel("output", "output", "y", output),
    ]
    steps = Steps(panels)
    follow(steps, Staged(product_trace(column, row), [1, 3], [2]))
    follow(steps, Staged(trace, [0, 5], [3]))
    places = [*[AWAY] * kernel.size, *corners_of(trace.geometry)]
    windows = (window_over(0, trace.geometry, places, kernel=3),)
    # As in a table of products: the column on the left, the row above, each at its own lines.
    table = Row(Column(Space(NARROWEST, 1.0), 1), Column(2, 3), apart=0)
    # The kernel, not the whole table, stands on the line of the others.
    table = Row(Space(0), table, apart=0, drop=-(1 + BELOW + TITLE))
    wide = Row(0, "∗", table, "=", 5, 4)
    tall = narrow(0, Row("∗", table), Row("=", 5, 4))
    ticks = (Tick(0, "separable-kernel", 0), Tick(kernel.size, "separable-direct", 0))
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, wide, tall),
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
    chain = spatially_separable_chain(x[None], column, row, first=first)
    _, between, output = chain.arrays
    one, other = (1, 2) if first == "column" else (2, 1)
    lengths = {1: len(column), 2: len(row)}
    products = [between.size * lengths[one], output.size * lengths[other]]
    # A number of the map between stands for as many products as the first pass has weights.
    spared = np.repeat([0, lengths[one]], products)
    panels = [
        Panel("input", "input", "x", x, array="input"),
        *factors(column, row, "column", "row"),
        Panel("between", "middle", "m", between[0]),
        counter("separable-products", np.ones(sum(products), int)),
        counter("one-pass", spared),
        Panel("output", "output", "y", output[0]),
    ]
    steps = Steps(panels)
    follow(steps, Staged(chain, [0, 3, 6], [one, other]))
    stands = [stage.trace.geometry for stage in chain.stages]
    down, across = map(corners_of, stands)
    windows = (
        window_over(0, stands[0], [*down, *[AWAY] * len(across)], kernel=one),
        window_over(3, stands[1], [*[AWAY] * len(down), *across], kernel=other),
    )
    slim: dict[int, Item] = {1: Row(1, Space(SLIM - NARROWEST), apart=0), 2: 2}
    wide = Row(0, "∗", slim[one], "=", 3, "∗", slim[other], "=", 6, Column(4, 5, apart=0.6))
    tall = Column(Row(0, "∗", one), Row("=", 3), Row("∗", other), Row("=", 6, 4, 5))
    names = ("column", "row") if first == "column" else ("row", "column")
    starts = zip((0, len(down)), names, strict=True)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, wide, tall),
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
    chain = Chain(x[None])
    for weight in (kernel, nearest):
        chain = chain.then("conv", conv_trace, weight[None, None], reads=[0])
    chain = chain.then("difference", difference_trace, reads=[1, 2])
    true, near = (made[0] for made in chain.arrays[1:3])
    there = chain.stages[0].trace.geometry
    measures: dict[str, Any] = {"axes": 0, "note": " ", "scaled": False}
    panels = [
        *factors(column, row),
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
    steps, kernels = Steps(panels), np.stack([kernel, nearest])
    follow(steps, Staged(product_trace(column, row), [0, 2], [1]))
    follow(steps, Staged(difference_trace(kernels), [[4, 2], 3]))
    apart = Staged(chain, [9, 10, 12, 11], [4, 2])
    follow(steps, apart, order="through")
    before = [AWAY] * (2 * kernel.size)
    ticks = ("separable-stand-in", 0), ("separable-rest", kernel.size)
    compared = ("separable-compared", 2 * kernel.size)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels, [_ranked(panels, gap) for gap in (GAP, TIGHT)], _one_by_one(panels)
        ),
        windows=(window_over(9, there, [*before, *corners_of(there)]),),
        ticks=tuple(Tick(step, key, 0) for key, step in (*ticks, compared)),
        **steps.columns(),
    )


def _ranked(panels: Sequence[Panel], gap: float) -> Layout:
    """Stand-in + rest = kernel; below it what the kernel and its stand-in make of the input."""
    room = [max(panel.columns, NARROWEST) for panel in panels]
    # Below the stand-in stands what it makes, if the input leaves room for that.
    apart = max(BESIDE, SLIM + gap + room[1] + gap - room[9])
    above = SLIM + sum(room[1:5]) + 4 * gap
    below = room[9] + apart + sum(room[10:13]) + 2 * gap
    factors = Row(COLUMN, "×", 1, "=", 2, "+", 3, "=", 4)
    results = Row(9, Row(12, "+", 11, "=", 10), apart=apart)
    errors = _errors(panels)
    # What measures the kernel begins at one line, to the right of the wider of the two.
    upper = Row(Row(factors, Space(max(below - above, 0)), apart=0), Row(5, 6), apart=BESIDE)
    lower = Row(Row(results, Space(max(above - below, 0)), apart=0), errors, apart=BESIDE)
    return arrange(Column(upper, lower, apart=0.9), panels, gap)


def _one_by_one(panels: Sequence[Panel]) -> Item:
    """The same for a narrow screen."""
    product = [Row(COLUMN, "×", 1, "=", 2)]
    if panels[2].columns > 4:
        product = [Row(COLUMN, "×", 1), Row("=", 2)]
    both = [Row(12, "+"), Row(11)] if panels[12].columns > 5 else [Row(12, "+", 11)]
    measures = Row(5, 6), _errors(panels)
    return Column(*product, Row("+", 3, "=", 4), *measures, 9, *both, Row("=", 10))


def _errors(panels: Sequence[Panel]) -> Row:
    """What measures the rest, the second number below that of the kernel."""
    return Row(7, 8, apart=max(panels[5].columns, NARROWEST) + 1 - NARROWEST)


def factors(column: Array, row: Array, *arrays: str) -> list[Panel]:
    """The column and the row; with the names of the arrays whose numbers can be changed."""
    down, across = arrays or ("", "")
    return [
        Panel("column", "kernel", "c", column[:, None], axes=1, array=down),
        Panel("row", "kernel", "r", row[None], axes=1, array=across),
    ]


def counter(name: str, products: Array) -> Panel:
    """How many products there are so far: per term, how many it adds."""
    so_far = np.cumsum(products)[:, None]
    options: dict[str, Any] = {"axes": 0, "note": " ", "running": so_far, "scaled": False}
    return Panel(name, "middle", "n", so_far[-1:], **options)


def _less(one: Array, other: Array) -> Array:
    """A difference, 0 where only rounding is left."""
    return settled(one - other, np.abs(one) + np.abs(other))
