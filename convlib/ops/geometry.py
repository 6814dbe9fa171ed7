"""How a kernel stands on an input: every parameter checked and written out per axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided

from convlib.errors import ConvError
from convlib.ops.arrays import Array, DType, Index, check_divides, check_filled, check_room
from convlib.shapes import (
    Padding,
    Pair,
    at_least_one,
    effective_kernel,
    output_size,
    per_axis,
    resolve_padding,
)

MOST_AXES = 3


@dataclass(frozen=True)
class Geometry:
    """How a kernel stands on an input: every parameter checked and written out per spatial axis.

    Attributes:
        padding: Cells added ``(before, after)``.
        strides: Cells between two places of the window.
        dilations: Distance between neighbouring weights.
        spans: Cells from the first weight to the last.
        outputs: Places that the window has.
    """

    padding: tuple[Pair, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    spans: tuple[int, ...]
    outputs: tuple[int, ...]

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        kernels: Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: Padding = 0,
        dilation: int | Sequence[int] = 1,
    ) -> Geometry:
        """Check every parameter and work the rest out.

        Raises:
            ConvError: A parameter is out of range, or the kernel is larger than the padded input.

        Example:
            >>> Geometry.of([5, 4], [3, 3], padding=1).outputs
            (5, 4)
        """
        strides = per_axis("stride", stride, len(kernels))
        dilations = per_axis("dilation", dilation, len(kernels))
        amounts = resolve_padding(padding, sizes, kernels, strides, dilations)
        axes = zip(sizes, kernels, strides, amounts, dilations, strict=True)
        return cls(
            padding=amounts,
            strides=strides,
            dilations=dilations,
            spans=tuple(map(effective_kernel, kernels, dilations)),
            outputs=tuple(
                output_size(i, k, stride=s, padding=p, dilation=d) for i, k, s, p, d in axes
            ),
        )


def check_channels(x: Sequence[int], weight: Sequence[int], groups: int) -> None:
    """Refuse an input of a shape ``(channels, *spatial)`` that the filters' shape doesn't fit.

    Raises:
        ConvError: A rank is wrong, an axis is empty, or the channels and groups don't match.
    """
    _check_ranks(x, weight)
    groups = at_least_one("groups", groups)
    have, (out, per) = x[0], weight[:2]
    if have % groups or out % groups or have // groups != per:
        raise ConvError("channels", parameter="groups", groups=groups, have=have, out=out, per=per)


def check_transposed_channels(x: Sequence[int], weight: Sequence[int], groups: int) -> None:
    """Refuse an input of a shape ``(in, *spatial)`` that the transposed filters don't fit.

    Raises:
        ConvError: A rank is wrong, an axis is empty, or the channels and groups don't match.
    """
    _check_ranks(x, weight)
    if x[0] != weight[0]:
        raise ConvError("transposed-channels", parameter="weight", have=x[0], want=weight[0])
    check_divides("groups", groups, x[0])


def kernel_axes(weight: Sequence[int]) -> int:
    """The spatial axes of filters of a shape ``(out, in, *kernel)``: 1, 2 or 3.

    Raises:
        ConvError: It has another rank.
    """
    axes = len(weight) - 2
    if not 1 <= axes <= MOST_AXES:
        raise ConvError("weight-rank", parameter="weight", rank=len(weight))
    return axes


def _check_ranks(x: Sequence[int], weight: Sequence[int]) -> None:
    """Refuse shapes of which one has no place for the other's kernel, or an empty axis."""
    axes = kernel_axes(weight)
    if len(x) != axes + 1:
        raise ConvError("input-rank", parameter="x", rank=len(x), want=axes + 1, also=axes + 2)
    check_filled("x", x)
    check_filled("weight", weight)


def padded(stack: Array, padding: Sequence[Pair], kind: DType, fill: float = 0) -> Array:
    """The stack ``(batch, channels, *spatial)`` in another type, with cells added around.

    Raises:
        ConvError: They are more than fit in memory with ease.

    Example:
        >>> padded(np.array([[[1, 2]]]), [(1, 0)], np.dtype(float)).tolist()
        [[[0.0, 1.0, 2.0]]]
    """
    if not any(map(any, padding)):
        return stack.astype(kind, copy=False)
    sizes = stack.shape[2:]
    wider = [size + sum(sides) for size, sides in zip(sizes, padding, strict=True)]
    shape = (*stack.shape[:2], *wider)
    check_room("padding", shape, stack.size)
    around = np.full(shape, fill, kind) if fill else np.zeros(shape, kind)
    sides = zip(sizes, padding, strict=True)
    inner: Index = (..., *(slice(before, before + size) for size, (before, _) in sides))
    around[inner] = stack
    return around


def windows(
    stack: Array,
    kernel: Sequence[int],
    outputs: Sequence[int],
    strides: Sequence[int],
    dilations: Sequence[int],
) -> Array:
    """A view of what the kernel's taps read: ``(batch, channels, *kernel, *outputs)``.

    Example:
        >>> windows(np.array([[[1, 2, 3, 4]]]), [2], [2], [1], [2]).tolist()
        [[[[1, 2], [3, 4]]]]
    """
    lead, steps = stack.strides[:2], stack.strides[2:]
    holes = (step * d for step, d in zip(steps, dilations, strict=True))
    places = (step * s for step, s in zip(steps, strides, strict=True))
    shape = (*stack.shape[:2], *kernel, *outputs)
    return as_strided(stack, shape, (*lead, *holes, *places), writeable=False)
