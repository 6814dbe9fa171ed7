"""PyTorch's modules by the engine, so that their names and options are checked without PyTorch.

Each takes the options that PyTorch documents and no others; called with an input without a batch
and an iterator over weights and biases, it takes its own from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

import convlib
from convlib.ops import Array

Module = Callable[[Array, Iterator[Array]], Array]
Numbers = int | tuple[int, ...]


class _Weighted:
    """A layer of filters."""

    def __init__(
        self,
        operator: Callable[..., Array],
        weight: tuple[int, ...],
        filters: int,
        bias: bool,
        **options: Any,
    ) -> None:
        self.operator, self.weight, self.filters = operator, weight, filters
        self.bias, self.options = bias, options

    def __call__(self, x: Array, arrays: Iterator[Array]) -> Array:
        weight = next(arrays).reshape(self.weight)
        bias = next(arrays).reshape(self.filters) if self.bias else None
        return self.operator(x, weight, bias, **self.options)


def _per_axis(kernel: Numbers, axes: int) -> tuple[int, ...]:
    return (kernel,) * axes if isinstance(kernel, int) else kernel


def _conv(
    axes: int,
    channels: int,
    filters: int,
    kernel: Numbers,
    *,
    stride: Numbers = 1,
    padding: Numbers | str = 0,
    dilation: Numbers = 1,
    groups: int = 1,
    bias: bool = True,
) -> Module:
    assert padding != "same" or stride == 1, "PyTorch refuses that"
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    shape = (filters, channels // groups, *_per_axis(kernel, axes))
    return _Weighted(convlib.conv, shape, filters, bias, **options)


def _conv_transpose(
    axes: int,
    channels: int,
    filters: int,
    kernel: Numbers,
    *,
    stride: Numbers = 1,
    padding: Numbers = 0,
    output_padding: Numbers = 0,
    bias: bool = True,
) -> Module:
    options = {"stride": stride, "padding": padding, "output_padding": output_padding}
    shape = (channels, filters, *_per_axis(kernel, axes))
    return _Weighted(convlib.conv_transpose, shape, filters, bias, **options)


def _zero_pad(axes: int, sides: tuple[int, ...]) -> Module:
    pairs = [sides[at : at + 2] for at in range(0, 2 * axes, 2)][::-1]
    assert len(pairs) == axes

    def pad(x: Array, _: Iterator[Array]) -> Array:
        wide = np.pad(x, [(0, 0), *((max(a, 0), max(b, 0)) for a, b in pairs)])
        ends = zip(wide.shape[1:], pairs, strict=True)
        return wide[:, *(slice(max(-a, 0), size - max(-b, 0)) for size, (a, b) in ends)]

    return pad


def ReLU() -> Module:  # noqa: N802
    return lambda x, _: convlib.relu(x)


def MaxPool2d(kernel_size: Numbers, *, stride: Numbers, padding: Numbers) -> Module:  # noqa: N802
    return lambda x, _: convlib.max_pool(x, kernel_size, stride=stride, padding=padding)


def Sigmoid() -> Module:  # noqa: N802
    return lambda x, _: 1 / (1 + np.exp(-x))


def AdaptiveAvgPool2d(sides: int) -> Module:  # noqa: N802
    assert sides == 1
    return lambda x, _: x.mean(axis=(1, 2), keepdims=True)


def ChannelShuffle(groups: int) -> Module:  # noqa: N802
    return lambda x, _: convlib.channel_shuffle(x, groups, axes=x.ndim - 1)


def Upsample(*, scale_factor: Numbers) -> Module:  # noqa: N802
    def repeat(x: Array, _: Iterator[Array]) -> Array:
        for axis, times in enumerate(_per_axis(scale_factor, x.ndim - 1), start=1):
            x = np.repeat(x, times, axis)
        return x

    return repeat


def Sequential(*modules: Module) -> Module:  # noqa: N802
    def in_a_row(x: Array, arrays: Iterator[Array]) -> Array:
        for module in modules:
            x = module(x, arrays)
        return x

    return in_a_row


Conv1d, Conv2d, Conv3d = (partial(_conv, axes) for axes in (1, 2, 3))
ConvTranspose1d, ConvTranspose2d = (partial(_conv_transpose, axes) for axes in (1, 2))
ZeroPad1d, ZeroPad2d, ZeroPad3d = (partial(_zero_pad, axes) for axes in (1, 2, 3))
