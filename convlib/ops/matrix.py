"""A convolution written out as the matrix that it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import (
    Array,
    check_room,
    common_type,
    numbers,
    refusing_overflow,
    widened,
    working_type,
)
from convlib.ops.geometry import Geometry, check_channels
from convlib.shapes import Padding, at_least_one


@dataclass(frozen=True, eq=False)
class SparseMatrix:
    """A matrix that holds only the entries that a tap makes: no SciPy is needed for that.

    Attributes:
        rows: Per entry its row, in rising order for a matrix that isn't transposed.
        columns: Per entry its column.
        values: Per entry its value.
        shape: Rows and columns in all.

    Example:
        >>> corner = SparseMatrix(np.array([0]), np.array([1]), np.array([5]), (2, 2))
        >>> corner.toarray().tolist(), (corner @ [3, 4]).tolist(), (corner.T @ [3, 4]).tolist()
        ([[0, 5], [0, 0]], [20, 0], [0, 15])
    """

    rows: Array
    columns: Array
    values: Array
    shape: tuple[int, int]

    @refusing_overflow
    def __matmul__(self, x: ArrayLike) -> Array:
        """The product with a vector, or with each column of a matrix.

        Raises:
            ConvError: The sizes differ, or sums of whole numbers could be too large for 64 bits.
        """
        x = widened(x, "x")
        if x.ndim not in (1, 2) or len(x) != self.shape[1]:
            raise ConvError("matrix-size", parameter="x", shape=x.shape, want=self.shape[1])
        values = self.values.reshape(-1, *(1,) * (x.ndim - 1))
        kind = common_type(self.values, x)
        if kind.kind == "i":
            sums = np.bincount(self.rows, np.abs(self.values.astype(float)), self.shape[0])
            working_type(kind, x, sums[:, None], None, 0)
        products = values * x[self.columns]
        out = np.zeros((self.shape[0], *x.shape[1:]), kind)
        np.add.at(out, self.rows, products)
        return out

    @property
    def T(self) -> SparseMatrix:  # noqa: N802 - as NumPy's
        """The transpose."""
        return SparseMatrix(self.columns, self.rows, self.values, self.shape[::-1])

    def toarray(self) -> Array:
        """The whole matrix, zeros included."""
        out = np.zeros(self.shape, self.values.dtype)
        out[self.rows, self.columns] = self.values
        return out


def conv_matrix(
    weight: ArrayLike,
    input_shape: Sequence[int],
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> SparseMatrix:
    """The matrix C of a convolution: ``C @ x.ravel()`` convolves, ``C.T @ y.ravel()`` transposes.

    Args:
        weight: Filters, ``(out, channels/groups, *kernel)``.
        input_shape: ``(channels, *spatial)`` of the input.
        stride: As in ``conv``.
        padding: As in ``conv``; the padding has no columns, since what it multiplies is 0.
        dilation: As in ``conv``.
        groups: As in ``conv``.

    Returns:
        A row for each output value, a column for each input value, both in row-major order. Its
        values
        are in the type that ``conv`` gives for the weights.

    Raises:
        ConvError: As ``conv``.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 4.1.

    Example:
        >>> matrix = conv_matrix([[[1, 10]]], (1, 3))
        >>> matrix.toarray().tolist()
        [[1, 10, 0], [0, 1, 10]]
        >>> (matrix.T @ [1, 2]).tolist()
        [1, 12, 20]
    """
    weight = widened(weight, "weight")
    asked = np.atleast_1d(numbers("input_shape", input_shape)).tolist()
    shape = tuple(at_least_one("input_shape", each) for each in asked)
    check_channels(shape, weight.shape, groups)
    sizes, kernel = shape[1:], weight.shape[2:]
    window = Geometry.of(sizes, kernel, stride, padding, dilation)
    check_room("padding", (*window.outputs, *weight.shape), weight.size)
    cells, inside = _spatial(sizes, kernel, window)
    filters, per = weight.shape[:2]
    places = math.prod(window.outputs)

    first = np.arange(filters) // (filters // groups) * per
    channel = first[:, None] + np.arange(per)
    columns = channel[:, None, :, None] * math.prod(sizes) + cells[:, None, :]
    kept = np.broadcast_to(inside[:, None, :], columns.shape)
    rows = np.arange(filters * places).reshape(filters, places, 1, 1)
    values = weight.reshape(filters, 1, per, -1)
    return SparseMatrix(
        rows=np.broadcast_to(rows, columns.shape)[kept],
        columns=columns[kept],
        values=np.broadcast_to(values, columns.shape)[kept],
        shape=(filters * places, math.prod(shape)),
    )


def _spatial(sizes: Sequence[int], kernel: Sequence[int], window: Geometry) -> tuple[Array, Array]:
    """Which cell of a channel each tap reads at each place, and whether it is one: no padding."""
    cells, inside = np.zeros((1, 1), int), np.ones((1, 1), bool)
    axes = zip(
        sizes, kernel, window.padding, window.strides, window.dilations, window.outputs, strict=True
    )
    for size, k, (before, _), stride, dilation, count in axes:
        at = np.add.outer(np.arange(count) * stride - before, np.arange(k) * dilation)
        cells = _outer(np.add, cells * size, at)
        inside = _outer(np.logical_and, inside, (at >= 0) & (at < size))
    return cells, inside


def _outer(combine: np.ufunc, one: Array, other: Array) -> Array:
    """Combine ``(places, taps)`` of some axes with those of the next one."""
    both: Array = combine(one[:, None, :, None], other[None, :, None, :])
    return both.reshape(len(one) * len(other), -1)
