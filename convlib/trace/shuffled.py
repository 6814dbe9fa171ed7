"""Convolutions in groups with a shuffle between, and ShuffleNet's unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import widened
from convlib.shapes import Padding
from convlib.trace.cellwise import add_trace, channel_shuffle_trace, copy_trace, relu_trace
from convlib.trace.chain import Chain
from convlib.trace.channels import depthwise_trace, pointwise_trace
from convlib.trace.conv import conv_trace
from convlib.trace.given import one_input
from convlib.trace.pool import avg_pool_trace


def shuffled_grouped_chain(
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
    shuffle: bool = True,
) -> Chain:
    """The stages of ``ops.shuffled_grouped``: ``first``, ``shuffle``, ``second``.

    Args:
        x: Input, ``(channels, *spatial)``.
        first: The first layer's filters, ``(between, channels/groups, *kernel)``.
        second: The second layer's filters, ``(out, between/groups, *kernel)``.
        first_bias: As in ``shuffled_grouped``.
        second_bias: As in ``shuffled_grouped``.
        groups: As in ``shuffled_grouped``.
        stride: As in ``shuffled_grouped``.
        padding: As in ``shuffled_grouped``.
        dilation: As in ``shuffled_grouped``.
        shuffle: Whether there is a shuffle, without which no group learns of another.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``shuffled_grouped``, or there is more than a person could ever follow.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, figure 1.

    Example:
        >>> ones = np.ones((4, 2, 1), int)
        >>> chain = shuffled_grouped_chain([[1], [0], [0], [0]], ones, ones, groups=2)
        >>> [array.ravel().tolist() for array in chain.arrays[1:]]
        [[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]]
    """
    options: dict[str, Any] = {
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "groups": groups,
    }
    chain = Chain(widened(x, "x")).then("first", conv_trace, first, first_bias, **options)
    if shuffle:
        chain = chain.then("shuffle", channel_shuffle_trace, groups)
    return chain.then("second", conv_trace, second, second_bias, **options)


def shufflenet_unit_chain(
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
) -> Chain:
    """The stages of ``ops.shufflenet_unit``.

    They are ``reduce``, ``relu``, ``shuffle``, ``spatial``, ``expand``; then ``add``, or with a
    stride above 1 ``shortcut`` and ``concat``; and ``relu``. The shortcut is branch 2.

    Args:
        x: Input, ``(channels, rows, columns)``.
        reduce: Filters of the first 1×1, ``(m, channels/groups, 1, 1)``.
        spatial: Kernels of the depthwise step, ``(m, 1, 3, 3)``.
        expand: Filters of the last 1×1, ``(out, m/groups, 1, 1)``.
        reduce_bias: As in ``shufflenet_unit``.
        spatial_bias: As in ``shufflenet_unit``.
        expand_bias: As in ``shufflenet_unit``.
        groups: As in ``shufflenet_unit``.
        stride: As in ``shufflenet_unit``.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``shufflenet_unit``, or there is more than a person could ever follow.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, figure 2 (b) and (c).

    Example:
        >>> spatial, one = np.zeros((2, 1, 3, 3), int), np.ones((2, 1, 1, 1), int)
        >>> chain = shufflenet_unit_chain([[[1]], [[-5]]], one, spatial, one, groups=2)
        >>> [stage.name for stage in chain.stages], chain.output.ravel().tolist()
        (['reduce', 'relu', 'shuffle', 'spatial', 'expand', 'add', 'relu'], [1, 0])
    """
    x, kernels = one_input(x, 2), widened(spatial, "spatial")
    if kernels.shape[2:] != (3, 3):
        raise ConvError("kernel-of-three", parameter="spatial", shape=kernels.shape)
    chain = Chain(x).then("reduce", pointwise_trace, reduce, reduce_bias, groups=groups, branch=1)
    chain = chain.then("relu", relu_trace, branch=1)
    chain = chain.then("shuffle", channel_shuffle_trace, groups, branch=1)
    options: dict[str, Any] = {"stride": stride, "padding": 1, "branch": 1}
    chain = chain.then("spatial", depthwise_trace, kernels, spatial_bias, **options)
    chain = chain.then("expand", pointwise_trace, expand, expand_bias, groups=groups, branch=1)
    inner = len(chain.stages)
    if np.all(np.asarray(stride) == 1):
        if chain.output.shape != x.shape:
            have, want = len(chain.output), len(x)
            raise ConvError("shortcut", parameter="expand", have=have, want=want)
        return chain.then("add", add_trace, reads=(0, inner)).then("relu", relu_trace)
    pool: dict[str, Any] = {"stride": stride, "padding": 1, "reads": (0,), "branch": 2}
    chain = chain.then("shortcut", avg_pool_trace, 3, **pool)
    return chain.then("concat", copy_trace, reads=(inner + 1, inner)).then("relu", relu_trace)
