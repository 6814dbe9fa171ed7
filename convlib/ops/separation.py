"""How far a kernel is from an outer product, and which one is nearest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import Array, check_filled, widened

ROUNDING = 8  # units in the last place per number of a kernel that a rank of 1 may be off by


class Separation(NamedTuple):
    """A kernel's best factors, and how far their outer product is from it.

    Attributes:
        column: The factor along the rows' axis, ``(rows,)``.
        row: The factor along the columns' axis, ``(columns,)``.
        distance: The root of the summed squares of ``kernel - outer(column, row)``; 0 for a
            separable kernel.
    """

    column: Array
    row: Array
    distance: float


def separate(kernel: ArrayLike) -> Separation:
    """The best rank-1 factors of a kernel, and its distance from them.

    A separable kernel of whole numbers gives whole factors, the row without a common divisor.

    Args:
        kernel: A 2-D kernel, ``(rows, columns)``.

    Returns:
        The factors: whole numbers of 64 bits if the kernel's are whole and it is separable, else
        decimal ones of 64.

    Raises:
        ConvError: It is no grid of finite numbers.

    Source: Eckart & Young, "The approximation of one matrix by another of lower rank", 1936.

    Example:
        >>> sobel = separate([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
        >>> sobel.column.tolist(), sobel.row.tolist(), sobel.distance
        ([1, 2, 1], [-1, 0, 1], 0.0)
    """
    grid = _grid(kernel)
    if grid.dtype.kind == "i":
        column, row = _whole_factors(grid)
        if np.array_equal(np.outer(column, row), grid):
            return Separation(column, row, 0.0)
    left, sizes, right = np.linalg.svd(grid.astype(float), full_matrices=False)
    sign = 1.0 if left[np.abs(left[:, 0]).argmax(), 0] > 0 else -1.0
    half = sign * np.sqrt(sizes[0])
    distance = float(np.linalg.norm(sizes[1:]))
    if distance <= _rounding(sizes, grid):
        distance = 0.0
    return Separation(left[:, 0] * half, right[0] * half, distance)


def singular_values(kernel: ArrayLike) -> Array:
    """How much of a kernel each of its outer products holds, the largest first.

    As many are above 0 as outer products have to be added to make the kernel: its rank.

    Args:
        kernel: A 2-D kernel, ``(rows, columns)``.

    Returns:
        As many as its shorter side has; what rounding alone leaves is 0; decimal numbers of
        64 bits.

    Raises:
        ConvError: It is no grid of finite numbers.

    Example:
        >>> singular_values([[3, 0], [0, 2]]).round(9).tolist()
        [3.0, 2.0]
    """
    grid = _grid(kernel)
    sizes: Array = np.linalg.svd(grid.astype(float), compute_uv=False)
    return np.where(sizes <= _rounding(sizes, grid), 0.0, sizes)


def _grid(kernel: ArrayLike) -> Array:
    grid = widened(kernel, "kernel")
    if grid.ndim != 2:
        raise ConvError("grid-rank", parameter="kernel", rank=grid.ndim)
    check_filled("kernel", grid.shape)
    return grid


def _rounding(sizes: Array, grid: Array) -> float:
    """What singular values may come to by rounding alone."""
    return float(ROUNDING * grid.size * np.finfo(float).eps * sizes[0])


def _whole_factors(grid: Array) -> tuple[Array, Array]:
    """The only whole factors that the grid can have, the row of its largest number the least."""
    down, across = np.unravel_index(np.abs(grid).argmax(), grid.shape)
    divisor = max(int(np.gcd.reduce(grid[down])), 1)
    row = grid[down] // divisor
    return grid[:, across] // (row[across] or 1), row
