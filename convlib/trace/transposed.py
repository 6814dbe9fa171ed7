"""The taps of a transposed convolution: as stamps on the output, or as windows on a spread input.

Both add the same products up; only what belongs together in a step differs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.shapes import Padding
from convlib.trace.columns import gathered
from convlib.trace.grid import inner, numbered, per_filter, reads
from convlib.trace.stamping import Stamping
from convlib.trace.taps import Trace, check_taps


def conv_transpose_trace(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The scatter view of ``ops.conv_transpose``: one step per input value, which stamps a patch.

    The canvas is the output with the border that the padding takes away.

    Args:
        x: Input, ``(in, *spatial)``.
        weight: Filters, ``(in, out/groups, *kernel)``.
        bias: As in ``conv_transpose``.
        stride: As in ``conv_transpose``.
        padding: As in ``conv_transpose``.
        output_padding: As in ``conv_transpose``.
        dilation: As in ``conv_transpose``.
        groups: As in ``conv_transpose``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``conv_transpose``, or there is more than a person could ever follow.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 4.

    Example:
        >>> trace = conv_transpose_trace([[1, 2]], [[[1, 10]]])
        >>> [[tap.dst for tap in step] for step in trace], trace.output.tolist()
        ([[0, 1], [1, 2]], [[1, 12, 20]])
    """
    of = Stamping.of(x, weight, bias, stride, padding, output_padding, dilation, groups)
    per_step = math.prod(of.weight.shape[1:])
    plane, kernel = of.canvas, of.weight.shape[2:]
    table = reads(plane, of.geometry, kernel, of.filters)
    first_filter = np.arange(groups).reshape(-1, 1, 1, 1) * of.filters * math.prod(plane)
    dst = np.broadcast_to(first_filter + table, (groups, len(of.x) // groups, *table.shape))
    ker = np.broadcast_to(numbered((len(of.x), 1, per_step)), (len(of.x), *table.shape))
    return Trace(
        source=of.x,
        weight=of.weight,
        starts=np.arange(of.x.size + 1) * per_step,
        src=np.repeat(np.arange(of.x.size), per_step),
        ker=ker.ravel(),
        dst=dst.ravel(),
        geometry=of.geometry,
        shape=(groups * of.filters, *plane),
        scatter=True,
        cells=numbered(of.x.shape),
        bias=of.bias,
        crop=(slice(None), *map(inner, plane, of.geometry.padding)),
        groups=groups,
    )


def conv_transpose_gather_trace(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The gather view of ``ops.conv_transpose``: one step per output value.

    Between the inputs stand ``stride - 1`` zeros, around them a border of ``K - 1 - p``, and the
    kernel slides over them turned, cell by cell.

    Args:
        x: As in ``conv_transpose_trace``.
        weight: As in ``conv_transpose_trace``.
        bias: As in ``conv_transpose``.
        stride: As in ``conv_transpose``.
        padding: As in ``conv_transpose``.
        output_padding: As in ``conv_transpose``.
        dilation: As in ``conv_transpose``.
        groups: As in ``conv_transpose``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``conv_transpose``, or there is more than a person could ever follow.

    Source: Dumoulin & Visin, arXiv:1603.07285, relationship 14 and figures 4.1 to 4.7.

    Example:
        >>> trace = conv_transpose_gather_trace([[1, 2]], [[[1, 10]]], stride=2)
        >>> trace.source.tolist(), [tap.ker for tap in next(iter(trace))], trace.output.tolist()
        ([[0, 1, 0, 2, 0]], [1, 0], [[1, 10, 2, 20]])
    """
    of = Stamping.of(x, weight, bias, stride, padding, output_padding, dilation, groups)
    kernel, channels = of.weight.shape[2:], len(of.x) // groups
    geometry, cells = of.spread()
    shape = (groups * of.filters, *geometry.outputs)
    per_step = channels * math.prod(kernel)
    check_taps(math.prod(shape) * per_step)
    plane = cells.shape[1:]
    src = per_filter(reads(plane, geometry, kernel, channels), plane, shape[0], groups, channels)
    turned = np.flip(numbered(of.weight.shape), axis=tuple(range(2, of.weight.ndim)))
    of_filter = turned.reshape(groups, channels, of.filters, -1).swapaxes(1, 2)
    ker = np.repeat(of_filter.reshape(shape[0], per_step), math.prod(geometry.outputs), axis=0)
    return Trace(
        source=np.where(cells < 0, of.x.dtype.type(0), of.x.ravel()[cells]),
        weight=of.weight,
        **gathered(src, ker),
        geometry=geometry,
        shape=shape,
        cells=cells,
        bias=of.bias,
        groups=groups,
    )
