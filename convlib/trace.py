"""Traces: every multiply-add of an operator, in the order in which a person would follow it.

The atom is a tap ``(src, ker, dst)``: ``y[dst] += x[src] * w[ker]``. A step is a group of taps that
belongs together on screen. A trace holds its taps as columns, not as an object each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, check_channels, widened
from convlib.shapes import Padding

MAX_TAPS = 17_000  # as JSON at most 600 KB, where all numbers are long decimals
ROUNDINGS = 512  # units in the last place that a step's products and sums may be off by


class Tap(NamedTuple):
    """One multiply-add; flat, row-major indices into the padded input, the weights, the output."""

    src: int
    ker: int
    dst: int


@dataclass(frozen=True, eq=False)
class Trace:
    """The steps of an operator on given arrays, held as columns.

    Attributes:
        source: The padded input, ``(channels, *spatial)``.
        weight: The filters, ``(out, channels/groups, *kernel)``.
        output: What the steps add up to, ``(out, *spatial)``.
        starts: Where each step's taps begin, and the end of the last: ``steps + 1`` numbers.
        src: Per tap, where it reads in ``source``, flat.
        ker: Per tap, which weight it takes, flat.
        dst: Per tap, where it adds in ``output``, flat.
        geometry: How the kernel stands on the input.
    """

    source: Array
    weight: Array
    output: Array
    starts: Array
    src: Array
    ker: Array
    dst: Array
    geometry: Geometry

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[list[Tap]]:
        columns = zip(self.src.tolist(), self.ker.tolist(), self.dst.tolist(), strict=True)
        taps = [Tap(*column) for column in columns]
        bounds = self.starts.tolist()
        for start, end in pairwise(bounds):
            yield taps[start:end]

    @cached_property
    def products(self) -> Array:
        """What each tap contributes: ``x[src] * w[ker]``."""
        products: Array = self.source.ravel()[self.src] * self.weight.ravel()[self.ker]
        return products

    @cached_property
    def sums(self) -> Array:
        """The running sum within its step after each tap."""
        steps = np.split(self.products, self.starts[1:-1])
        return np.concatenate([_running_sums(products) for products in steps])


def conv_trace(
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The taps of ``ops.conv``, one step per output value, outputs and taps in row-major order.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``.
        stride: As in ``conv``.
        padding: As in ``conv``.
        dilation: As in ``conv``.
        groups: As in ``conv``.

    Raises:
        ConvError: As ``conv``, or there are more taps than a person could ever follow.

    Example:
        >>> trace = conv_trace([[1, 2, 3]], [[[10, 1]]])
        >>> [tuple(tap) for tap in next(iter(trace))], trace.output.tolist()
        ([(0, 0, 0), (1, 1, 0)], [[12, 23]])
    """
    x, weight = widened(x), widened(weight)
    check_channels(x.shape, weight.shape, groups)
    geometry = Geometry.of(x.shape[1:], weight.shape[2:], stride, padding, dilation)
    source = np.pad(x, ((0, 0), *geometry.padding))
    out, channels, *kernel = weight.shape
    per_step = channels * int(np.prod(kernel))
    steps = out * int(np.prod(geometry.outputs))
    check_taps(steps * per_step)

    src = _reads(source, geometry, channels, kernel, out, groups)
    ker = np.broadcast_to(np.arange(weight.size).reshape(out, 1, per_step), src.shape)
    products = source.ravel()[src] * weight.ravel()[ker]
    return Trace(
        source=source,
        weight=weight,
        output=_running_sums(products)[..., -1].reshape(out, *geometry.outputs),
        starts=np.arange(steps + 1) * per_step,
        src=src.ravel(),
        ker=ker.ravel(),
        dst=np.repeat(np.arange(steps), per_step),
        geometry=geometry,
    )


def check_taps(count: int) -> None:
    """Refuse more taps than a person could follow and a page should load.

    Raises:
        ConvError: There are more.
    """
    if count > MAX_TAPS:
        raise ConvError("too-many-taps", parameter="size", taps=count, cap=MAX_TAPS)


def _reads(
    source: Array, geometry: Geometry, channels: int, kernel: list[int], out: int, groups: int
) -> Array:
    """Where each tap reads in the padded input: ``(out, places, taps)``, flat indices."""
    field = np.arange(source.size).reshape(source.shape)
    axes = range(len(kernel))
    places = tuple(
        slice(0, geometry.outputs[a] * geometry.strides[a], geometry.strides[a]) for a in axes
    )
    holes = tuple(slice(0, geometry.spans[a], geometry.dilations[a]) for a in axes)
    corners = field[0][places].reshape(1, -1, 1)
    reach = field[(slice(channels), *holes)].reshape(1, 1, -1)
    group_of_filter = np.repeat(np.arange(groups), out // groups)
    first_channel = group_of_filter * channels * field[0].size
    reads: Array = first_channel.reshape(-1, 1, 1) + corners + reach
    return reads


def _running_sums(products: Array) -> Array:
    """Sums along the last axis; what binary rounding leaves of a zero, as of 0.1·3 - 0.3, is 0."""
    sums = np.cumsum(products, axis=-1)
    if sums.dtype.kind != "f":
        return sums
    noise = np.cumsum(np.abs(products), axis=-1) * np.finfo(sums.dtype).eps * ROUNDINGS
    return np.where(np.abs(sums) < noise, 0.0, sums)
