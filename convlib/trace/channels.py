"""Space and channels apart: depthwise, pointwise, and one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import widened
from convlib.shapes import Padding
from convlib.trace.chain import Chain
from convlib.trace.conv import conv_trace
from convlib.trace.given import one_input
from convlib.trace.taps import Trace


def depthwise_trace(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Trace:
    """The taps of ``ops.depthwise``: each kernel reads one channel, and each channel is a group.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Kernels, ``(channels * m, 1, *kernel)``.
        bias: As in ``depthwise``.
        stride: As in ``depthwise``.
        padding: As in ``depthwise``.
        dilation: As in ``depthwise``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``depthwise``, or there is more than a person could ever follow.

    Example:
        >>> depthwise_trace([[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]]).src.tolist()
        [0, 1, 2, 3]
    """
    weight = widened(weight, "weight")
    x = one_input(x, weight.ndim - 2)
    channels = len(x) if x.ndim else 0
    if not channels or weight.ndim < 2 or weight.shape[1] != 1 or len(weight) % channels:
        raise ConvError("depthwise-kernels", parameter="weight", shape=weight.shape, have=channels)
    options = {"stride": stride, "dilation": dilation}
    return conv_trace(x, weight, bias, padding=padding, groups=channels, **options)


def pointwise_trace(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The taps of ``ops.pointwise``: each step reads the channels at one place.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, 1, ...)``.
        bias: As in ``pointwise``.
        stride: As in ``pointwise``.
        groups: As in ``pointwise``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``pointwise``, or there is more than a person could ever follow.

    Example:
        >>> pointwise_trace([[1, 2], [3, 4]], [[[10], [1]]]).src.tolist()
        [0, 2, 1, 3]
    """
    weight = widened(weight, "weight")
    if any(size != 1 for size in weight.shape[2:]):
        raise ConvError("kernel-of-one", parameter="weight", shape=weight.shape)
    return conv_trace(x, weight, bias, stride=stride, groups=groups)


def depthwise_separable_chain(
    x: ArrayLike,
    depth_weight: ArrayLike,
    point_weight: ArrayLike,
    depth_bias: ArrayLike | None = None,
    point_bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Chain:
    """The stages of ``ops.depthwise_separable``: ``depthwise``, ``pointwise``.

    Args:
        x: Input, ``(channels, *spatial)``.
        depth_weight: Kernels, ``(channels * m, 1, *kernel)``.
        point_weight: Filters, ``(out, channels * m, 1, ...)``.
        depth_bias: As in ``depthwise_separable``.
        point_bias: As in ``depthwise_separable``.
        stride: As in ``depthwise_separable``.
        padding: As in ``depthwise_separable``.
        dilation: As in ``depthwise_separable``.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``depthwise_separable``, or there is more than a person could ever follow.

    Source: Chollet, Xception, arXiv:1610.02357, section 2.

    Example:
        >>> chain = depthwise_separable_chain(
        ...     [[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]], [[[10], [1]]]
        ... )
        >>> [array.tolist() for array in chain.arrays[1:]]
        [[[3], [-1]], [[29]]]
    """
    options: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    chain = Chain(widened(x, "x")).then(
        "depthwise", depthwise_trace, depth_weight, depth_bias, **options
    )
    return chain.then("pointwise", pointwise_trace, point_weight, point_bias)
