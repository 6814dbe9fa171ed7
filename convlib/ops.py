"""The operators, vectorised: what the traces must agree with, and what photos are put through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from convlib.errors import ConvError
from convlib.shapes import (
    Padding,
    Pair,
    at_least_one,
    effective_kernel,
    output_size,
    per_axis,
    resolve_padding,
)

Array = NDArray[Any]


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
        ``(out, *spatial)``, or with the batch axis before it; integers stay exact.

    Raises:
        ConvError: Shapes don't match, or a parameter is out of range.

    Source: Dumoulin & Visin, arXiv:1603.07285, section 2.

    Example:
        >>> conv([[1, 2, 3, 4]], [[[1, 1]]]).tolist()
        [[3, 5, 7]]
    """
    x, weight = np.asarray(x), widened(weight)
    axes = weight.ndim - 2
    batched = x.ndim == axes + 2
    stack = x if batched else x[None]
    check_channels(stack.shape[1:], weight.shape, groups)
    window = Geometry.of(stack.shape[2:], weight.shape[2:], stride, padding, dilation)
    padded = np.pad(stack, ((0, 0), (0, 0), *window.padding))
    views = sliding_window_view(padded, window.spans, axis=tuple(range(2, 2 + axes)))
    places = tuple(slice(None, None, step) for step in window.strides)
    holes = tuple(slice(None, None, step) for step in window.dilations)
    views = views[(slice(None), slice(None), *places, *holes)]
    parts = zip(np.split(views, groups, axis=1), np.split(weight, groups), strict=True)
    taps = (1, *range(2 + axes, 2 + 2 * axes))
    results = [np.tensordot(v, w, axes=(taps, range(1, axes + 2))) for v, w in parts]
    out = np.moveaxis(np.concatenate(results, axis=-1), -1, 1)
    if bias is not None:
        out = out + np.asarray(bias).reshape(-1, *(1,) * axes)
    return out if batched else out[0]


@dataclass(frozen=True)
class Geometry:
    """How a kernel stands on an input: every parameter checked and written out per spatial axis.

    Attributes:
        padding: Cells added ``(before, after)``.
        strides: Cells between two places of the window.
        dilations: Distance between neighbouring weights.
        spans: Cells from the first weight to the last.
        outputs: Places that the window has.
    """

    padding: tuple[Pair, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    spans: tuple[int, ...]
    outputs: tuple[int, ...]

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        kernels: Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: Padding = 0,
        dilation: int | Sequence[int] = 1,
    ) -> Geometry:
        """Check every parameter and work the rest out.

        Raises:
            ConvError: A parameter is out of range, or the kernel is larger than the padded input.

        Example:
            >>> Geometry.of([5, 4], [3, 3], padding=1).outputs
            (5, 4)
        """
        strides = per_axis("stride", stride, len(kernels))
        dilations = per_axis("dilation", dilation, len(kernels))
        amounts = resolve_padding(padding, sizes, kernels, strides, dilations)
        axes = zip(sizes, kernels, strides, amounts, dilations, strict=True)
        return cls(
            padding=amounts,
            strides=strides,
            dilations=dilations,
            spans=tuple(map(effective_kernel, kernels, dilations)),
            outputs=tuple(
                output_size(i, k, stride=s, padding=p, dilation=d) for i, k, s, p, d in axes
            ),
        )


def widened(numbers: ArrayLike) -> Array:
    """As an array; whole numbers in 64 bits, where the sums of a photo's bytes don't overflow.

    Example:
        >>> widened(np.array([200], np.uint8)) * 2
        array([400])
    """
    array = np.asarray(numbers)
    return array.astype(np.int64) if array.dtype.kind in "biu" else array


def check_channels(x: Sequence[int], weight: Sequence[int], groups: int) -> None:
    """Refuse an input of a shape ``(channels, *spatial)`` that the filters' shape doesn't fit.

    Raises:
        ConvError: A rank is wrong, or the channels and groups don't match.
    """
    axes = len(weight) - 2
    if axes < 1:
        raise ConvError("weight-rank", parameter="weight", rank=len(weight))
    if len(x) != axes + 1:
        raise ConvError("input-rank", parameter="x", rank=len(x), want=axes + 1, also=axes + 2)
    at_least_one("groups", groups)
    have, (out, per) = x[0], weight[:2]
    if have % groups or out % groups or have // groups != per:
        raise ConvError("channels", parameter="groups", groups=groups, have=have, out=out, per=per)
