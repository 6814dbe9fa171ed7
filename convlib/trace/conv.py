"""The taps of a convolution: dense, grouped, depthwise, 1 x 1, in any number of dimensions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.ops import Geometry, check_channels, widened
from convlib.shapes import Padding
from convlib.trace.columns import gathered
from convlib.trace.given import check_exact, one_bias, one_input
from convlib.trace.grid import numbered, padded, per_filter, reads
from convlib.trace.taps import Trace, check_taps


def conv_trace(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The taps of ``ops.conv``, one step per output value, outputs and taps in row-major order.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``.
        bias: As in ``conv``.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.
        groups: As in ``conv``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``conv``, or there is more than a person could ever follow.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 2.

    Example:
        >>> trace = conv_trace([[1, 2, 3]], [[[10, 1]]])
        >>> [tuple(tap) for tap in next(iter(trace))], trace.output.tolist()
        ([(0, 0, 0), (1, 1, 0)], [[12, 23]])
    """
    weight = widened(weight, "weight")
    x = one_input(x, weight.ndim - 2)
    check_channels(x.shape, weight.shape, groups)
    geometry = Geometry.of(x.shape[1:], weight.shape[2:], stride, padding, dilation)
    out, channels, *kernel = weight.shape
    shape = (out, *geometry.outputs)
    per_step = channels * math.prod(kernel)
    check_taps(math.prod(shape) * per_step)
    bias = one_bias(bias, out)
    check_exact(x, weight, bias)
    source, cells = padded(x, geometry)
    plane = source.shape[1:]
    src = per_filter(reads(plane, geometry, kernel, channels), plane, out, groups, channels)
    ker = np.repeat(numbered((out, per_step)), math.prod(geometry.outputs), axis=0)
    return Trace(
        source=source,
        weight=weight,
        **gathered(src, ker),
        geometry=geometry,
        shape=shape,
        cells=cells,
        bias=bias,
        groups=groups,
    )
