"""Kernels that are outer products, applied a factor at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.ops.arrays import Array, bias_of, check_filled, check_shape, numbers, stacked
from convlib.ops.channels import depthwise, pointwise
from convlib.ops.geometry import Geometry
from convlib.shapes import Padding


def spatially_separable(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Slide a column of weights down every channel, then a row of weights across.

    The same as each channel's convolution with ``outer(column, row)``.

    Args:
        x: Input, ``(channels, rows, columns)`` or ``(batch, channels, rows, columns)``.
        column: Weights from top to bottom.
        row: Weights from left to right.
        bias: One number per channel.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.

    Returns:
        ``(channels, rows, columns)``, or with the batch axis before it, in the type that ``conv``
        gives.

    Raises:
        ConvError: ``column`` or ``row`` is no list of numbers; else as ``conv``.

    Example:
        >>> spatially_separable([[[1, 2], [3, 4]]], column=[1, 10], row=[1, -1]).tolist()
        [[[-11]]]
    """
    x = numbers("x", x)
    stack, batched = stacked(x, 2)
    down, across = (_factor(name, value) for name, value in (("column", column), ("row", row)))
    channels = stack.shape[1]
    out = _passes(
        stack,
        np.tile(down, (channels, 1)),
        np.tile(across, (channels, 1)),
        bias,
        stride,
        padding,
        dilation,
    )
    return out if batched else out[0]


def flattened(
    x: ArrayLike,
    channel: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Convolve with filters that are outer products of three: across channels, down, across.

    Args:
        x: Input, ``(channels, rows, columns)`` or ``(batch, channels, rows, columns)``.
        channel: Weights across the channels, ``(out, channels)``.
        column: Weights from top to bottom, ``(out, kernel rows)``.
        row: Weights from left to right, ``(out, kernel columns)``.
        bias: One number per filter.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.

    Returns:
        ``(out, rows, columns)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: The factors don't go together; else as ``conv``.

    Source: Jin, Dundar & Culurciello, Flattened Convolutional Neural Networks, arXiv:1412.5474,
        section 3.

    Example:
        >>> flattened([[[1, 2], [3, 4]], [[1, 1], [1, 1]]], [[1, 2]], [[1, 10]], [[1, -1]]).tolist()
        [[[-11]]]
    """
    x, lateral = numbers("x", x), numbers("channel", channel)
    down, across = numbers("column", column), numbers("row", row)
    stack, batched = stacked(x, 2)
    filters = len(lateral) if lateral.ndim else 0
    check_shape("channel", lateral, (filters, stack.shape[1]))
    for name, factor in (("column", down), ("row", across)):
        check_shape(name, factor, (filters, factor.shape[-1] if factor.ndim else 1))
        check_filled(name, factor.shape)
    mixed = pointwise(stack, lateral[..., None, None])
    out = _passes(mixed, down, across, bias, stride, padding, dilation)
    return out if batched else out[0]


def _passes(
    stack: Array,
    down: Array,
    across: Array,
    bias: ArrayLike | None,
    stride: int | Sequence[int],
    padding: Padding,
    dilation: int | Sequence[int],
) -> Array:
    """Each channel with its own column, then with its own row."""
    kernel = (down.shape[1], across.shape[1])
    window = Geometry.of(stack.shape[2:], kernel, stride, padding, dilation)
    (top, left), (one, other), (tall, broad) = window.padding, window.strides, window.dilations
    bias = bias_of(bias, stack.shape[1])
    first = depthwise(
        stack,
        down[:, None, :, None],
        stride=(one, 1),
        padding=(top, (0, 0)),
        dilation=(tall, 1),
    )
    return depthwise(
        first,
        across[:, None, None, :],
        bias,
        stride=(1, other),
        padding=((0, 0), left),
        dilation=(1, broad),
    )


def _factor(name: str, value: ArrayLike) -> Array:
    array = numbers(name, value)
    check_shape(name, array, (array.size,))
    check_filled(name, array.shape)
    return array
