"""Sizes: how many outputs a window gives, and how much padding each rule adds.

Notation as in Dumoulin & Visin, "A guide to convolution arithmetic for deep learning",
arXiv:1603.07285: input size i, kernel k, stride s, padding p, dilation d, output o.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, Literal

from convlib.errors import ConvError

Pair = tuple[int, int]
Padding = str | int | Sequence[int | Pair]
RULES = ("valid", "same", "same_lower", "full", "causal")


def effective_kernel(kernel: int, dilation: int = 1) -> int:
    """How many cells a dilated kernel spans along one axis: ``k + (k-1)(d-1)``.

    Raises:
        ConvError: The kernel or the dilation is below 1.

    Example:
        >>> effective_kernel(3, dilation=4)
        9
    """
    cells, rate = at_least_one("kernel", kernel), at_least_one("dilation", dilation)
    return cells + (cells - 1) * (rate - 1)


def output_size(
    size: int, kernel: int, *, stride: int = 1, padding: int | Pair = 0, dilation: int = 1
) -> int:
    """How many places a window has along one axis: ``floor((i + 2p - d(k-1) - 1)/s) + 1``.

    Args:
        size: Input size along the axis, in cells.
        kernel: Kernel size along the axis, in cells.
        stride: Cells between two places of the window.
        padding: Cells added on each side, or ``(before, after)``.
        dilation: Distance between two neighbouring weights, in cells.

    Raises:
        ConvError: A size is out of range, or the kernel is larger than the padded input.

    Source: Dumoulin & Visin, arXiv:1603.07285, relationship 14.

    Example:
        >>> output_size(6, 3, stride=2, padding=1)
        3
    """
    size, stride = at_least_one("size", size), at_least_one("stride", stride)
    before, after = _sides(padding)
    span = effective_kernel(kernel, dilation)
    padded = size + before + after
    if span > padded:
        raise ConvError(
            "kernel-too-large",
            parameter="kernel",
            value=kernel,
            span=span,
            padded=padded,
            limit=(padded - 1) // int(dilation) + 1,
        )
    return (padded - span) // stride + 1


def transposed_output_size(
    size: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: int | Pair = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """How many cells a transposed convolution gives: ``s(i-1) + d(k-1) + 1 - 2p + op``.

    Args:
        size: Input size along the axis, in cells.
        kernel: Kernel size along the axis, in cells.
        stride: Cells between the stamps of two neighbouring inputs.
        padding: Cells taken away on each side of the output, or ``(before, after)``.
        output_padding: Cells added at the end, less than the stride or the dilation: which of the
            sizes is meant that the convolution in the other direction takes to ``size``.
        dilation: Distance between two neighbouring weights, in cells.

    Raises:
        ConvError: A number is out of range, or no cell is left.

    Source: Dumoulin & Visin, arXiv:1603.07285, relationship 14 solved for the input.

    Example:
        >>> transposed_output_size(3, 3, stride=2, padding=1, output_padding=1)
        6
    """
    size, stride = at_least_one("size", size), at_least_one("stride", stride)
    before, after = _sides(padding)
    full = stride * (size - 1) + effective_kernel(kernel, dilation)
    full += _output_padding(output_padding, stride, dilation)
    if full <= before + after:
        raise ConvError("cropped-away", parameter="padding", value=before + after, full=full)
    return full - before - after


def _output_padding(output_padding: int, stride: int, dilation: int) -> int:
    """The output padding along one axis, a whole number from 0 to below the stride or dilation.

    Raises:
        ConvError: It is not.

    Source: PyTorch's ``conv_transpose2d``, which refuses the same.
    """
    number = at_least_zero("output_padding", output_padding)
    limit = max(stride, int(dilation)) - 1
    if number > limit:
        raise ConvError("output-padding", parameter="output_padding", value=number, limit=limit)
    return number


def same_padding(size: int, kernel: int, *, stride: int = 1, dilation: int = 1) -> Pair:
    """The zeros ``(before, after)`` that give ``ceil(i/s)`` outputs, the odd one at the end.

    With stride 1 and an odd kernel that is ``(K-1)/2`` on both sides.

    Args:
        size: Input size along the axis, in cells.
        kernel: Kernel size along the axis, in cells.
        stride: Cells between two places of the window.
        dilation: Distance between two neighbouring weights, in cells.

    Raises:
        ConvError: A number is out of range.

    Source: TensorFlow's ``padding="SAME"``; ONNX calls it ``SAME_UPPER``.

    Example:
        >>> same_padding(5, 3), same_padding(6, 3, stride=2)
        ((1, 1), (0, 1))
    """
    return axis_padding("same", size, kernel, stride, dilation)


def axis_padding(rule: str, size: int, kernel: int, stride: int = 1, dilation: int = 1) -> Pair:
    """What a padding rule adds ``(before, after)`` along one axis.

    ``same`` is TensorFlow's ``SAME`` (``SAME_UPPER`` in ONNX): ``ceil(i/s)`` outputs, the odd zero
    at the end; ``same_lower`` puts it at the start; ``full`` adds K-1 on both sides; ``causal``
    adds K-1 before, so that no output sees what comes after it.

    Raises:
        ConvError: The rule is unknown, or a size is out of range.

    Example:
        >>> axis_padding("same", 6, 3, stride=2)
        (0, 1)
    """
    size, stride = at_least_one("size", size), at_least_one("stride", stride)
    span = effective_kernel(kernel, dilation)
    if rule == "valid":
        return 0, 0
    if rule == "full":
        return span - 1, span - 1
    if rule == "causal":
        return span - 1, 0
    if rule in ("same", "same_lower"):
        total = max((-(-size // stride) - 1) * stride + span - size, 0)
        small, large = total // 2, total - total // 2
        return (small, large) if rule == "same" else (large, small)
    raise ConvError("padding-rule", parameter="padding", value=rule, choices=", ".join(RULES))


def resolve_padding(
    padding: Padding,
    sizes: Sequence[int],
    kernels: Sequence[int],
    strides: Sequence[int],
    dilations: Sequence[int],
) -> tuple[Pair, ...]:
    """Any way of writing padding, as ``(before, after)`` per axis.

    Args:
        padding: A rule's name, one amount, one amount per axis, or a pair per axis.
        sizes: Input size per axis.
        kernels: Kernel size per axis.
        strides: Stride per axis.
        dilations: Dilation per axis.

    Raises:
        ConvError: The rule is unknown, an amount is negative or no whole number, or the number of
            amounts is not the number of axes.

    Example:
        >>> resolve_padding("same", [5, 5], [3, 3], [1, 1], [1, 1])
        ((1, 1), (1, 1))
    """
    if isinstance(padding, str):
        axes = zip(sizes, kernels, strides, dilations, strict=True)
        return tuple(axis_padding(padding, *axis) for axis in axes)
    return tuple(_sides(entry) for entry in _entries("padding", padding, len(sizes)))


def per_axis(
    name: str, value: int | Sequence[int], axes: int, *, least: Literal[0, 1] = 1
) -> tuple[int, ...]:
    """One number for all axes or one per axis, as one per axis.

    Raises:
        ConvError: A value is no whole number, or below the least, or their number is not that of
            the axes.

    Example:
        >>> per_axis("stride", 2, 3)
        (2, 2, 2)
    """
    check = at_least_one if least else at_least_zero
    return tuple(check(name, each) for each in _entries(name, value, axes))


def at_least_one(name: str, value: Any) -> int:
    """The value, a whole number from 1 on.

    Raises:
        ConvError: It is not.
    """
    number = _whole(name, value)
    if number < 1:
        raise ConvError("below-one", parameter=name, value=number)
    return number


def at_least_zero(name: str, value: Any) -> int:
    """The value, a whole number from 0 on.

    Raises:
        ConvError: It is not.
    """
    number = _whole(name, value)
    if number < 0:
        raise ConvError("below-zero", parameter=name, value=number)
    return number


def _entries(name: str, value: Any, axes: int) -> tuple[Any, ...]:
    """One entry for all axes or one per axis, as one per axis."""
    entries = _listed(value)
    if entries is None:
        return (value,) * axes
    if len(entries) != axes:
        raise ConvError("per-axis", parameter=name, count=len(entries), axes=axes)
    return entries


def _sides(entry: Any) -> Pair:
    """Padding along one axis: an amount for both sides, or one per side."""
    listed = _listed(entry)
    sides = (entry, entry) if listed is None else listed
    if len(sides) != 2:
        raise ConvError("per-side", parameter="padding", count=len(sides))
    before, after = (at_least_zero("padding", side) for side in sides)
    return before, after


def _listed(value: Any) -> tuple[Any, ...] | None:
    """The entries of a list or an array; None for a single value."""
    if isinstance(value, str):
        return None
    try:
        return tuple(value)
    except TypeError:
        return None


def _whole(name: str, value: Any) -> int:
    """A whole number of any type as Python's own."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise ConvError("whole-number", parameter=name, value=value)
    return number
