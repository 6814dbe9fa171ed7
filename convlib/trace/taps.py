"""The record of an operator at work: its taps as columns, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array, Geometry
from convlib.trace.sums import finish, last, running, settled

MAX_TAPS = 50_000  # a 64 x 64 input under a 3 x 3 kernel has 36,864


class Tap(NamedTuple):
    """One multiply-add; flat, row-major indices into the source, the weights, the canvas."""

    src: int
    ker: int
    dst: int


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """The steps of an operator on given arrays, held as columns.

    A tap is ``canvas[dst] += source[src] * weight[ker] * gain``. A step is the taps that belong
    together on screen: those of one output value, or for a scatter trace of one input value.

    Attributes:
        source: What is read, such as the padded input, ``(channels, *spatial)``.
        weight: The filters as the operator takes them; of size 0 where nothing is weighted.
        starts: Where each step's taps begin, and the end of the last: ``steps + 1`` numbers.
        src: Per tap, where it reads in ``source``, flat.
        ker: Per tap, which weight it takes, flat; -1 where nothing is weighted.
        dst: Per tap, where it goes in ``canvas``, flat.
        geometry: How the kernel stands: on the source, or for a scatter trace on the canvas.
        shape: Of the canvas.
        cells: Per cell of the source, which cell of the input it is, flat; -1 for a zero that was
            put in by padding or between two cells.
        rule: How what comes together in a cell makes its value: ``"sum"``, ``"mean"``, ``"max"``;
            ``"relu"``, ``"sigmoid"``, ``"copy"`` and ``"scale"`` where it is one value.
        gain: Per tap, a further factor, such as how near a point between cells lies; None for 1.
        bias: One number per channel of the canvas, added in the end, or None.
        shared: For ``"mean"``, by how much a cell's sum is divided, shaped to go with the canvas.
        crop: Which part of the canvas is the output; ``...`` for all of it.
        groups: Into how many parts the channels are cut.
        scatter: Whether a step is an input value, stamped, rather than an output value.
        points: Where a window's points stand off the grid, in cells of the input:
            ``(offset groups, points, *places, 2)``, y before x; or None.
    """

    source: Array
    weight: Array
    starts: Array
    src: Array
    ker: Array
    dst: Array
    geometry: Geometry
    shape: tuple[int, ...]
    cells: Array
    rule: str = "sum"
    gain: Array | None = None
    bias: Array | None = None
    shared: Array | int = 1
    crop: tuple[slice, ...] | None = None
    groups: int = 1
    scatter: bool = False
    points: Array | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __repr__(self) -> str:
        arrays = {"source": self.source, "weight": self.weight, "output": self.output}
        shapes = [f"{name} {'×'.join(map(str, a.shape))}" for name, a in arrays.items() if a.size]
        return f"<Trace: {len(self)} steps, {len(self.src)} taps, {', '.join(shapes)}>"

    def __iter__(self) -> Iterator[list[Tap]]:
        columns = zip(self.src.tolist(), self.ker.tolist(), self.dst.tolist(), strict=True)
        taps = [Tap(*column) for column in columns]
        bounds = self.starts.tolist()
        for start, end in pairwise(bounds):
            yield taps[start:end]

    @cached_property
    def products(self) -> Array:
        """What each tap contributes: ``source[src] * weight[ker] * gain``."""
        products: Array = self.source.ravel()[self.src]
        if self.weight.size:
            products = products * self.weight.ravel()[self.ker]
        return products if self.gain is None else products * self.gain

    @cached_property
    def sums(self) -> Array:
        """What stands in each tap's destination after that tap, before the bias is added."""
        return running(self.products, self.dst, self.rule)

    @cached_property
    def canvas(self) -> Array:
        """What the steps come to, before it is cropped, ``(channels, *spatial)``."""
        values = last(self.sums, self.dst, math.prod(self.shape)).reshape(self.shape)
        if self.bias is not None:
            bias = self.bias.reshape(-1, *(1,) * (len(self.shape) - 1))
            values = settled(values + bias, np.abs(values) + np.abs(bias))
        return finish(self.rule, values, self.shared)

    @property
    def output(self) -> Array:
        """What the operator returns."""
        return self.canvas if self.crop is None else self.canvas[self.crop]

    @property
    def over(self) -> tuple[int, ...]:
        """The shape of the array whose cells, in row-major order, are the steps."""
        return self.source.shape if self.scatter else self.shape

    def begins(self, axis: int = 0) -> Array:
        """The steps at which the next index along an axis of ``over`` begins: channels, rows ...

        Example:
            >>> from convlib.trace import conv_trace
            >>> conv_trace([[1, 2, 3]], [[[1, 1]], [[1, -1]]]).begins().tolist()
            [0, 2]
        """
        return np.arange(0, len(self), math.prod(self.over[axis + 1 :]))


def check_taps(count: int, parameter: str = "size") -> None:
    """Refuse more taps than a person could ever follow.

    Args:
        count: How many there would be.
        parameter: What is too large then.

    Raises:
        ConvError: There are more than ``MAX_TAPS``.
    """
    if count > MAX_TAPS:
        raise ConvError("too-many-taps", parameter=parameter, taps=count, cap=MAX_TAPS)


def check_cells(count: int, parameter: str = "size") -> None:
    """Refuse an array with more cells than a person could ever look at.

    Args:
        count: How many cells it would have.
        parameter: What is too large then.

    Raises:
        ConvError: There are more than ``MAX_TAPS``.
    """
    if count > MAX_TAPS:
        raise ConvError("too-many-cells", parameter=parameter, cells=count, cap=MAX_TAPS)
