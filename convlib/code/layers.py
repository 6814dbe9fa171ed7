"""Layers of filters, each checked and handed to the three writers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib import ops
from convlib.code import keras, plain, pytorch
from convlib.code.record import WrittenLayer
from convlib.errors import ConvError
from convlib.ops import Array, Geometry, check_channels, widened
from convlib.shapes import Padding, Pair, per_axis, resolve_padding

Numbers = int | Sequence[int]
Sides = int | Sequence[int | Pair]


def conv(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Padding = 0,
    dilation: Numbers = 1,
    groups: int = 1,
    scale: Numbers = 1,
) -> dict[str, str]:
    """A convolution in 1-D, 2-D or 3-D, by any rule of padding: the causal one too.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``.
        bias: One number per filter.
        stride: As in ``convlib.conv``.
        padding: As in ``convlib.conv``.
        dilation: As in ``convlib.conv``.
        groups: As in ``convlib.conv``.
        scale: How often each cell is repeated first, one for all axes or one per axis: resize to
            the nearest, then convolve.

    Raises:
        ConvError: As ``convlib.conv``.

    Example:
        >>> print(conv([[1, 2, 3]], [[[1, 1]]])["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[1, 2, 3]])
        weight = np.array([[[1, 1]]])
        <BLANKLINE>
        y = np.zeros((1, 2), dtype=int)
        for f, column in np.ndindex(y.shape):
            window = x[:, column : column + 2]
            y[f, column] = np.sum(window * weight[f])
    """
    source, filters = widened(x, "x"), widened(weight, "weight")
    check_channels(source.shape, filters.shape, groups)
    scales = per_axis("scale", scale, source.ndim - 1)
    sizes = [size * times for size, times in zip(source.shape[1:], scales, strict=True)]
    place = Geometry.of(sizes, filters.shape[2:], stride, padding, dilation)
    layer = WrittenLayer(
        x=source,
        weight=filters,
        bias=_shift(bias),
        strides=place.strides,
        padding=place.padding,
        outputs=place.outputs,
        rule=padding if isinstance(padding, str) else "",
        dilations=place.dilations,
        groups=groups,
        scales=scales if max(scales) > 1 else (),
    )
    return {
        "pytorch": pytorch.conv(layer),
        "keras": keras.conv(layer),
        "numpy": plain.conv(layer),
    }


def conv_transpose(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Sides = 0,
    output_padding: Numbers = 0,
) -> dict[str, str]:
    """A transposed convolution; the NumPy code stamps the kernel.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(channels, out, *kernel)``.
        bias: One number per filter.
        stride: As in ``convlib.conv_transpose``.
        padding: As in ``convlib.conv_transpose``.
        output_padding: As in ``convlib.conv_transpose``.

    Raises:
        ConvError: As ``convlib.conv_transpose``.

    Example:
        >>> print(conv_transpose([[1, 2]], [[[1, 10]]], stride=2)["pytorch"])
        import torch
        import torch.nn.functional as F
        <BLANKLINE>
        x = torch.tensor([[1, 2]]).float()
        weight = torch.tensor([[[ 1, 10]]]).float()
        <BLANKLINE>
        y = F.conv_transpose1d(x, weight, stride=2)
    """
    source, filters = widened(x, "x"), widened(weight, "weight")
    options = {"stride": stride, "padding": padding, "output_padding": output_padding}
    result = ops.conv_transpose(source, filters, bias, **options)  # type: ignore[arg-type]
    kernel, axes = filters.shape[2:], source.ndim - 1
    strides = per_axis("stride", stride, axes)
    layer = WrittenLayer(
        x=source,
        weight=filters,
        bias=_shift(bias),
        strides=strides,
        padding=resolve_padding(padding, source.shape[1:], kernel, strides, (1,) * axes),
        outputs=result.shape[1:],
        extras=per_axis("output_padding", output_padding, axes, least=0),
    )
    return {
        "pytorch": pytorch.conv_transpose(layer),
        "keras": keras.conv_transpose(layer),
        "numpy": plain.conv_transpose(layer),
    }


def pointwise(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, *, relu: bool = False
) -> dict[str, str]:
    """A 1×1 convolution, with a ReLU after it or not.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels)``, or with a 1 for each spatial axis behind.
        bias: One number per filter.
        relu: Whether negative results become 0.

    Raises:
        ConvError: As ``convlib.pointwise``.

    Example:
        >>> print(pointwise([[1, 2], [3, 4]], [[10, 1]], relu=True)["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[1, 2],
                      [3, 4]])
        weight = np.array([[10,  1]])
        <BLANKLINE>
        y = np.zeros((1, 2), dtype=int)
        for column in range(2):
            y[:, column] = weight @ x[:, column]
        y = np.maximum(y, 0)
    """
    source, given = widened(x, "x"), widened(weight, "weight")
    axes = source.ndim - 1
    if math.prod(given.shape[2:]) != 1:
        raise ConvError("kernel-of-one", parameter="weight", shape=given.shape)
    matrix = given.reshape(given.shape[:2])
    check_channels(source.shape, (*matrix.shape, *(1,) * axes), 1)
    layer = WrittenLayer(
        x=source,
        weight=matrix,
        bias=_shift(bias),
        strides=(1,) * axes,
        padding=((0, 0),) * axes,
        outputs=source.shape[1:],
    )
    return {
        "pytorch": pytorch.pointwise(layer, relu),
        "keras": keras.pointwise(layer, relu),
        "numpy": plain.pointwise(layer, relu),
    }


def _shift(bias: ArrayLike | None) -> Array | None:
    return None if bias is None else widened(bias, "bias")
