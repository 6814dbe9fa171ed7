"""The deformable convolution: every point of the kernel is moved, and reads between the cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import (
    Array,
    bias_of,
    check_shape,
    common_type,
    largest,
    numbers,
    refusing_overflow,
    working_type,
)
from convlib.ops.geometry import Geometry, check_channels
from convlib.ops.products import COLUMN_BYTES, blocks, chunk
from convlib.shapes import Padding


@refusing_overflow
def deform_conv(
    x: ArrayLike,
    weight: ArrayLike,
    offset: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    mask: ArrayLike | None = None,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array:
    """Convolve with every point of the kernel moved, reading between cells by interpolation.

    Outside the input all is 0. With offsets of 0 it is ``conv``.

    Args:
        x: Input, ``(channels, rows, columns)`` or ``(batch, channels, rows, columns)``.
        weight: Filters, ``(out, channels/groups, *kernel)`` with a kernel of two axes.
        offset: By how many cells each point moves at each place, first down, then right:
            ``(n * 2 * points, *places)``, point after point y and x; with the batch axis where
            ``x`` has it. The channels are cut into n offset groups, each with its own offsets.
        bias: One number per output channel.
        mask: A factor for each point at each place, ``(n * points, *places)``.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.
        groups: As in ``conv``.

    Returns:
        ``(out, rows, columns)``, or with the batch axis before it, in the type that ``conv`` gives;
        the
        offsets and the mask count among its arrays.

    Raises:
        ConvError: Shapes don't match, a parameter is out of range, or an array holds what is no
            finite number.

    Source: Dai et al., Deformable Convolutional Networks, arXiv:1703.06211, section 2.1; the mask:
        Zhu et al., arXiv:1811.11168, section 3.2; layouts as ``torchvision.ops.deform_conv2d``.

    Example:
        >>> right = np.array([0, 1]).reshape(2, 1, 1) * np.ones((2, 1, 3), int)
        >>> deform_conv([[[1, 2, 3]]], [[[[10]]]], right).tolist()
        [[[20, 30, 0]]]
    """
    x, weight = numbers("x", x), numbers("weight", weight)
    if weight.ndim != 4:
        raise ConvError("plane-weight", parameter="weight", rank=weight.ndim)
    batched = x.ndim == 4
    stack = x if batched else x[None]
    check_channels(stack.shape[1:], weight.shape, groups)
    window = Geometry.of(stack.shape[2:], weight.shape[2:], stride, padding, dilation)
    batch, channels = stack.shape[:2]
    points, places = math.prod(weight.shape[2:]), math.prod(window.outputs)
    moves = _per_place("offset", offset, batched, window)
    parts = max(moves.shape[1] // (2 * points), 1)
    check_shape("offset", moves, (batch, parts * 2 * points, *window.outputs))
    if channels % parts:
        raise ConvError("offset-groups", parameter="offset", groups=parts, have=channels)
    gains = None if mask is None else _per_place("mask", mask, batched, window)
    if gains is not None:
        check_shape("mask", gains, (batch, parts * points, *window.outputs))
        gains = gains.reshape(batch, parts, 1, points, places)
    shift = bias_of(bias, len(weight))
    result = common_type(x, weight, moves, gains, shift)
    reach = largest(x) * (1 if gains is None else largest(gains))
    working = working_type(result, np.array(reach), weight, shift, 0)

    out = np.empty((batch, len(weight), places), result)
    factors = weight.reshape(groups, len(weight) // groups, -1).astype(working, copy=False)
    moves = moves.reshape(batch, parts, points, 2, places)
    room = chunk((places,), COLUMN_BYTES // (channels * points * working.itemsize))
    for n, plane in enumerate(stack.astype(working, copy=False)):
        for (some,) in blocks((places,), room):
            columns = _read(plane, *_positions(moves[n, ..., some], window, weight.shape[2:], some))
            if gains is not None:
                columns *= gains[n, ..., some].astype(working, copy=False)
            columns = columns.reshape(groups, factors.shape[-1], -1)
            out[n, :, some] = (factors @ columns).reshape(len(weight), -1)
    if shift is not None:
        out += shift[:, None]
    out = out.reshape(batch, len(weight), *window.outputs)
    return out if batched else out[0]


def _per_place(name: str, value: ArrayLike, batched: bool, window: Geometry) -> Array:
    """The offsets or the mask with a batch axis.

    Raises:
        ConvError: There are too many axes or too few.
    """
    array = numbers(name, value)
    if array.ndim != 3 + batched:
        raise ConvError("shape", parameter=name, shape=array.shape, want=("...", *window.outputs))
    return array if batched else array[None]


def _positions(
    moves: Array, window: Geometry, kernel: Sequence[int], some: slice
) -> tuple[Array, Array]:
    """The rows and columns that the points read at some places, each ``(parts, points, some)``."""
    tap = np.unravel_index(np.arange(math.prod(kernel)), kernel)
    place = np.unravel_index(np.arange(some.start, some.stop), window.outputs)
    down, across = (
        place[axis] * window.strides[axis]
        - window.padding[axis][0]
        + (tap[axis] * window.dilations[axis])[:, None]
        + moves[:, :, axis]
        for axis in range(2)
    )
    return down, across


def _read(plane: Array, y: Array, x: Array) -> Array:
    """The plane between its cells, ``(parts, channels/parts, points, places)``."""
    channels, rows, columns = plane.shape
    parts = len(y)
    cells = plane.reshape(parts, channels // parts, rows * columns)
    top, left = (_below(at, size) for at, size in ((y, rows), (x, columns)))
    down, across = np.clip(y, -1, rows) - top, np.clip(x, -1, columns) - left
    total = np.zeros((parts, channels // parts, *y.shape[1:]), plane.dtype)
    for row, high in ((top, 1 - down), (top + 1, down)):
        for column, wide in ((left, 1 - across), (left + 1, across)):
            inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
            share = np.where(inside, high * wide, 0).astype(plane.dtype)
            index = np.where(inside, row * columns + column, 0)
            for part in range(parts):
                total[part] += cells[part][:, index[part]] * share[part]
    return total


def _below(at: Array, size: int) -> Array:
    """The last cell at or before a position; what is further out than a cell reads nothing."""
    below: Array = np.floor(np.clip(at, -1, size)).astype(np.int64)
    return below
