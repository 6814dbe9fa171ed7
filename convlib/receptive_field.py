"""What a stack of layers sees: how far an output reaches, and how often it uses each cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array
from convlib.shapes import (
    Pair,
    effective_kernel,
    output_size,
    per_axis,
    resolve_padding,
    transposed_output_size,
)

MAX_CELLS = 4_000_000
EXACT = 2**63  # counts from here on are Python's own whole numbers


@dataclass(frozen=True)
class Layer:
    """A layer's window, one number for all axes or one per axis; pooling has one like convolution.

    Attributes:
        kernel: Its size, in cells.
        stride: Cells between two of its places.
        padding: An amount, one per axis, or a ``(before, after)`` pair per axis.
        dilation: Distance between neighbouring weights.
        output_padding: Cells added at the end of a transposed layer's output.
        transposed: Whether it stamps rather than slides.
    """

    kernel: int | Sequence[int]
    stride: int | Sequence[int] = 1
    padding: int | Sequence[int | Pair] = 0
    dilation: int | Sequence[int] = 1
    output_padding: int | Sequence[int] = 0
    transposed: bool = False


@dataclass(frozen=True)
class Field:
    """What the outputs of a stack of layers see, one number per axis, in cells of the input.

    Attributes:
        size: From the first cell that an output sees to the last.
        jump: Between the fields of two neighbouring outputs.
        start: The first cell of the first output's field; negative in the padding.
    """

    size: tuple[int, ...]
    jump: tuple[int, ...]
    start: tuple[int, ...]


@dataclass(frozen=True)
class _Axis:
    """A layer along one axis."""

    kernel: int
    stride: int
    padding: Pair
    dilation: int
    extra: int
    span: int


def receptive_field(layers: Sequence[Layer]) -> Field:
    """How far one output of a stack of layers sees, and from where.

    Args:
        layers: From the input on, none of them transposed. Where every kernel is one number, the
            field is that along one axis.

    Raises:
        ConvError: A number is out of range, the layers have different numbers of axes, or one is
            transposed.

    Source: Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks",
    Distill 2019, equations 1 to 4.

    Example:
        >>> receptive_field([Layer(3, dilation=rate) for rate in (1, 2, 4)]).size
        (15,)
    """
    sizes, jumps, starts = [], [], []
    if any(layer.transposed for layer in _listed(layers)):
        raise ConvError("transposed-field", parameter="layers")
    for axis in _axes(layers):
        size, jump, start = 1, 1, 0
        for layer in axis:
            size += (layer.span - 1) * jump
            start -= layer.padding[0] * jump
            jump *= layer.stride
        sizes.append(size)
        jumps.append(jump)
        starts.append(start)
    return Field(tuple(sizes), tuple(jumps), tuple(starts))


def touched(layers: Sequence[Layer], size: int | Sequence[int] | None = None) -> Array:
    """How often each cell is used: zeros show gridding, unevenness shows checkerboard artifacts.

    Args:
        layers: From the input on, all of them transposed or none.
        size: Of the input, one number for all axes or one per axis. None for the field of one
            output, in which nothing is cut off by the input's edge.

    Returns:
        Without a size, per cell of one output's receptive field, over how many ways through the
        layers' weights it reaches that output. With a size, the same for all outputs together, per
        cell of the input; or for transposed layers, per cell of the output, how many stamps touch
        it.

    Raises:
        ConvError: A number is out of range, a layer doesn't fit, both kinds of layers are mixed,
            transposed ones have no size, or there are more than 4,000,000 cells.

    Source: gridding, Wang et al., arXiv:1702.08502, section 3.2; checkerboards, Odena, Dumoulin &
    Olah, Distill 2016.

    Example:
        >>> touched([Layer(3, dilation=2), Layer(3, dilation=2)]).tolist()
        [1, 0, 2, 0, 3, 0, 2, 0, 1]
        >>> touched([Layer(3, stride=2, transposed=True)], 4).tolist()
        [1, 1, 2, 1, 2, 1, 2, 1, 1]
    """
    kinds = {layer.transposed for layer in _listed(layers)}
    if len(kinds) > 1:
        raise ConvError("mixed-layers", parameter="layers")
    axes = _axes(layers)
    if size is None:
        if True in kinds:
            raise ConvError("stamps-size", parameter="size")
        counts = [_seen_by_one(axis) for axis in axes]
    else:
        sizes = per_axis("size", size, len(axes))
        count = _stamped if True in kinds else _seen_by_all
        counts = [count(axis, along) for axis, along in zip(axes, sizes, strict=True)]
    _check_cells(math.prod(map(len, counts)))
    ways = math.prod(layer.kernel for axis in axes for layer in axis)
    kind = np.dtype(np.int64 if ways < EXACT else object)
    total = counts[0].astype(kind)
    for each in counts[1:]:
        total = np.multiply.outer(total, each.astype(kind))
    return total


def _seen_by_one(layers: list[_Axis]) -> Array:
    counts = np.ones(1, object)
    for layer in reversed(layers):
        counts = _stamps(counts, layer)
    return counts


def _seen_by_all(layers: list[_Axis], size: int) -> Array:
    sizes = [size]
    for layer in layers:
        options = {"stride": layer.stride, "dilation": layer.dilation}
        sizes.append(output_size(sizes[-1], layer.kernel, padding=layer.padding, **options))
    counts = np.ones(_check_cells(sizes[-1]), object)
    for layer, inside in zip(reversed(layers), reversed(sizes[:-1]), strict=True):
        reached = _stamps(counts, layer)[layer.padding[0] :][:inside]
        counts = np.zeros(_check_cells(inside), object)
        counts[: len(reached)] = reached  # the last cells may be under no window
    return counts


def _stamped(layers: list[_Axis], size: int) -> Array:
    counts = np.ones(_check_cells(size), object)
    for layer in layers:
        cells = transposed_output_size(
            len(counts),
            layer.kernel,
            stride=layer.stride,
            padding=layer.padding,
            output_padding=layer.extra,
            dilation=layer.dilation,
        )
        reached = _stamps(counts, layer)[layer.padding[0] :][:cells]
        counts = np.zeros(_check_cells(cells), object)
        counts[: len(reached)] = reached  # output padding adds cells that no stamp may touch
    return counts


def _stamps(counts: Array, layer: _Axis) -> Array:
    """The counts, each put down at all the places of a kernel that stands a stride further on."""
    reach = layer.stride * (len(counts) - 1) + 1
    stamped = np.zeros(_check_cells(reach + layer.span - 1), object)
    for tap in range(0, layer.span, layer.dilation):
        stamped[tap : tap + reach : layer.stride] += counts
    return stamped


def _check_cells(count: int) -> int:
    """Refuse more cells than fit in memory with ease."""
    if count > MAX_CELLS:
        raise ConvError("too-many-counts", parameter="layers", cells=count, cap=MAX_CELLS)
    return count


def _listed(layers: Any) -> list[Layer]:
    """The layers, at least one.

    Raises:
        ConvError: There is none, or something else.
    """
    listed = list(layers) if isinstance(layers, Iterable) else [layers]
    if not all(isinstance(layer, Layer) for layer in listed):
        raise ConvError("not-windows", parameter="layers")
    if not listed:
        raise ConvError("no-layers", parameter="layers")
    return listed


def _axes(layers: Sequence[Layer]) -> list[list[_Axis]]:
    """Every layer's numbers, checked, along each axis."""
    layers = _listed(layers)
    kernels = [np.atleast_1d(np.asarray(layer.kernel, dtype=object)) for layer in layers]
    axes = max(map(len, kernels))
    return [list(each) for each in zip(*(_along(layer, axes) for layer in layers), strict=True)]


def _along(layer: Layer, axes: int) -> list[_Axis]:
    kernels = per_axis("kernel", layer.kernel, axes)
    strides = per_axis("stride", layer.stride, axes)
    dilations = per_axis("dilation", layer.dilation, axes)
    extras = per_axis("output_padding", layer.output_padding, axes, least=0)
    if isinstance(layer.padding, str):
        raise ConvError("whole-number", parameter="padding", value=layer.padding)
    padding = resolve_padding(layer.padding, (1,) * axes, kernels, strides, dilations)
    spans = map(effective_kernel, kernels, dilations)
    columns = zip(kernels, strides, padding, dilations, extras, spans, strict=True)
    return [_Axis(*column) for column in columns]
