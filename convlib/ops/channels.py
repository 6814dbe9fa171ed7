"""Space and channels apart: depthwise, pointwise, and one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import Array, numbers, stacked
from convlib.ops.convolution import conv
from convlib.ops.geometry import kernel_axes
from convlib.shapes import Padding


def depthwise(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Convolve each channel by itself, with one kernel or several, and sum nothing across them.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        weight: Kernels, ``(channels * m, 1, *kernel)``: the first m for the first channel ...; m
            is the channel multiplier.
        bias: One number per kernel.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.

    Returns:
        ``(channels * m, *spatial)``, or with the batch axis before it, in the type that ``conv``
        gives.

    Raises:
        ConvError: The kernels are no multiple of the channels; else as ``conv``.

    Source: Howard et al., MobileNets, arXiv:1704.04861, section 3.1.

    Example:
        >>> depthwise([[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]]).tolist()
        [[3], [-1]]
    """
    x, weight = numbers("x", x), numbers("weight", weight)
    stack, _ = stacked(x, kernel_axes(weight.shape))
    channels = stack.shape[1]
    if weight.shape[1] != 1 or len(weight) % channels:
        raise ConvError("depthwise-kernels", parameter="weight", shape=weight.shape, have=channels)
    options = {"stride": stride, "dilation": dilation}
    return conv(x, weight, bias, padding=padding, groups=channels, **options)


def pointwise(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array:
    """Mix the channels at each place by itself: a convolution with a kernel of 1×1.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, 1, ...)`` with a 1 for each spatial axis.
        bias: One number per filter.
        stride: As in ``conv``.
        groups: As in ``conv``.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: The kernel is larger than 1; else as ``conv``.

    Source: Lin, Chen & Yan, Network in Network, arXiv:1312.4400, section 3.2.

    Example:
        >>> pointwise([[1, 2], [3, 4]], [[[10], [1]]]).tolist()
        [[13, 24]]
    """
    weight = numbers("weight", weight)
    if any(size != 1 for size in weight.shape[2:]):
        raise ConvError("kernel-of-one", parameter="weight", shape=weight.shape)
    return conv(x, weight, bias, stride=stride, groups=groups)


def depthwise_separable(
    x: ArrayLike,
    depth_weight: ArrayLike,
    point_weight: ArrayLike,
    depth_bias: ArrayLike | None = None,
    point_bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Convolve each channel by itself, then mix the channels at each place.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        depth_weight: As ``depthwise`` takes it, ``(channels * m, 1, *kernel)``.
        point_weight: As ``pointwise`` takes it, ``(out, channels * m, 1, ...)``.
        depth_bias: One number per depthwise kernel.
        point_bias: One number per pointwise filter.
        stride: Of the depthwise step, as in ``conv``.
        padding: Of the depthwise step, as in ``conv``.
        dilation: Of the depthwise step, as in ``conv``.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: As ``depthwise`` and ``pointwise``.

    Source: Chollet, Xception, arXiv:1610.02357, section 2; there without a ReLU between.

    Example:
        >>> depthwise_separable([[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]], [[[10], [1]]]).tolist()
        [[29]]
    """
    options = {"stride": stride, "dilation": dilation}
    between = depthwise(x, depth_weight, depth_bias, padding=padding, **options)
    return pointwise(between, point_weight, point_bias)
