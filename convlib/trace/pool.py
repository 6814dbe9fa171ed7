"""Which cells feed which in pooling: nothing is weighted, and every channel stays by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Geometry, widened
from convlib.ops.arrays import check_filled
from convlib.shapes import per_axis
from convlib.trace.columns import UNWEIGHTED, gathered
from convlib.trace.grid import padded, per_filter, reads
from convlib.trace.taps import Trace, check_taps


def max_pool_trace(
    x: ArrayLike,
    kernel: int | Sequence[int],
    *,
    stride: int | Sequence[int] | None = None,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Trace:
    """The cells of ``ops.max_pool``, one step per output value; padding is never the largest.

    Args:
        x: Input, ``(channels, *spatial)``.
        kernel: The window, one number for all axes or one per axis.
        stride: As in ``max_pool``; None for the kernel's.
        padding: As in ``max_pool``.
        dilation: As in ``max_pool``.

    Raises:
        ConvError: As ``max_pool``, or there is more than a person could ever follow.

    Example:
        >>> trace = max_pool_trace([[1, 5, 2, 3]], 2)
        >>> trace.sums.tolist(), trace.output.tolist()
        ([1, 5, 2, 3], [[5, 3]])
    """
    return _pool_trace(x, kernel, stride, padding, dilation, "max")


def avg_pool_trace(
    x: ArrayLike,
    kernel: int | Sequence[int],
    *,
    stride: int | Sequence[int] | None = None,
    padding: int | Sequence[int] = 0,
    count_include_pad: bool = True,
) -> Trace:
    """The cells of ``ops.avg_pool``, one step per output value: summed, then divided.

    Args:
        x: Input, ``(channels, *spatial)``.
        kernel: The window, one number for all axes or one per axis.
        stride: As in ``avg_pool``; None for the kernel's.
        padding: As in ``avg_pool``.
        count_include_pad: As in ``avg_pool``: whether a padded cell counts as one.

    Raises:
        ConvError: As ``avg_pool``, or there is more than a person could ever follow.

    Example:
        >>> trace = avg_pool_trace([[1, 5, 2, 4]], 2)
        >>> trace.sums.tolist(), trace.output.tolist()
        ([1, 6, 2, 6], [[3.0, 3.0]])
    """
    return _pool_trace(x, kernel, stride, padding, 1, "mean", count_include_pad)


def _pool_trace(
    x: ArrayLike,
    kernel: int | Sequence[int],
    stride: int | Sequence[int] | None,
    padding: int | Sequence[int],
    dilation: int | Sequence[int],
    rule: str,
    padding_counts: bool = False,
) -> Trace:
    x = widened(x, "x")
    if x.ndim < 2:
        raise ConvError("no-axes", parameter="x")
    check_filled("x", x.shape)
    window = per_axis("kernel", kernel, x.ndim - 1)
    steps = window if stride is None else stride
    geometry = Geometry.of(x.shape[1:], window, steps, padding, dilation)
    shape = (len(x), *geometry.outputs)
    check_taps(math.prod(shape) * math.prod(window))
    source, cells = padded(x, geometry)
    plane = source.shape[1:]
    src = per_filter(reads(plane, geometry, window), plane, len(x), len(x), 1)
    keep = cells.ravel()[src] >= 0
    shared = math.prod(window) if padding_counts else keep.sum(axis=1).reshape(shape)
    return Trace(
        source=source,
        weight=UNWEIGHTED,
        **gathered(src, keep=keep),
        geometry=geometry,
        shape=shape,
        over=shape,
        cells=cells,
        rule=rule,
        shared=shared,
        groups=len(x),
    )
