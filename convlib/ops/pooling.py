"""Pooling: the largest number under a window, or the average."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import (
    Array,
    Index,
    check_room,
    common_type,
    numbers,
    refusing_overflow,
    stacked,
    working_type,
)
from convlib.ops.geometry import MOST_AXES, Geometry, padded, windows
from convlib.shapes import effective_kernel, output_size, per_axis

Stride = int | Sequence[int] | None


def max_pool(
    x: ArrayLike,
    kernel_size: int | Sequence[int],
    *,
    stride: Stride = None,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: bool = False,
) -> Array:
    """The largest number under each place of a window, channel by channel.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        kernel_size: The window's size per axis, 1 to 3 of them; one number for all
            axes, which are 2 unless the rank of ``x`` fits others alone.
        stride: Cells between two places of the window; the window's size unless told.
        padding: Cells on each side that are never the largest, at most half the window's size.
        dilation: Distance between neighbouring cells of the window.
        ceil_mode: Keep a last place at which the window stands only partly on the input.

    Returns:
        ``(channels, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: Shapes don't match, a parameter is out of range, a window meets no cell, or the
            input holds what is no finite number.

    Source: ``torch.nn.functional.max_pool2d``.

    Example:
        >>> max_pool([[[1, 2], [3, 4]]], 2).tolist()
        [[[4]]]
    """
    stack, batched = stacked(numbers("x", x), pool_axes(kernel_size))
    kernel = per_axis("kernel_size", kernel_size, stack.ndim - 2)
    window = pool_window(stack.shape[2:], kernel, stride, padding, dilation, ceil_mode)
    kind = common_type(stack)
    least = -np.inf if kind.kind == "f" else np.iinfo(kind).min
    wide = padded(stack, window.padding, kind, fill=least)
    reads = windows(wide, kernel, window.outputs, window.strides, window.dilations)
    out = np.full((*stack.shape[:2], *window.outputs), least, kind)
    for tap in np.ndindex(*kernel):
        at: Index = (slice(None), slice(None), *tap)
        np.maximum(out, reads[at], out=out)
    return out if batched else out[0]


@refusing_overflow
def avg_pool(
    x: ArrayLike,
    kernel_size: int | Sequence[int],
    *,
    stride: Stride = None,
    padding: int | Sequence[int] = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The average under each place of a window, channel by channel.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        kernel_size: The window's size per axis, 1 to 3 of them; one number for all
            axes, which are 2 unless the rank of ``x`` fits others alone.
        stride: Cells between two places of the window; the window's size unless told.
        padding: Zeros on each side, at most half the window's size.
        ceil_mode: Keep a last place at which the window stands only partly on the input.
        count_include_pad: Divide by the number of cells with those of the padding, or without.

    Returns:
        ``(channels, *spatial)``, or with the batch axis before it, in decimal numbers:
        of 32 bits where ``conv`` gives such, else of 64.

    Raises:
        ConvError: Shapes don't match, a parameter is out of range, or the input holds what is no
            finite number.

    Source: ``torch.nn.functional.avg_pool2d``.

    Example:
        >>> avg_pool([[[1, 2], [3, 4]]], 2).tolist()
        [[[2.5]]]
    """
    stack, batched = stacked(numbers("x", x), pool_axes(kernel_size))
    kernel = per_axis("kernel_size", kernel_size, stack.ndim - 2)
    sizes = stack.shape[2:]
    window = pool_window(sizes, kernel, stride, padding, 1, ceil_mode)
    for size, k in zip(sizes, kernel, strict=True):
        if len(kernel) == MOST_AXES and size < k:  # as PyTorch, which refuses that in 3-D alone
            raise ConvError("pool-volume", parameter="kernel_size", value=k, limit=size)
    result = common_type(stack)
    working = working_type(result, stack, np.ones((1, *kernel)), None, 0)
    wide = padded(stack, window.padding, working)
    reads = windows(wide, kernel, window.outputs, window.strides, window.dilations)
    sums = np.zeros((*stack.shape[:2], *window.outputs), working)
    for tap in np.ndindex(*kernel):
        at: Index = (slice(None), slice(None), *tap)
        sums += reads[at]
    counts = pool_counts(sizes, kernel, window, count_include_pad)
    kind = result if result.kind == "f" else np.dtype(float)
    out: Array = sums.astype(kind, copy=False)
    out /= counts.astype(kind)
    return out if batched else out[0]


def pool_axes(kernel_size: int | Sequence[int]) -> int | None:
    """The number of axes that a window has; None for one number, which stands for any.

    Raises:
        ConvError: It has more than 3 or none.
    """
    if not np.ndim(kernel_size):
        return None
    axes = np.size(kernel_size)
    if not 1 <= axes <= MOST_AXES:
        raise ConvError("pool-axes", parameter="kernel_size", axes=axes)
    return axes


def pool_window(
    sizes: Sequence[int],
    kernel: Sequence[int],
    stride: Stride,
    padding: int | Sequence[int],
    dilation: int | Sequence[int],
    ceil_mode: bool,
) -> Geometry:
    """How a window stands on the input; the padding reaches as far as its last place.

    Raises:
        ConvError: A parameter is out of range, or a window meets no cell.
    """
    strides = tuple(kernel) if stride is None else per_axis("stride", stride, len(kernel))
    dilations = per_axis("dilation", dilation, len(kernel))
    amounts = per_axis("padding", padding, len(kernel), least=0)
    spans = tuple(map(effective_kernel, kernel, dilations))
    for amount, whole in zip(amounts, kernel, strict=True):
        if amount > whole // 2:
            raise ConvError("pool-padding", parameter="padding", value=amount, limit=whole // 2)
    check_room("kernel_size", kernel, math.prod(sizes))
    axes = list(zip(sizes, kernel, strides, amounts, dilations, strict=True))
    outputs = tuple(_places(*axis, ceil_mode) for axis in axes)
    for (i, k, s, p, d), count in zip(axes, outputs, strict=True):
        taps = np.add.outer(np.arange(count) * s - p, np.arange(k) * d)
        if not ((taps >= 0) & (taps < i)).any(axis=1).all():
            raise ConvError("pool-nothing", parameter="padding", value=p)
    sides = tuple(
        (p, max((count - 1) * s + span - i - p, p))
        for (i, _, s, p, _), count, span in zip(axes, outputs, spans, strict=True)
    )
    return Geometry(sides, strides, dilations, spans, outputs)


def _places(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    """How many places the window has along an axis."""
    span = effective_kernel(kernel, dilation)
    rest = (size + 2 * padding - span) % stride
    reach = (stride - rest) % stride if ceil else 0
    count = output_size(
        size, kernel, stride=stride, padding=(padding, padding + reach), dilation=dilation
    )
    begins_inside = (count - 1) * stride < size + padding
    return count if begins_inside or not ceil else count - 1


def pool_counts(
    sizes: Sequence[int], kernel: Sequence[int], window: Geometry, with_padding: bool
) -> Array:
    """How many cells each place averages over: as many axes as the window's places have."""
    counts = np.ones((), int)
    axes = zip(sizes, kernel, window.padding, window.strides, window.outputs, strict=True)
    for size, k, (p, _), stride, count in axes:
        starts = np.arange(count) * stride - p
        ends = np.minimum(starts + k, size + p)
        if not with_padding:
            starts, ends = np.maximum(starts, 0), np.minimum(ends, size)
        counts = np.multiply.outer(counts, ends - starts)
    return counts
