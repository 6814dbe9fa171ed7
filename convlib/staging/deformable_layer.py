"""A deformable layer of one channel and one filter: its numbers, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array, conv
from convlib.trace import Trace, conv_trace, deform_conv_trace


@dataclass(frozen=True, eq=False)
class Deformable:
    """A deformable layer of one channel and one filter.

    Attributes:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        offsets: The same at every place, ``(2, rows, columns)``, y before x, or those of each
            place, ``(2, rows, columns, *places)``; None where a layer makes them.
        layer: That layer's kernels, y and x for point after point, ``(2 * points, rows,
            columns)``; None where the offsets are given.
        mask: A factor for each point, ``(rows, columns)``, or None.
        line: What the offsets of each place follow: ``(n, 2)``, x and y in cells of the input, NaN
            between two pieces; None for none.
    """

    x: Array
    weight: Array
    offsets: Array | None = None
    layer: Array | None = None
    mask: Array | None = None
    line: Array | None = None

    @property
    def places(self) -> tuple[int, int]:
        """Rows and columns of the output."""
        rows, columns = (i - k + 1 for i, k in zip(self.x.shape, self.weight.shape, strict=True))
        return rows, columns

    @property
    def is_fixed(self) -> bool:
        """Whether offsets are given, the same at every place, so that one can change them."""
        return self.offsets is not None and self.offsets.ndim == 1 + self.weight.ndim

    @cached_property
    def offset_trace(self) -> Trace:
        """The taps of the layer that makes the offsets."""
        assert self.layer is not None
        return conv_trace(self.x[None], self.layer[:, None])

    @cached_property
    def moves(self) -> Array:
        """The offsets of all places as the operator takes them, ``(2 * points, *places)``."""
        if self.offsets is None:
            return self.offset_trace.output
        rest = (1, 1) if self.is_fixed else self.places
        each = self.offsets.reshape(2, -1, *rest).swapaxes(0, 1).reshape(-1, *rest)
        return np.broadcast_to(each, (len(each), *self.places))

    @property
    def gains(self) -> Array | None:
        """The mask of all places, ``(points, *places)``."""
        if self.mask is None:
            return None
        return np.broadcast_to(self.mask.reshape(-1, 1, 1), (self.mask.size, *self.places))

    @cached_property
    def trace(self) -> Trace:
        """Its taps."""
        arrays = self.x[None], self.weight[None, None], self.moves
        return deform_conv_trace(*arrays, mask=self.gains)

    @cached_property
    def points(self) -> Array:
        """Where each point lies at each place, ``(places, points, 2)``: y and x of the input."""
        assert self.trace.points is not None
        each: Array = self.trace.points[0].reshape(self.weight.size, -1, 2)
        return each.swapaxes(0, 1)

    @property
    def regular(self) -> Array:
        """What comes out where no point moves, ``(rows, columns)``."""
        plane: Array = conv(self.x[None], self.weight[None, None])[0]
        return plane
