"""A matrix times a column, or several, and how a convolution's weights come into its matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Geometry, SparseMatrix, conv_matrix, widened
from convlib.trace.columns import UNWEIGHTED
from convlib.trace.grid import numbered
from convlib.trace.taps import Trace, check_taps


def matrix_trace(matrix: SparseMatrix, x: ArrayLike) -> Trace:
    """The taps of ``matrix @ x``: one step per row and column of x, its entries from left to right.

    A row without entries takes all of its zeros, so that it comes to 0 in sight.

    Args:
        matrix: ``(rows, columns)``; its weights are those of the whole matrix, zeros included.
        x: The column, ``(columns,)``, or several beside each other, ``(columns, n)``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: The sizes differ, or there is more than a person could ever follow.

    Example:
        >>> corner = SparseMatrix(np.array([0]), np.array([1]), np.array([5]), (2, 2))
        >>> trace = matrix_trace(corner, [3, 4])
        >>> trace.output.tolist(), np.diff(trace.starts).tolist()
        ([20, 0], [1, 2])
    """
    x, (rows, columns) = widened(x, "x"), matrix.shape
    if x.shape[:1] != (columns,) or x.ndim > 2:
        raise ConvError("matrix-size", parameter="x", shape=x.shape, want=columns)
    count = x.size // columns
    check_taps(rows * columns * count)
    held = np.zeros(matrix.shape, bool)
    held[matrix.rows, matrix.columns] = True
    held[~held.any(axis=1)] = True
    row, column = np.nonzero(held.repeat(count, axis=0))
    dst, ker = row, row // count * columns + column
    return Trace(
        source=x,
        weight=matrix.toarray(),
        starts=np.concatenate([[0], held.sum(axis=1).repeat(count).cumsum()]),
        src=column * count + row % count,
        ker=ker,
        dst=dst,
        geometry=Geometry.of((columns,), (columns,)),
        shape=(rows, *x.shape[1:]),
        cells=numbered(x.shape),
    )


def conv_matrix_trace(weight: ArrayLike, input_shape: Sequence[int], **options: Any) -> Trace:
    """The taps that write a convolution's weights into its matrix: a step per row.

    Args:
        weight: Filters, as ``ops.conv_matrix`` takes them.
        input_shape: ``(channels, *spatial)`` of the input.
        **options: Stride, padding, dilation and groups, likewise.

    Returns:
        The trace; its output is the whole matrix, where no weight goes 0. Its
        numbers are in the type that ``conv`` gives for the weights.

    Raises:
        ConvError: As ``conv_matrix``, or there is more than a person could ever follow.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 4.1.

    Example:
        >>> trace = conv_matrix_trace([[[1, 10]]], (1, 3))
        >>> trace.output.tolist(), trace.src.tolist()
        ([[1, 10, 0], [0, 1, 10]], [0, 1, 0, 1])
    """
    weight = widened(weight, "weight")
    which = conv_matrix(numbered(weight.shape), input_shape, **options)
    rows, columns = which.shape
    check_taps(rows * columns)
    return Trace(
        source=weight,
        weight=UNWEIGHTED,
        starts=np.searchsorted(which.rows, np.arange(rows + 1)),
        src=which.values,
        ker=np.full(which.values.shape, -1),
        dst=which.rows * columns + which.columns,
        geometry=Geometry.of(weight.shape[1:], (1,) * (weight.ndim - 1)),
        shape=which.shape,
        cells=numbered(weight.shape),
        rule="copy",
    )
