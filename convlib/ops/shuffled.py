"""Convolutions in groups, and the shuffle that lets the groups learn of each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.activation import relu
from convlib.ops.arrays import Array, check_divides, numbers, stacked, widened
from convlib.ops.channels import depthwise, pointwise
from convlib.ops.convolution import conv
from convlib.ops.pooling import avg_pool
from convlib.shapes import Padding, at_least_one


def grouped(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    groups: int,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Cut the channels into groups, convolve each with its own filters, and put them together.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``: the first group's, then the second's.
        bias: One number per filter.
        groups: Into how many parts the channels are cut.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: As ``conv``.

    Source: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep Convolutional Neural
        Networks, 2012, section 3.5.

    Example:
        >>> grouped([[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]], groups=2).tolist()
        [[3], [-1]]
    """
    options = {"stride": stride, "dilation": dilation}
    return conv(x, weight, bias, padding=padding, groups=groups, **options)


def channel_shuffle(x: ArrayLike, groups: int, *, axes: int | None = None) -> Array:
    """Deal the channels out: of each group the first, then of each the second, and so on.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        groups: Into how many parts the channels are cut before they are dealt out.
        axes: How many spatial axes there are; unless told 2, or what alone fits the rank. So
            the first of three axes are channels: of a batch of signals, ``(batch, channels,
            length)``, tell ``axes=1``.

    Returns:
        The same numbers in the same shape and of the same type.

    Raises:
        ConvError: The channels don't divide by the groups, or the rank is wrong.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, section 3.1.

    Example:
        >>> channel_shuffle(np.arange(6).reshape(6, 1, 1), 2).ravel().tolist()
        [0, 3, 1, 4, 2, 5]
        >>> channel_shuffle(np.arange(6).reshape(1, 6, 1), 2, axes=1).ravel().tolist()
        [0, 3, 1, 4, 2, 5]
    """
    x = numbers("x", x)
    stack, batched = stacked(x, axes)
    batch, channels, *spatial = stack.shape
    groups = at_least_one("groups", groups)
    if axes is None and x.ndim == 3 and channels % groups and x.shape[1] % groups == 0:
        raise ConvError("channels-second", parameter="groups", value=groups, shape=x.shape)
    check_divides("groups", groups, channels)
    parts = stack.reshape(batch, groups, channels // groups, *spatial)
    dealt = parts.swapaxes(1, 2).reshape(stack.shape)
    return dealt if batched else dealt[0]


def shuffled_grouped(
    x: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    first_bias: ArrayLike | None = None,
    second_bias: ArrayLike | None = None,
    *,
    groups: int,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
) -> Array:
    """Convolve in groups, shuffle the channels, and convolve in groups again.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        first: The first layer's filters, ``(between, channels/groups, *kernel)``.
        second: The second layer's filters, ``(out, between/groups, *kernel)``.
        first_bias: One number per filter of the first layer.
        second_bias: One number per filter of the second layer.
        groups: Into how many parts the channels are cut, in both layers and by the shuffle.
        stride: Of both layers, as in ``conv``.
        padding: Of both layers, as in ``conv``.
        dilation: Of both layers, as in ``conv``.

    Returns:
        ``(out, *spatial)``, or with the batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: As ``conv``.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, figure 1.

    Example:
        >>> ones = np.ones((4, 2, 1), int)
        >>> shuffled_grouped([[1], [0], [0], [0]], ones, ones, groups=2).ravel().tolist()
        [1, 1, 1, 1]
    """
    between = grouped(
        x, first, first_bias, groups=groups, stride=stride, padding=padding, dilation=dilation
    )
    dealt = channel_shuffle(between, groups, axes=np.ndim(first) - 2)
    return grouped(
        dealt, second, second_bias, groups=groups, stride=stride, padding=padding, dilation=dilation
    )


def shufflenet_unit(
    x: ArrayLike,
    reduce: ArrayLike,
    spatial: ArrayLike,
    expand: ArrayLike,
    reduce_bias: ArrayLike | None = None,
    spatial_bias: ArrayLike | None = None,
    expand_bias: ArrayLike | None = None,
    *,
    groups: int,
    stride: int | Sequence[int] = 1,
) -> Array:
    """ShuffleNet's unit: grouped 1×1, shuffle, 3×3 depthwise, grouped 1×1, beside a shortcut.

    ReLU follows the first 1×1 and the end; batch normalisation stands in the weights and biases.
    With stride 1 the shortcut is the input, and is added; with a larger one it is the input's
    3×3 average, and stands before the other channels.

    Args:
        x: Input, ``(channels, rows, columns)`` or ``(batch, channels, rows, columns)``.
        reduce: Filters of the first 1×1, ``(m, channels/groups, 1, 1)``.
        spatial: Kernels of the depthwise step, ``(m, 1, 3, 3)``.
        expand: Filters of the last 1×1, ``(out, m/groups, 1, 1)``.
        reduce_bias: One number per filter of the first 1×1.
        spatial_bias: One number per depthwise kernel.
        expand_bias: One number per filter of the last 1×1.
        groups: Of both 1×1 convolutions and of the shuffle.
        stride: Of the depthwise step and of the shortcut.

    Returns:
        ``(out, rows, columns)``, and with a larger stride ``(channels + out, ...)``; or with the
        batch axis before it, in the type that ``conv`` gives.

    Raises:
        ConvError: What is to be added differs in shape; else as ``conv``.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, figure 2 (b) and (c).

    Example:
        >>> spatial, one = np.zeros((2, 1, 3, 3), int), np.ones((2, 1, 1, 1), int)
        >>> spatial[:, :, 1, 1] = 1
        >>> shufflenet_unit([[[1]], [[-5]]], one, spatial, one, groups=2).ravel().tolist()
        [2, 0]
    """
    stack, batched = stacked(widened(x, "x"), 2)
    kernels = numbers("spatial", spatial)
    if kernels.shape[2:] != (3, 3):
        raise ConvError("kernel-of-three", parameter="spatial", shape=kernels.shape)
    inner = channel_shuffle(relu(pointwise(stack, reduce, reduce_bias, groups=groups)), groups)
    inner = depthwise(inner, kernels, spatial_bias, stride=stride, padding=1)
    inner = pointwise(inner, expand, expand_bias, groups=groups)
    if np.all(np.asarray(stride) == 1):
        if inner.shape != stack.shape:
            raise ConvError(
                "shortcut", parameter="expand", have=inner.shape[1], want=stack.shape[1]
            )
        out = relu(stack + inner)
    else:
        shortcut = avg_pool(stack, 3, stride=stride, padding=1)
        out = relu(np.concatenate([shortcut, inner], axis=1))
    return out if batched else out[0]
