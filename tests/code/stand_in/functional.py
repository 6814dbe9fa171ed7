"""PyTorch's functions as its documentation has them, by plain sums over the places of the window.

Names, order and defaults of the arguments are those of torch.nn.functional and torchvision.ops;
what the lessons' code doesn't use is missing, and so refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from convlib.ops import Array
from tests.code.stand_in.tensors import Tensor

Numbers = int | Sequence[int]


class RefusedError(Exception):
    """What PyTorch answers with an error."""


def per_axis(numbers: Numbers, axes: int) -> tuple[int, ...]:
    """One number for all axes, or one for each."""
    each = (numbers,) * axes if isinstance(numbers, int) else tuple(numbers)
    if len(each) != axes or not all(isinstance(number, int) for number in each):
        raise RefusedError(f"{numbers} for {axes} axes")
    return each


def _batched(input: Tensor, axes: int) -> tuple[Array, bool]:
    """With a batch, and whether that was there already; sums are made in 64 bits."""
    if input.values.ndim not in (axes + 1, axes + 2):
        raise RefusedError(f"{axes} axes of an input of shape {input.shape}")
    there = input.values.ndim == axes + 2
    return (input.values if there else input.values[None]).astype(np.float64), there


def _back(made: Array, there: bool, like: Tensor) -> Tensor:
    if min(made.shape) < 1:
        raise RefusedError("an output without cells")
    return Tensor((made if there else made[0]).astype(like.dtype))


def _check_kinds(input: Tensor, *others: Tensor | None) -> None:
    kinds = {each.dtype for each in (input, *others) if each is not None}
    if len(kinds) > 1 or input.dtype.kind != "f":
        raise RefusedError(f"layers take floats of one kind, not {kinds}")


def conv(
    axes: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers | str = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> Tensor:
    _check_kinds(input, weight, bias)
    x, there = _batched(input, axes)
    filters, depth, *kernel = weight.shape
    steps, rates = per_axis(stride, axes), per_axis(dilation, axes)
    if x.shape[1] != depth * groups or filters % groups or len(kernel) != axes:
        raise RefusedError(f"weights {weight.shape} in {groups} groups on {input.shape}")
    x = np.pad(x, [(0, 0), (0, 0), *_sides(padding, kernel, steps, rates)])
    spans = [(k - 1) * d + 1 for k, d in zip(kernel, rates, strict=True)]
    sizes = [(i - s) // step + 1 for i, s, step in zip(x.shape[2:], spans, steps, strict=True)]
    if min(sizes) < 1:
        raise RefusedError("the kernel is larger than the padded input")
    y = np.zeros((len(x), groups, filters // groups, *sizes))
    weights = weight.values.reshape(groups, filters // groups, *weight.shape[1:])
    parts = x.reshape(len(x), groups, depth, *x.shape[2:])
    for at in product(*map(range, kernel)):
        seen = parts[_every(at, rates, steps, sizes)]
        y += (weights[_last(*at)] @ seen.reshape(*seen.shape[:3], -1)).reshape(y.shape)
    y = y.reshape(len(x), filters, *sizes)
    return _back(y + _shift(bias, filters, axes), there, input)


def _sides(
    padding: Numbers | str, kernel: Sequence[int], steps: Sequence[int], rates: Sequence[int]
) -> list[tuple[int, int]]:
    if padding == "same":
        if set(steps) != {1}:
            raise RefusedError("padding='same' is not supported for strided convolutions")
        zeros = [(k - 1) * d for k, d in zip(kernel, rates, strict=True)]
        return [(size // 2, size - size // 2) for size in zeros]
    assert not isinstance(padding, str), padding
    return [(side, side) for side in per_axis(padding, len(kernel))]


def _every(
    at: Sequence[int], rates: Sequence[int], steps: Sequence[int], sizes: Sequence[int]
) -> Any:
    """The cells that one weight meets at all places of the window."""
    axes = zip(at, rates, steps, sizes, strict=True)
    return _last(*(slice(a * d, a * d + (size - 1) * s + 1, s) for a, d, s, size in axes))


def _last(*keys: int | slice) -> Any:
    """An index along the last axes."""
    return (..., *keys)


def _shift(bias: Tensor | None, filters: int, axes: int) -> Any:
    if bias is None:
        return 0
    if bias.shape != (filters,):
        raise RefusedError(f"{bias.shape} numbers of bias for {filters} filters")
    return bias.values.reshape(-1, *(1,) * axes)


def conv_transpose(
    axes: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers = 0,
    output_padding: Numbers = 0,
    groups: int = 1,
    dilation: Numbers = 1,
) -> Tensor:
    assert (groups, dilation) == (1, 1), "no lesson's code uses them"
    _check_kinds(input, weight, bias)
    x, there = _batched(input, axes)
    channels, filters, *kernel = weight.shape
    steps, cut = per_axis(stride, axes), per_axis(padding, axes)
    extras = per_axis(output_padding, axes)
    if x.shape[1] != channels or any(map(int.__ge__, extras, steps)):
        raise RefusedError(
            f"weights {weight.shape} on {input.shape}, {extras} more, stride {steps}"
        )
    sizes = x.shape[2:]
    pairs = zip(sizes, steps, kernel, extras, strict=True)
    whole = np.zeros((len(x), filters, *((i - 1) * s + k + e for i, s, k, e in pairs)))
    for at in product(*map(range, kernel)):
        stamped = np.einsum("nc...,cf->nf...", x, weight.values[_last(*at)])
        whole[_every(at, (1,) * axes, steps, sizes)] += stamped
    kept = [slice(side, size - side) for side, size in zip(cut, whole.shape[2:], strict=True)]
    return _back(whole[_last(*kept)] + _shift(bias, filters, axes), there, input)


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    _check_kinds(input, weight, bias)
    return Tensor(input.values @ weight.values.T + (0 if bias is None else bias.values))


def relu(input: Tensor) -> Tensor:
    return Tensor(np.maximum(input.values, 0))


def pad(input: Tensor, pad: Sequence[int], mode: str = "constant", value: None = None) -> Tensor:
    """Cells before and after each axis, the last axis first; below 0 they are taken away."""
    assert (mode, value) == ("constant", None)
    pairs = [*zip(pad[::2], pad[1::2], strict=True)][::-1]
    pairs = [(0, 0)] * (input.values.ndim - len(pairs)) + pairs
    wide = np.pad(input.values, [(max(a, 0), max(b, 0)) for a, b in pairs])
    ends = zip(wide.shape, pairs, strict=True)
    return Tensor(wide[tuple(slice(max(-a, 0), size + min(b, 0)) for size, (a, b) in ends)])


def interpolate(
    input: Tensor, size: None = None, scale_factor: Any = None, mode: str = "nearest"
) -> Tensor:
    assert size is None
    assert mode == "nearest"
    axes = input.values.ndim - 2
    if axes < 1:
        raise RefusedError("interpolate takes a batch")
    made = input.values
    for axis, times in enumerate(per_axis(scale_factor, axes), start=2):
        made = np.repeat(made, times, axis)
    return Tensor(made)


def _windows(
    input: Tensor, kernel_size: Numbers, stride: Numbers | None, padding: Numbers, fill: float
) -> tuple[Array, bool]:
    """Every window's cells on a last axis, and whether a batch was there."""
    x, there = _batched(input, 2)
    kernel, sides = per_axis(kernel_size, 2), per_axis(padding, 2)
    steps = kernel if stride is None else per_axis(stride, 2)
    if any(2 * side > k for side, k in zip(sides, kernel, strict=True)):
        raise RefusedError("padding is at most half of the kernel")
    around = [(0, 0), (0, 0), *((side, side) for side in sides)]
    x = np.pad(x, around, constant_values=fill)
    sizes = [(i - k) // s + 1 for i, k, s in zip(x.shape[2:], kernel, steps, strict=True)]
    cells = (x[_every(at, (1, 1), steps, sizes)] for at in np.ndindex(kernel[0], kernel[1]))
    return np.stack([*cells], -1), there


def max_pool2d(
    input: Tensor, kernel_size: Numbers, stride: Numbers | None = None, padding: Numbers = 0
) -> Tensor:
    windows, there = _windows(input, kernel_size, stride, padding, -np.inf)
    return _back(windows.max(-1), there, input)


def avg_pool2d(
    input: Tensor, kernel_size: Numbers, stride: Numbers | None = None, padding: Numbers = 0
) -> Tensor:
    """The zeros around count too."""
    windows, there = _windows(input, kernel_size, stride, padding, 0)
    return _back(windows.mean(-1), there, input)


def deform_conv2d(
    input: Tensor,
    offset: Tensor,
    weight: Tensor,
    bias: None = None,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
    mask: Tensor | None = None,
) -> Tensor:
    """torchvision's, of one group of channels and of offsets, each point's y before its x."""
    assert (bias, stride, padding, dilation) == (None, (1, 1), (0, 0), (1, 1))
    _check_kinds(input, offset, weight, mask)
    filters, _, rows, columns = weight.shape
    outputs = input.shape[2] - rows + 1, input.shape[3] - columns + 1
    if offset.shape != (len(input), 2 * rows * columns, *outputs):
        raise RefusedError(f"offsets of shape {offset.shape}")
    if mask is not None and mask.shape != (len(input), rows * columns, *outputs):
        raise RefusedError(f"a mask of shape {mask.shape}")
    y = np.zeros((len(input), filters, *outputs))
    for n, row, column in np.ndindex(len(input), *outputs):
        for point, (i, j) in enumerate(np.ndindex(rows, columns)):
            down, across = offset.values[n, 2 * point : 2 * point + 2, row, column]
            factor = 1 if mask is None else mask.values[n, point, row, column]
            read = _between(input.values[n], row + i + down, column + j + across)
            y[n, :, row, column] += weight.values[:, :, i, j] @ read * factor
    return Tensor(y.astype(input.dtype))


def _between(x: Array, down: float, across: float) -> Array:
    """The four cells around a point by how near they are; outside all is 0."""
    wide = np.pad(x, [(0, 0), (1, 1), (1, 1)])
    high, broad = wide.shape[1:]
    down, across = np.clip(down + 1, 0, high - 1), np.clip(across + 1, 0, broad - 1)
    near_rows = np.maximum(0, 1 - abs(np.arange(high) - down))
    near_columns = np.maximum(0, 1 - abs(np.arange(broad) - across))
    result: Array = np.einsum("cij,i,j->c", wide, near_rows, near_columns)
    return result


conv1d, conv2d, conv3d = (partial(conv, axes) for axes in (1, 2, 3))
conv_transpose1d, conv_transpose2d, conv_transpose3d = (
    partial(conv_transpose, axes) for axes in (1, 2, 3)
)
