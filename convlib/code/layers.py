"""Single layers of filters as code: each a row of one layer, or of what belongs to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.code.building import Layers, Numbers, Sides
from convlib.code.rows import in_a_row
from convlib.shapes import Padding


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
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    layer = {"weight": weight, "bias": bias, **options}
    first: Layers = [("resize", {"scale": scale})] if np.any(np.asarray(scale) != 1) else []
    return in_a_row(x, [*first, ("conv", layer)])


def depthwise(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Padding = 0,
    dilation: Numbers = 1,
) -> dict[str, str]:
    """A convolution of each channel by itself, with one kernel or several.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Kernels, ``(channels * m, 1, *kernel)``: the first m for the first channel ...
        bias: One number per kernel.
        stride: As in ``convlib.depthwise``.
        padding: As in ``convlib.depthwise``.
        dilation: As in ``convlib.depthwise``.

    Raises:
        ConvError: As ``convlib.depthwise``.

    Example:
        >>> print(depthwise([[1, 2], [3, 4]], [[[1, 1]], [[1, -1]]])["pytorch"])
        import torch
        import torch.nn.functional as F
        <BLANKLINE>
        x = torch.tensor([[1, 2],
                          [3, 4]]).float()
        weight = torch.tensor([[[ 1,  1]],
                               [[ 1, -1]]]).float()
        <BLANKLINE>
        y = F.conv1d(x, weight, groups=2)
        # As a module: nn.Conv1d(2, 2, 2, groups=2, bias=False)
    """
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    return in_a_row(x, [("depthwise", {"weight": weight, "bias": bias, **options})])


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
        # As a module: nn.ConvTranspose1d(1, 1, 2, stride=2, bias=False)
    """
    options = {"stride": stride, "padding": padding, "output_padding": output_padding}
    return in_a_row(x, [("conv_transpose", {"weight": weight, "bias": bias, **options})])


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
    after: Layers = [("relu", {})] if relu else []
    return in_a_row(x, [("pointwise", {"weight": weight, "bias": bias}), *after])
