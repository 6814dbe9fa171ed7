"""PyTorch's modules as its documentation has them, with weights that they draw themselves.

Names, order and defaults of the options are those of torch.nn and torchvision.ops; what the
lessons' code doesn't use is missing, and so refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.code.stand_in import functional
from tests.code.stand_in.functional import Numbers, RefusedError, per_axis
from tests.code.stand_in.tensors import Tensor, rand, sigmoid


class Module:
    """What takes a tensor and gives one; its weights come before its bias."""

    def parameters(self) -> Iterator[Tensor]:
        yield from ()

    def __call__(self, input: Tensor) -> Tensor:
        raise NotImplementedError


class _Weighted(Module):
    def __init__(self, weight: tuple[int, ...], filters: int, bias: bool) -> None:
        self.weight = rand(weight)
        self.bias = rand(filters) if bias else None

    def parameters(self) -> Iterator[Tensor]:
        yield self.weight
        if self.bias is not None:
            yield self.bias


class Conv(_Weighted):
    def __init__(
        self,
        axes: int,
        in_channels: int,
        out_channels: int,
        kernel_size: Numbers,
        stride: Numbers = 1,
        padding: Numbers | str = 0,
        dilation: Numbers = 1,
        groups: int = 1,
        bias: bool = True,
    ) -> None:
        if in_channels % groups or out_channels % groups:
            raise RefusedError(f"{groups} groups of {in_channels} and {out_channels} channels")
        kernel = per_axis(kernel_size, axes)
        super().__init__((out_channels, in_channels // groups, *kernel), out_channels, bias)
        self.axes, self.options = axes, (stride, padding, dilation, groups)

    def __call__(self, input: Tensor) -> Tensor:
        return functional.conv(self.axes, input, self.weight, self.bias, *self.options)


class ConvTranspose(_Weighted):
    def __init__(
        self,
        axes: int,
        in_channels: int,
        out_channels: int,
        kernel_size: Numbers,
        stride: Numbers = 1,
        padding: Numbers = 0,
        output_padding: Numbers = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Numbers = 1,
    ) -> None:
        kernel = per_axis(kernel_size, axes)
        super().__init__((in_channels, out_channels // groups, *kernel), out_channels, bias)
        self.axes, self.options = axes, (stride, padding, output_padding, groups, dilation)

    def __call__(self, input: Tensor) -> Tensor:
        return functional.conv_transpose(self.axes, input, self.weight, self.bias, *self.options)


class ZeroPad(Module):
    """Cells before and after, the last axis first; below 0 they are taken away."""

    def __init__(self, axes: int, padding: Numbers) -> None:
        self.padding = per_axis(padding, 2 * axes)

    def __call__(self, input: Tensor) -> Tensor:
        return functional.pad(input, self.padding)


class ReLU(Module):
    def __call__(self, input: Tensor) -> Tensor:
        return functional.relu(input)


class Sigmoid(Module):
    def __call__(self, input: Tensor) -> Tensor:
        return sigmoid(input)


class MaxPool2d(Module):
    def __init__(
        self, kernel_size: Numbers, stride: Numbers | None = None, padding: Numbers = 0
    ) -> None:
        self.options = kernel_size, stride, padding

    def __call__(self, input: Tensor) -> Tensor:
        return functional.max_pool2d(input, *self.options)


class AdaptiveAvgPool2d(Module):
    def __init__(self, output_size: int) -> None:
        assert output_size == 1, "no lesson's code uses another"

    def __call__(self, input: Tensor) -> Tensor:
        return input.mean((-2, -1), keepdim=True)


class ChannelShuffle(Module):
    def __init__(self, groups: int) -> None:
        self.groups = groups

    def __call__(self, input: Tensor) -> Tensor:
        if input.shape[1] % self.groups:
            raise RefusedError(f"{input.shape[1]} channels in {self.groups} groups")
        return input.unflatten(1, (self.groups, -1)).transpose(1, 2).flatten(1, 2)


class Upsample(Module):
    def __init__(self, size: None = None, scale_factor: Any = None, mode: str = "nearest") -> None:
        self.options = size, scale_factor, mode

    def __call__(self, input: Tensor) -> Tensor:
        return functional.interpolate(input, *self.options)


class Sequential(Module):
    def __init__(self, *args: Module) -> None:
        self.modules = args

    def parameters(self) -> Iterator[Tensor]:
        for module in self.modules:
            yield from module.parameters()

    def __call__(self, input: Tensor) -> Tensor:
        for module in self.modules:
            input = module(input)
        return input


Conv1d, Conv2d, Conv3d = (partial(Conv, axes) for axes in (1, 2, 3))
ConvTranspose1d, ConvTranspose2d, ConvTranspose3d = (
    partial(ConvTranspose, axes) for axes in (1, 2, 3)
)
ZeroPad1d, ZeroPad2d, ZeroPad3d = (partial(ZeroPad, axes) for axes in (1, 2, 3))
