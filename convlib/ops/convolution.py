"""The convolution of deep learning, in 1-D, 2-D and 3-D."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.ops.arrays import Array, bias_of, common_type, numbers, refusing_overflow, working_type
from convlib.ops.geometry import Geometry, check_channels, padded
from convlib.ops.products import sum_products
from convlib.shapes import Padding


@refusing_overflow
def conv(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array:
    """Convolve as deep learning does: slide without turning the kernel, sum over the channels.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``; its rank tells 1-D, 2-D or 3-D.
        bias: One number per output channel.
        stride: Cells between two places of the window, one for all axes or one per axis.
        padding: An amount, one per axis, a ``(before, after)`` pair per axis, or ``"valid"``,
            ``"same"``, ``"same_lower"``, ``"full"``, ``"causal"``.
        dilation: Distance between neighbouring weights, one for all axes or one per axis.
        groups: Into how many parts the channels are cut, each with its own filters.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it. Whole numbers, and truth values,
        stay exact, in 64 bits; decimal numbers of 16 and 32 bits give 32, all others 64, and so do
        whole and decimal ones together. The other operators name this type.

    Raises:
        ConvError: Shapes don't match, a parameter is out of range, or an array holds what is no
            finite number, or a sum is too large.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 2.

    Example:
        >>> conv([[1, 2, 3, 4]], [[[1, 1]]]).tolist()
        [[3, 5, 7]]
    """
    x, weight = numbers("x", x), numbers("weight", weight)
    axes = weight.ndim - 2
    batched = x.ndim == axes + 2
    stack = x if batched else x[None]
    check_channels(stack.shape[1:], weight.shape, groups)
    window = Geometry.of(stack.shape[2:], weight.shape[2:], stride, padding, dilation)
    shift = bias_of(bias, len(weight))
    result = common_type(x, weight, shift)
    working = working_type(result, x, weight, shift, 0)
    wide = padded(stack, window.padding, working)
    out = np.empty((len(stack), len(weight), *window.outputs), result)
    sum_products(out, wide, weight.astype(working, copy=False), window, groups)
    if shift is not None:
        out += shift.reshape(-1, *(1,) * axes)
    return out if batched else out[0]
