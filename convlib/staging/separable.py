"""A kernel that is an outer product: its two passes, what they save, and how near others come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convlib.ops import Array, Geometry, separate, singular_values
from convlib.picture.parts import NARROWEST, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import GAP, TITLE, Column, Item, Row, Space, arrange
from convlib.staging.planes import corners_of, window_over
from convlib.staging.steps import Steps
from convlib.trace import conv_trace, spatially_separable_chain
from convlib.trace.sums import settled

AWAY = None  # where a window isn't there
SLIM = 1.9  # cells that a single column needs beside a sign: its title may reach up to the sign
LINE = 0.35  # between the row and the title of the kernel below it
BESIDE = 2.2  # between parts that stand beside each other without a sign


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
        _counter("separable-products", np.repeat([0, 1], [kernel.size, kernel.size * output.size])),
        Panel("output", "output", "y", output),
    ]
    steps = Steps(panels)
    _multiply(steps, 1, 2, 3)
    places = _slide(steps, 0, 3, 5)
    before = [AWAY] * kernel.size
    windows = (window_over(0, _over(panels, 0, 3), [*before, *places], kernel=3),)
    # As in a table of products: the column on the left, the row above, each at its own lines.
    table = Row(Column(Space(NARROWEST, 1.0), 1), Column(2, 3, apart=LINE), apart=0)
    # The kernel, not the whole table, stands on the line of the others.
    table = Row(Space(0), table, apart=0, drop=-(1 + LINE + TITLE))
    wide = Row(0, "∗", table, "=", 5, 4)
    tall = Column(0, Row("∗", table), Row("=", 5, 4))
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
        _counter("separable-products", np.ones(sum(products), int)),
        _counter("one-pass", spared),
        Panel("output", "output", "y", output[0]),
    ]
    steps = Steps(panels)
    down = _slide(steps, 0, one, 3)
    across = _slide(steps, 3, other, 6)
    windows = (
        window_over(0, _over(panels, 0, one), [*down, *[AWAY] * len(across)], kernel=one),
        window_over(3, _over(panels, 3, other), [*[AWAY] * len(down), *across], kernel=other),
    )
    slim: dict[int, Item] = {1: Row(1, Space(SLIM - NARROWEST), apart=0), 2: 2}
    wide = Row(0, "∗", slim[one], "=", 3, "∗", slim[other], "=", 6, Column(4, 5, apart=0.6))
    tall = Column(Row(0, "∗", one), Row("=", 3), Row("∗", other), Row("=", 6, 4, 5))
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
    measures: dict[str, Any] = {"axes": 0, "note": " ", "scaled": False}
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
    """PanelList-in + rest = kernel; below it what the kernel and its stand-in make of the input."""
    column = Row(0, Space(SLIM - NARROWEST), apart=0)
    room = [max(panel.columns, NARROWEST) for panel in panels]
    # Below the stand-in stands what it makes, if the input leaves room for that.
    apart = max(BESIDE, SLIM + GAP + room[1] + GAP - room[9])
    above = SLIM + sum(room[1:5]) + 4 * GAP
    below = room[9] + apart + sum(room[10:13]) + 2 * GAP
    factors = Row(column, "×", 1, "=", 2, "+", 3, "=", 4)
    results = Row(9, Row(12, "+", 11, "=", 10), apart=apart)
    errors = Row(7, 8, apart=room[5] + 1 - room[7])
    # What measures the kernel begins at one line, to the right of the wider of the two.
    upper = Row(Row(factors, Space(max(below - above, 0)), apart=0), Row(5, 6), apart=BESIDE)
    lower = Row(Row(results, Space(max(above - below, 0)), apart=0), errors, apart=BESIDE)
    wide = Column(upper, lower, apart=0.9)
    product = [Row(column, "×", 1), Row("=", 2)] if room[2] > 4 else [Row(column, "×", 1, "=", 2)]
    both = [Row(12, "+"), Row(11)] if room[12] > 5 else [Row(12, "+", 11)]
    tall = Column(*product, Row("+", 3, "=", 4), Row(5, 6), errors, 9, *both, Row("=", 10))
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


def _counter(name: str, products: Array) -> Panel:
    """How many products there are so far: per term, how many it adds."""
    so_far = np.cumsum(products)[:, None]
    options: dict[str, Any] = {"axes": 0, "note": " ", "running": so_far, "scaled": False}
    return Panel(name, "middle", "n", so_far[-1:], **options)


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
            out, [(steps.cell(one, *place), -1, out), (steps.cell(other, *place), -1, out, -1)]
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
    places = corners_of(_over(steps.panels, source, weights))
    for at, place in zip(np.ndindex(steps.panels[target].values.shape), places, strict=True):
        out = steps.cell(target, *at)
        steps.step(out, _products(steps, source, weights, place, out))
    return places


def _compare(
    steps: Steps, weights: tuple[int, int], targets: tuple[int, int], difference: int
) -> list[tuple[int, int]]:
    """A step for each place of two kernels on the input: both outputs, and what differs."""
    places = corners_of(_over(steps.panels, 9, weights[0]))
    for at, place in zip(np.ndindex(steps.panels[difference].values.shape), places, strict=True):
        one, other = (steps.cell(target, *at) for target in targets)
        out = steps.cell(difference, *at)
        terms = [
            *_products(steps, 9, weights[0], place, one),
            *_products(steps, 9, weights[1], place, other),
        ]
        steps.step(out, [*terms, (one, -1, out), (other, -1, out, -1)])
    return places
