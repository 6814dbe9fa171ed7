"""A transposed convolution as a matrix: C of the convolution, turned over, times the input."""

from __future__ import annotations

import numpy as np

from convlib.ops import Array, SparseMatrix, conv_matrix, conv_transpose
from convlib.picture.parts import HOLE, Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, row_ticks, window_over
from convlib.staging.steps import Steps
from convlib.staging.upsampling import (
    Options,
    spread_panel,
    turned_panel,
    untouched,
)
from convlib.trace import conv_transpose_gather_trace, conv_transpose_trace, matrix_trace


def matrix_of(x: Array, weight: Array, options: Options) -> SparseMatrix:
    """C of the convolution whose transpose takes an input like ``x`` to the output.

    Example:
        >>> matrix_of(np.ones((2, 2)), np.ones((3, 3)), {"stride": 1, "padding": 0}).shape
        (4, 16)
    """
    output = conv_transpose(x[None], weight[None, None], **options).shape
    place = {name: options[name] for name in ("stride", "padding")}
    return conv_matrix(weight[None, None], output, **place)


def stage_matrix(x: Array, weight: Array, options: Options) -> Scene:
    """C, and its transpose times the input written out as a column: a row for each output value.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.
    """
    stamps = conv_transpose_trace(x[None], weight[None, None], **options)
    matrix, result = matrix_of(x, weight, options), stamps.output[0]
    panels = [
        Panel("input", "input", "x", x, array="input"),
        Panel("kernel", "kernel", "w", weight, array="weights"),
        matrix_panel("transposed-c", matrix),
        matrix_panel("transposed-ct", matrix.T),
        _column("transposed-x", "input", "v", x),
        _column("transposed-y", "output", "u", result),
        Panel("output", "output", "y", result, kinds=untouched(stamps)),
    ]
    steps = Steps(panels)
    product = Staged(matrix_trace(matrix.T, x.ravel()), [4, 5], [3])
    follow(steps, product, Staged(stamps, [0, 6], [1]))
    rows = np.arange(result.size)
    start = np.zeros_like(rows)
    known, multiplied = Row(0, "×", 1, "→", 6), Row(3, "×", 4, "=", 5)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels,
            Row(Column(2, known, apart=0.8), multiplied, apart=1.9),
            Column(2, known, multiplied, apart=0.8),
        ),
        windows=(Window(2, x.size, 1, start, rows), Window(3, 1, x.size, rows, start)),
        ticks=row_ticks(result.shape),
        **steps.columns(),
    )


def matrix_panel(name: str, matrix: SparseMatrix) -> Panel:
    """A matrix whose zeros that no weight makes are left out."""
    kinds = np.full(matrix.shape, HOLE)
    kinds[matrix.rows, matrix.columns] = 0
    symbol = "C" if name == "transposed-c" else "Ct"
    return Panel(name, "kernel", symbol, matrix.toarray(), kinds=kinds)


def _column(name: str, role: str, symbol: str, values: Array) -> Panel:
    """An array written out row by row as one column."""
    size = f"{values.size} × 1"
    return Panel(name, role, symbol, values.reshape(-1, 1), axes=1, note=size)


def stage_together(x: Array, weight: Array, options: Options) -> Scene:
    """Stamps, window and matrix in step: each makes the same output value in its own way.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.
    """
    stamps = conv_transpose_trace(x[None], weight[None, None], **options)
    slid = conv_transpose_gather_trace(x[None], weight[None, None], **options)
    matrix, result = matrix_of(x, weight, options).T, slid.output[0]
    panels = [
        Panel("input", "input", "x", x, array="input"),
        Panel("kernel", "kernel", "w", weight, array="weights"),
        Panel("transposed-stamped", "output", "y", result, kinds=untouched(stamps)),
        matrix_panel("transposed-ct", matrix),
        _column("transposed-x", "input", "v", x),
        _column("transposed-y", "output", "u", result),
        spread_panel(slid, options["stride"]),
        turned_panel(weight, result.size, name="transposed-turned"),
        Panel("transposed-slid", "output", "y", result),
    ]
    steps, times = Steps(panels), matrix_trace(matrix, x.ravel())
    ways = Staged(stamps, [0, 2], [1]), Staged(slid, [6, 8], [7]), Staged(times, [4, 5], [3])
    follow(steps, *ways)
    rows = np.arange(result.size)
    still = np.zeros_like(rows)
    by_stamps, by_window = Row(0, "×", 1, "→", 2), Row(6, "∗", 7, "=", 8)
    multiplied = Row(3, "×", 4, "=", 5)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels,
            Row(Column(by_stamps, by_window, apart=0.8), multiplied, apart=1.9),
            Column(by_stamps, Column(6, Row("∗", 7, "=", 8)), multiplied, apart=0.8),
        ),
        windows=(
            window_over(6, slid.geometry, corners_of(slid.geometry), kernel=7),
            Window(3, 1, x.size, rows, still),
        ),
        ticks=row_ticks(result.shape),
        **steps.columns(),
    )
