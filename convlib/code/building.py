"""Layers on an input of a shape, each checked and written out per spatial axis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.code.record import WrittenLayer
from convlib.errors import ConvError
from convlib.ops import Array, Geometry, check_channels, widened
from convlib.ops.arrays import bias_of, check_divides
from convlib.ops.geometry import check_transposed_channels, kernel_axes
from convlib.shapes import (
    Padding,
    Pair,
    at_least_one,
    per_axis,
    resolve_padding,
    transposed_output_size,
)

Shape = tuple[int, ...]
Numbers = int | Sequence[int]
Sides = int | Sequence[int | Pair]
Layers = Sequence[tuple[str, Mapping[str, Any]]]  # each an operator and its options


def conv(
    shape: Shape,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Padding = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> WrittenLayer:
    """A convolution, as ``convlib.conv`` has it."""
    filters = widened(weight, "weight")
    check_channels(shape, filters.shape, groups)
    place = Geometry.of(shape[1:], filters.shape[2:], stride, padding, dilation)
    return WrittenLayer(
        "conv",
        shape,
        (len(filters), *place.outputs),
        weight=filters,
        bias=_shift(bias, len(filters)),
        strides=place.strides,
        padding=place.padding,
        rule=padding if isinstance(padding, str) else "",
        dilations=place.dilations,
        groups=groups,
    )


def depthwise(
    shape: Shape,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Padding = 0,
    dilation: Numbers = 1,
) -> WrittenLayer:
    """So many kernels for each channel, as ``convlib.depthwise`` has them."""
    kernels = widened(weight, "weight")
    fits = len(shape) == kernel_axes(kernels.shape) + 1
    if fits and (kernels.shape[1] != 1 or len(kernels) % shape[0]):
        raise ConvError("depthwise-kernels", parameter="weight", shape=kernels.shape, have=shape[0])
    groups = shape[0] if fits else 1
    options = {"stride": stride, "dilation": dilation}
    layer = conv(shape, kernels, bias, padding=padding, groups=groups, **options)
    return replace(layer, kind="depthwise")


def pointwise(
    shape: Shape, weight: ArrayLike, bias: ArrayLike | None = None, *, groups: int = 1
) -> WrittenLayer:
    """A 1×1 convolution, as ``convlib.pointwise`` has it; in groups it is written as any other."""
    given, ones = widened(weight, "weight"), (1,) * (len(shape) - 1)
    if math.prod(given.shape[2:]) != 1:
        raise ConvError("kernel-of-one", parameter="weight", shape=given.shape)
    matrix = given.reshape(given.shape[:2])
    check_channels(shape, (*matrix.shape, *ones), groups)
    if groups > 1:
        return conv(shape, matrix.reshape(*matrix.shape, *ones), bias, groups=groups)
    made = (len(matrix), *shape[1:])
    shift = _shift(bias, len(matrix))
    return WrittenLayer("pointwise", shape, made, weight=matrix, bias=shift)


def conv_transpose(
    shape: Shape,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Sides = 0,
    output_padding: Numbers = 0,
) -> WrittenLayer:
    """A transposed convolution, as ``convlib.conv_transpose`` has it."""
    filters, axes = widened(weight, "weight"), len(shape) - 1
    check_transposed_channels(shape, filters.shape, 1)
    if isinstance(padding, str):
        raise ConvError("whole-number", parameter="padding", value=padding)
    kernel, strides = filters.shape[2:], per_axis("stride", stride, axes)
    sides = resolve_padding(padding, shape[1:], kernel, strides, (1,) * axes)
    extras = per_axis("output_padding", output_padding, axes, least=0)
    sizes = zip(shape[1:], kernel, strides, sides, extras, strict=True)
    outputs = (
        transposed_output_size(i, k, stride=s, padding=p, output_padding=extra)
        for i, k, s, p, extra in sizes
    )
    return WrittenLayer(
        "conv_transpose",
        shape,
        (filters.shape[1], *outputs),
        weight=filters,
        bias=_shift(bias, filters.shape[1]),
        strides=strides,
        padding=sides,
        extras=extras,
    )


def resize(shape: Shape, *, scale: Numbers) -> WrittenLayer:
    """Each cell repeated so many times along each axis: a resize to the nearest."""
    scales = per_axis("scale", scale, len(shape) - 1)
    wider = (size * times for size, times in zip(shape[1:], scales, strict=True))
    return WrittenLayer("resize", shape, (shape[0], *wider), scales=scales)


def relu(shape: Shape) -> WrittenLayer:
    """What is below 0 becomes 0."""
    return WrittenLayer("relu", shape, shape)


def channel_shuffle(shape: Shape, *, groups: int) -> WrittenLayer:
    """The channels dealt out, as ``convlib.channel_shuffle`` does it."""
    check_divides("groups", groups, shape[0])
    return WrittenLayer("channel_shuffle", shape, shape, groups=groups)


OPERATORS: Mapping[str, Callable[..., WrittenLayer]] = {
    "conv": conv,
    "grouped": conv,
    "depthwise": depthwise,
    "pointwise": pointwise,
    "conv_transpose": conv_transpose,
    "resize": resize,
    "relu": relu,
    "channel_shuffle": channel_shuffle,
}


WEIGHTLESS = ("resize", "relu", "channel_shuffle")


def built(shape: Shape, layers: Layers, drawn: bool = False) -> tuple[WrittenLayer, ...]:
    """Each layer on the shape that the one before it makes, and with names for its arrays.

    Args:
        shape: Of the input, ``(channels, *spatial)``.
        layers: For each its operator's name and what it takes, and maybe a ``name``.
        drawn: Whether sizes are given in the place of arrays, as ``convlib.cost.cost`` takes them.

    Raises:
        ConvError: There is no such operator, or it refuses what it is given.

    Example:
        >>> layers = [("depthwise", {"kernel": 3}), ("pointwise", {"filters": 128})]
        >>> [(layer.made, layer.name) for layer in built((3, 7, 7), layers, drawn=True)]
        [((3, 5, 5), 'depthwise_'), ((128, 5, 5), 'pointwise_')]
    """
    row, names = list[WrittenLayer](), list[str]()
    for operator, options in layers:
        if operator not in OPERATORS:
            choices = ", ".join(OPERATORS)
            raise ConvError("choice", parameter="operator", value=operator, choices=choices)
        given = dict(options)
        names.append(given.pop("name", operator))
        if drawn and operator not in WEIGHTLESS:
            given = _drawn(operator, shape, given)
        row.append(OPERATORS[operator](shape, **given))
        shape = row[-1].made
    weighted = [name for name, layer in zip(names, row, strict=True) if layer.weight is not None]
    if len(weighted) == 1:
        return tuple(row)
    often, seen = Counter(weighted), Counter[str]()
    for at, name in enumerate(names):
        seen[name] += 1
        number = str(seen[name]) if often[name] > 1 else ""
        row[at] = replace(row[at], name=f"{name}{number}_")
    return tuple(row)


def _drawn(operator: str, shape: Shape, options: Mapping[str, Any]) -> dict[str, Any]:
    """Blank arrays in the place of sizes."""
    given, channels, axes = dict(options), shape[0], len(shape) - 1
    filters, multiplier = (at_least_one(n, given.pop(n, 1)) for n in ("filters", "multiplier"))
    kernel = per_axis("kernel", given.pop("kernel", 1), axes)
    weight = (filters, channels // at_least_one("groups", given.get("groups", 1)), *kernel)
    if operator == "depthwise":
        weight = (channels * multiplier, 1, *kernel)
    elif operator == "conv_transpose":
        weight = (channels, filters, *kernel)
    made = filters if operator != "depthwise" else weight[0]
    bias = blank(made) if given.pop("bias", False) else None
    return {**given, "weight": blank(*weight), "bias": bias}


def blank(*shape: int) -> Array:
    """An array of which only the shape matters; it takes no room."""
    return np.broadcast_to(np.int64(0), shape)


def _shift(bias: ArrayLike | None, filters: int) -> Array | None:
    checked = bias_of(bias, filters)
    return None if checked is None else widened(checked, "bias")
