"""Which cells a window reads at each of its places."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from convlib.ops import Array, Geometry
from convlib.trace.taps import check_cells


def padded(x: Array, geometry: Geometry) -> tuple[Array, Array]:
    """The input with its padding, and per cell which cell of the input it is, -1 for padding.

    Raises:
        ConvError: There are more cells than a person could ever look at.
    """
    sizes = zip(x.shape[1:], geometry.padding, strict=True)
    check_cells(len(x) * math.prod(size + sum(sides) for size, sides in sizes), "padding")
    sides = ((0, 0), *geometry.padding)
    return np.pad(x, sides), np.pad(numbered(x.shape), sides, constant_values=-1)


def numbered(shape: Sequence[int]) -> Array:
    """An array that holds in each cell the cell's own flat index.

    Example:
        >>> numbered((2, 2)).tolist()
        [[0, 1], [2, 3]]
    """
    return np.arange(math.prod(shape)).reshape(shape)


def reads(
    plane: Sequence[int], geometry: Geometry, kernel: Sequence[int], channels: int = 1
) -> Array:
    """Where each tap of the first group reads, flat: ``(places, taps)``, both in row-major order.

    Args:
        plane: Rows, columns ... of the source, its padding included.
        geometry: How the kernel stands on it.
        kernel: The kernel's size per axis.
        channels: How many channels a filter reads.

    Example:
        >>> reads((4,), Geometry.of([4], [2], dilation=2), (2,)).tolist()
        [[0, 2], [1, 3]]
    """
    field = numbered((channels, *plane))
    axes = list(zip(geometry.outputs, geometry.strides, strict=True))
    places = tuple(slice(0, count * step, step) for count, step in axes)
    holes = tuple(slice(0, k * d, d) for k, d in zip(kernel, geometry.dilations, strict=True))
    corners: Array = field[0][places].reshape(-1, 1)
    return corners + field[(slice(None), *holes)].reshape(1, -1)


def per_filter(table: Array, plane: Sequence[int], out: int, groups: int, channels: int) -> Array:
    """The reads of every filter, ``(out * places, taps)``: those of its group's channels.

    Args:
        table: The reads of the first group, ``(places, taps)``.
        plane: Rows, columns ... of the source.
        out: How many filters there are, all groups together.
        groups: Into how many parts the channels are cut.
        channels: How many channels a group has.
    """
    group_of_filter = np.arange(out) // (out // groups)
    first: Array = group_of_filter.reshape(-1, 1, 1) * channels * math.prod(plane)
    return (first + table).reshape(-1, table.shape[1])


def inner(size: int, sides: tuple[int, int]) -> slice:
    """What is left of so many cells without so many at either side.

    Example:
        >>> inner(7, (1, 2))
        slice(1, 5, None)
    """
    return slice(sides[0], size - sides[1])
