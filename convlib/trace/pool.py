"""Which cells feed which in pooling: nothing is weighted, and every channel stays by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Geometry
from convlib.ops.arrays import check_filled
from convlib.shapes import effective_kernel, output_size, per_axis
from convlib.trace.columns import UNWEIGHTED, gathered
from convlib.trace.given import one_input
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
    axes = np.size(kernel_size) if np.ndim(kernel_size) else {2: 1, 5: 3}.get(np.ndim(x), 2)
    x = one_input(x, axes)
    if x.ndim != axes + 1:
        raise ConvError("input-rank", parameter="x", rank=x.ndim, want=axes + 1, also=axes + 2)
    check_filled("x", x.shape)
    kernel = per_axis("kernel_size", kernel_size, axes)
    amounts = per_axis("padding", padding, len(kernel), least=0)
    geometry = _geometry(x.shape[1:], kernel, stride, amounts, dilation, ceil_mode)
    shape = (len(x), *geometry.outputs)
    check_taps(math.prod(shape) * math.prod(kernel))
    source, cells = padded(x, geometry)
    plane = source.shape[1:]
    table = reads(plane, geometry, kernel)
    src = per_filter(table, plane, len(x), len(x), 1)
    keep = cells.ravel()[src] >= 0
    if not keep.any(axis=1).all():
        raise ConvError("pool-nothing", parameter="padding", value=max(amounts))
    counted = cells[0] >= 0
    if with_padding:  # that of both sides, not what the last windows reach over beyond it
        counted[tuple(slice(n + 2 * p) for n, p in zip(x.shape[1:], amounts, strict=True))] = True
    return Trace(
        source=source,
        weight=UNWEIGHTED,
        **gathered(src, keep=keep),
        geometry=geometry,
        shape=shape,
        over=shape,
        cells=cells,
        rule=rule,
        shared=counted.ravel()[table].sum(axis=1).reshape(geometry.outputs),
        groups=len(x),
    )


def _geometry(
    sizes: Sequence[int],
    kernel: Sequence[int],
    stride: PerAxis | None,
    amounts: Sequence[int],
    dilation: PerAxis,
    ceil_mode: bool,
) -> Geometry:
    """How the window stands: with ``ceil_mode`` at a last place that reaches over the end, too."""
    strides = tuple(kernel) if stride is None else per_axis("stride", stride, len(kernel))
    dilations = per_axis("dilation", dilation, len(kernel))
    spans = tuple(map(effective_kernel, kernel, dilations))
    outputs, sides = [], []
    for i, k, s, p, d, span in zip(sizes, kernel, strides, amounts, dilations, spans, strict=True):
        if p > span // 2:
            raise ConvError("pool-padding", parameter="padding", value=p, limit=span // 2)
        beyond = -(i + 2 * p - span) % s if ceil_mode else 0
        count = output_size(i, k, stride=s, padding=(p, p + beyond), dilation=d)
        if ceil_mode and (count - 1) * s >= i + p:
            count -= 1  # it would begin behind the last cell
        outputs.append(count)
        sides.append((p, max((count - 1) * s + span - i - p, p)))
    return Geometry(tuple(sides), strides, dilations, spans, tuple(outputs))
