"""The transposed convolution: the direct one with input and output exchanged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import (
    Array,
    Index,
    bias_of,
    check_room,
    common_type,
    numbers,
    refusing_overflow,
    working_type,
)
from convlib.ops.geometry import check_transposed_channels
from convlib.shapes import Pair, per_axis, resolve_padding, transposed_output_size

Sides = int | Sequence[int | Pair]


@refusing_overflow
def conv_transpose(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Sides = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array:
    """Stamp the kernel, scaled by each input value, on the output; what overlaps adds up.

    It is the gradient of ``conv`` with respect to its input: ``conv`` with the same weight and
    options takes the output's shape back to that of ``x``, though not the values.

    Args:
        x: Input, ``(in, *spatial)`` or ``(batch, in, *spatial)``.
        weight: Filters, ``(in, out/groups, *kernel)``; its rank tells 1-D, 2-D or 3-D.
        bias: One number per output channel.
        stride: Cells between the stamps of neighbouring inputs, one for all axes or one per axis.
        padding: Cells taken away from the output: an amount, one per axis, or a
            ``(before, after)`` pair per axis.
        output_padding: Cells added at the end, less than the stride or the dilation.
        dilation: Distance between neighbouring weights, one for all axes or one per axis.
        groups: Into how many parts the channels are cut, each with its own filters.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: Shapes don't match, a parameter is out of range, or an array holds what is no
            finite number, or a sum is too large.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 4.

    Example:
        >>> conv_transpose([[1, 2]], [[[1, 10]]]).tolist()
        [[1, 12, 20]]
    """
    x, weight = numbers("x", x), numbers("weight", weight)
    kernel = weight.shape[2:]
    batched = x.ndim == weight.ndim
    stack = x if batched else x[None]
    check_transposed_channels(stack.shape[1:], weight.shape, groups)
    sizes = stack.shape[2:]
    strides = per_axis("stride", stride, len(kernel))
    dilations = per_axis("dilation", dilation, len(kernel))
    extras = per_axis("output_padding", output_padding, len(kernel), least=0)
    if isinstance(padding, str):
        raise ConvError("whole-number", parameter="padding", value=padding)
    border = resolve_padding(padding, sizes, kernel, strides, dilations)
    outputs = [
        transposed_output_size(i, k, stride=s, padding=p, output_padding=op, dilation=d)
        for i, k, s, p, op, d in zip(sizes, kernel, strides, border, extras, dilations, strict=True)
    ]
    channels = groups * weight.shape[1]
    shift = bias_of(bias, channels)
    result = common_type(x, weight, shift)
    working = working_type(result, x, weight, shift, 1)
    whole = [size + sum(sides) for size, sides in zip(outputs, border, strict=True)]
    check_room("stride", (len(stack), channels, *whole), x.size)
    canvas = np.zeros((len(stack), channels, *whole), working)
    _stamp(canvas, stack.astype(working), weight.astype(working), strides, dilations, groups)
    inner: Index = (..., *(slice(p, p + o) for (p, _), o in zip(border, outputs, strict=True)))
    out = canvas[inner].astype(result)
    if shift is not None:
        out += shift.reshape(-1, *(1,) * len(kernel))
    return out if batched else out[0]


def _stamp(
    canvas: Array,
    stack: Array,
    weight: Array,
    strides: Sequence[int],
    dilations: Sequence[int],
    groups: int,
) -> None:
    """Add up all stamps, a tap of the kernel after the other."""
    batch, channels, *sizes = stack.shape
    _, filters, *kernel = weight.shape
    per, places = channels // groups, int(np.prod(sizes))
    columns = stack.reshape(batch, groups, per, places)
    factors = weight.reshape(groups, per, filters, *kernel).swapaxes(1, 2)
    for tap in np.ndindex(*kernel):
        scaled = factors[(..., *tap)].copy() @ columns
        starts = [t * d for t, d in zip(tap, dilations, strict=True)]
        axes = zip(starts, sizes, strides, strict=True)
        under: Index = (..., *(slice(at, at + (n - 1) * s + 1, s) for at, n, s in axes))
        canvas[under] += scaled.reshape(batch, groups * filters, *sizes)
