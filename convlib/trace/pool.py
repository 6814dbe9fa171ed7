"""Which cells feed which in pooling: nothing is weighted, and every channel stays by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import widened
from convlib.ops.arrays import stacked
from convlib.ops.pooling import pool_axes, pool_counts, pool_window
from convlib.shapes import per_axis
from convlib.trace.columns import UNWEIGHTED, gathered
from convlib.trace.grid import padded, per_filter, reads
from convlib.trace.taps import Trace, check_taps

PerAxis = int | Sequence[int]


def max_pool_trace(
    x: ArrayLike,
    kernel_size: PerAxis,
    *,
    stride: PerAxis | None = None,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    ceil_mode: bool = False,
) -> Trace:
    """The cells of ``ops.max_pool``, one step per output value; padding has no taps.

    Args:
        x: Input, ``(channels, *spatial)``.
        kernel_size: As in ``max_pool``.
        stride: As in ``max_pool``.
        padding: As in ``max_pool``.
        dilation: As in ``max_pool``.
        ceil_mode: As in ``max_pool``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``max_pool``, or there is more than a person could ever follow.

    Source: ``torch.nn.functional.max_pool2d``.

    Example:
        >>> trace = max_pool_trace([[1, 5, 2, 3]], 2)
        >>> trace.sums.tolist(), trace.output.tolist()
        ([1, 5, 2, 3], [[5, 3]])
    """
    return _pool_trace("max", x, kernel_size, stride, padding, dilation, ceil_mode)


def avg_pool_trace(
    x: ArrayLike,
    kernel_size: PerAxis,
    *,
    stride: PerAxis | None = None,
    padding: PerAxis = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Trace:
    """The cells of ``ops.avg_pool``, one step per output value: summed, and divided in the end.

    Args:
        x: Input, ``(channels, *spatial)``.
        kernel_size: As in ``avg_pool``.
        stride: As in ``avg_pool``.
        padding: As in ``avg_pool``; it has no taps, but may count.
        ceil_mode: As in ``avg_pool``.
        count_include_pad: As in ``avg_pool``.

    Returns:
        The trace; the means are decimal numbers of 64 bits.

    Raises:
        ConvError: As ``avg_pool``, or there is more than a person could ever follow.

    Source: ``torch.nn.functional.avg_pool2d``.

    Example:
        >>> trace = avg_pool_trace([[1, 5, 2, 4]], 2)
        >>> trace.sums.tolist(), trace.output.tolist()
        ([1, 6, 2, 6], [[3.0, 3.0]])
    """
    return _pool_trace("mean", x, kernel_size, stride, padding, 1, ceil_mode, count_include_pad)


def _pool_trace(
    rule: str,
    x: ArrayLike,
    kernel_size: PerAxis,
    stride: PerAxis | None,
    padding: PerAxis,
    dilation: PerAxis,
    ceil_mode: bool,
    with_padding: bool = False,
) -> Trace:
    stack, batched = stacked(widened(x, "x"), pool_axes(kernel_size))
    if batched:
        raise ConvError("one-input", parameter="x", rank=stack.ndim, want=stack.ndim - 1)
    one, kernel = stack[0], per_axis("kernel_size", kernel_size, stack.ndim - 2)
    geometry = pool_window(one.shape[1:], kernel, stride, padding, dilation, ceil_mode)
    shape = (len(one), *geometry.outputs)
    check_taps(math.prod(shape) * math.prod(kernel))
    source, cells = padded(one, geometry)
    plane = source.shape[1:]
    src = per_filter(reads(plane, geometry, kernel), plane, len(one), len(one), 1)
    keep = cells.ravel()[src] >= 0
    return Trace(
        source=source,
        weight=UNWEIGHTED,
        **gathered(src, keep=keep),
        geometry=geometry,
        shape=shape,
        cells=cells,
        rule=rule,
        shared=pool_counts(one.shape[1:], kernel, geometry, with_padding),
        groups=len(one),
    )
