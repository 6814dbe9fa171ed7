"""A transposed convolution, checked: how its stamps stand, and how its input spreads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, widened
from convlib.ops.geometry import check_transposed_channels
from convlib.shapes import (
    Padding,
    effective_kernel,
    per_axis,
    resolve_padding,
    transposed_output_size,
)
from convlib.trace.given import check_exact, one_bias, one_input
from convlib.trace.grid import numbered
from convlib.trace.taps import check_cells, check_taps


@dataclass(frozen=True, eq=False)
class Stamping:
    """A transposed convolution, checked.

    Attributes:
        x: Input, ``(in, *spatial)``.
        weight: Filters, ``(in, out/groups, *kernel)``.
        bias: One number per output channel, or None.
        canvas: Rows, columns ... of the output, with the border that the padding takes away.
        geometry: How the stamps stand on the canvas: a place for each input.
    """

    x: Array
    weight: Array
    bias: Array | None
    canvas: tuple[int, ...]
    geometry: Geometry

    @classmethod
    def of(
        cls,
        x: ArrayLike,
        weight: ArrayLike,
        bias: ArrayLike | None,
        stride: int | Sequence[int],
        padding: Padding,
        output_padding: int | Sequence[int],
        dilation: int | Sequence[int],
        groups: int,
    ) -> Stamping:
        """Check every parameter and work the rest out.

        Raises:
            ConvError: Something doesn't fit, or there is more than a person could ever follow.
        """
        weight = widened(weight, "weight")
        kernel = weight.shape[2:]
        x = one_input(x, len(kernel))
        check_transposed_channels(x.shape, weight.shape, groups)
        strides = per_axis("stride", stride, len(kernel))
        dilations = per_axis("dilation", dilation, len(kernel))
        extras = per_axis("output_padding", output_padding, len(kernel), least=0)
        if isinstance(padding, str):
            raise ConvError("whole-number", parameter="padding", value=padding)
        border = resolve_padding(padding, x.shape[1:], kernel, strides, dilations)
        axes = zip(x.shape[1:], kernel, strides, border, extras, dilations, strict=True)
        canvas = tuple(
            transposed_output_size(i, k, stride=s, padding=p, output_padding=op, dilation=d)
            + sum(p)
            for i, k, s, p, op, d in axes
        )
        check_taps(x.size * math.prod(weight.shape[1:]))
        check_cells(groups * weight.shape[1] * math.prod(canvas))
        spans = tuple(map(effective_kernel, kernel, dilations))
        geometry = Geometry(border, strides, dilations, spans, x.shape[1:])
        bias = one_bias(bias, groups * weight.shape[1])
        check_exact(x, weight, bias, 1)
        return cls(x, weight, bias, canvas, geometry)

    @property
    def filters(self) -> int:
        """Output channels of a group."""
        return int(self.weight.shape[1])

    def spread(self) -> tuple[Geometry, Array]:
        """The input with zeros between and around it, and how a window slides over that.

        Returns:
            The geometry; and per cell, which cell of the input it is, -1 for a zero.
        """
        stamps = self.geometry
        outputs = tuple(
            size - sum(sides) for size, sides in zip(self.canvas, stamps.padding, strict=True)
        )
        spread = [size + span - 1 for size, span in zip(outputs, stamps.spans, strict=True)]
        check_cells(len(self.x) * math.prod(spread))
        cells, border = numbered(self.x.shape), []
        axes = zip(outputs, spread, stamps.strides, stamps.spans, stamps.padding, strict=True)
        for axis, (output, size, stride, span, (before, _)) in enumerate(axes, start=1):
            zeros = span - 1 - before
            reach = stride * (self.x.shape[axis] - 1) + 1
            cells = _spread(cells, axis, np.arange(size) - zeros, stride)
            border.append((zeros, output + before - reach))
        ones = (1,) * len(outputs)
        return Geometry(tuple(border), ones, stamps.dilations, stamps.spans, outputs), cells


def _spread(cells: Array, axis: int, places: Array, stride: int) -> Array:
    """Along one axis a cell at each place that the stride divides, and -1 between and around."""
    at, between = np.divmod(places, stride)
    inside = (between == 0) & (at >= 0) & (at < cells.shape[axis])
    taken = np.take(cells, np.where(inside, at, 0), axis=axis)
    along = [-1 if each == axis else 1 for each in range(cells.ndim)]
    return np.where(inside.reshape(along), taken, -1)
