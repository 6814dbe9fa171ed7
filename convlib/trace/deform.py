"""The taps of a deformable convolution: each point of the kernel reads four cells around it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, check_channels, widened
from convlib.ops.arrays import check_shape, largest
from convlib.shapes import Padding
from convlib.trace.columns import gathered
from convlib.trace.given import check_exact, one_bias, one_input
from convlib.trace.grid import numbered
from convlib.trace.taps import Trace, check_taps

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # y, x of the four neighbours


def deform_conv_trace(
    x: ArrayLike,
    weight: ArrayLike,
    offset: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    mask: ArrayLike | None = None,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Trace:
    """The taps of ``ops.deform_conv``, one step per output value.

    Each weight reads four neighbours of its point, in reading order. How near a neighbour is, times
    the point's mask, is the tap's gain. A neighbour outside the input has no tap.

    Args:
        x: Input, ``(channels, H, W)``.
        weight: Filters, ``(out, channels/groups, kH, kW)``.
        offset: By how many cells each point moves, ``(offset groups * kH * kW * 2, oH, oW)``, y
            before x for each point.
        bias: As in ``deform_conv``.
        mask: A factor for each point, ``(offset groups * kH * kW, oH, oW)``.
        stride: As in ``deform_conv``.
        padding: As in ``deform_conv``.
        dilation: As in ``deform_conv``.
        groups: As in ``deform_conv``.

    Returns:
        The trace; whole numbers stay exact, and all others are decimal ones of 64 bits.

    Raises:
        ConvError: As ``deform_conv``, or there is more than a person could ever follow.

    Source: Dai et al., arXiv:1703.06211, equations 2 to 4; the mask, Zhu et al., arXiv:1811.11168.

    Example:
        >>> trace = deform_conv_trace([[[1, 3]]], [[[[10]]]], [[[0, 0]], [[0.25, 0]]])
        >>> trace.gain.tolist(), trace.output.tolist()
        ([0.75, 0.25, 1.0], [[[15.0, 30.0]]])
    """
    weight = widened(weight, "weight")
    if weight.ndim != 4:
        raise ConvError("plane-weight", parameter="weight", rank=weight.ndim)
    x = one_input(x, 2)
    check_channels(x.shape, weight.shape, groups)
    geometry = Geometry.of(x.shape[1:], weight.shape[2:], stride, padding, dilation)
    out, channels, *kernel = weight.shape
    shape = (out, *geometry.outputs)
    check_taps(math.prod(shape) * channels * math.prod(kernel) * len(CORNERS))
    bias = one_bias(bias, out)
    points, masks = _points(offset, mask, geometry, kernel, len(x))
    check_exact(np.array([largest(x) * largest(masks)]), weight, bias)
    near, gains, inside = _neighbours(points, x.shape[1:])
    gains = gains * masks[..., None]

    # From (offset groups, points, rows, columns, 4) to each filter's steps and their taps.
    of_channel = np.arange(len(x)) // (len(x) // len(points))
    first_cell = np.arange(len(x)).reshape(-1, 1, 1, 1, 1) * math.prod(x.shape[1:])

    def per_step(table: Array) -> Array:
        places = math.prod(geometry.outputs)
        per_channel = table.reshape(groups, channels, -1, places, len(CORNERS))
        steps = per_channel.transpose(0, 3, 1, 2, 4).reshape(groups, places, -1)
        return np.repeat(steps, out // groups, axis=0).reshape(math.prod(shape), -1)

    keep = per_step(inside[of_channel])
    ker = np.repeat(numbered((out, channels * math.prod(kernel))), len(CORNERS), axis=1)
    return Trace(
        source=x,
        weight=weight,
        **gathered(
            per_step(near[of_channel] + first_cell),
            np.repeat(ker, math.prod(geometry.outputs), axis=0),
            keep,
        ),
        geometry=geometry,
        shape=shape,
        cells=numbered(x.shape),
        gain=per_step(gains[of_channel])[keep],
        bias=bias,
        groups=groups,
        points=points,
    )


def _points(
    offset: ArrayLike, mask: ArrayLike | None, geometry: Geometry, kernel: list[int], channels: int
) -> tuple[Array, Array]:
    """Where each point stands, ``(parts, points, rows, columns, 2)``, and its mask.

    Raises:
        ConvError: The offsets or the mask have another shape than the geometry asks for.
    """
    offset, count = widened(offset, "offset"), math.prod(kernel)
    parts = max(len(offset) // (2 * count), 1) if offset.ndim else 1
    check_shape("offset", offset, (parts * 2 * count, *geometry.outputs))
    if channels % parts:
        raise ConvError("offset-groups", parameter="offset", groups=parts, have=channels)
    moves = np.moveaxis(offset.reshape(parts, count, 2, *geometry.outputs), 2, -1)
    taps_and_places = np.ix_(*map(np.arange, (*kernel, *geometry.outputs)))
    axes = zip(
        taps_and_places[:2],
        taps_and_places[2:],
        geometry.dilations,
        geometry.strides,
        geometry.padding,
        strict=True,
    )
    grid = [tap * d + place * s - before for tap, place, d, s, (before, _) in axes]
    home = np.stack(np.broadcast_arrays(*grid), axis=-1).reshape(count, *geometry.outputs, 2)
    if mask is None:
        return home + moves, np.ones((parts, count, *geometry.outputs), int)
    masks = widened(mask, "mask")
    check_shape("mask", masks, (parts * count, *geometry.outputs))
    return home + moves, masks.reshape(parts, count, *geometry.outputs)


def _neighbours(points: Array, plane: tuple[int, ...]) -> tuple[Array, Array, Array]:
    """Of each point its four neighbours: their flat indices, how near they are, if they exist."""
    sizes = np.array(plane)
    reachable = np.clip(points, -2, sizes + 1)  # further outside reads no more than just outside
    corner = np.floor(reachable).astype(int)
    part = (reachable - corner)[..., None, :]
    cells = corner[..., None, :] + CORNERS
    inside = ((cells >= 0) & (cells < sizes)).all(axis=-1)
    row, column = np.moveaxis(np.clip(cells, 0, sizes - 1), -1, 0)
    return row * plane[1] + column, np.where(CORNERS, part, 1 - part).prod(axis=-1), inside
